"""License requirements: 742.6(a)(6), 742.6(a)(13), 744.23(a)(3), and what the caller found."""

from typing import Any

from .countries import canonical, in_a5, in_d_set, in_macau_or_d5, is_favoured
from .entries import COMMODITY_FAMILIES, entry
from .facts import ABSENT, Request, Truth, at, equals, every, never, reading, some, told
from .items import Item
from .parties import barred, inside, located_there, macau_or_d5, places, somewhere, tainted

INFORMATION = ("software", "technology", "model_weights")
DEEMED = ("deemed_export", "deemed_reexport")
Requirements = dict[str, Truth]


def required(request: Request, item: Item) -> Requirements:
    """Every requirement of the Diffusion text, with whether it applies."""
    return {
        "742.6(a)(6)(iii)(A)": worldwide(request, item),
        "742.6(a)(6)(iii)(B)": b_level(request, item),
        "742.6(a)(6)(i)(B)": memory(request, item),
        "742.6(a)(6)(ii)": technology_from_abroad(request, item),
        "742.6(a)(13)": weights(request, item),
        "744.23(a)(3)(i)(A)": headquarters_b(request, item),
        "744.23(a)(3)(i)(B)": headquarters_memory(request, item),
        "744.23(a)(3)(ii)": technology_within(request, item),
        **concerns(request),
    }


def concerns(request: Request) -> Requirements:
    """744.23(b), the caller's own review under parts 744 and 746, and listed parties."""
    return {
        "744.23(b)": equals(at(request, "end_use.bis_informed"), True),
        "part 744": equals(at(request, "end_use.part_744"), "concern"),
        "listed": barred(request),
        # the caller's clearance of other controls answers for part 746 where it is not told
        "part 746": at(request, "end_use.part_746") == "concern",
        "region": in_region(request),
    }


def in_region(request: Request) -> Truth:
    """746.6: the regions of Ukraine; whether a place lies in one is asked of Ukraine alone."""
    region = request.get("destination_region", ABSENT)
    if region is ABSENT:
        return None if "UA" in places(request) else False
    return region is not None


def _level(item: Item, *levels: str) -> Truth:
    return None if item.level is None else item.level in levels


def _moves(request: Request) -> bool:
    """742.6(a)(6)(iv): paragraphs (i) to (iii) do not apply to deemed exports and reexports."""
    return request["activity"] not in DEEMED


def worldwide(request: Request, item: Item) -> Truth:
    """742.6(a)(6)(iii)(A)."""
    where: Truth = True
    if item.eccn.startswith("3E001") and reading(request, "N3", "worldwide") == "ccl_entry":
        where = in_scope(request)
    return every(_moves(request), _level(item, "a"), where)


def named_set(country: str, as_of: str) -> Truth:
    """D:1, D:4 or D:5 less A:5 and A:6; the entries name the Emirates from July 2026."""
    return True if country == "AE" else in_d_set(country, as_of)


def in_scope(request: Request) -> Truth:
    """To or within that set, wherever in it the item comes to stand; or to who stands in D:5."""
    return some(somewhere(request, named_set), located_there(request))


def b_level(request: Request, item: Item) -> Truth:
    """742.6(a)(6)(iii)(B)."""
    return every(_moves(request), _level(item, "b"), in_scope(request))


def memory(request: Request, item: Item) -> Truth:
    """742.6(a)(6)(i)(B): 3A090.c and its software and technology, to Macau or D:5."""
    where = some(in_macau_or_d5(request["destination"], request["as_of"]), located_there(request))
    return every(_moves(request), _level(item, "c"), where)


def headquarters_b(request: Request, item: Item) -> Truth:
    """744.23(a)(3)(i)(A): b-level commodities, 5D002.z and 5D992.z, outside the D set."""
    return every(_level(item, "b"), named_elsewhere(request, item))


def named_elsewhere(request: Request, item: Item) -> Truth:
    """What (A) names, outside the D set, for an entity of Macau or D:5.

    742.6(a)(6)(iv) is about 742.6 alone: a release of software is held all the same, unless it is
    no deemed reexport at all. Nobody releases a commodity.
    """
    outside = in_d_set(request["destination"], request["as_of"]) is not True
    return every(names(request, item), outside, tainted(request))


def names(request: Request, item: Item) -> Truth:
    """What (A) names: commodities that move, and software of .z, of which a heading may be."""
    if item.commodity:
        return _moves(request)
    of_z = {"5D002.z": True, "5D992.z": True, "5D002.stem": None}.get(item.family, False)
    return every(of_z, never(not_a_deemed_reexport(request)))


def headquarters_memory(request: Request, item: Item) -> Truth:
    """744.23(a)(3)(i)(B): 3A090.c outside Macau and D:5."""
    outside = in_macau_or_d5(request["destination"], request["as_of"]) is not True
    return every(_moves(request), item.commodity, _level(item, "c"), outside, tainted(request))


def weights(request: Request, item: Item) -> Truth:
    """742.6(a)(13), with its exclusion for permanent regular employees."""
    return every(
        _level(item, "weights"),
        None if canonical(request["destination"]) is None else True,
        never(excluded_employee(request)),
        never(not_a_deemed_reexport(request, worldwide=True)),
    )


def excluded_employee(request: Request) -> Truth:
    """742.6(a)(13), second sentence; 734.20(a) to (c): not deemed reexports at all."""
    if _moves(request):
        return False
    employer = at(request, "employee.employer")
    if employer is None:
        return False  # nobody is employed, or nobody employs
    inside_either = some(
        inside(employer, "headquarters"), inside(employer, "ultimate_parent_headquarters")
    )
    return every(equals(at(request, "employee.permanent_regular_employee"), True), inside_either)


def not_a_deemed_reexport(request: Request, *, worldwide: bool = False) -> Truth:
    """734.20(a) to (c), as far as what is told bears them out.

    (a) is for a nationality that needs no license, of which there is none where a requirement is to
    all destinations worldwide; (b) is for nationals of A:5 only.
    """
    if request["activity"] != "deemed_reexport":
        return False
    named = at(request, "employee.not_deemed_reexport")
    if named is ABSENT:
        return None
    if named == "734.20(b)":
        return in_a5(request["destination"], request["as_of"])
    return named == "734.20(c)" or (named == "734.20(a)" and not worldwide)


def _foreign_technology(request: Request, item: Item, *levels: str) -> Truth:
    """3E001 (for 3A090) developed by a Macau or D:5 entity, for producing advanced items.

    734.9(h)(1)(i)(B)(1) and (h)(2)(ii).
    """
    if not item.eccn.startswith("3E001") or item.related != "3A090":
        return False
    developer = at(request, "item.developer")
    if developer is None:
        return False
    made = _for_advanced(at(request, "item.for_production_of"), *levels)
    # not told, or told of what is not subject: a direct product, as abroad it can be
    claimed = at(request, "item.subject_to_ear.value") is True
    elsewise = ("734.3(a)", "734.9(h)(1)(ii)")
    product = not (claimed and ground(request, item).startswith(elsewise))
    return every(_level(item, *levels), macau_or_d5(developer, request["as_of"]), made, product)


def ground(request: Request, item: Item) -> str:
    """The paragraph of part 734 on which an item is, or is not, subject; empty where none is told.

    734.9, 734.4 and 734.3(a) with all that stands after them; both ways of 734.9(h)(1) as that
    paragraph; 734.3(b), which lists other agencies (748.3(a)); 734.7, for information (4E091).
    """
    if at(request, "item.subject_to_ear.basis") == "de_minimis_excluded":
        return "734.4"
    words = words_of(request)
    if ways(words) == {"i", "ii"}:
        return "734.9(h)(1)"
    for paragraph in ("734.9", "734.4", "734.3(a)"):
        rest = words.removeprefix(paragraph)
        if rest != words and not rest[:1].isdigit():
            return words
    if words in ("734.3(b)", "734.3(b)(1)"):
        return words
    return words if words in ("734.7", "734.7(a)") and may_be_published(request, item) else ""


def words_of(request: Request) -> str:
    """What the basis says from part 734 on, up to a colon and without blanks."""
    basis = at(request, "item.subject_to_ear.basis")
    if not told(basis) or "734." not in basis:
        return ""
    return "".join(f"734.{basis.partition('734.')[2]}".partition(":")[0].split())


def ways(words: str) -> set[str]:
    """The ways of 734.9(h)(1), (i) and (ii), that a text names and nothing beside them."""
    found = set()
    for number, part in enumerate(words.replace(",and", ",").replace("and", ",").split(",")):
        way = part if number and part.startswith("(") else part.removeprefix("734.9(h)(1)")
        if way == part and (not number or not part.startswith("(")):
            return set()
        found.add(way.removesuffix("(A)").strip("()"))
    return found


def perhaps_published(request: Request) -> bool:
    """Weights put outside as published, of which nothing tells whether they are."""
    published = at(request, "item.model.published")
    return words_of(request) in ("734.7", "734.7(a)") and not isinstance(published, bool)


def may_be_published(request: Request, item: Item) -> bool:
    """Software and technology, and weights of a model that is told to be published."""
    kind = at(request, "item.kind")
    weighs = kind == "model_weights" or item.level == "weights"
    if weighs and at(request, "item.model.published") is not True:
        return False
    if item.level == "none":
        return kind in INFORMATION
    return not item.commodity and (kind is ABSENT or kind in INFORMATION)


def _for_advanced(for_what: Any, *levels: str) -> Truth:
    """Whether it is for the production of what the paragraphs list; a bare 3A001 may be its .z."""
    if not told(for_what):
        return None if for_what is ABSENT else False
    found = entry(for_what)
    if found.level == "open" and found.family.replace(".stem", ".z") in COMMODITY_FAMILIES:
        return True if found.family in COMMODITY_FAMILIES else None
    return found.family in COMMODITY_FAMILIES and (for_what != "3A090.c" or "c" in levels)


def technology_from_abroad(request: Request, item: Item) -> Truth:
    """742.6(a)(6)(ii): export from abroad originating in Macau or D:5, not to A:5 or A:6."""
    if request["activity"] not in ("export", "reexport"):
        return False
    destination = request["destination"]
    outside = destination == "US" or is_favoured(destination, request["as_of"]) is not True
    origin = request.get("origin", ABSENT)
    start = None if origin is ABSENT else in_macau_or_d5(origin, request["as_of"])
    return every(_foreign_technology(request, item, "a", "b", "c"), start, outside)


def technology_within(request: Request, item: Item) -> Truth:
    """744.23(a)(3)(ii): reexport or transfer from or within the D set; what leaves from there."""
    if request["activity"] == "deemed_export":
        return False
    origin = request.get("origin", ABSENT)
    if origin is ABSENT and request["activity"] == "transfer_in_country":
        origin = request["destination"]
    start = None if origin is ABSENT else in_d_set(origin, request["as_of"])
    return every(
        never(not_a_deemed_reexport(request, worldwide=True)),
        _foreign_technology(request, item, "a", "b"),
        start,
    )
