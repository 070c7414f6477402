"""The configuration that is printed is the one that runs: fetched, verified, kept, and closed."""

import dataclasses
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
import yaml
from both_clients import Asking
from lying_server import Asked, LyingServer, http
from running_opa import Running
from scratch_policies import REQUEST, REVISION

from ai_export_policy import (
    Client,
    NotADecision,
    Unavailable,
    bundle,
    opa,
    resources,
    sidecar,
    signing,
)
from ai_export_policy.cli import main
from ai_export_policy.deployment import FORMS, Settings, arguments, configuration, render
from ai_export_policy.deployment.local import BundleServer, Served
from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.session import Session


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[bundle.Key, bundle.Key]:
    folder = tmp_path_factory.mktemp("keys")
    signing.new_key(folder / "private.pem", folder / "public.pem")
    return bundle.Key(folder / "private.pem", "one"), bundle.Key(folder / "public.pem", "one")


@pytest.fixture
def built(tmp_path: Path, keys: tuple[bundle.Key, bundle.Key], opa_executable: Path) -> Path:
    """A signed bundle of scratch policies that lets everybody do all."""
    return make(tmp_path / "bundle.tar.gz", keys[0], opa_executable)


def make(path: Path, key: bundle.Key | None, executable: Path, revision: str = REVISION) -> Path:
    policies = scratch_policies.write(path.parent / f"policies-{revision}", revision)
    policy = policies / "reference/policy/data.json"
    policy.parent.mkdir(exist_ok=True)
    policy.write_text(json.dumps({"revision": revision, "data_digest": "none"}))
    new = path.with_suffix(".new")
    bundle.build(policies, new, key, executable)
    new.replace(path)
    return path


def settings(url: str, key: bundle.Key, **more: Any) -> Settings:
    ports = [f"127.0.0.1:{sidecar._free_port()}" for _ in range(2)]
    text = key.file.read_text()
    given = {"address": ports[0], "diagnostic": ports[1]} | more
    return Settings(bundle_url=url, keyid=key.keyid, public_key=text, scope=key.scope, **given)


def test_it_serves_a_signed_bundle_and_keeps_it(
    built: Path, keys: tuple[bundle.Key, bundle.Key], opa_executable: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    with BundleServer(built) as server:
        one = settings(server.url, keys[1])
        with (
            Served(one, folder=tmp_path / "here", executable=opa_executable),
            Client(f"http://{one.address}", expected_revisions={REVISION}) as client,
        ):
            client.decide(REQUEST)
    # The bundle server is gone; what was kept is verified again and serves.
    with (
        Served(one, folder=tmp_path / "here", executable=opa_executable),
        Client(f"http://{one.address}", expected_revisions={REVISION}) as client,
    ):
        client.decide(REQUEST)


def test_a_key_is_changed_together_with_the_address_of_the_bundle(
    built: Path,
    keys: tuple[bundle.Key, bundle.Key],
    opa_executable: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signing.new_key(tmp_path / "a.pem", tmp_path / "b.pem")
    private, public = (bundle.Key(tmp_path / name, "two") for name in ("a.pem", "b.pem"))
    (tmp_path / "new").mkdir()
    signed = make(tmp_path / "new/bundle.tar.gz", private, opa_executable)
    (tmp_path / "here").mkdir()
    here: dict[str, Any] = {"folder": tmp_path / "here", "executable": opa_executable}
    with BundleServer(built) as old, BundleServer(signed) as new:
        with Served(settings(old.url, keys[1]), **here):
            pass
        one = settings(new.url, public)
        with Served(one, **here), Client(f"http://{one.address}") as client:
            client.decide(REQUEST)
        with Served(settings(old.url, keys[1]), **here):
            pass
    # What the old key signed is on disk, and the new address does not answer.
    monkeypatch.setattr("ai_export_policy.deployment.local._START_SECONDS", 2.0)
    with pytest.raises(Unavailable, match="has loaded no bundle"), Served(one, **here):
        pass


@pytest.mark.parametrize("fault", ["unsigned", "another scope", "another key", "changed"])
def test_it_serves_nothing_that_is_not_signed_as_it_has_to_be(
    fault: str,
    keys: tuple[bundle.Key, bundle.Key],
    opa_executable: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ai_export_policy.deployment.local._START_SECONDS", 2.0)
    key: bundle.Key | None = keys[0]
    if fault == "unsigned":
        key = None
    elif fault == "another scope":
        key = dataclasses.replace(keys[0], scope="other")
    elif fault == "another key":
        signing.new_key(tmp_path / "a.pem", tmp_path / "b.pem")
        key = dataclasses.replace(keys[0], file=tmp_path / "a.pem")
    built = make(tmp_path / "bundle.tar.gz", key, opa_executable)
    if fault == "changed":
        from test_bundle import contents, pack

        files = contents(built)
        files["/data.json"] = files["/data.json"].replace(b"indeterminate", b"licensed")
        pack(built, files)
    with BundleServer(built) as server:
        served = Served(settings(server.url, keys[1]), executable=opa_executable)
        with pytest.raises(Unavailable, match="has loaded no bundle"), served:
            pass


def test_the_policies_of_this_package_close_it(
    keys: tuple[bundle.Key, bundle.Key], opa_executable: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.tar.gz"
    found = bundle.build(resources.policies(), path, keys[0], opa_executable)
    with BundleServer(path) as server:
        one = settings(server.url, keys[1])
        with Served(one, executable=opa_executable) as served:
            opa = Running(f"http://{one.address}", 0, served.said)
            status, body = opa.ask("GET", "/v1/status")
            assert (status, body["result"]["bundles"]["ear"]["active_revision"]) == (
                200,
                found.revision,
            )
            assert opa.ask("GET", "/metrics")[0] == 200
            assert opa.ask("GET", "/v1/config")[0] == 401
            assert opa.ask("PUT", "/v1/data/x", 1)[0] == 401
            session = Session(Endpoint(opa.url))
            for size, code in ((900_000, None), (1_100_000, "request_too_large")):
                large = {"input": REQUEST | {"x": "x" * size}}
                url = f"{opa.url}/v1/data/ear/decision"
                answer = session.post(url, json=large, timeout=20)
                assert (answer.status_code == 200) == (code is None)
                if code is not None:
                    with pytest.raises(NotADecision) as refused:
                        answer.raise_for_status()
                    assert refused.value.code == code
            session.close()
            assert opa.packed({"input": REQUEST | {"x": "x" * 900_000}}) == 200
            assert opa.packed({"input": REQUEST | {"x": "x" * 1_100_000}}) in (400, 413)
            diagnostic = Running(f"http://{one.diagnostic}", 0, served.said)
            assert diagnostic.ask("GET", "/health?bundles")[0] == 200
            assert diagnostic.ask("POST", "/v1/data/ear/decision", {})[0] == 404


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the configuration wants it, whose one certificate is server, client and CA."""
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "tls.key", "-out", folder / "tls.crt"),
        ],
        check=True,
        capture_output=True,
    )
    shutil.copy(folder / "tls.crt", folder / "clients.crt")
    return folder


@pytest.mark.parametrize("tls", ["tls", "mtls"])
def test_it_serves_with_certificates(
    tls: str,
    asking: Asking,
    built: Path,
    keys: tuple[bundle.Key, bundle.Key],
    certificates: Path,
    opa_executable: Path,
) -> None:
    def ask(context: ssl.SSLContext) -> int:
        url = f"https://{one.address}/v1/status"
        with urllib.request.urlopen(url, context=context, timeout=10) as answer:
            return int(answer.status)

    with BundleServer(built) as server:
        one = settings(server.url, keys[1], tls=tls, certificates=str(certificates))
        with Served(one, executable=opa_executable):
            context = ssl.create_default_context(cafile=certificates / "tls.crt")
            if tls == "tls":
                assert ask(context) == 200
                with asking(f"https://{one.address}", ca_file=certificates / "tls.crt") as client:
                    client.decide(REQUEST)
            else:
                with pytest.raises(OSError, match=r"(?i)certificate|reset|closed|eof"):
                    ask(context)
                context.load_cert_chain(certificates / "tls.crt", certificates / "tls.key")
                assert ask(context) == 200
                trusted = {"ca_file": certificates / "tls.crt"}
                stranger = asking(f"https://{one.address}", **trusted)
                with stranger as client, pytest.raises(Unavailable):
                    client.decide(REQUEST)
                own = {
                    "cert_file": certificates / "tls.crt",
                    "key_file": certificates / "tls.key",
                }
                with asking(f"https://{one.address}", **trusted, **own) as client:
                    client.decide(REQUEST)


def test_it_serves_on_a_unix_socket(
    asking: Asking,
    built: Path,
    keys: tuple[bundle.Key, bundle.Key],
    opa_executable: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / "opa.sock"
    with BundleServer(built) as server:
        one = settings(server.url, keys[1], address=f"unix://{path}")
        with Served(one, executable=opa_executable):
            assert path.stat().st_mode & 0o007 == 0
            with asking(one.address, expected_revisions={REVISION}) as client:
                client.decide(REQUEST)
                assert set(client.decide_many({"a": REQUEST, "b": REQUEST})) == {"a", "b"}
    with asking(one.address) as client, pytest.raises(Unavailable, match=r"opa\.sock"):
        client.decide(REQUEST)


EXAMPLE = ["--bundle-url", "https://bundles.example/a/bundle.tar.gz", "--keyid", "one"]


def printed(capsys: pytest.CaptureFixture[str], key: bundle.Key, *more: str) -> str:
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(key.file), *more]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("tls", ["none", "tls", "mtls"])
def test_every_form_says_what_was_run(
    tls: str, keys: tuple[bundle.Key, bundle.Key], capsys: pytest.CaptureFixture[str]
) -> None:
    forms = {form: printed(capsys, keys[1], "--format", form, "--tls", tls) for form in FORMS}
    wanted = yaml.safe_load(forms["opa"])
    assert wanted["bundles"]["ear"]["signing"] == {"keyid": "one", "scope": bundle.SCOPE}
    assert wanted["bundles"]["ear"]["persist"] is True
    assert wanted["keys"]["one"]["key"] == keys[1].file.read_text()
    config, deployment, *service, policy = yaml.safe_load_all(forms["kubernetes"])
    inside = yaml.safe_load(config["data"]["opa.yaml"])
    assert inside == wanted
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    assert [one["kind"] for one in service] == ([] if tls == "none" else ["Service"])
    reached = [rule["ports"][0]["port"] for rule in policy["spec"]["ingress"]]
    assert reached == ([8282] if tls == "none" else [8181, 8282])
    reaches = {port["port"] for rule in policy["spec"]["egress"] for port in rule["ports"]}
    assert reaches == {53, 443}
    (compose,) = yaml.safe_load(forms["compose"])["services"].values()
    mounted = {volume.split(":")[1] for volume in compose["volumes"]}
    assert wanted["persistence_directory"] in mounted
    assert wanted["persistence_directory"] in {
        mount["mountPath"] for mount in container["volumeMounts"]
    }
    unit = forms["systemd"].splitlines()
    (command,) = [line for line in unit if line.startswith("ExecStart=")]
    named, run = forms["opa"].splitlines()[0].removeprefix("# ").split(" opa ")
    environments = {
        "kubernetes": [f"{one['name']}={one['value']}" for one in container["env"]],
        "compose": [f"{name}={value}" for name, value in compose["environment"].items()],
        "systemd": [x.removeprefix("Environment=") for x in unit if x.startswith("Environment=")],
        "opa": named.split(),
    }
    with_values = [f"{name}={value}" for name, value in opa.ENVIRONMENT.items()]
    assert all(environment == with_values for environment in environments.values())
    lines = {
        "kubernetes": container["args"],
        "compose": compose["command"],
        "systemd": command.removeprefix("ExecStart=/usr/local/bin/opa ").split(),
        "opa": run.split(),
    }
    places = ("--config-file", "--addr", "--diagnostic-addr", "--tls-")
    said = {form: _without(line, places) for form, line in lines.items()}
    assert all(line == said["opa"] for line in said.values())
    assert "basic" in said["opa"]
    assert ("--tls-cert-file" in lines["opa"]) == (tls != "none")
    assert ("--authentication" in said["opa"]) == (tls == "mtls")
    # In the clear only to those on the same machine, or in the same pod.
    address = lines["kubernetes"][lines["kubernetes"].index("--addr") + 1]
    assert address == ("127.0.0.1:8181" if tls == "none" else "0.0.0.0:8181")
    assert all(port.startswith("127.0.0.1:") for port in compose["ports"])


@pytest.mark.parametrize("tls", ["none", "mtls"])
def test_a_pod_is_asked_by_its_namespace_and_reaches_names_and_the_bundle_server_alone(
    tls: str, keys: tuple[bundle.Key, bundle.Key], capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, keys[1], "--format", "kubernetes", "--tls", tls)
    _, deployment, *_, policy = yaml.safe_load_all(text)

    def tcp(port: int) -> list[dict[str, Any]]:
        return [{"protocol": "TCP", "port": port}]

    asks = {"from": [{"podSelector": {}}], "ports": tcp(8181)}
    watches = {"from": [{"namespaceSelector": {}}], "ports": tcp(8282)}
    assert policy["spec"] == {
        "podSelector": {"matchLabels": deployment["spec"]["template"]["metadata"]["labels"]},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [watches] if tls == "none" else [asks, watches],
        "egress": [
            {"ports": [{"protocol": "UDP", "port": 53}, *tcp(53)]},
            {"ports": tcp(443)},
        ],
    }


def _without(line: list[str], places: tuple[str, ...]) -> list[str]:
    named = {n for n, word in enumerate(line) if word.startswith(places)}
    return [word for n, word in enumerate(line) if n not in named and n - 1 not in named]


def test_a_unix_socket_is_shared_where_it_is_asked_for(
    keys: tuple[bundle.Key, bundle.Key], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--address", "unix:///run/ai-export-policy/opa.sock")
    for form in FORMS:
        text = printed(capsys, keys[1], "--format", form, *given)
        assert "unix:///run/ai-export-policy/opa.sock" in text
        assert "--unix-socket-perm" in text


@pytest.mark.parametrize(
    "given",
    [
        ["--keyid", "development"],
        ["--bundle-url", "ftp://bundles.example/bundle.tar.gz"],
        ["--bundle-url", "https://bundles.example"],
        ["--bundle-url", "https://bundles.example/bundle.tar.gz#top"],
        *(
            ["--bundle-url", f"https://h:{port}/b.tar.gz", "--format", form]
            for port in ("99999", "0", "x", "-1")
            for form in FORMS
        ),
        ["--bundle-url", "https://[::1/bundle.tar.gz"],
        ["--tls", "tls", "--address", "unix:///x"],
        ["--address", "foo"],
        ["--address", "127.0.0.1:99999"],
        ["--address", "127.0.0.1:0"],
        ["--address", "999.0.0.1:8181"],
        ["--address", "unix://x"],
        ["--tls", "tls", "--address", "foo"],
        ["--tls", "tls", "--address", ":8181"],
        ["--keyid", ""],
    ],
)
def test_what_is_no_configuration_is_refused(
    given: list[str], keys: tuple[bundle.Key, bundle.Key]
) -> None:
    key = ["--key", str(keys[1].file)]
    assert main(["sidecar", "config", *EXAMPLE, *key, *given]) == 64
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(keys[0].file)]) == 64


def test_the_key_for_development_is_refused_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_EXPORT_CACHE", str(tmp_path))
    _, public = bundle.development_key(tmp_path / "keys")
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(public.file)]) == 64
    # Wherever it lies: the mark goes with it.
    monkeypatch.setenv("AI_EXPORT_CACHE", str(tmp_path / "another"))
    copied = Path(shutil.copy(public.file, tmp_path / "signing.pub.pem"))
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(copied)]) == 64


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_the_command_serves_until_it_is_stopped(
    asked: signal.Signals, opa_executable: Path, tmp_path: Path
) -> None:
    addresses = [f"127.0.0.1:{sidecar._free_port()}" for _ in range(2)]
    code = "import sys; from ai_export_policy.cli import main; sys.exit(main())"
    given = ["sidecar", "--address", addresses[0], "--diagnostic", addresses[1]]
    cache = str(cached(opa_executable, tmp_path))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment |= {"AI_EXPORT_CACHE": cache, "PYTHONUNBUFFERED": "1", "TMPDIR": str(scratch)}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *given], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("serving revision ")
        with Client(f"http://{addresses[0]}") as client:
            client.decide(REQUEST)
        process.send_signal(asked)
        assert process.wait(20) == 0
    finally:
        process.kill()
    assert list(scratch.iterdir()) == []
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(addresses[0].split(":")[1])), 1)


def test_it_is_stopped_before_it_serves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_folder: Path) -> None:
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(bundle, "development_key", stopped)
    given = [f"127.0.0.1:{sidecar._free_port()}" for _ in range(2)]
    assert main(["sidecar", "--address", given[0], "--diagnostic", given[1]]) == 0
    assert capsys.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    "same", [["address"], ["diagnostic"], ["address", "diagnostic"]], ids=" and ".join
)
def test_another_server_on_an_address_is_not_taken_for_it(
    same: list[str],
    built: Path,
    keys: tuple[bundle.Key, bundle.Key],
    opa_executable: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with BundleServer(built) as server:
        one = settings(server.url, keys[1])
        taken = {name: getattr(one, name) for name in same}
        other = settings(server.url, keys[1], **taken)
        with Served(one, executable=opa_executable):
            told = pytest.raises(Unavailable, match=r"has ended(.|\n)*address already in use")
            with told, Served(other, executable=opa_executable):
                pass
            monkeypatch.setenv("AI_EXPORT_CACHE", str(cached(opa_executable, tmp_path)))
            given = ["--address", other.address, "--diagnostic", str(other.diagnostic)]
            assert main(["sidecar", *given]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "address already in use" in err


def cached(executable: Path, folder: Path) -> Path:
    """A cache of its own that holds the executable, and takes the key for development."""
    cache = folder / "cache"
    cache.mkdir()
    (cache / executable.name).symlink_to(executable)
    return cache


def test_what_opa_said_when_it_ended_is_told(
    opa_executable: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def ended(served: Served) -> int:
        served.said.write_text("fatal error: out of memory")
        return 2

    monkeypatch.setenv("AI_EXPORT_CACHE", str(cached(opa_executable, tmp_path)))
    monkeypatch.setattr(Served, "wait", ended)
    given = [f"127.0.0.1:{sidecar._free_port()}" for _ in range(2)]
    assert main(["sidecar", "--address", given[0], "--diagnostic", given[1]]) == 4
    out, err = capsys.readouterr()
    assert out.startswith("serving revision ")
    assert "OPA has ended" in err
    assert "fatal error: out of memory" in err


def test_a_new_bundle_is_fetched_only_when_it_is_new(built: Path) -> None:
    with BundleServer(built) as server:
        with urllib.request.urlopen(server.url) as answer:
            assert answer.read() == built.read_bytes()
            tag = answer.headers["ETag"]
        again = urllib.request.Request(server.url, headers={"If-None-Match": tag})
        for url, status in ((again, 304), (f"{server.url}x", 404)):
            with pytest.raises(urllib.error.HTTPError) as found:
                urllib.request.urlopen(url)
            assert found.value.code == status


def test_rendering_needs_no_more_than_the_settings(keys: tuple[bundle.Key, bundle.Key]) -> None:
    one = settings("https://bundles.example/x.tar.gz", keys[1], bundle_ca="/etc/ca.pem")
    assert configuration(one)["services"]["bundles"]["tls"] == {"ca_cert": "/etc/ca.pem"}
    assert yaml.safe_load(render("opa", one)) == configuration(one)
    assert arguments(one)[:2] == ["run", "--server"]


def test_the_query_of_a_signed_address_is_kept(
    built: Path, keys: tuple[bundle.Key, bundle.Key], opa_executable: Path
) -> None:
    asked = list[str]()

    def answer(connection: Any, one: Asked) -> None:
        asked.append(one.head.split()[1])
        connection.sendall(http(built.read_bytes(), kind="application/gzip"))

    with LyingServer(answer) as server:
        one = settings(f"{server.url}/a/bundle.tar.gz?signature=a%2Fb&for=60", keys[1])
        with Served(one, executable=opa_executable), Client(f"http://{one.address}") as client:
            client.decide(REQUEST)
    assert asked[0] == "/a/bundle.tar.gz?signature=a%2Fb&for=60"


def test_it_ends_with_its_parent_whatever_ended_that(
    built: Path, keys: tuple[bundle.Key, bundle.Key], opa_executable: Path, tmp_path: Path
) -> None:
    program = (
        "import os, sys, time, pathlib\n"
        "from ai_export_policy.deployment import Settings\n"
        "from ai_export_policy.deployment.local import BundleServer, Served\n"
        "bundle, key, opa, folder, one, two = sys.argv[1:]\n"
        "key = pathlib.Path(key).read_text()\n"
        "with BundleServer(pathlib.Path(bundle)) as server:\n"
        "    given = Settings(server.url, 'one', key, address=one, diagnostic=two)\n"
        "    where = {'folder': pathlib.Path(folder), 'executable': pathlib.Path(opa)}\n"
        "    with Served(given, **where) as served:\n"
        "        child = os.fork()\n"  # whom it does not stay for
        "        if child:\n"
        "            print(served.pid, child, flush=True)\n"
        "        time.sleep(60)\n"
        "        os._exit(0)\n"
    )
    addresses = [f"127.0.0.1:{sidecar._free_port()}" for _ in range(2)]
    given = [str(built), str(keys[1].file), str(opa_executable), str(tmp_path), *addresses]
    parent = subprocess.Popen(
        [sys.executable, "-c", program, *given],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with parent:
        assert parent.stdout is not None
        pid, child = map(int, parent.stdout.readline().split())
        parent.terminate()
    try:
        end = time.monotonic() + 10
        with Client(f"http://{addresses[0]}", retries=0) as client:
            while True:
                assert time.monotonic() < end
                try:
                    client.decide(REQUEST)
                except Unavailable:
                    break
        os.kill(child, 0)
    finally:
        for one in (pid, child):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
