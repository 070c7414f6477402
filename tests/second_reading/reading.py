"""The reading of one request: requirement, provisions, review policy, and the outcome."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import nac_aca, prior, requirements, restrictions, review, veu
from .acm import acm
from .aia import aia
from .countries import canonical, in_macau_or_d5
from .entries import entry, names
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
    told,
)
from .items import Item, classify, mixed, possible
from .lpp import lpp
from .parties import RECIPIENTS, SEATS, contested, party
from .review import Pool
from .sums import pools, sums

# Contract: relied on is the first available of these.
SYMBOLS = ("AIA", "ACA", "NAC", "ACM", "LPP", "UVEU", "NVEU", "LICENSE")
EXCEPTIONS = frozenset(["AIA", "ACA", "NAC", "ACM", "LPP"])
VALIDATED = frozenset(["UVEU", "NVEU"])
# 734.9(h)(1): the direct product of (i), and that of a plant in (ii).
ONE_WAY = frozenset(f"734.9(h)(1){way}" for way in ("(i)", "(i)(A)", "(ii)", "(ii)(A)"))
WORDS = {True: "yes", False: "no", None: "unknown"}
OUTCOME_OF = {
    **dict.fromkeys(("AIA", "ACA", "NAC", "ACM", "LPP"), "license_exception"),
    **dict.fromkeys(VALIDATED, "validated_end_user"),
    "LICENSE": "licensed",
}


@dataclass(frozen=True)
class Reading:
    """What the second reading says of a request."""

    outcome: str
    authorization: str | None = None
    requirements: frozenset[str] = frozenset()
    review_policy: str | None = None
    reviews: Mapping[str, str] = field(default_factory=dict)
    available: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Conditions] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    sums: Mapping[str, float | None] = field(default_factory=dict)
    item: Item | None = None  # None where no text that is known describes it


def read(request: Request) -> Reading:
    """Decide one request from the text."""
    request = as_called(request)
    item = classify(request)
    weights_before = item.family == "4E091" and request["as_of"] < prior.DUE
    known = request["as_of"] >= prior.FIRST_SEEN and not weights_before
    said = _read(request, item)
    counted = sums(request, item, said.outcome, said.authorization)
    return replace(said, item=item if known else None, sums=counted)


def as_called(request: Request) -> Request:
    """734.20: what is released abroad is reexported to the person, whatever the act is called."""
    abroad = request.get("origin", "US") != "US"
    if request["activity"] == "deemed_export" and abroad:
        return {**request, "activity": "deemed_reexport"}
    return request


def _read(request: Request, item: Item) -> Reading:
    if request["activity"] == "service":
        return Reading("out_of_scope")
    if request["as_of"] < prior.FIRST_SEEN:
        return Reading("indeterminate")
    if domestic(request):
        return Reading("out_of_scope")
    subject = subject_to_ear(request, item)
    if subject is not True:
        return Reading("indeterminate" if subject is None else "not_subject_to_ear")
    if item.level == "none" and at(request, "end_use.bis_informed") is not True:
        return Reading("out_of_scope")
    informed = requirements.concerns(request)["744.23(b)"]
    old = prior.governs(request)
    # Where no other requirement is enforced, what BIS informs of needs a license wherever it goes.
    alone = informed and old and item.level == "weights"
    found = (prior if old else requirements).required(request, item)
    applies = frozenset(name for name, truth in found.items() if truth)
    disputed = contested(request) and not free_release(request, item, applies)
    disputed = disputed or technology_contested(request, item)
    if disputed and not (alone or beyond(request, item)):
        return _disputed(request, item, applies, old=old)
    weights = item.level == "weights" or beyond(request, item) == "weights"
    if old and weights and not informed:
        return _old_weights(request)
    if displaced(request) and not (alone or (informed and beyond(request, item))):
        return Reading("indeterminate")
    if item.level == "none" and "744.23(b)" not in applies:
        return Reading("out_of_scope")
    if item.level is None and "744.23(b)" not in applies:
        return Reading("indeterminate", requirements=applies)
    if not applies:
        return _nothing_required(request, item, found)
    return _carried(request, item, found, old=old)


def _disputed(request: Request, item: Item, applies: frozenset[str], *, old: bool) -> Reading:
    """Neither reading of D:5 is taken, unless a license is held for what needs one in both.

    Where Ethiopia were no member, as Kenya is none, an exception could come before the license:
    then the readings differ. NAC, which is for D:5, is as open as D:5 is, and ACM where a customer
    is at home there.
    """
    found = (prior if old else requirements).required(request, item)
    if not applies or displaced(request):
        return Reading("indeterminate")
    here = _carried(request, item, found, old=old)
    elsewhere = renamed(request, "ET", "KE")
    found = (prior if old else requirements).required(elsewhere, item)
    there = _carried(elsewhere, item, found, old=old)
    as_open = {"NAC", "ACM"} if _customer_contested(request) else {"NAC"}
    as_open &= set(here.available)
    available = {**there.available, **{name: here.available[name] for name in as_open}}
    if [symbol for symbol, word in available.items() if word == "yes"] != ["LICENSE"]:
        return Reading("indeterminate")
    asked = {**there.asked, **{name: here.asked[name] for name in as_open}}
    told_so = replace(here, available=available, asked=asked)
    told_so = replace(told_so, review_policy=None, reviews={})
    return replace(told_so, outcome="licensed", authorization="LICENSE")


def _customer_contested(request: Request) -> bool:
    """740.28(a): the ultimate customer, wherever the items go."""
    customer = at(request, "end_use.ultimate_customer")
    return "ET" in [at(customer, seat) for seat in (*SEATS, "location")]


def renamed(document: Any, old: str, new: str) -> Any:
    """The request with one country for another, wherever it stands."""
    if isinstance(document, Mapping):
        return {key: renamed(value, old, new) for key, value in document.items()}
    return new if document == old else document


def free_release(request: Request, item: Item, applies: frozenset[str]) -> bool:
    """A release to a person that nothing holds, D:5 or not.

    742.6(a)(6)(iv) frees all of (a)(6), not some software that 744.23(a)(3)(i) names.
    742.6(a)(13) frees employees by where their employer is headquartered, in Supplement No. 5(a).
    """
    if applies or request["activity"] not in requirements.DEEMED:
        return False
    if item.level == "weights":
        freed = (
            requirements.excluded_employee(request),
            requirements.not_a_deemed_reexport(request, worldwide=True),
        )
        return some(*freed) is True
    due = request["as_of"] >= prior.TRANSFERRED
    named = requirements.names(request, item) is not False
    return not (named and item.level in (("b",) if due else ("a", "b")))


def _carried(
    request: Request, item: Item, found: requirements.Requirements, *, old: bool
) -> Reading:
    """What overcomes the requirements, or how an application would be reviewed."""
    applies = frozenset(name for name, truth in found.items() if truth)
    asked = provisions(request, item, old)
    for name in EXCEPTIONS & set(asked):
        # 744.23(c): an exception overcomes (a)(3)(i) of 744.23(a), not (a)(3)(ii)
        asked[name]["no exception"] = never(found["744.23(a)(3)(ii)"])
    claimed = told(at(request, "veu.type"))  # which kind is claimed decides what it asks
    for name in VALIDATED & set(asked) if claimed else ():
        # 744.23(c) names no validated end-user, and 748.15(d)(1) frees others of (a)(1) and (a)(2)
        held = [truth for paragraph, truth in found.items() if paragraph.startswith("744.23(a)(3)")]
        asked[name]["not held by headquarters"] = never(some(*held))
    available = {symbol: every(*conditions.values()) for symbol, conditions in asked.items()}
    words = {symbol: WORDS[truth] for symbol, truth in available.items()}
    told_so = Reading(
        "", requirements=applies, available=words, asked=asked, pools=pools(request, item)
    )
    for symbol in SYMBOLS:
        if available.get(symbol) is True:
            return replace(told_so, outcome=OUTCOME_OF[symbol], authorization=symbol)
    if any(truth is None for truth in available.values()):
        return replace(told_so, outcome="indeterminate")
    reviews, policy = policies(request, item, applies, old)
    return replace(told_so, outcome="license_required", review_policy=policy, reviews=reviews)


def subject_to_ear(request: Request, item: Item) -> Truth:
    """734.9(l): so are weights trained in the United States, or abroad on items that are.

    A finding that an item is not subject rests on what the item is: none is read where that is not
    settled, or where the item is stated as one that the rule does not name.
    """
    if at(request, "item.subject_to_ear.value") is not False:
        return True
    stated = at(request, "item.eccn")
    known = canonical(request["destination"]) is not None
    unnamed = told(stated) and (entry(stated).level == "none" or not_yet_an_entry(request))
    if unnamed and item.level not in ("a", "b", "c"):
        return True
    basis = requirements.ground(request, item)
    made_abroad = basis.startswith(("734.9", "734.4"))
    puts_out = basis != "" and not basis.startswith("734.3(a)")  # (a) tells what is subject
    aside = basis.startswith(("734.3(b)", "734.7"))  # neither where nor on what it was made
    if leaves_home(request) and made_abroad:
        return True  # 734.9 adds what is made abroad, 734.4 measures it; neither takes anything out
    if leaves_home(request) and not basis:
        return None
    open_start = sent_on(request) or "origin" in request
    perhaps_home = open_start and canonical(request.get("origin")) is None
    if item.level == "none":
        if leaves_home(request) and not puts_out:
            return None
        return None if perhaps_home else not known
    if item.level is None:
        return None
    if item.family == "4E091":
        found = False if aside else subject_weights(request)
        if not aside and requirements.perhaps_published(request):
            return None
        if found is False and not puts_out:
            return None
    elif not in_product_scope(item):
        # no rule of 734.9 reaches it, however it was made; whether another does is asked
        found = False if puts_out else None
    elif basis in ("734.9(h)", "734.9(h)(1)"):
        found = False  # neither way of meeting the product scope
    elif basis in ONE_WAY:
        found = None  # either way meets it: the other is left open
    elif made_abroad or basis.startswith("734.3(a)"):
        found = True  # what makes an item subject is no ground for the opposite
    else:
        found = False if basis else None
    if found is False and (perhaps_home or not (known or unnamed)):
        return None
    return True if unnamed and found is False else found


def leaves_home(request: Request) -> bool:
    """Exported or released from the United States, where every item is subject (734.3(a))."""
    if sent_on(request):
        return request.get("origin") == "US"  # what it is called makes it no reexport
    exported = request["activity"] == "export" and request.get("origin", "US") == "US"
    return bool(exported or request["activity"] == "deemed_export")


def sent_on(request: Request) -> bool:
    """Called a reexport, or a deemed one, which start abroad."""
    return request["activity"] in ("reexport", "deemed_reexport")


def not_yet_an_entry(request: Request) -> bool:
    """ECCN 4E091 was added on January 13, 2025: before that nobody knew what it names."""
    return bool(at(request, "item.eccn") == "4E091" and request["as_of"] < prior.TRANSFERRED)


def subject_weights(request: Request) -> Truth:
    """734.9(l): trained in the United States, or abroad on items that are subject."""
    return some(
        equals(at(request, "item.model.trained_in"), "US"),
        equals(at(request, "item.model.trained_on_ear_items"), True),
    )


def in_product_scope(item: Item) -> bool:
    """734.9(h)(1)(i)(B): commodities, 3E001 for 3A090, 4E001 for 4A090."""
    technology = (item.eccn[:5], item.related) in (("3E001", "3A090"), ("4E001", "4A090"))
    return item.commodity or technology


def technology_contested(request: Request, item: Item) -> bool:
    """742.6(a)(6)(ii), 744.23(a)(3)(ii): developed in Ethiopia or leaving it, D:5 or not."""
    transferred = request["activity"] == "transfer_in_country"
    origin = request.get("origin", request["destination"] if transferred else None)
    seats = [at(request, f"item.developer.{key}") for key in SEATS]
    if some(*(in_macau_or_d5(seat, request["as_of"]) for seat in seats)) is True:
        seats = []  # one seat there is enough, whatever is said of the other
    if canonical(origin) is None or "ET" not in [origin, *seats]:
        return False
    asked = (requirements.technology_from_abroad, requirements.technology_within)
    return None in [one(request, item) for one in asked]


def beyond(request: Request, item: Item) -> str:
    """Why an item stands in no paragraph on which a requirement of this rule rests, if so."""
    called_so = at(request, "item.kind") == "model_weights" and not mixed(request["item"])
    told_so = called_so or item.level == "weights"
    if told_so and request["as_of"] < prior.DUE:
        return "weights"
    return {None: "unsettled", "none": "none"}.get(item.level, "")


def displaced(request: Request) -> bool:
    """A transfer (in-country) leaves no country; a reexport goes from one abroad to another.

    So does an export that starts abroad; a deemed reexport happens abroad, where the person is.
    """
    here, start = request["destination"], request.get("origin", ABSENT)
    match request["activity"]:
        case "reexport":
            return start in ("US", here)
        case "export":
            return bool(start == here != "US")
        case "deemed_reexport":
            at_home = [at(party(request, role), "location") == "US" for role in RECIPIENTS]
            return start == "US" or (start is ABSENT and any(at_home))
        case "transfer_in_country":
            return start is not ABSENT and start != here
    return False


def domestic(request: Request) -> bool:
    """An export to, or a transfer within, the United States is none (734.13, 734.16).

    What starts in another country comes from abroad, whatever it is called.
    """
    within = request["activity"] in ("export", "transfer_in_country")
    return within and request["destination"] == request.get("origin", "US") == "US"


def _old_weights(request: Request) -> Reading:
    """4E091 did not exist in December 2024; whether it is enforced since, nobody says."""
    if request["as_of"] < prior.DUE:
        return Reading("out_of_scope")
    return Reading("indeterminate")


def _nothing_required(request: Request, item: Item, found: requirements.Requirements) -> Reading:
    """No requirement of this rule: cleared by the caller, out of scope, or unknown."""
    if any(truth is None for truth in found.values()):
        return Reading("indeterminate")
    if canonical(request["destination"]) is None:
        return Reading("indeterminate")
    if (sent_on(request) or "origin" in request) and canonical(request.get("origin")) is None:
        return Reading("indeterminate")
    cleared = at(request, "item.other_controls_cleared")
    if cleared is False:
        return Reading("out_of_scope")
    if cleared is ABSENT or restrictions.clean(request) is None:
        return Reading("indeterminate")
    return Reading("no_license_required")


def provisions(request: Request, item: Item, old: bool) -> dict[str, Conditions]:
    """Every provision that could authorize the act, with what it asks of all the item may be."""
    stated = at(request, "item.eccn")
    entered = told(stated) and names(stated)
    if entered or not item.commodity or item.level not in ("a", "b"):
        return _provisions(request, item, old)
    kind = at(request, "item.kind")
    said = [_provisions(request, each, old) for each in possible(item, kind)]
    return {
        symbol: {name: agreed(each[symbol][name] for each in said) for name in conditions}
        for symbol, conditions in said[0].items()
    }


def agreed(truths: Iterable[Truth]) -> Truth:
    """What all of them say; unknown where they differ."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def _provisions(request: Request, item: Item, old: bool) -> dict[str, Conditions]:
    found: dict[str, Conditions] = {
        "ACA": nac_aca.aca(request, item, prior=old),
        "NAC": nac_aca.nac(request, item),
        "LICENSE": nac_aca.license_held(request),
    }
    if request["as_of"] < prior.DUE:
        return found
    newer: dict[str, Conditions] = {
        "AIA": aia(request, item),
        "ACM": acm(request, item),
        "LPP": lpp(request, item),
        **veu.authorizations(request, item),
    }
    if old:  # reliance on what BIS does not enforce: nobody says
        newer = {symbol: {**conditions, "reliance": None} for symbol, conditions in newer.items()}
    return {**found, **newer}


def policies(
    request: Request, item: Item, applies: frozenset[str], old: bool
) -> tuple[dict[str, str], str]:
    """The review policy of each requirement, and the most restrictive of them."""
    found: list[tuple[str, str]] = []
    reviews: dict[str, str] = {}
    for name in applies:
        if name == "742.6(a)(6)(iii)(A)" and not old:
            policy = review.a_level(request, item)
        elif name in ("742.6(a)(6)(iii)", "742.6(a)(6)(iii)(A)"):
            policy = prior.review(request, item)
        elif name == "742.6(a)(6)(iii)(B)":
            policy = review.b_level(request)
        elif name == "742.6(a)(6)(i)(B)":
            policy = review.memory(request)
        elif name == "742.6(a)(13)":
            policy = review.weights(request)
        elif name == "742.6(a)(6)(ii)" and not any(n.startswith("744.23") for n in applies):
            policy = review.CASE  # 742.6(b)(10)(i), where 744.23 does not apply
        elif name.startswith(("744.23(", "742.6(a)(6)(ii)")):
            policy = review.end_use(request, item)
            denial = reading(request, "N14", "denial_first") == "denial_first"
            if name == "744.23(a)(3)(i)(A)" and denial and not old:
                policy = review.b_level(request)
        else:
            policy = review.SILENT
        reviews[name] = policy
        capped = name == "742.6(a)(6)(iii)(A)" and not old
        found.append((policy, review.DENIED if capped else review.DENIAL))
    if item.level is None and beyond(request, item) != "weights":
        return reviews, review.OPEN  # another requirement may apply beside the notice of BIS
    return reviews, review.worst(found)
