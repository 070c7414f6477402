"""Classification: the Commerce Control List entries 3A090, 4A090, their .z items, and 4E091."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from .datasheets import exact, higher, specified_density, specified_tpp
from .entries import COMMODITY_FAMILIES, FOR, LEVELS, Entry, at_level, entry
from .facts import ABSENT, Request, Truth, at, equals, every, milli, some, told
from .weights import controlled

PRESUMPTION_FROM = "2025-01-31"  # 90 FR 5298, to be complied with
WEIGHTS_DUE = "2025-05-15"  # compliance with 4E091
SOFTWARE_OF_4A090 = {"4D090.a": "a", "4D090.b": "b"}  # as 4E001 and 740.27(a)(2)(i) write it
STRICTNESS = {"weights": 4, "a": 3, "b": 2, "c": 1, "none": 0}


@dataclass(frozen=True)
class Item:
    """What an item is under the rule.

    level: a, b, c, weights, none, or None where the facts do not settle it. tpp: of one unit.
    datacenter_a: designed or marketed for a datacenter and meeting 3A090.a.
    datacenter: designed or marketed for a datacenter. designed: by an approved or authorized one.
    """

    family: str
    level: str | None
    eccn: str
    commodity: bool
    tpp: float | None = None
    datacenter_a: Truth = None
    datacenter: Truth = None
    designed: Truth = None
    related: str = ""


def figures(circuit: Mapping[str, Any]) -> tuple[Any, Any]:
    """TPP and performance density of one circuit: technical notes 1 to 4 to 3A090."""
    tpp, density = circuit.get("tpp", ABSENT), circuit.get("performance_density", ABSENT)
    specification = circuit.get("specification", ABSENT)
    if not told(specification):
        return tpp, density
    tpp = higher(tpp, specified_tpp(specification, tpp))
    computed = specified_density(specification, tpp)
    if computed is ABSENT and told(at(specification, "dies")) and at(specification, "dies"):
        # a die of which half is told could make the circuit denser, but not denser than enough
        return tpp, density if told(density) and exact(density) >= Fraction("5.92") else ABSENT
    return tpp, higher(exact(density), computed)


def circuit_level(circuit: Mapping[str, Any]) -> str | None:
    """3A090.a.1, a.2, b.1, b.2 and the note on items not for datacenters."""
    tpp, density = figures(circuit)
    datacenter = circuit.get("datacenter", ABSENT)
    if tpp is ABSENT:
        return None
    if tpp >= 4800:
        return "a"
    if tpp < 1600 or datacenter is False or density is None:
        return "none"
    if density is ABSENT:
        return None
    density = exact(density)
    if density >= Fraction("5.92"):
        level = "a"
    elif density >= Fraction("3.2") or (tpp >= 2400 and density >= Fraction("1.6")):
        level = "b"
    else:
        return "none"
    return None if datacenter is ABSENT else level


def _board(circuits: list[Mapping[str, Any]]) -> tuple[str | None, float | None]:
    """4A090: any circuit that meets a paragraph classifies the unit; its TPP is the sum."""
    levels = [circuit_level(circuit) for circuit in circuits]
    known = [level for level in levels if level is not None]
    best = max(known, key=STRICTNESS.__getitem__, default="none")
    unsettled = [circuit for circuit in circuits if circuit_level(circuit) is None]
    settled = all(STRICTNESS[_at_most(circuit)] <= STRICTNESS[best] for circuit in unsettled)
    level = best if settled or best == "a" else None
    total = 0.0
    for circuit in circuits:
        tpp, _ = figures(circuit)
        if tpp is ABSENT or "count" not in circuit:
            return level, None
        total += circuit["count"] * tpp
    return level, milli(total)


def classify(request: Request) -> Item:
    """The entry that decides: stated, derived from the figures, or the stricter of both.

    A model told beside another kind of item or another ECCN counts where 4E091 describes it: above
    what is named nowhere; what is named elsewhere cannot be weights too.
    """
    found = _by_kind(request)
    item = request["item"]
    if mixed(item):
        return _of_both(item, found)
    other = "kind" in item or item.get("eccn", "4E091") != "4E091"
    beside = (
        other
        and item.get("kind") != "model_weights"
        and controlled(item.get("model"), request["as_of"]) is True
    )
    due = request["as_of"] >= WEIGHTS_DUE
    if beside and found.level == "none":
        return Item("4E091", "weights", "4E091", commodity=False, tpp=0.0)
    if beside and due and found.level in ("a", "b", "c"):
        return replace(found, level=None)  # both named, and neither stricter in all respects
    counted = told(at(item.get("model"), "training_operations"))
    undecided = counted and controlled(item.get("model"), request["as_of"]) is None
    if undecided and due and found.level in ("none", "a", "b", "c"):
        return replace(found, level=None)  # what is not told could make it stricter than stated
    return found


def possible(item: Item, kind: Any) -> list[Item]:
    """What an item may be that is known by its figures alone.

    A .z paragraph takes what another entry describes (3A001, 5A002 ...), which no figure tells.
    """
    families = {"5A002.z", "5A004.z", "5A992.z", item.family}
    if item.family == "4A090":
        families |= {"4A003.z", "4A004.z", "4A005.z"}
    if item.family == "3A090" or kind in ("integrated_circuit", "component", "equipment"):
        families.add("3A001.z")
    return [
        replace(item, family=named.family, eccn=code)
        for code, named in LEVELS.items()
        if named.family in families and named.level == item.level
    ]


def _of_both(item: Mapping[str, Any], weights: Item) -> Item:
    """Weights and another item by what is told: no level, and the TPP that is told of a chip."""
    commodity = entry(item.get("eccn", "4E091")).family in COMMODITY_FAMILIES
    tpp, _ = figures(item)
    told_tpp = milli(tpp) if commodity and tpp is not ABSENT else None
    return replace(weights, level=None, tpp=told_tpp, commodity=commodity)


def mixed(item: Mapping[str, Any]) -> bool:
    """Called weights, by kind or ECCN, and a circuit, software or technology by another fact."""
    kind, stated = item.get("kind", ABSENT), item.get("eccn", ABSENT)
    if kind != "model_weights" and stated != "4E091":
        return False
    if kind not in ("model_weights", "software", "technology", ABSENT):
        return True
    tpp = item.get("tpp", ABSENT)
    sheets = (at(item, "specification.peaks"), item.get("integrated_circuits", ABSENT))
    if (tpp is not ABSENT and tpp >= 1600) or any(told(sheet) and sheet for sheet in sheets):
        return True
    if stated in (ABSENT, "4E091"):
        return False
    found = entry(stated)
    if found.family in FOR:
        return _related(item, stated).level in ("a", "b", "c")
    if stated == "5D002":
        return _of_the_heading(item).level in ("a", "b", "c")
    return found.level in ("a", "b", "c")


def _by_kind(request: Request) -> Item:
    """The entry by the kind of item and the stated ECCN, where it is told what the item is."""
    item = request["item"]
    kind = item.get("kind", ABSENT)
    stated = item.get("eccn", ABSENT)
    nameless = stated is ABSENT or entry(stated).family == "none"
    modelled = kind is ABSENT and nameless and told(item.get("model", ABSENT))
    if kind == "model_weights" or stated == "4E091" or modelled:
        return _weights(item, stated, request["as_of"])
    if stated is not ABSENT and entry(stated).family in FOR:
        return _related(item, stated)
    if stated == "5D002" and entry(item.get("related_eccn", "")).family in ("5A002.z", "5A004.z"):
        return _of_the_heading(item)
    if stated is not ABSENT and entry(stated).family in ("5D002.z", "5D992.z"):
        found = entry(stated)
        level = None if found.level == "open" else found.level
        marketed = equals(item.get("datacenter", ABSENT), True)
        return Item(found.family, level, stated, False, 0.0, _meeting(marketed, level), marketed)
    if kind in ("software", "technology"):
        level = None if stated is ABSENT or entry(stated).level == "open" else "none"
        return Item("none", level, "", commodity=False, tpp=0.0)
    return _commodity(item, kind, stated, request["as_of"])


def _commodity(item: Mapping[str, Any], kind: Any, stated: Any, as_of: str) -> Item:
    """A circuit by its own figures, a unit by those of the circuits it holds."""
    held = circuits_held(item)
    untold = not held and _holds_circuits(item, kind)
    derived, tpp = _board(held) if held else _bare(item, untold=untold)
    if _one_more(item) and _presumed(item, None, as_of):
        derived = "a"
    found = None if stated is ABSENT else entry(stated)
    bare = not held and kind in ("integrated_circuit", ABSENT)
    unstated = "3A090" if bare else "4A090"
    level = derived if found is None else _stricter(found, derived)
    if found is not None and derived is None and found.level in ("none", "b"):
        possible = _possible(held or [item], held=bool(held), untold=untold)
        if STRICTNESS[possible] > STRICTNESS[found.level]:
            level = None  # figures are told, and what they lack could make them stricter
    family = unstated if found is None else found.family
    if family == "none" and level not in (None, "none"):
        family = unstated
    if bare and not untold and _presumed(item, found, as_of):
        family = family if family in COMMODITY_FAMILIES else "3A090"
        eccn = at_level(str(stated), family, "a")
        return Item(family, "a", eccn, True, tpp, True, True, _designed([item]))
    named = found is not None and found.level == level
    eccn = str(stated) if named else at_level(str(stated), family, level)
    # 740.8(a): the item, which is what is exported, or any circuit in it that meets 3A090.a
    relevant = held or [item]
    if derived == "a":  # else it is what it is stated as, and each of them may be why
        relevant = [c for c in relevant if circuit_level(c) in ("a", None)] or relevant
    marketed = some(
        equals(item.get("datacenter", ABSENT), True),
        *(equals(c.get("datacenter", ABSENT), True) for c in relevant),
        None if untold else False,
    )
    designed = every(_designed(relevant), None if untold else True)
    meeting = _meeting(marketed, level)
    return Item(family, level, eccn, True, tpp, meeting, marketed, designed)


def circuits_held(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The circuits of a unit, and its own figures where they are those of none, nor their sum.

    The fields of an item describe one circuit: what they tell is not undone by a list without it.
    """
    return _listed(item) + _one_more(item)


def _listed(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    circuits = item.get("integrated_circuits", ABSENT)
    return list(circuits) if told(circuits) else []


def _one_more(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The item itself, as a circuit beside those that are listed; nothing where it is none."""
    held = _listed(item)
    own, _ = figures(item)
    sheet = told(item.get("specification", ABSENT))
    named = item.get("kind") == "integrated_circuit"
    if not held or not (own is not ABSENT or sheet or named):
        return []
    each = [figures(circuit)[0] for circuit in held]
    counts = [circuit.get("count", ABSENT) for circuit in held]
    counted = [c * t for c, t in zip(counts, each, strict=True) if ABSENT not in (c, t)]
    alike = own is not ABSENT and (own in each or milli(own) == milli(float(sum(counted))))
    return [] if alike else [{**item, "count": 1}]


def _at_most(circuit: Mapping[str, Any]) -> str:
    """The strictest level that a circuit could have of which a fact is missing."""
    tpp, density = figures(circuit)
    denser = density is ABSENT or (told(density) and exact(density) >= Fraction("5.92"))
    return "a" if tpp is ABSENT or denser else "b"


def _possible(circuits: list[Mapping[str, Any]], *, held: bool, untold: bool) -> str:
    """The strictest level that circuits could still have, of which no fact decides it.

    Where no TPP is told there are no figures to go by. A unit whose circuits are not told is a by
    its own figures, or what it is stated to be.
    """
    strictest, counted = "none", False
    for circuit in circuits:
        tpp, _ = figures(circuit)
        sheet = at(circuit, "specification.peaks")
        counted |= tpp is not ABSENT or (not held and not untold and bool(told(sheet) and sheet))
        if circuit_level(circuit) is not None:
            continue
        level = _at_most(circuit)
        if not untold or (level == "a" and tpp is not ABSENT):
            strictest = max(strictest, level, key=STRICTNESS.__getitem__)
    return strictest if counted else "none"


def _holds_circuits(item: Mapping[str, Any], kind: Any) -> bool:
    """Whether the item is one that holds circuits: by its kind, else by its entry."""
    eccn = item.get("eccn", "")
    # 3A001.z meets the parameters itself; the other entries contain what meets them.
    unit = kind is ABSENT and (".z" in eccn or eccn.startswith("4A")) and eccn[0] != "3"
    return unit or kind in ("computer", "electronic_assembly", "component", "equipment")


def _bare(item: Mapping[str, Any], *, untold: bool) -> tuple[str | None, float | None]:
    """A circuit by itself; a unit whose circuits are not all told is as strict as the one that is.

    The others could be stricter: a level below a, and the TPP of the unit, stay unknown.
    """
    if untold:
        return "a" if circuit_level(item) == "a" else None, None
    tpp, _ = figures(item)
    return circuit_level(item), None if tpp is ABSENT else milli(tpp)


def _presumed(item: Mapping[str, Any], found: Entry | None, as_of: str) -> bool:
    """Note 1 to 3A090.a: a presumption that a front-end fabricator or OSAT has not overcome."""
    unnamed = (
        found is not None
        and found.family.endswith((".z", ".stem"))
        and found.level
        in (
            "open",
            "none",
        )
    )
    return (
        item.get("note_1_presumption") == "not_overcome"
        and as_of >= PRESUMPTION_FROM
        and not unnamed
    )


def _stricter(stated: Entry, derived: str | None) -> str | None:
    """Both given and in disagreement: the stricter governs; a bare .z stem leaves its paragraph."""
    if stated.level == "open":
        return derived if stated.family in ("3A090", "4A090") and derived != "none" else None
    if stated.family.endswith(".stem"):
        return "none" if stated.level == "none" and derived in (None, "none") else None
    if derived is None:
        return stated.level
    if (stated.level, derived) == ("c", "b"):
        return None  # memory, or not: neither is the stricter everywhere
    return max(stated.level, derived, key=STRICTNESS.__getitem__)


def _designed(circuits: list[Mapping[str, Any]]) -> Truth:
    """Note 1 to 3A090.a: an approved or authorized designer, of every circuit that counts."""
    return every(*(equals(c.get("designer", ABSENT), "approved", "authorized") for c in circuits))


def _meeting(marketed: Truth, level: str | None) -> Truth:
    """740.8(a): designed or marketed for use in a datacenter and meeting 3A090.a."""
    return every(marketed, None if level is None else level == "a")


def _related(item: Mapping[str, Any], stated: str) -> Item:
    """742.6(a)(6)(iii)(A), (B), (i)(B): software and technology, by what they are for."""
    family = entry(stated).family
    related = item.get("related_eccn", ABSENT)
    if related is ABSENT:
        return Item(family, None, stated, commodity=False, tpp=0.0)
    target = entry(related)
    level: str | None = target.level if target.level in ("a", "b", "c") else None
    root = related.split(".", maxsplit=1)[0]
    if family == "4E001" and root in ("4D001", "4D090"):
        level = SOFTWARE_OF_4A090.get(related)
    elif target.family not in FOR[family]:
        # what is for nothing that the rule names; the rest of these two is behind 740.2(a)(9)(i)
        outside = target.level == "none" and family not in ("3D001", "3E001")
        level = "none" if outside else None
    own = SOFTWARE_OF_4A090.get(stated)
    if own is not None and level is not None:
        level = max(own, level, key=STRICTNESS.__getitem__)
    return Item(family, level, stated, commodity=False, tpp=0.0, related=target.family)


def _of_the_heading(item: Mapping[str, Any]) -> Item:
    """Software of 5D002 for listed commodities, of which the heading does not say that it is .z."""
    target = entry(item.get("related_eccn", ""))
    level = target.level if target.level in ("a", "b") else None
    return Item("5D002.stem", level, "5D002", commodity=False, tpp=0.0, related=target.family)


def _weights(item: Mapping[str, Any], stated: Any, as_of: str) -> Item:
    """ECCN 4E091: stated, or derived from the operations."""
    derived = controlled(item.get("model", ABSENT), as_of)
    if stated == "4E091":
        level: str | None = "weights"
    elif stated is not ABSENT and derived is None and entry(stated).level != "open":
        level = _related(item, stated).level if entry(stated).family in FOR else "none"
    else:
        level = None if derived is None else ("weights" if derived else "none")
    named = "" if stated is ABSENT else str(stated)
    eccn = named if level == "none" else "4E091"
    return Item("4E091", level, eccn, commodity=False, tpp=0.0)
