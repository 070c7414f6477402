"""Restrictions on every license exception: 740.2(a), and part 744."""

from .countries import (
    LIMITED_SANCTIONS,
    SANCTIONED,
    SUPPLEMENT_FROM,
    behind_gate,
    canonical,
    in_supplement_5,
)
from .facts import (
    ABSENT,
    Conditions,
    Request,
    Truth,
    at,
    equals,
    every,
    never,
    reading,
    some,
)
from .items import Item
from .parties import (
    SEATS,
    all_inside,
    barred,
    located_there,
    places,
    somewhere,
    stands_inside,
    tainted,
    unlisted,
    unverified,
)


def open_to_exceptions(request: Request, item: Item) -> Conditions:
    """740.2(a)(5), (a)(6), (a)(17), parts 744 and 746, what the sender got: open to exceptions."""
    return {
        "part 744": equals(at(request, "end_use.part_744"), "none"),
        "informed": equals(at(request, "end_use.bis_informed"), False),
        "listed": never(barred(request)),
        "unverified list": never(unverified(request)),
        "source": source_told(request),
        "received under AIA": received(request, item),
        "received under VEU": onward_from_veu(request),
        "sanctions": never(sanctioned(request)),
        "part 746": no_embargo(request),
        "missile technology": never(missile(item)),
    }


def no_embargo(request: Request) -> Truth:
    """Part 746 by the exporter's own review, or cleared with the other reasons for control."""
    found = at(request, "end_use.part_746")
    if found is ABSENT and at(request, "item.other_controls_cleared") is True:
        return True
    return equals(found, "none")


def source_told(request: Request) -> Truth:
    """Where a reexport starts, and how the sender of a reexport or transfer got the item."""
    if request["activity"] == "deemed_reexport":
        return start_known(request) if "origin" in request else None
    if not sent_on(request):
        return True
    activity = request["activity"]
    start = activity == "transfer_in_country" or canonical(request.get("origin")) is not None
    told_of = at(request, "item.received_under") is not ABSENT
    received = told_of or request["as_of"] < SUPPLEMENT_FROM
    return True if start and received else None


def sent_on(request: Request) -> bool:
    """Whether it leaves from where it was received: an export from abroad does, too."""
    if request["activity"] == "export":
        return bool(request.get("origin", "US") != "US")
    return request["activity"] in ("reexport", "transfer_in_country")


def start_known(request: Request) -> Truth:
    """An export starts in the United States, or where it is told to: somewhere that is known."""
    return True if canonical(request.get("origin", "US")) is not None else None


def clean(request: Request) -> Truth:
    """Part 744 and 744.23(b): own review without concern, not informed, nobody listed."""
    return every(
        equals(at(request, "end_use.part_744"), "none"),
        equals(at(request, "end_use.bis_informed"), False),
        unlisted(request),
    )


def sanctioned(request: Request) -> Truth:
    """740.2(a)(6): sanctioned destinations and regions, and limited sanctions."""
    region = request.get("destination_region", ABSENT)
    untold = region is ABSENT and "UA" in places(request)
    there = True if region not in (None, ABSENT) else (None if untold else False)
    return some(there, somewhere(request, _under_sanctions))


def _under_sanctions(country: str, as_of: str) -> Truth:
    code = canonical(country)
    return None if code is None else code in SANCTIONED | LIMITED_SANCTIONS


def missile(item: Item) -> Truth:
    """740.2(a)(5): 3A001.z.2 is controlled for missile technology reasons."""
    return item.eccn.startswith("3A001.z.2")


def gate(request: Request, item: Item) -> Truth:
    """740.2(a)(9)(ii): the D set, the Emirates, or a D:5 entity; then only listed exceptions.

    What goes to a party that stands in Macau or D:5 goes to such a destination.
    """
    if item.level == "none":
        return False
    there = somewhere(request, behind_gate)
    return every(_named(request, item), some(there, tainted(request), located_there(request)))


def _named(request: Request, item: Item) -> Truth:
    """740.2(a)(9)(ii)(B): circuits, assemblies and components; by N2 no other .z commodity."""
    z_commodity = item.commodity and item.family.endswith(".z")
    if not z_commodity or reading(request, "N2", "gate_all_z") == "gate_all_z":
        return True
    return never(equals(at(request, "item.kind"), "computer", "equipment"))


def onward_from_aia(request: Request, item: Item, all_inside: Truth) -> Truth:
    """740.27(b)(2)(iv): what came under AIA does not go on to outsiders without authorization."""
    if not sent_on(request):
        return True
    received = at(request, "item.received_under")
    if reading(request, "N24", "no") == "yes" or received != "AIA" or not item.commodity:
        return None if received is ABSENT and request["as_of"] >= SUPPLEMENT_FROM else True
    return all_inside


def onward_from_veu(request: Request) -> Truth:
    """748.15(d)(2)(iii): what came under a data center VEU needs a separate authorization (N24)."""
    if not sent_on(request):
        return True
    if reading(request, "N24", "no") == "yes":
        return True
    if at(request, "item.received_under") is ABSENT and request["as_of"] < SUPPLEMENT_FROM:
        return True
    return never(equals(at(request, "item.received_under"), "UVEU", "NVEU"))


def moved(request: Request, *activities: str) -> bool:
    """Whether the act is one that a provision authorizes."""
    return request["activity"] in activities


def designed(request: Request, item: Item) -> Truth:
    """740.27(a)(1), 740.28(b) of January 16, 2025: designer, with N9 for every a-level item."""
    if not item.commodity or item.level != "a":
        return True
    as_listed = reading(request, "N9", "all_a_level") == "as_listed"
    if as_listed and item.family not in ("3A090", "5A002.z", "5A992.z"):
        return True
    return item.designed


def received(request: Request, item: Item) -> Truth:
    """Whether what the sender received it under lets the item go on to these parties."""
    inside_all = every(
        request["as_of"] >= SUPPLEMENT_FROM,
        in_supplement_5(request["destination"]),
        all_inside(request, *SEATS),
        stands_inside(request),
    )
    return onward_from_aia(request, item, inside_all)
