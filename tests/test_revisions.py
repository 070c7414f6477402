"""The policies of another revision, out of a real git repository."""

import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ai_export_policy.comparison.revisions import NotARevision, policies_at

Git = Callable[..., None]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    def run(*arguments: str) -> None:
        who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True)

    run("init", "-q")
    (tmp_path / "policies" / "ear" / "part_740").mkdir(parents=True)
    (tmp_path / "policies" / ".manifest").write_text("{}")
    (tmp_path / "policies" / "ear" / "part_740" / "aia.rego").write_bytes(
        b"package a\r\n# \xc3\xa9\n"
    )
    run("add", "-A")
    run("commit", "-q", "-m", "first")
    return run


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_policies_of_a_revision_are_its_files(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def older(self: tarfile.TarFile, path: str = ".", members: object = None) -> None:
        raise AssertionError("Python 3.11.0 to 3.11.3 writes here whatever an archive says")

    monkeypatch.setattr(tarfile.TarFile, "extractall", older)
    before = files(tmp_path / "policies")
    (tmp_path / "policies" / "later.rego").write_text("package later\n")
    with policies_at(tmp_path, "HEAD") as found:
        assert files(found) == before
    assert not found.exists()


@pytest.mark.parametrize("target", ["/etc/passwd", ".manifest"])
def test_a_link_among_the_policies_of_a_revision_is_refused(
    git: Git, tmp_path: Path, target: str
) -> None:
    (tmp_path / "policies" / "link").symlink_to(target)
    git("add", "-A")
    git("commit", "-q", "-m", "a link")
    said = r"HEAD .*no file of policies: policies/link; remove"
    with pytest.raises(NotARevision, match=said), policies_at(tmp_path, "HEAD"):
        raise AssertionError("it was taken")
    with policies_at(tmp_path, "HEAD~1"):
        pass
