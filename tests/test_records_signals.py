"""A signal or a key that fails in the middle of a write ends the writing, and no answer is lost."""

from pathlib import Path
from typing import Any, Self

import pytest
from record_chains import entry, faults, fill

from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import Records, verify
from ai_export_policy.records.open_segment import OpenSegment


class Interrupted(bytearray):
    """A buffer after whose change, by the method `name`, a signal arrives."""

    name = ""

    def __iadd__(self, content: Any) -> Self:  # type: ignore[misc]
        super().__iadd__(content)
        self._signal("__iadd__")
        return self

    def clear(self) -> None:
        super().clear()
        self._signal("clear")

    def _signal(self, name: str) -> None:
        if name == self.name:
            self.name = ""
            raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["__iadd__", "clear"])
def test_a_signal_between_two_steps_ends_the_writing(
    name: str, tmp_path: Path, key_pair: tuple[Path, Path]
) -> None:
    with Records(tmp_path, key=key_pair[0]) as one:
        one.append([entry()])
        one._waiting = buffer = Interrupted()
        buffer.name = name
        with pytest.raises(KeyboardInterrupt):
            one.append([entry()])
        with pytest.raises(NotRecorded, match="since a failure"):
            one.append([entry()])
    assert not (tmp_path / "main/heads.jsonl").exists()
    fill(tmp_path, 1, key=key_pair[0])
    found = verify(tmp_path / "main", [key_pair[1]])
    assert (found.findings, found.records, found.signed_to) == ([], 2, 2)


def test_a_signal_after_the_disk_has_it_ends_the_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = OpenSegment.write

    def interrupted(segment: OpenSegment, content: bytes) -> None:
        written(segment, content)
        raise KeyboardInterrupt

    with Records(tmp_path) as one:
        with monkeypatch.context() as signals:
            signals.setattr(OpenSegment, "write", interrupted)
            with pytest.raises(KeyboardInterrupt):
                one.append([entry()])
        with pytest.raises(NotRecorded, match="since a failure: KeyboardInterrupt"):
            one.append([entry()])
    assert (faults(tmp_path / "main"), verify(tmp_path / "main").records) == ([], 1)


def test_a_key_that_fails_at_the_end_of_a_segment_gives_no_answer(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("no key")
    with pytest.raises(NotRecorded, match="openssl"), Records(tmp_path, key=key) as one:
        one.append([entry()])
    one = Records(tmp_path, key=key, segment_bytes=1)
    with pytest.raises(NotRecorded, match="openssl"):
        one.append([entry()])
    with pytest.raises(NotRecorded, match="since a failure"):
        one.append([entry()])
    one.close()
    assert (faults(tmp_path / "main"), verify(tmp_path / "main").records) == ([], 1)
