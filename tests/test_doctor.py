"""The doctor finds nothing in what is printed for production, and each weakness made on purpose."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
import yaml
from lying_server import Asked, LyingServer
from running_opa import Running, running

from ai_export_policy import bundle, doctor, doctor_config, resources, sidecar, signing
from ai_export_policy.cli import main
from ai_export_policy.deployment import Settings, configuration
from ai_export_policy.deployment.local import BundleServer, Served
from ai_export_policy.doctor import Told, examine
from ai_export_policy.transport.endpoint import Endpoint


@dataclass(frozen=True)
class Good:
    """A sidecar as it is printed for production."""

    url: str
    diagnostic: str
    config: Path
    revision: str


@pytest.fixture(scope="module")
def good(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Good]:
    folder = tmp_path_factory.mktemp("good")
    signing.new_key(folder / "private.pem", folder / "public.pem")
    path = folder / "bundle.tar.gz"
    key = bundle.Key(folder / "private.pem", "one")
    found = bundle.build(resources.policies(), path, key, opa_executable)
    with BundleServer(path) as server:
        settings = Settings(
            bundle_url=server.url,
            keyid="one",
            public_key=(folder / "public.pem").read_text(),
            address=f"127.0.0.1:{sidecar._free_port()}",
            diagnostic=f"127.0.0.1:{sidecar._free_port()}",
        )
        with Served(settings, folder=folder, executable=opa_executable):
            urls = (f"http://{settings.address}", f"http://{settings.diagnostic}")
            yield Good(*urls, folder / "opa.yaml", found.revision)


@pytest.fixture(scope="module")
def bad(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """All that an operator may leave open: no authorization, no bundle server, an open log."""
    folder = tmp_path_factory.mktemp("bad")
    policies = scratch_policies.write(folder / "policies")
    given: list[str | Path] = ["--bundle", policies, "--ignore", "*_test.rego"]
    given += ["--set", "decision_logs.console=true", "--set", "status.prometheus=true"]
    with running(opa_executable, folder, given) as one:
        yield one


def checks(found: list[doctor_config.Finding]) -> list[tuple[str, str]]:
    return [(one.severity, one.check) for one in found]


def test_nothing_is_weak_about_what_is_printed_for_production(
    good: Good, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["doctor", "--url", good.url]
    assert main([*given, "--config", str(good.config)]) == 0
    assert "nothing weak was found" in capsys.readouterr().out
    # What it does not show cannot be judged, and that is said.
    assert main([*given, "--format", "json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["findings"]
    assert (note["severity"], note["check"]) == ("note", "configuration")


def test_another_revision_and_an_old_bundle_are_told(good: Good) -> None:
    told = Told("9.9.9+000000000000", -1.0, good.config)
    assert checks(examine(Endpoint(good.url), told)) == [("high", "stale"), ("high", "revision")]
    assert main(["doctor", "--url", good.url, "--revision", "9.9.9"]) == 3
    assert main(["doctor", "--url", good.url, "--revision", "9.9.9", "--any-revision"]) == 0


def test_what_is_open_is_told(bad: Running, capsys: pytest.CaptureFixture[str]) -> None:
    found = examine(Endpoint(bad.url), Told(log=bad.said))
    assert checks(found) == [
        ("high", "authorization"),
        ("high", "bundle"),
        ("high", "log"),
        ("medium", "explain"),
        ("medium", "bundle"),
        ("low", "body"),
    ]
    assert main(["doctor", "--url", bad.url]) == 3
    assert "authorization is off" in capsys.readouterr().out


def test_a_masked_log_is_not_blamed(opa_executable: Path, tmp_path: Path) -> None:
    given: list[str | Path] = ["--authorization", "basic", "--bundle", resources.policies()]
    given += ["--ignore", "*_test.rego", "--set", "decision_logs.console=true"]
    with running(opa_executable, tmp_path, [*given, "--set", "status.prometheus=true"]) as one:
        found = checks(examine(Endpoint(one.url), Told(log=one.said)))
        assert ("high", "log") not in found
        assert ("note", "log") in checks(examine(Endpoint(one.url), Told()))
        assert one.log("Decision Log", 1)


@pytest.mark.parametrize("policies", ["none", "of something else"])
def test_an_opa_that_decides_nothing_is_told(
    policies: str, opa_executable: Path, tmp_path: Path
) -> None:
    (tmp_path / "more.rego").write_text('package ear\n\ndecision := {"outcome": "licensed"}\n')
    given = [] if policies == "none" else [tmp_path / "more.rego"]
    with running(opa_executable, tmp_path, given) as one:
        found = examine(Endpoint(one.url), Told())
    assert ("high", "decision") in checks(found)
    assert any(one.message.startswith("it gives no decision: ") for one in found)


def test_the_diagnostic_address_is_told_to_decide_nothing(good: Good) -> None:
    found = examine(Endpoint(good.diagnostic), Told(config=good.config))
    assert ("high", "decision") in checks(found)


def test_nothing_at_the_address_is_unavailable() -> None:
    assert main(["doctor", "--url", f"http://127.0.0.1:{sidecar._free_port()}"]) == 4
    assert main(["doctor", "--url", "ftp://127.0.0.1"]) == 64


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 301 Moved\r\n\r\n"])
def test_what_answers_as_no_opa_does_is_told(
    answer: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    def other(connection: Any, _asked: Asked) -> None:
        connection.sendall(answer)

    with LyingServer(other) as server:
        assert main(["doctor", "--url", server.url]) == 5
    assert capsys.readouterr().out == ""
    assert main(["doctor", "--help"]) == 0
    assert " 5   what answers there is no OPA\n" in capsys.readouterr().out


def says(status: dict[str, Any], shift: float = 0.0) -> Any:
    """A server that is closed, tells this status, and has this clock."""

    def answer(connection: Any, asked: Asked) -> None:
        ok = "/v1/status" in asked.head
        body = json.dumps({"result": status} if ok else {"code": "unauthorized"}).encode()
        head = f"HTTP/1.1 {'200 OK' if ok else '401 Unauthorized'}\r\n"
        head += f"Date: {formatdate(time.time() + shift, usegmt=True)}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    return answer


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        ("0.70.0", "high"),
        ("1.20.0", "high"),
        ("1.21.2", "high"),
        ("1.21.3", "low"),
        ("1.22.2", None),
        ("1.23.0", "low"),
        (None, "medium"),
    ],
)
def test_the_version_has_a_floor(version: str | None, severity: str | None) -> None:
    with LyingServer(says({"labels": {"version": version}})) as server:
        found = [one for one in examine(Endpoint(server.url), Told()) if one.check == "version"]
    assert [one.severity for one in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize(("shift", "told"), [(0.0, False), (-3600.0, True), (3600.0, True)])
def test_clocks_that_disagree_are_told(shift: float, told: bool) -> None:
    with LyingServer(says({"labels": {"version": "1.22.2"}}, shift)) as server:
        found = checks(examine(Endpoint(server.url), Told()))
    assert (("medium", "clock") in found) == told


def test_a_bundle_that_does_not_activate_is_told() -> None:
    one = {"code": "bundle_error", "message": "verification failed", "last_successful_request": "?"}
    status = {"labels": {"version": "1.22.2"}, "bundles": {"ear": one}}
    with LyingServer(says(status)) as server:
        found = examine(Endpoint(server.url), Told())
    told = [one for one in found if one.check in ("bundle", "stale")]
    assert checks(told) == [("high", "bundle"), ("high", "stale")]
    assert "verification failed" in told[0].message


LIES: list[dict[str, Any]] = [
    {"labels": None},
    {"labels": []},
    {"labels": {"version": "9" * 5000 + ".0.0"}},
    {"bundles": [1]},
    {"bundles": {"ear": None}},
    {"bundles": {"ear": {"active_revision": ["x"]}}},
    {"bundles": {"ear": {"last_successful_request": "0001-01-01T00:00:00+23:59"}}},
    {"plugins": 5},
]


@pytest.mark.parametrize("status", LIES, ids=str)
def test_a_status_of_another_shape_is_no_failure(status: dict[str, Any]) -> None:
    with LyingServer(says(status)) as server:
        assert examine(Endpoint(server.url), Told("1"))


def test_a_date_that_is_out_of_range_is_no_failure() -> None:
    assert list(doctor._clock("Mon, 01 Jan 2024 00:00:00 +99999999999999")) == []


def test_a_bundle_fetched_in_the_future_is_told() -> None:
    fetched = {"last_successful_request": "2999-01-01T00:00:00.123456789Z"}
    status = {"labels": {"version": "1.22.2"}, "bundles": {"ear": fetched}}
    with LyingServer(says(status)) as server:
        found = examine(Endpoint(server.url), Told())
    assert ("medium", "clock") in checks(found)


@pytest.mark.parametrize("text", ["a: [", 'a: "\\UFFFFFFFF"', "a: 2025-99-99", "[" * 5000])
def test_a_configuration_that_is_no_yaml_is_wrong_use(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "opa.yaml"
    path.write_text(text)
    with LyingServer(says({})) as server:
        assert main(["doctor", "--url", server.url, "--config", str(path)]) == 64
    assert "opa.yaml is not YAML" in " ".join(capsys.readouterr().err.split())


def test_a_key_that_is_no_name_is_told() -> None:
    config = {"bundles": {"ear": {"persist": True, "signing": {"keyid": ["x"], "scope": "x"}}}}
    found = checks(list(doctor_config.findings(config)))
    assert ("high", "keyid") in found


def _signing(config: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = config["bundles"]["ear"]["signing"]
    return found


CHANGES = {
    ("high", "signing"): lambda c: c["bundles"]["ear"].pop("signing"),
    ("high", "keyid"): lambda c: _signing(c).pop("keyid"),
    ("medium", "scope"): lambda c: _signing(c).pop("scope"),
    ("low", "persist"): lambda c: c["bundles"]["ear"].pop("persist"),
    ("low", "body"): lambda c: c.pop("server"),
    ("high", "log"): lambda c: c.update(decision_logs={"mask_decision": "/my/mask"}),
}


@pytest.mark.parametrize(("told", "change"), CHANGES.items(), ids=str)
def test_each_weakness_of_a_configuration_is_told(
    told: tuple[str, str], change: Any, good: Good, tmp_path: Path
) -> None:
    config = yaml.safe_load(good.config.read_text())
    assert list(doctor_config.findings(config)) == []
    change(config)
    path = tmp_path / "opa.yaml"
    path.write_text(json.dumps(config))
    assert checks(examine(Endpoint(good.url), Told(good.revision, config=path))) == [told]


REQUEST_FILE = Path(sidecar.__file__).parent / "examples" / "request.yaml"
SERVER = "server: {decoding: {max_length: 1, gzip: {max_length: 1}}}"


@pytest.mark.parametrize("text", [SERVER, "", "[]", REQUEST_FILE.read_text()])
def test_a_configuration_without_the_bundle_is_told(text: str, good: Good, tmp_path: Path) -> None:
    path = tmp_path / "opa.yaml"
    path.write_text(text)
    found = examine(Endpoint(good.url), Told(good.revision, config=path))
    assert checks(found)[0] == ("high", "bundle")
    assert "no signed bundle `ear`" in found[0].message


def test_a_bundle_of_another_name_is_not_the_one_wanted(good: Good) -> None:
    config = yaml.safe_load(good.config.read_text())
    config["bundles"]["other"] = config["bundles"].pop("ear")
    assert checks(list(doctor_config.findings(config))) == [("high", "bundle")]


@pytest.mark.parametrize("keyid", ["development", "another"])
def test_a_key_that_is_not_for_production_is_told(keyid: str, good: Good) -> None:
    config = yaml.safe_load(good.config.read_text())
    _signing(config)["keyid"] = keyid
    assert checks(list(doctor_config.findings(config))) == [("high", "keyid")]


@pytest.mark.parametrize("marked", [True, False], ids=["marked", "known"])
def test_the_key_for_development_is_told_under_any_name(
    marked: bool, good: Good, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "another" if marked else tmp_path
    monkeypatch.setenv("AI_EXPORT_CACHE", str(place))
    _, public = bundle.development_key(tmp_path / "keys")
    text = public.file.read_text() if marked else public.file.read_text().partition("\n")[2]
    config = yaml.safe_load(good.config.read_text())
    config["keys"]["one"]["key"] = text
    (found,) = doctor_config.findings(yaml.safe_load(yaml.safe_dump(config)))
    assert (found.severity, found.check) == ("high", "keyid")
    assert "the key for development" in found.message


def test_what_is_printed_is_what_was_examined(good: Good) -> None:
    (key,) = yaml.safe_load(good.config.read_text())["keys"].values()
    printed = configuration(
        Settings(bundle_url="https://b.example/b.tar.gz", keyid="one", public_key=key["key"])
    )
    assert list(doctor_config.findings(printed)) == []
    assert printed.keys() == yaml.safe_load(good.config.read_text()).keys()
