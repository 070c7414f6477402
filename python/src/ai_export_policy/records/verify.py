"""Is the history whole: every hash, every link, every number, every signed head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ai_export_policy.errors import NoSuchRecord
from ai_export_policy.records import heads, lines, segments
from ai_export_policy.records.heads import Head
from ai_export_policy.records.lines import START, Line

_CUT_OFF = "a line that was cut off: its decision was never given out"
NO_SEGMENT = "no segment: its records are gone, or its writer died before the first of them"
"""What is wrong with a chain that has lost every segment."""

_NO_CHAIN = "a head of this chain was signed, and the store has no such chain"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a chain: `place` is `file:line` or a file; a `fault` breaks the history.

    Otherwise it is a note: a torn last line, or a head that nobody's key was given for.
    """

    place: str
    message: str
    fault: bool = True


@dataclass(slots=True)
class Verified:
    """What a look at one chain found: its head, how many records, and how many signed heads hold.

    `signed_to` is the sequence number of the last record that a signature vouches for, 0 if none.
    """

    head: Head
    records: int = 0
    signed_to: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing breaks the history."""
        return not any(one.fault for one in self.findings)


def verify_store(
    store: Path, keys: Sequence[Path] = (), kept: Sequence[Path] = ()
) -> list[Verified]:
    """Look at every chain in `store`, and tell of each that `kept` names and the store lacks.

    NoSuchRecord if there is neither, NotRecorded if the files cannot be read as such.
    """
    folders = segments.chains(store)
    found = [verify(folder, keys, kept) for folder in folders]
    known = {folder.name for folder in folders}
    for path in kept:
        for chain in sorted({one["chain"] for one in heads.read(path)} - known):
            known.add(chain)
            lacking = Finding(f"{path} ({chain})", _NO_CHAIN)
            found.append(Verified(Head(chain, 0, START), findings=[lacking]))
    if not found:
        raise NoSuchRecord(f"no records at {store}")
    return found


def verify(folder: Path, keys: Sequence[Path] = (), kept: Sequence[Path] = ()) -> Verified:
    """Look at the whole chain in `folder`.

    `keys` are PEM files of public keys that may have signed heads, `kept` files of heads that were
    kept in another place. NotRecorded if the files cannot be read as such.
    """
    found = Verified(segments.pruned(folder))
    at: dict[int, str] = {found.head.sequence: found.head.hash}
    begin, vouched = found.head.sequence, {0}
    for _ in walk(folder, found, at):
        pass
    told = [(folder / heads.HEADS, one) for one in heads.read(folder / heads.HEADS)]
    told += [(path, one) for path in kept for one in heads.read(path)]
    for path, one in told:
        if one["chain"] != folder.name:
            continue
        place = f"{path} ({one['sequence']})"
        if not keys:
            found.findings.append(Finding(place, "no key was given to check this head", False))
        elif not heads.is_genuine(one, keys):
            found.findings.append(Finding(place, "the head's signature does not verify"))
            continue
        _compare(one["sequence"], one["hash"], place, at, found)
        if keys and at.get(one["sequence"]) == one["hash"]:
            found.signed_to = max(found.signed_to, one["sequence"])
            vouched.add(one["sequence"])
    if keys and begin not in vouched:
        # Else whoever may write the files could cut off a past of any length, and say so himself.
        place = str(folder / segments.PRUNED)
        found.findings.append(Finding(place, f"no signature says that {begin} records may be gone"))
    return found


def _compare(sequence: int, hashed: str, place: str, at: dict[int, str], found: Verified) -> None:
    if sequence in at and at[sequence] != hashed:
        found.findings.append(Finding(place, f"record {sequence} is not the one that was signed"))
    elif sequence > found.head.sequence:
        message = f"record {sequence} was signed, and the chain ends at {found.head.sequence}"
        found.findings.append(Finding(place, message))


def walk(folder: Path, found: Verified, at: dict[int, str] | None = None) -> Iterator[Line]:
    """Every sound record of the chain, in order; `found` takes what is not sound, and the head."""
    paths = segments.kept(folder)
    if not paths:
        found.findings.append(Finding(str(folder), NO_SEGMENT))
    for path in paths:
        for number, content in segments.raw_lines(path):
            place = f"{path}:{number}"
            try:
                line = lines.decode(content)
            except ValueError as error:
                found.findings.append(Finding(place, str(error)))
                continue
            _link(line, place, found)
            found.head = Head(folder.name, line.record["sequence"], line.hash)
            found.records += 1
            if at is not None:
                at[line.record["sequence"]] = line.hash
            yield line
        _, left = segments.end(path)
        if left:
            lost = segments.holds_lines(left)
            message = segments.OVERWRITTEN if lost else _CUT_OFF
            found.findings.append(Finding(str(path), message, fault=lost))


def _link(line: Line, place: str, found: Verified) -> None:
    record = line.record
    if record.get("chain") != found.head.chain:
        found.findings.append(Finding(place, f"a record of the chain {record.get('chain')!r}"))
    if record["sequence"] != found.head.sequence + 1:
        message = f"record {record['sequence']} follows record {found.head.sequence}"
        found.findings.append(Finding(place, message))
    elif record.get("previous") != found.head.hash:
        found.findings.append(Finding(place, "its predecessor is not the record it was written on"))
