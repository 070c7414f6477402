"""Take one fact at a time out of a request, and know what the schema says of its absence."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

REQUIRED: frozenset[Path] = frozenset({("as_of",), ("activity",), ("destination",), ("item",)})
PERMISSIONS = frozenset(
    {"no_license_required", "not_subject_to_ear", "license_exception", "validated_end_user"}
    | {"licensed"}
)
ROLES = ("purchaser", "ultimate_consignee", "end_user")
CLASS_AND_FIGURE: frozenset[Path] = frozenset({("item", "eccn"), ("item", "tpp")})
FIGURES_TOLD_TWICE: frozenset[Path] = frozenset(
    {
        ("item", "performance_density"),
        ("item", "specification"),
        ("item", "specification", "peaks"),
        ("item", "specification", "dies"),
    }
)


def paths(document: Any, start: Path = ()) -> Iterator[Path]:
    """Every key at every depth, those of objects inside lists included: `("item", "tpp")`."""
    if isinstance(document, Mapping):
        for name, value in document.items():
            yield (*start, name)
            yield from paths(value, (*start, name))
    elif isinstance(document, list):
        for position, value in enumerate(document):
            yield from paths(value, (*start, position))


def without(request: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """A copy of the request that lacks the key at `path`."""
    result: dict[str, Any] = copy.deepcopy(dict(request))
    place: Any = result
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return result


def dotted(path: Path) -> str:
    """The path as `missing_facts` writes it: `item.integrated_circuits[0].tpp`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def permits(decision: Mapping[str, Any]) -> bool:
    """Whether the outcome lets the transaction take place (exit code 0)."""
    return decision["outcome"] in PERMISSIONS


@dataclass(frozen=True)
class Exemption:
    """A removal that may turn a refusal into a permission, because absence has a meaning.

    `covers` takes the request as told, the path removed, and the decision on the request as told.
    """

    name: str
    reason: str
    covers: Callable[[Mapping[str, Any], Path, Mapping[str, Any]], bool]


def _role_beside_recipient(
    request: Mapping[str, Any], path: Path, _decision: Mapping[str, Any]
) -> bool:
    parties = request.get("parties") or {}
    return "recipient" in parties and path[:1] == ("parties",) and path[1:] in {(r,) for r in ROLES}


def _company_named_already(
    request: Mapping[str, Any], path: Path, _decision: Mapping[str, Any]
) -> bool:
    if path[:1] != ("facility",) or len(path) != 3 or path[1] not in ("owner", "operator"):
        return False
    parties = request.get("parties") or {}
    names = {(parties.get(role) or {}).get("name") for role in ("recipient", *ROLES)} - {None}
    return path[2] != "name" and request["facility"][path[1]].get("name") in names


def _disagreeing_class(request: Mapping[str, Any], path: Path, decision: Mapping[str, Any]) -> bool:
    if path[0] != "item" or decision["classification"]["agrees"] is not False:
        return False
    item = request["item"]
    told_twice = path in FIGURES_TOLD_TWICE and "specification" in item
    beside = item.get("integrated_circuits") and path[1] in ("integrated_circuits", "specification")
    return path in CLASS_AND_FIGURE or told_twice or bool(beside) or item.get("eccn") == "3A090.c"


def _share_of_an_interface(
    request: Mapping[str, Any], path: Path, _decision: Mapping[str, Any]
) -> bool:
    if path != ("end_use", "training", "fine_tuning_share"):
        return False
    return request["end_use"]["training"].get("service") in ("api", "inference")


EXEMPTIONS = (
    Exemption(
        "posture",
        "absent is `codified`: another question is asked, and its answer may permit",
        lambda _request, path, _decision: path == ("posture",),
    ),
    Exemption(
        "readings",
        "absent is the conservative default of each conflict; a caller may have taken, in one "
        "that cuts both ways, the reading that refuses this transaction",
        lambda _request, path, _decision: path[0] == "readings",
    ),
    Exemption(
        "note_1_presumption",
        "absent: the exporter is neither front-end fabricator nor OSAT",
        lambda _request, path, _decision: path == ("item", "note_1_presumption"),
    ),
    Exemption(
        "intermediate_consignee",
        "absent: a direct shipment, without the party that counted against",
        lambda _request, path, _decision: path == ("parties", "intermediate_consignee"),
    ),
    Exemption(
        "transfer_origin",
        "a transfer (in-country) has one country: its origin is its destination, told or not",
        lambda request, path, _decision: (
            path == ("origin",) and request["activity"] == "transfer_in_country"
        ),
    ),
    Exemption(
        "export_origin",
        "absent: an export or a release leaves from the United States, and nothing is sent on",
        lambda request, path, _decision: (
            path == ("origin",) and request["activity"] in ("export", "deemed_export")
        ),
    ),
    Exemption(
        "kind_beside_eccn",
        "a kind of item that its ECCN does not describe, which the answer flags; without the kind "
        "the ECCN is all that is told",
        lambda _request, path, decision: (
            path == ("item", "kind")
            and "774/item_kind" in {flag["id"] for flag in decision["flags"]}
        ),
    ),
    Exemption(
        "subject_to_ear",
        "absent: the item is subject to the EAR, which was all that the ground left open, and "
        "every condition is asked",
        lambda _request, path, decision: (
            path in {("item", "subject_to_ear"), ("item", "subject_to_ear", "value")}
            and "item.subject_to_ear.basis" in decision["missing_facts"]
        ),
    ),
    Exemption(
        "training",
        "training is asked where the purpose is a data center or the training of models; what is "
        "told beside another purpose counts all the same",
        lambda request, path, _decision: (
            path == ("end_use", "training")
            and request["end_use"].get("purpose") not in ("data_center", "model_training")
        ),
    ),
    Exemption(
        "customer_of_own_training",
        "own training has no customer; one who is told all the same counts as a customer",
        lambda request, path, _decision: (
            path[:3] == ("end_use", "training", "customer")
            and request["end_use"]["training"].get("service") == "own"
        ),
    ),
    Exemption(
        "place_of_training",
        "absent: the model is trained where the item stands; a place outside counts where one is "
        "told",
        lambda _request, path, _decision: path == ("end_use", "training", "location"),
    ),
    Exemption(
        "part_of_the_year",
        "what came under LPP is a part of all that came, which is what is asked for; it counts "
        "where more of it is told",
        lambda request, path, _decision: (
            path == ("ledger", "consignee_year_lpp_tpp")
            and "consignee_year_all_tpp" in request["ledger"]
        ),
    ),
    Exemption(
        "exporter",
        "absent: the exporter is the one who asks, and its own lists are its own to know",
        lambda _request, path, _decision: path == ("parties", "exporter"),
    ),
    Exemption(
        "facility",
        "absent: the item stands at the destination and who receives it operates it; a data center "
        "elsewhere, of another owner or of another operator, counts where it is told",
        lambda _request, path, _decision: (
            path[0] == "facility" and path[1:] in {(), ("location",), ("owner",), ("operator",)}
        ),
    ),
    Exemption(
        "share_of_an_interface",
        "interfaces and inference train nothing, unless a share of fine-tuning is told that is no "
        "longer free; without it they are what they are called",
        _share_of_an_interface,
    ),
    Exemption(
        "part_746",
        "absent, the caller's clearance of other controls answers for part 746; a concern that is "
        "told counts against both",
        lambda request, path, _decision: (
            path == ("end_use", "part_746")
            and request["item"].get("other_controls_cleared") is True
        ),
    ),
    Exemption(
        "region_of_another_country",
        "a region is asked of Ukraine alone; told of another destination it contradicts that and "
        "is taken for sanctioned",
        lambda request, path, _decision: (
            path == ("destination_region",) and request["destination"] != "UA"
        ),
    ),
    Exemption(
        "role_beside_recipient",
        "a role beside `recipient` wins; without it the recipient has that role too",
        _role_beside_recipient,
    ),
    Exemption(
        "company_named_already",
        "what is not told of an owner or operator of the data center that bears the name of who "
        "receives is what is told of that party; told anew it counts as it is told",
        _company_named_already,
    ),
    Exemption(
        "half_a_datasheet",
        "half a datasheet could give a higher figure than the one stated, and its other half is "
        "asked; without it the stated figure is all that is told",
        lambda _request, path, decision: (
            path[:2] == ("item", "specification")
            and any(each.startswith("item.specification.") for each in decision["missing_facts"])
        ),
    ),
    Exemption(
        "disagreeing_class",
        "stated class and figures disagree and the stricter governs; without the class or the TPP "
        "the other is all that is told, and so is one of two figures, stated and of the datasheet "
        "or the circuits; "
        "what else the figures need is asked, but of memory, which they do not describe",
        _disagreeing_class,
    ),
)


def exemption(
    request: Mapping[str, Any], path: Path, decision: Mapping[str, Any]
) -> Exemption | None:
    """The first exemption that covers this removal, if any."""
    return next((each for each in EXEMPTIONS if each.covers(request, path, decision)), None)
