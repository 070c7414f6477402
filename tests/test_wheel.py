"""The package, installed elsewhere: it carries its policies and schemas, and its command works."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

BUNDLED = "ai_export_policy/_bundled/"


def build(project: Path, kind: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into],
        cwd=project,
        check=True,
        capture_output=True,
    )
    (result,) = into.iterdir()
    return result


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repository / "python", "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it, and the dependencies of this one beside it."""
    directory = tmp_path_factory.mktemp("elsewhere")
    venv = directory / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", python, "install"),
            *("--quiet", "--no-deps", "--no-index", wheel),
        ],
        check=True,
    )
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    # A .pth file is not read where another one leads, so the editable checkout stays out of reach.
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (directory / "empty").mkdir()
    return directory


def run(elsewhere: Path, opa_executable: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [elsewhere / "venv" / "bin" / command[0], *command[1:]],
        cwd=elsewhere / "empty",
        env=environment | {"AI_EXPORT_CACHE": str(opa_executable.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_wheel_carries_what_decides_and_nothing_that_only_tests(
    repository: Path, wheel: Path
) -> None:
    wanted = {"LICENSE", "policies/.manifest"} | {
        path.relative_to(repository).as_posix()
        for pattern in ("policies/**/*.rego", "policies/**/data.json", "schemas/**/*.json")
        for path in repository.glob(pattern)
        if not path.name.endswith("_test.rego")
    }
    with zipfile.ZipFile(wheel) as archive:
        carried = {
            name.removeprefix(BUNDLED): archive.read(name)
            for name in archive.namelist()
            if name.startswith(BUNDLED)
        }
    assert carried == {name: (repository / name).read_bytes() for name in wanted}


def test_a_wheel_built_from_the_sdist_is_the_same(
    repository: Path, wheel: Path, tmp_path: Path
) -> None:
    sdist = build(repository / "python", "sdist", tmp_path / "sdist")
    shutil.unpack_archive(sdist, tmp_path / "unpacked")
    (project,) = (tmp_path / "unpacked").iterdir()
    again = build(project, "wheel", tmp_path / "wheel")
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        # The record lists the others with their checksums, in the order in which they were added.
        names = sorted(name for name in first.namelist() if not name.endswith("/RECORD"))
        assert names == sorted(n for n in second.namelist() if not n.endswith("/RECORD"))
        assert {n: first.read(n) for n in names} == {n: second.read(n) for n in names}


def test_the_checkout_is_out_of_reach(
    elsewhere: Path, opa_executable: Path, repository: Path
) -> None:
    code = (
        "from ai_export_policy import resources as r\n"
        "print(r.__file__, r.policies(), r.schemas(), sep='\\n')"
    )
    done = run(elsewhere, opa_executable, "python", "-c", code)
    places = [Path(line).resolve() for line in done.stdout.splitlines()]
    assert len(places) == 3, done.stderr
    for place in places:
        assert place.is_relative_to((elsewhere / "venv").resolve())
        assert not place.is_relative_to(repository)


def test_example_and_decide_work_in_an_empty_directory(
    elsewhere: Path, opa_executable: Path, repository: Path
) -> None:
    example = run(elsewhere, opa_executable, "ai-export", "example")
    assert (example.returncode, example.stderr) == (0, "")
    request = elsewhere / "empty" / "request.yaml"
    request.write_text(example.stdout)
    decided = run(
        elsewhere, opa_executable, "ai-export", "decide", "--format", "json", request.name
    )
    assert decided.returncode in (0, 1), decided.stderr + decided.stdout
    assert "edited" not in decided.stderr
    decision = json.loads(decided.stdout)
    manifest = json.loads((repository / "policies" / ".manifest").read_text())
    assert decision["policy"]["revision"] == manifest["revision"]
