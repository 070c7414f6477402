"""A file that is replaced only once what replaces it is whole."""

from pathlib import Path

import pytest

from ai_export_policy.replacing import replacing


def write(path: Path, content: str) -> None:
    with replacing(path) as fresh:
        fresh.write_text(content)


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "one"
    write(path, "before")
    path.chmod(0o640)
    write(path, "after")
    assert path.read_text() == "after"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("before", [None, "before"])
def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "one"
    if before is not None:
        path.write_text(before)

    def fail() -> None:
        with replacing(path) as fresh:
            fresh.write_text("half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert [one.read_text() for one in tmp_path.iterdir()] == ([before] if before else [])


@pytest.mark.parametrize("missing", ["folder", "content"])
def test_what_cannot_be_written_is_named_as_it_was_asked_for(missing: str, tmp_path: Path) -> None:
    path = tmp_path / "one"
    if missing == "folder":
        path = tmp_path / "nowhere" / "one"
    with pytest.raises(FileNotFoundError) as failure, replacing(path):
        pass
    assert failure.value.filename == str(path)


def test_another_file_that_is_missing_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as failure, replacing(tmp_path / "one"):
        (tmp_path / "another").read_text()
    assert failure.value.filename == str(tmp_path / "another")


def test_a_link_is_followed(tmp_path: Path) -> None:
    path, link = tmp_path / "one", tmp_path / "link"
    path.touch()
    link.symlink_to(path)
    write(link, "after")
    assert link.is_symlink()
    assert path.read_text() == "after"


def test_a_device_is_written_itself() -> None:
    write(Path("/dev/null"), "nothing")
    assert not Path("/dev/null").is_file()
