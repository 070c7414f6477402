"""Entries of the Commerce Control List that the rule reaches, and the level of each paragraph."""

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """What a stated ECCN says: its family (3A090, 5A002.z, 4E001 ...) and level.

    Level is a, b, c or weights; `open` where the ECCN stops above the paragraph that decides; none
    for what this rule does not name.
    """

    family: str
    level: str


def _paragraphs(count: int, letter: str, family: str) -> list[str]:
    return [f"{family}.{n}.{letter}" for n in range(1, count + 1)]


# 742.6(a)(6)(iii)(A) and (B): commodities and software with a level of their own.
_NUMBERED = {"3A001.z": 4, "4A003.z": 2, "5A002.z": 5, "5A004.z": 2, "5D002.z": 9}
_PAIRED = ("4A004.z", "4A005.z", "5A992.z", "5D992.z")  # z.1 is the a-level, z.2 the b-level

LEVELS: Final[dict[str, Entry]] = {
    **{f"3A090.{x}": Entry("3A090", x) for x in "abc"},
    **{f"4A090.{x}": Entry("4A090", x) for x in "ab"},
    **{
        code: Entry(family, letter)
        for family, count in _NUMBERED.items()
        for letter in "ab"
        for code in _paragraphs(count, letter, family)
    },
    **{f"{family}.1": Entry(family, "a") for family in _PAIRED},
    **{f"{family}.2": Entry(family, "b") for family in _PAIRED},
    "4E091": Entry("4E091", "weights"),
}

# 742.6(a)(6)(iii): software and technology that take the level of what they are for.
FOR: Final[dict[str, tuple[str, ...]]] = {
    "3D001": ("3A001.z", "3A090"),
    "3E001": ("3A001.z", "3A090"),
    "4D001": ("4A003.z", "4A004.z", "4A005.z"),
    "4D090": ("4A090",),
    "4E001": ("4A003.z", "4A004.z", "4A005.z", "4A090", "4D001", "4D090"),
    "5E002": ("5A002.z", "5A004.z", "5D002.z"),
    "5E992": ("5A992.z", "5D992.z"),
}

COMMODITY_FAMILIES: Final = frozenset(
    ["3A090", "4A090", "3A001.z", "4A003.z", "4A004.z", "4A005.z", "5A002.z", "5A004.z", "5A992.z"]
)
SOFTWARE_FAMILIES: Final = frozenset(["5D002.z", "5D992.z"])


def entry(code: str) -> Entry:
    """The entry that an ECCN names, as far as it goes; a stem is what its .z paragraphs add to."""
    if code in LEVELS:
        return LEVELS[code]
    if code.startswith("3A090.") and code[-2:] in (".1", ".2"):
        return LEVELS.get(code[:-2], Entry("3A090", "open"))
    stem = code.split(".", maxsplit=1)[0]
    if stem in FOR:
        return Entry(stem, "related")
    if stem == "4E091":
        return Entry(stem, "open")  # no such paragraph
    for family in sorted(COMMODITY_FAMILIES | SOFTWARE_FAMILIES):
        if code == family or code.startswith(family + "."):
            return Entry(family, "open")
        if stem + ".z" == family:
            return Entry(stem + ".stem", "open" if code == stem else "none")
    return Entry("none", "none")


def names(code: str) -> bool:
    """Whether a code is an entry of the rule, or one of its paragraphs; EAR99 is neither."""
    above = any(known == code or known.startswith(f"{code}.") for known in LEVELS)
    below = code.startswith("3A090.") and code[-2:] in (".1", ".2")  # 3A090.a.1 and the others
    return above or (below and code[:-2] in LEVELS)


def at_level(code: str, family: str, level: str | None) -> str:
    """The ECCN of a family at a level: the stated paragraph with its level exchanged."""
    if level not in ("a", "b"):
        return ""
    if family in ("3A090", "4A090"):
        return f"{family}.{level}"
    parts = code.split(".")
    if family in _NUMBERED:
        return ".".join([*parts[:3], level])
    return f"{family}.{'1' if level == 'a' else '2'}"
