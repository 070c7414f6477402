"""A terminal or a pipe whose encoding has not every sign: what was done is told all the same."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ai_export_policy import Sidecar, cli
from ai_export_policy.ledger import Ledger

EXAMPLES = Path(cli.__file__).parents[1] / "examples"
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from ai_export_policy.cli import main; sys.exit(main())",
]
CONSIGNEE = "Zażółć Sp"
ESCAPED = b"Za\\u017c\xf3\\u0142\\u0107 Sp"  # ó is in both
NARROW = ["latin-1:strict", "cp1252"]


@pytest.fixture(scope="module")
def sidecar(opa_executable: Path) -> Iterator[Sidecar]:
    with Sidecar(executable=opa_executable) as sidecar:
        yield sidecar


def written(folder: Path, example: str) -> str:
    """A file with an example, of a consignee whose name no encoding of one byte has."""
    text = (EXAMPLES / example).read_text(encoding="utf-8")
    assert "Consignee SA" in text
    path = folder / f"{CONSIGNEE}.yaml"
    path.write_text(text.replace("Consignee SA", CONSIGNEE), encoding="utf-8")
    return str(path)


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    address = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    Ledger.create(address)
    return address


def ran(encoding: str, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, standard output and standard error of the command in that encoding."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        timeout=120,
    )
    told = [line for line in done.stderr.decode("latin-1").splitlines() if line[-4:] != " ..."]
    return done.returncode, done.stdout, "\n".join(told)


@pytest.mark.parametrize("encoding", NARROW)
def test_a_draw_that_is_made_is_told(
    encoding: str, tmp_path: Path, ledger: str, sidecar: Sidecar
) -> None:
    asked = ["ledger", "reserve", "--ledger", ledger, "--url", sidecar.url, "--author", "Ann"]
    request = written(tmp_path, "ledger.yaml")
    code, out, err = ran(encoding, *asked, request)
    assert (code, err) == (0, "")
    assert out.startswith(b"ORDER-1: reserved until ")
    assert ESCAPED in out
    code, out, err = ran(encoding, *asked, "--format", "json", request)
    assert (code, err) == (0, "")
    assert json.loads(out)["drawn"][0]["key"] == CONSIGNEE


@pytest.mark.parametrize("encoding", [*NARROW, "utf-8"])
def test_the_sums_are_shown(encoding: str, tmp_path: Path, ledger: str, sidecar: Sidecar) -> None:
    asked = ["ledger", "reserve", "--ledger", ledger, "--url", sidecar.url, "--author", "Ann"]
    request = written(tmp_path, "ledger.yaml")
    assert ran("utf-8", *asked, request)[0] == 0
    status = ["ledger", "status", "--ledger", ledger]
    code, out, err = ran(encoding, *status)
    assert (code, err) == (0, "")
    wide = encoding == "utf-8"
    bars = [line for line in out.decode(encoding.split(":")[0]).splitlines() if "%" in line]
    assert len(bars) == 2
    assert all(set(bar) <= set("▒· %0123456789" if wide else "=. %0123456789") for bar in bars)
    assert all(("▒" if wide else "=") in bar for bar in bars)
    code, out, _ = ran(encoding, *status, "--format", "json")
    assert (code, {one["key"] for one in json.loads(out)}) == (0, {CONSIGNEE})
    # What Prometheus reads is UTF-8, and knows no other escapes than its own.
    code, out, _ = ran(encoding, *status, "--format", "prometheus")
    assert (code, f'key="{CONSIGNEE}"' in out.decode("utf-8")) == (0, True)


@pytest.mark.parametrize("encoding", NARROW)
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_decision_is_told(encoding: str, form: str, tmp_path: Path, sidecar: Sidecar) -> None:
    asked = ["decide", "--url", sidecar.url, "--format", form, written(tmp_path, "request.yaml")]
    assert ran(encoding, *asked)[::2] == (0, "")


def test_a_file_whose_name_is_no_text_is_named(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.yaml"
    try:
        Path(os.fsdecode(name)).write_bytes((EXAMPLES / "request.yaml").read_bytes())
    except OSError:
        pytest.skip("this file system takes names in UTF-8 alone")
    code, out, err = ran("utf-8", "validate", os.fsdecode(name))
    assert (code, out, err) == (0, os.fsencode(tmp_path) + rb"/\udcff.yaml: valid" + b"\n", "")
