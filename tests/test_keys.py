"""Which keys and addresses make a configuration, and which are refused."""

import subprocess
import sys
from pathlib import Path

import pytest
from test_deployment import EXAMPLE, settings

from ai_export_policy import bundle, keys, signing
from ai_export_policy.cli import main


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[bundle.Key, bundle.Key]:
    folder = tmp_path_factory.mktemp("keys")
    signing.new_key(folder / "private.pem", folder / "public.pem")
    return bundle.Key(folder / "private.pem", "one"), bundle.Key(folder / "public.pem", "one")


@pytest.mark.parametrize("address", ["0.0.0.0:8181", "[::]:8181", "opa.example:8181"])
def test_in_the_clear_nobody_elsewhere_is_answered(
    address: str, pair: tuple[bundle.Key, bundle.Key], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["sidecar", "config", *EXAMPLE, "--key", str(pair[1].file), "--address", address]
    assert main([*given, "--tls", "none"]) == 64
    out, err = capsys.readouterr()
    assert out == ""
    assert "without --tls OPA answers on loopback or a Unix socket" in " ".join(err.split())
    assert main([*given, "--tls", "mtls"]) == 0


@pytest.mark.parametrize("address", ["localhost:8181", "127.0.0.2:1", "[::1]:65535", "unix:///x"])
def test_this_machine_has_many_addresses(address: str, pair: tuple[bundle.Key, bundle.Key]) -> None:
    given = ["sidecar", "config", *EXAMPLE, "--key", str(pair[1].file), "--address", address]
    assert main(given) == 0


def test_a_server_here_wants_addresses_too(pair: tuple[bundle.Key, bundle.Key]) -> None:
    assert main(["sidecar", "--address", "foo"]) == 64
    assert main(["sidecar", "--diagnostic", "unix:///x"]) == 64
    with pytest.raises(ValueError, match="expected host:port"):
        settings("https://bundles.example/x.tar.gz", pair[1], diagnostic="h:99999")


KINDS = {
    "P-384": ("EC", "ec_paramgen_curve:P-384"),
    "RSA": ("RSA", "rsa_keygen_bits:2048"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_that_es256_does_not_take_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    algorithm, option = KINDS[kind]
    private, public = tmp_path / "a.pem", tmp_path / "b.pem"
    made = ["genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", str(private)]
    for command in (made, ["pkey", "-in", str(private), "-pubout", "-out", str(public)]):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    out = tmp_path / "bundle.tar.gz"
    named = ["--keyid", "one", "--key"]
    assert main(["bundle", "build", "--output", str(out), *named, str(private)]) == 64
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(public)]) == 64
    assert capsys.readouterr().err.count("P-256") == 2
    assert not out.exists()
    with pytest.raises(ValueError, match="P-256"):
        settings("https://bundles.example/x.tar.gz", bundle.Key(public, "one"))


def test_a_public_key_does_not_sign_and_a_private_one_does_not_verify(
    pair: tuple[bundle.Key, bundle.Key], tmp_path: Path
) -> None:
    out, named = str(tmp_path / "bundle.tar.gz"), ["--keyid", "one", "--key"]
    assert main(["bundle", "build", "--output", out, *named, str(pair[1].file)]) == 64
    Path(out).touch()
    assert main(["bundle", "verify", out, *named, str(pair[0].file)]) == 64
    both = tmp_path / "both.pem"
    both.write_text(pair[1].file.read_text() + pair[0].file.read_text())
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(both)]) == 64


def test_the_key_for_development_signs_under_no_other_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_EXPORT_CACHE", str(tmp_path / "another"))
    private, _ = bundle.development_key(tmp_path / "keys")
    build = ["bundle", "build", "--output", str(tmp_path / "b.tar.gz"), "--keyid", "one", "--key"]
    assert main([*build, str(private.file)]) == 64


@pytest.mark.parametrize("place", ["AI_EXPORT_CACHE", "XDG_CACHE_HOME"])
def test_the_key_for_development_is_known_without_its_mark(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    own = place == "AI_EXPORT_CACHE"
    monkeypatch.setenv("AI_EXPORT_CACHE", str(cache if own else tmp_path / "another"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "third" if own else cache))
    folder = cache if own else cache / "ai-export-policy"
    _, public = bundle.development_key(folder / "keys")
    bare = tmp_path / "bare.pem"
    bare.write_text(public.file.read_text().removeprefix(f"{keys.MARK}\n"))
    assert bare.read_text().startswith("-----BEGIN PUBLIC KEY-----")
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(bare)]) == 64
    monkeypatch.setattr(keys, "_known", lambda: iter(()))
    assert main(["sidecar", "config", *EXAMPLE, "--key", str(bare)]) == 0


def test_many_who_make_the_key_for_development_at_once_get_the_same(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib\n"
        "from ai_export_policy import bundle, keys\n"
        "folder, begin = map(pathlib.Path, sys.argv[1:])\n"
        "print(flush=True)\n"
        "while not begin.exists():\n"
        "    time.sleep(0.001)\n"
        "private, public = bundle.development_key(folder)\n"
        "print(keys.public_of(private.file) == public.file.read_text(), public.file.read_text())\n"
    )
    folder, begin = tmp_path / "keys", tmp_path / "begin"
    command = [sys.executable, "-c", program, str(folder), str(begin)]
    pipe = subprocess.PIPE
    makers = [subprocess.Popen(command, text=True, stdout=pipe, stderr=pipe) for _ in range(6)]
    for maker in makers:
        assert maker.stdout is not None
        maker.stdout.readline()
    begin.touch()
    told = [maker.communicate(timeout=60) for maker in makers]
    waited = "ai-export: another process is making the key for development, waiting for it\n"
    assert {err for _, err in told} <= {"", waited}
    assert {out for out, _ in told} == {f"True {(folder / 'development.pub.pem').read_text()}\n"}
    assert {path.name for path in folder.iterdir()} == {"development.pem", "development.pub.pem"}


def test_half_a_pair_for_development_is_made_anew(tmp_path: Path) -> None:
    for half in range(2):
        bundle.development_key(tmp_path)[half].file.unlink()
        private, public = bundle.development_key(tmp_path)
        assert keys.public_of(private.file) == public.file.read_text()


def test_a_pair_for_development_without_its_mark_gets_it(tmp_path: Path) -> None:
    signing.new_key(tmp_path / "development.pem", tmp_path / "development.pub.pem")
    before = (tmp_path / "development.pub.pem").read_text()
    for _ in range(2):
        private, public = bundle.development_key(tmp_path)
        assert public.file.read_text() == f"{keys.MARK}\n{before}"
        assert private.file.read_text().startswith(f"{keys.MARK}\n-----BEGIN ")
        assert private.file.stat().st_mode & 0o077 == 0
    assert {path.name for path in tmp_path.iterdir()} == {"development.pem", "development.pub.pem"}
