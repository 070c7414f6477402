"""The built bundle, which is what an OPA in production loads, answers as the sources do."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import stories

from ai_export_policy import Client, Decision, Sidecar


@dataclass(frozen=True)
class Built:
    """A bundle and the sources that it was built from."""

    bundle: Path
    policies: Path


def build(repository: Path, folder: Path, opa_executable: Path) -> Built:
    """Run `make bundle` on a copy of the checkout, so that the checkout stays as it is."""
    for name in ("Makefile", "policies", "python"):
        source, copy = repository / name, folder / name
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__", "dist"))
        else:
            shutil.copy2(source, copy)
    # A test of no policy, so that there is one to leave out.
    (folder / "policies/ear/decoy_test.rego").write_text("package ear_test\n", encoding="utf-8")
    # What set-up would make: the interpreter that runs this test, and the OPA that it was given.
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable)
    (folder / ".cache").mkdir()
    shutil.copy2(opa_executable, folder / ".cache" / opa_executable.name)
    (folder / ".venv/.ready").touch()
    environment = {**os.environ, "PATH": f"{opa_executable.parent}{os.pathsep}{os.environ['PATH']}"}
    made = subprocess.run(
        ["make", "bundle"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return Built(folder / ".cache/bundle.tar.gz", folder / "policies")


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


def test_the_bundle_answers_the_stories_as_the_sources_do(
    built: Built, opa_executable: Path, tmp_path: Path
) -> None:
    with tarfile.open(built.bundle) as archive:
        archive.extractall(tmp_path, filter="data")
    requests = {story.id: story.request for story in stories.stories()}
    answers = [
        _decide(policies, opa_executable, requests) for policies in (built.policies, tmp_path)
    ]
    assert answers[0] == answers[1]


def test_the_bundle_holds_rules_and_tables_and_no_tests(built: Built) -> None:
    assert (built.policies / "ear/decoy_test.rego").exists()
    names = {Path(name.lstrip("/")) for name in contents(built.bundle)}
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


def test_the_same_sources_make_the_same_bundle(
    built: Built, repository: Path, opa_executable: Path, tmp_path: Path
) -> None:
    again = build(repository, tmp_path, opa_executable)
    one, two = contents(built.bundle), contents(again.bundle)
    assert _digests(one) == _digests(two)


def _digests(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _decide(
    policies: Path, opa_executable: Path, requests: dict[str, Any]
) -> dict[str, dict[str, Any]]:
    with (
        Sidecar(policies, executable=opa_executable) as sidecar,
        Client(sidecar.url, timeout=30, expected_revisions={sidecar.revision}) as client,
    ):
        answers = client.decide_many(requests)
    for id, answer in answers.items():
        assert isinstance(answer, Decision), f"{id}: {answer!r}"
    return {id: each.document for id, each in answers.items() if isinstance(each, Decision)}
