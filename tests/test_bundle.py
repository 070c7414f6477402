"""The built bundle, which is what an OPA in production loads, answers as the sources do."""

import dataclasses
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import scratch_policies
import stories

from ai_export_policy import (
    NotADecision,
    Unavailable,
    bundle,
    bundle_stories,
    resources,
    signing,
)
from ai_export_policy.cli import engine, main


@dataclass(frozen=True)
class Built:
    """A bundle and the sources that it was built from."""

    bundle: Path
    policies: Path
    said: str


def build(repository: Path, folder: Path, opa_executable: Path) -> Built:
    """Run `make bundle` on a copy of the checkout, so that the checkout stays as it is."""
    for name in ("Makefile", "policies", "python", "schemas"):
        source, copy = repository / name, folder / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "dist"))
        else:
            shutil.copy2(source, copy)
    # A test of no policy, so that there is one to leave out.
    (folder / "policies/ear/decoy_test.rego").write_text("package ear_test\n", encoding="utf-8")
    # What set-up would make: the interpreter that runs this test, on the package of the copy, and
    # the OPA that it was given.
    (folder / ".venv/bin").mkdir(parents=True)
    run = f"#!/bin/sh\nPYTHONPATH={folder}/python/src exec {sys.executable}"
    command = "import sys; from ai_export_policy.cli import main; sys.exit(main())"
    for name, what in (("python", ""), ("ai-export", f"-c '{command}' ")):
        (folder / ".venv/bin" / name).write_text(f'{run} {what}"$@"\n')
        (folder / ".venv/bin" / name).chmod(0o755)
    (folder / ".cache").mkdir()
    shutil.copy2(opa_executable, folder / ".cache" / opa_executable.name)
    (folder / ".venv/.ready").touch()
    environment = {**os.environ, "PATH": f"{opa_executable.parent}{os.pathsep}{os.environ['PATH']}"}
    made = subprocess.run(
        ["make", "bundle"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return Built(folder / ".cache/bundle.tar.gz", folder / "policies", made.stdout)


@pytest.fixture(scope="module")
def built(
    repository: Path, opa_executable: Path, tmp_path_factory: pytest.TempPathFactory
) -> Built:
    return build(repository, tmp_path_factory.mktemp("one"), opa_executable)


def contents(bundle: Path) -> dict[str, bytes]:
    """Every file of the bundle by its name."""
    with tarfile.open(bundle) as archive:
        files = [member for member in archive.getmembers() if member.isfile()]
        read = {member.name: archive.extractfile(member) for member in files}
        return {name: file.read() for name, file in read.items() if file is not None}


def test_the_bundle_holds_rules_and_tables_and_no_tests(built: Built) -> None:
    assert (built.policies / "ear/decoy_test.rego").exists()
    names = {Path(name.lstrip("/")) for name in contents(built.bundle)} - {Path(".signatures.json")}
    assert Path("ear/decision.rego") in names
    assert {name.name for name in names if name.suffix == ".json"} == {"data.json"}
    assert {name.suffix for name in names} == {".rego", ".json", ""}
    assert {str(name) for name in names if not name.suffix} == {".manifest"}
    assert not [name for name in names if name.name.endswith("_test.rego")]


def test_the_bundle_names_its_revision_and_its_roots(built: Built) -> None:
    found = contents(built.bundle)
    manifest = json.loads(found["/.manifest"])
    source = json.loads((built.policies / ".manifest").read_text(encoding="utf-8"))
    policy = json.loads(found["/data.json"])["reference"]["policy"]
    assert manifest["revision"] == source["revision"] == policy["revision"]
    assert manifest["roots"] == source["roots"]


def test_the_same_sources_make_the_same_bundle_byte_for_byte(
    built: Built, opa_executable: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(built.policies, tmp_path / "elsewhere")
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    one, two = tmp_path / "one.tar.gz", tmp_path / "two.tar.gz"
    bundle.build(built.policies, one, None, opa_executable)
    bundle.build(copy, two, None, opa_executable)
    assert one.read_bytes() == two.read_bytes()
    # The signature is the one thing by which the signed bundle differs from it.
    signed = contents(built.bundle)
    del signed["/.signatures.json"]
    assert signed == contents(one)


def test_make_bundle_signs_for_development_and_checks(built: Built) -> None:
    assert "nothing in production may trust it" in built.said
    assert "no stories here" in built.said
    assert (built.bundle.parent / "keys/development.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("call", sorted(bundle.FORBIDDEN))
def test_what_a_decision_may_not_depend_on_does_not_build(
    call: str, opa_executable: Path, tmp_path: Path
) -> None:
    arguments = {
        "http.send": '{"method": "get", "url": "http://127.0.0.1"}',
        "net.lookup_ip_addr": '"localhost"',
        "rand.intn": '"x", 3',
        "uuid.rfc4122": '"x"',
    }
    policies = scratch_policies.write(tmp_path / "policies")
    rule = f"package ear\n\nimport rego.v2\n\nwhat := {call}({arguments.get(call, '')})\n"
    (policies / "ear/more.rego").write_text(rule)
    with pytest.raises(Unavailable, match=f"undefined function {call}"):
        bundle.build(policies, tmp_path / "bundle.tar.gz", None, opa_executable)


@pytest.fixture(scope="module")
def signed(
    key_pair: tuple[Path, Path], opa_executable: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("signed") / "bundle.tar.gz"
    bundle.build(resources.policies(), out, bundle.Key(key_pair[0], "one", "here"), opa_executable)
    return out


def test_a_signed_bundle_names_key_and_scope_and_verifies(
    signed: Path, key_pair: tuple[Path, Path], opa_executable: Path
) -> None:
    claims = bundle.read(signed).claims
    assert claims is not None
    assert (claims["keyid"], claims["scope"]) == ("one", "here")
    bundle.verify_signature(signed, bundle.Key(key_pair[1], "one", "here"), opa_executable)


def _unsigned(files: dict[str, bytes]) -> None:
    del files["/.signatures.json"]


def _table(files: dict[str, bytes]) -> None:
    files["/data.json"] = files["/data.json"].replace(b"26900000", b"99900000")


def _rule(files: dict[str, bytes]) -> None:
    files["/ear/more.rego"] = b"package ear.more\n"


def _less(files: dict[str, bytes]) -> None:
    del files["/ear/flags.rego"]


def _revision(files: dict[str, bytes]) -> None:
    files["/.manifest"] = files["/.manifest"].replace(b'"revision":"0', b'"revision":"9')


@pytest.mark.parametrize("change", [_unsigned, _table, _rule, _less, _revision])
def test_a_tampered_bundle_does_not_verify(
    change: Callable[[dict[str, bytes]], None],
    signed: Path,
    key_pair: tuple[Path, Path],
    opa_executable: Path,
    tmp_path: Path,
) -> None:
    files = contents(signed)
    before = dict(files)
    change(files)
    assert files != before
    other = pack(tmp_path / "bundle.tar.gz", files)
    with pytest.raises(bundle.NotABundle):
        bundle.verify_signature(other, bundle.Key(key_pair[1], "one", "here"), opa_executable)
    bundle.verify_signature(
        pack(other, before), bundle.Key(key_pair[1], "one", "here"), opa_executable
    )


@pytest.mark.parametrize(("keyid", "scope"), [("two", "here"), ("one", "there"), ("one", "")])
def test_a_bundle_for_another_key_or_scope_does_not_verify(
    keyid: str, scope: str, signed: Path, key_pair: tuple[Path, Path], opa_executable: Path
) -> None:
    with pytest.raises(bundle.NotABundle):
        bundle.verify_signature(signed, bundle.Key(key_pair[1], keyid, scope), opa_executable)


def test_another_key_does_not_verify(signed: Path, opa_executable: Path, tmp_path: Path) -> None:
    signing.new_key(tmp_path / "a.pem", tmp_path / "b.pem")
    key = bundle.Key(tmp_path / "b.pem", "one", "here")
    with pytest.raises(bundle.NotABundle):
        bundle.verify_signature(signed, key, opa_executable)


def pack(path: Path, files: dict[str, bytes]) -> Path:
    """A bundle of these files."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize("end", [1, 0], ids=["told", "untold"])
def test_a_bundle_that_cannot_be_written_whole_replaces_none(
    end: int, opa_executable: Path, tmp_path: Path
) -> None:
    full = tmp_path / "opa"
    full.write_text(
        f"""#!/bin/sh
[ "$1" = build ] || exec {opa_executable} "$@"
while [ "$1" != --output ]; do shift; done
printf stump > "$2"
echo "no space left on device" >&2
exit {end}
"""
    )
    full.chmod(0o755)
    out = tmp_path / "out"
    out.mkdir()
    (out / "bundle.tar.gz").write_bytes(b"the last one")
    with pytest.raises((Unavailable, bundle.NotABundle)):
        bundle.build(resources.policies(), out / "bundle.tar.gz", None, full)
    assert [path.name for path in out.iterdir()] == ["bundle.tar.gz"]
    assert (out / "bundle.tar.gz").read_bytes() == b"the last one"


def test_a_bundle_is_written_where_it_was_said(opa_executable: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "bundle.tar.gz"
    link = tmp_path / "link"
    link.symlink_to(out)
    bundle.build(resources.policies(), link, None, opa_executable)
    assert link.is_symlink()
    assert [path.name for path in out.parent.iterdir()] == ["bundle.tar.gz"]
    bundle.keep(out, tmp_path / "store")
    (kept,) = (tmp_path / "store").iterdir()
    assert kept.read_bytes() == out.read_bytes()
    (tmp_path / "file").touch()
    with pytest.raises(Unavailable, match="cannot be written"):
        bundle.build(resources.policies(), tmp_path / "file" / "x", None, opa_executable)


@pytest.fixture
def command(opa_executable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))


@pytest.mark.usefixtures("command")
def test_the_command_verifies_what_it_built(
    key_pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, store = tmp_path / "bundle.tar.gz", tmp_path / "store"
    build = ["bundle", "build", "--key", str(key_pair[0]), "--keyid", "one", "--output", str(out)]
    assert main([*build, "--store", str(store)]) == 0
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert [path.name for path in store.iterdir()] == [f"sha256-{digest}.tar.gz"]
    capsys.readouterr()
    verify = ["bundle", "verify", "--key", str(key_pair[1]), str(out), "--keyid"]
    assert main([*verify, "one"]) == 0
    number = len(list(stories.stories()))
    assert f"answers all {number} stories as the sources do" in capsys.readouterr().out
    assert main([*verify, "two"]) == 5
    assert main([*verify, "one", "--revision", "0.0.9+000000000000"]) == 5
    assert "not 0.0.9+000000000000" in capsys.readouterr().err


@pytest.mark.usefixtures("command")
def test_verifying_says_what_takes_so_long(
    key_pair: tuple[Path, Path],
    signed: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 0.01)

    def slow(*_: object) -> int:
        time.sleep(0.5)
        return 3

    monkeypatch.setattr(bundle, "verify_signature", slow)
    monkeypatch.setattr(bundle, "verify_content", slow)
    monkeypatch.setattr(bundle_stories, "compare", slow)
    assert main(["bundle", "verify", "--key", str(key_pair[1]), "--keyid", "one", str(signed)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "ai-export: verifying the signature ...",
        "ai-export: building the sources again ...",
        "ai-export: deciding every story on the bundle and on the sources ...",
    ]


@pytest.mark.usefixtures("command")
@pytest.mark.parametrize(
    "given",
    [
        ["--keyid", "one"],
        ["--key", "Makefile"],
        ["--scope", "x"],
        ["--key", "Makefile", "--keyid", "development"],
        ["--unsigned", "--key", "Makefile"],
        ["--unsigned", "--keyid", "one"],
        ["--unsigned", "--scope", "x"],
    ],
)
def test_half_a_key_is_wrong_use(given: list[str], repository: Path, tmp_path: Path) -> None:
    given = [str(repository / one) if one == "Makefile" else one for one in given]
    assert main(["bundle", "build", "--output", str(tmp_path / "b.tar.gz"), *given]) == 64


def test_a_bundle_that_answers_otherwise_is_told(
    signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = next(stories.stories())
    monkeypatch.setattr(bundle_stories, "requests", lambda: {one.id: one.request})
    found = bundle.read(signed)
    files = dict(found.files)
    rule = files["ear/decision.rego"]
    files["ear/decision.rego"] = rule.replace(b'"contract": "1"', b'"contract": "2"')
    assert bundle_stories.compare(found) == 1
    with pytest.raises(NotADecision, match="1 of 1 stories"):
        bundle_stories.compare(dataclasses.replace(found, files=files))


def test_a_story_that_neither_side_decides_is_not_answered_alike(
    signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = next(stories.stories())
    monkeypatch.setattr(bundle_stories, "requests", lambda: {one.id: one.request, "none": {}})
    with pytest.raises(NotADecision, match="1 of 2 stories"):
        bundle_stories.compare(bundle.read(signed))


@pytest.mark.parametrize("change", [_table, _rule, _less])
def test_a_bundle_of_other_content_is_not_that_of_the_sources(
    change: Callable[[dict[str, bytes]], None], signed: Path, opa_executable: Path, tmp_path: Path
) -> None:
    files = contents(signed)
    path = pack(tmp_path / "bundle.tar.gz", files)
    bundle.verify_content(bundle.read(path), resources.policies(), opa_executable)
    change(files)
    other = bundle.read(pack(path, files))
    with pytest.raises(bundle.NotABundle, match=r"other content .*: (data|ear/more|ear/flags)\."):
        bundle.verify_content(other, resources.policies(), opa_executable)


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_bundle_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "bundle.tar.gz"
    if content is None:
        pack(path, {"/x/../../.manifest": b"{}"})
    else:
        path.write_bytes(content)
    with pytest.raises(bundle.NotABundle):
        bundle.read(path)


SIGNATURES = [
    b"{}",
    b"[]",
    b'{"signatures": []}',
    b'{"signatures": ["a"]}',
    b'{"signatures": ["a.b.c"]}',
    b'{"signatures": ["a.!.c"]}',
    b'{"signatures": ["a.MTA.c"]}',
]


@pytest.mark.parametrize("content", SIGNATURES)
def test_a_signature_that_is_none_is_told(content: bytes, signed: Path, tmp_path: Path) -> None:
    files = contents(signed) | {"/.signatures.json": content}
    with pytest.raises(bundle.NotABundle, match="no bundle of these policies"):
        bundle.read(pack(tmp_path / "bundle.tar.gz", files))


def test_a_broken_archive_is_told(signed: Path, tmp_path: Path) -> None:
    content = bytearray(signed.read_bytes())
    path = tmp_path / "bundle.tar.gz"
    whole, told = bundle.read(signed), 0
    for place in range(12, len(content), len(content) // 50):
        path.write_bytes(content[:place] + b"\xff" * 8 + content[place + 8 :])
        try:
            found = bundle.read(path)
        except bundle.NotABundle:
            told += 1
        else:  # what fills up the end of an archive holds nothing
            assert found == whole, place
    assert told > 40
