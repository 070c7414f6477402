"""Claims to be a validated end-user: everything as it should be, then one thing or two not."""

from collections.abc import Callable
from random import Random
from typing import Any

from .draw_values import DESTINATIONS, ODD_SEATS, around, shifted, sometimes
from .veu_compute import QUARTERS

Document = dict[str, Any]
Party = Callable[[Random, str], Document]

CODES = ["3A090.a", "4A090.a", "5A992.z.1", "5A002.z.1.a", "3A001.z.1.a", "4E091", "3A090.b"]
HOSTS = ["PL", "IN", "MY", "BR", "AE", "SA", "VN", "DE", "JP", "KE", "IL", "KZ"]


def validated(random: Random, request: Document, party: Party) -> None:
    """A claim that holds, broken in about two cases of three."""
    nveu = sometimes(random, 0.5)
    if sometimes(random, 0.8):
        request["destination"] = random.choice(HOSTS)
        request.pop("destination_region", None)
        if request["activity"] == "transfer_in_country":
            request["origin"] = request["destination"]
    if sometimes(random, 0.05):
        request["as_of"] = shifted("2028-01-01", random.choice([-1, 0, 40]))
    if request["as_of"] < "2025-05-15" and sometimes(random, 0.9):
        request["as_of"] = shifted("2025-05-15", random.randrange(560))
    destination, as_of = request["destination"], request["as_of"]
    home = random.choice(["US", "DE", "FR", "JP"]) if not nveu else random.choice(HOSTS)
    recipient = request["parties"].setdefault("recipient", {"kind": "commercial_firm"})
    recipient.update(location=destination, headquarters=home, ultimate_parent_headquarters=home)
    recipient.update(ultimate_parent="alpha", listed=[], name="holder")
    if sometimes(random, 0.8):
        request["end_use"]["purpose"] = random.choice(["data_center", "weights_storage"])
        request["end_use"].setdefault("training", None)
    if request["activity"] == "export" and sometimes(random, 0.15):
        request["origin"] = random.choice(["BR", "SG", "DE", "MY", "US"])
    sent_on = request["activity"] in ("reexport", "transfer_in_country") or "origin" in request
    if sometimes(random, 0.8 if sent_on else 0.1):
        request["parties"]["exporter"] = {
            "name": random.choice(["holder", "holder", "dealer", "alpha"]),
            "headquarters": "US",
            "ultimate_parent_headquarters": "US",
            "listed": [],
        }
        above = random.choice(["alpha", "holder", "omega", None])
        if above is not None:
            request["parties"]["exporter"]["ultimate_parent"] = above
    request["end_use"].update(part_744="none", part_746="none", bis_informed=False)
    request["end_use"]["diversion_risk"] = False
    if sent_on:
        request["item"]["received_under"] = random.choice(["UVEU", "NVEU", "none", "license"])
    request["ledger"]["country"] = destination
    request["veu"] = {
        "type": "nveu" if nveu else "uveu",
        "holder": random.choices(["recipient", "ultimate_consignee", "end_user"], [4, 1, 1])[0],
        "listed_or_letter": True,
        "status": "active",
        "authorized_eccns": sorted({*CODES, request["item"].get("eccn", "3A090.a")}),
        "authorized_destinations": [destination],
        "arrangements": dict.fromkeys({destination, home}, True),
        "compute": _compute(random, request, destination, nveu),
    }
    request["documents"]["veu_certification"] = {"signed_on": shifted(as_of, -30)}
    request["facility"] = {
        "location": destination,
        "owner": dict(recipient),
        "operator": dict(recipient),
        "operator_veu": True,
        "new_location": sometimes(random, 0.4),
        "notified_on": shifted(as_of, -random.choice([200, 180, 180, 179])),
        "move_notified_on": shifted(as_of, -random.choice([90, 60, 60, 59])),
        "supplement_10": list(range(1, 20)),
        "attested_on": shifted(as_of, -random.choice([100, 364, 365, 366])),
    }
    for chance in (0.65, 0.25):
        if sometimes(random, chance):
            _break(random, request, party)


def _compute(random: Random, request: Document, destination: str, nveu: bool) -> Document:
    """Computing power at and around the shares and the quarter's base."""
    item = request["item"]
    unit = item.get("tpp", 15832)
    if item.get("integrated_circuits"):
        least = random.choice([0, 4800])  # all of its circuits, or those that meet 3A090.a.1
        held = item["integrated_circuits"]
        unit = sum(c.get("count", 1) * c["tpp"] for c in held if c.get("tpp", 0) >= max(1, least))
    asked = unit * item["quantity"]
    as_of = request["as_of"]
    total = 1e9
    if nveu:
        base = QUARTERS.get((as_of[:4], (int(as_of[5:7]) + 2) // 3), 5_064_000_000)
        here = random.choice([0, 1e6, around(random, base - asked), base])
    else:
        here = random.choice([0, 1e6, around(random, 70e6 - asked), 71e6])
    abroad = random.choice([0, 100e6, max(0, around(random, 250e6 - asked - here))])
    foreign = max(here + abroad, around(random, 500e6 - asked))
    total = max(total, 2 * foreign)
    by_country = {"US": total - foreign, "FR": foreign - here - abroad, "MX": abroad}
    by_country[destination] = by_country.get(destination, 0) + here
    # To a thousandth, as amounts are counted: what is exactly none may come out a little below it.
    by_country = {country: round(max(0, tpp), 3) for country, tpp in by_country.items()}
    return {"total_tpp": round(sum(by_country.values()), 3), "by_country": by_country}


def _break(random: Random, request: Document, party: Party) -> None:
    """One thing that is not as it should be."""
    veu, facility = request["veu"], request["facility"]
    as_of = request["as_of"]
    choice = random.randrange(27)
    if choice == 0:
        veu["listed_or_letter"] = False
    elif choice == 1:
        veu["status"] = random.choice(["suspended", "revoked"])
    elif choice == 2:
        veu["authorized_eccns"] = random.choice([["3A090.b"], None, ["4A090.a"]])
    elif choice == 3:
        here = request["destination"]
        two = [here, "KE" if here == "QA" else "QA"]
        veu["authorized_destinations"] = random.choice([["SG"], None, two, two])
    elif choice == 4:
        country = random.choice([request["destination"], *sorted(veu["arrangements"])])
        veu["arrangements"][country] = False
    elif choice == 5:
        veu["arrangements"].pop(request["destination"], None)
    elif choice == 6:
        request["documents"]["veu_certification"] = random.choice(
            [None, *[{"signed_on": shifted(as_of, late)} for late in (1, 1, 0)]]
        )
    elif choice == 7:
        facility["location"] = random.choice(DESTINATIONS)
    elif choice == 8:
        facility["owner"] = party(random, request["destination"])
        facility["owner"]["name"] = random.choice(["landlord", "holder"])
        _untell_of(random, facility, "owner")
    elif choice == 9:
        facility["operator"] = party(random, request["destination"])
        facility["operator"]["name"] = random.choice(["landlord", "landlord", "holder"])
        facility["operator_veu"] = sometimes(random, 0.5)
        if sometimes(random, 0.3):
            facility["owner"]["name"] = "landlord"
        if sometimes(random, 0.4):
            _seat(random, facility["operator"])
        _untell_of(random, facility, "operator")
    elif choice == 10:
        lacking = random.randrange(1, 20)
        facility["supplement_10"] = random.choice(
            [
                [14, 15, 18],
                [n for n in range(1, 20) if n not in (14, 15, 18)],
                [n for n in range(1, 20) if n != lacking],
            ]
        )
    elif choice == 11:
        facility["attested_on"] = random.choice([shifted(as_of, 1), as_of])
    elif choice == 12:
        seat = random.choice(["headquarters", "ultimate_parent_headquarters", "location"])
        request["parties"]["recipient"][seat] = random.choice(ODD_SEATS)
    elif choice == 13:
        request["end_use"]["diversion_risk"] = True
    elif choice == 14:
        _untell(random, veu["compute"] or {})
    elif choice == 15:
        ((veu["compute"] or {}).get("by_country") or {}).pop(request["destination"], None)
    elif choice == 16:
        veu["holder"] = random.choice(["purchaser", "exporter", "intermediate_consignee"])
    elif choice == 17:
        request["end_use"].update(random.choice([{"bis_informed": True}, {"part_744": "concern"}]))
    elif choice in (18, 19):
        _train(random, request, party)
    elif choice in (20, 21):
        _store(random, request, party)
    elif choice == 22:
        veu["compute"] = None
    elif choice == 23:
        _sell(random, request, party)
    elif choice == 24:
        _operate(random, request)
    elif choice == 25:
        _reach_ukraine(random, request)
    else:
        veu["type"] = "general"


def _untell(random: Random, compute: Document) -> None:
    """Computing power of which a part is not told, or told by null."""
    if sometimes(random, 0.3):
        compute["by_country"] = None
    else:
        compute.pop(random.choice(["total_tpp", "by_country"]), None)


def _untell_of(random: Random, facility: Document, role: str) -> None:
    """A company of the data center of which not all is told, or that is told not to be."""
    if sometimes(random, 0.3):
        facility[role].pop(random.choice(["name", "location", "headquarters", "listed"]), None)
    elif sometimes(random, 0.1):
        facility[role] = None


def _seat(random: Random, operator: Document) -> None:
    """An operator that may be a validated end user of one kind, of either, or of none."""
    homes = random.choice([("US", "US"), ("MY", "DE"), ("SG", "SG"), ("US", "CN"), ("MO", "MY")])
    operator.update(zip(("headquarters", "ultimate_parent_headquarters"), homes, strict=True))


def _sell(random: Random, request: Document, party: Party) -> None:
    """Chips below 3A090.a, or memory, in which somebody of Macau or D:5 may have a part."""
    request["item"] = {
        "kind": "integrated_circuit",
        "eccn": random.choice(["3A090.b", "3A090.b", "3A090.c"]),
        "quantity": 10,
        **{k: v for k, v in request["item"].items() if k == "received_under"},
    }
    _put_between(random, request, party)


def _put_between(random: Random, request: Document, party: Party) -> None:
    """Who buys or forwards, and may be seated in Macau or D:5."""
    between = party(random, random.choice(["DE", "SG"]))
    between.update(listed=[], location="DE")
    between.update(dict.fromkeys(["headquarters", "ultimate_parent_headquarters"], "DE"))
    seat = random.choice(["headquarters", "ultimate_parent_headquarters"])
    between[seat] = random.choice(["CN", "CN", "MO", "DE"])
    if sometimes(random, 0.1):
        between.pop(seat)
    request["parties"][random.choice(["purchaser", "intermediate_consignee"])] = between


def _reach_ukraine(random: Random, request: Document) -> None:
    """Somebody, or the data center, stands in Ukraine, whose region is told or not."""
    place = random.choice([request["parties"]["recipient"], request["facility"]])
    place["location"] = "UA"
    request["veu"]["authorized_destinations"] = sorted({request["destination"], "UA"})
    request["destination_region"] = random.choice([None, "UA-crimea"])
    if sometimes(random, 0.4):
        request.pop("destination_region")


def _operate(random: Random, request: Document) -> None:
    """Who operates the data center under an authorization of its own gets the items, or some."""
    facility, parties = request["facility"], request["parties"]
    operator = {**parties["recipient"], "name": "operator"}
    _seat(random, operator)
    if sometimes(random, 0.6):
        operator.update(headquarters="US", ultimate_parent_headquarters="US")
    role, other = random.sample(["end_user", "ultimate_consignee"], 2)
    parties[role] = dict(operator)
    request["veu"]["holder"] = random.choice([other, other, "recipient", role, "exporter"])
    facility["operator"] = random.choice([dict(operator), {"name": "operator"}, {}, None])
    facility["operator_veu"] = sometimes(random, 0.8)
    if sometimes(random, 0.15):
        facility.pop("operator_veu")
    if sometimes(random, 0.1):
        parties[other] = dict(operator)
    if sometimes(random, 0.15):
        untold = random.choice(
            [facility.get("operator") or {}, parties[role], parties["recipient"]]
        )
        untold.pop(random.choice(["name", "headquarters"]), None)


def _train(random: Random, request: Document, party: Party) -> None:
    """A model of 4E091 trained in the data center, or for somebody outside."""
    request["end_use"].update(
        purpose="model_training",
        training={
            "model_4e091": True,
            "location": random.choice([request["destination"], "US"]),
            "service": random.choice(["own", "iaas", "api", "inference"]),
            "bis_authorization": False,
            "fine_tuning_share": random.choice([0.25, 0.26, 0.26]),
            "customer": party(random, random.choice(["US", "PL"])),
        },
    )


def _store(random: Random, request: Document, party: Party) -> None:
    """Weights kept in the data center of somebody inside or outside."""
    request["item"] = {
        "kind": "model_weights",
        "eccn": "4E091",
        "quantity": 1,
        **{k: v for k, v in request["item"].items() if k == "received_under"},
    }
    request["end_use"]["purpose"] = "weights_storage"
    home = random.choice(["US", "PL", "BR"])
    for role in ("owner", "operator"):
        held = request["facility"][role] or {}
        held.update(headquarters=home, ultimate_parent_headquarters=home)
    if sometimes(random, 0.4):
        _put_between(random, request, party)
