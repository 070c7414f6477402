"""How citations are written, and the one name that each paragraph has.

A rule cites as a lawyer would (`740.8(c)(1)(i) to (vi)`, `742.6(b)(10)(iii)(B)(1) and (C)`,
`Supplement No. 10 to part 748, paragraph 14.b`); the table of paragraphs knows each by one name:

- `740.27(a)(3)(ii)`; a supplement is `740.S5(a)`, `748.S2(c)(4)`, `748.S10/14.b`, `732.S3/28`
- `734.9(h)(2)(ii), Note 5`: a note to a paragraph
- `742.6(a)(6)(iii), 89 FR 96790`: the same number in another text
- `ECCN 3A090`: an entry of the Commerce Control List, whatever paragraph or note of it is meant
- `15 CFR part 744`, `91 FR 1684`: a text as a whole
"""

import re
from collections.abc import Iterator

_TABLE = re.compile(r"Table \d+ to ")
_SUPPLEMENTS = re.compile(r"Supplement Nos\. (\d+) and (\d+) to part (\d+)")
_SUPPLEMENT = re.compile(r"Supplement No\. (\d+) to part (\d+)")
_SECTION = re.compile(r"(?:§ )?\d{3}\.S?\d+\S*")
_REGISTER = re.compile(r"\d+ FR \d+")
_ECCN = re.compile(r"\d[A-E]\d{3}")
_NOTE = re.compile(r"(?:Technical )?Notes?\b")
_WORD = re.compile(r"(?:paragraphs?|red flag) ")
_WITHIN = re.compile(rf"(?:{_WORD.pattern})?(?:\(\w+\)|\d+(?:\.[a-z]+)*$)|\.[a-z]+$")
_ENUMERATOR = re.compile(r"\(\w+\)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_RANGE = re.compile(r"(.*?)\(?(\w+)\)? to \(?(\w+)\)?")


def paragraphs(citation: str) -> list[str]:
    """The names of what the citation cites, in its order; none of an empty one."""
    found: list[str] = []
    for piece in filter(None, _pieces(citation)):
        if supplement := _SUPPLEMENT.fullmatch(piece):
            found.append(f"{supplement[2]}.S{supplement[1]}")
        elif not found or not _is_beside(piece):
            found.append(_whole(piece))
        elif _REGISTER.fullmatch(piece):
            # It says of which text the paragraphs of the section before it are.
            section = found[-1].split("(")[0]
            found = [
                f"{name}, {piece}" if name.split("(")[0] == section else name for name in found
            ]
        elif found[-1].startswith("ECCN"):
            continue  # .b, a note: still the entry before it
        elif _NOTE.match(piece):
            found[-1] += f", {piece}"
        elif _is_supplement(found[-1]):
            found[-1] = _beside(found[-1], piece)
        else:
            found.append(_beside(found[-1], piece))
    return list(dict.fromkeys(found))


def of_id(identifier: str) -> list[str]:
    """What an id may stand for, the nearest first: `748.S10/5/move_notice` for `748.S10/5`."""
    parts = identifier.split("/")
    heads = ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return list(dict.fromkeys(name for head in heads for name in paragraphs(head)))


def covers(whole: str, part: str) -> bool:
    """Whether the paragraph `part` is `whole` or stands beneath it, in the same text."""
    whole, text = _text(whole)
    part, other = _text(part)
    return text == other and (
        part == whole or (part.startswith(whole) and part[len(whole)] in "(/.,")
    )


def _text(name: str) -> tuple[str, str]:
    base, _, register = name.rpartition(", ")
    return (base, register) if _REGISTER.fullmatch(register) else (name, "")


def _is_supplement(name: str) -> bool:
    return re.fullmatch(r"\d{3}\.S\d+", name) is not None


def _pieces(citation: str) -> Iterator[str]:
    citation = _SUPPLEMENTS.sub(
        r"Supplement No. \1 to part \3, Supplement No. \2 to part \3", _TABLE.sub("", citation)
    )
    for piece in re.split(r"(?:,|;| and)\s+(?:and\s+)?", citation):
        if " to " in piece and "part" not in piece and not _NOTE.match(piece):
            yield from _range(piece)
        else:
            yield piece


def _range(piece: str) -> Iterator[str]:
    found = _RANGE.fullmatch(piece)
    if found is None:
        yield piece
        return
    start, first, last = found.groups()
    names = _between(first, last)
    if piece[len(start)] == "(":
        names = [f"({name})" for name in names]
    yield start + names[0]
    yield from names[1:]


def _between(first: str, last: str) -> list[str]:
    if first.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    if first in _ROMAN and last in _ROMAN:
        return list(_ROMAN[_ROMAN.index(first) : _ROMAN.index(last) + 1])
    return [chr(letter) for letter in range(ord(first), ord(last) + 1)]


def _is_beside(piece: str) -> bool:
    """Whether the piece is said of what stands before it."""
    return any(form.match(piece) for form in (_REGISTER, _NOTE, _WITHIN)) and not (
        _SECTION.fullmatch(piece) or _ECCN.search(piece)
    )


def _whole(piece: str) -> str:
    if _SECTION.fullmatch(piece) and not _ECCN.search(piece):
        return piece.removeprefix("§ ")
    if eccn := _ECCN.search(piece):
        return f"ECCN {eccn[0]}"
    return f"15 CFR part {piece}" if re.fullmatch(r"\d{3}", piece) else piece


def _beside(name: str, piece: str) -> str:
    """`(C)` after `742.6(b)(10)(iii)(B)(1)`: the paragraph beside the nearest of its level."""
    name = name.split(",")[0]
    enumerators = _WORD.sub("", piece)
    if _is_supplement(name):
        return name + enumerators if enumerators.startswith("(") else f"{name}/{enumerators}"
    if not enumerators.startswith("("):
        return f"{name.rpartition('/')[0]}/{enumerators}" if "/" in name else enumerators
    first = enumerators[1 : enumerators.index(")")]
    found = list(_ENUMERATOR.finditer(name))
    # A section's first level are letters, so (h) is beside (b) and not beside the numeral (i).
    places = {
        r"[ivx]+": found[:0:-1],
        r"[a-z]": found[:1],
        r"\d+": found[::-1],
        r"[A-Z]": found[::-1],
    }
    for level, candidates in places.items():
        for place in candidates:
            if re.fullmatch(level, first) and re.fullmatch(level, place[0][1:-1]):
                return name[: place.start()] + enumerators
    return name + enumerators
