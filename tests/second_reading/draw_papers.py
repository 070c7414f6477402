"""End use, papers, facility, ledger and validated end-user."""

from collections.abc import Callable
from random import Random
from typing import Any

from .draw_values import around, shifted, sometimes

Document = dict[str, Any]
Party = Callable[[Random, str], Document]


def end_use(random: Random, request: Document, party: Party) -> Document:
    """The purpose, the caller's own review, the customer and the training."""
    destination = request["destination"]
    found: Document = {
        "purpose": random.choice(
            [
                "data_center",
                "model_training",
                "development",
                "production",
                "other",
                "storage_before_export",
                "consumer",
                "weights_storage",
                "other",
            ]
        ),
        "part_744": random.choices(["none", "concern"], [60, 1])[0],
        "part_746": random.choices(["none", "concern"], [60, 1])[0],
        "bis_informed": sometimes(random, 0.015),
        "diversion_risk": sometimes(random, 0.03),
    }
    if found["purpose"] in ("development", "production", "storage_before_export"):
        customer = party(random, random.choice([destination, "US", "BR", "CN"]))
        found["ultimate_customer"] = maybe(random, customer)
    if found["purpose"] in ("data_center", "model_training"):
        found["training"] = random.choice([None, training(random, destination, party)])
    return found


def training(random: Random, destination: str, party: Party) -> Document:
    """A model trained on the item."""
    service = random.choice(["own", "iaas", "api", "inference"])
    found: Document = {
        "model_4e091": sometimes(random, 0.6),
        "location": random.choices([destination, "US", "BR"], [8, 1, 1])[0],
        "service": service,
        "bis_authorization": sometimes(random, 0.1),
    }
    if service != "own" or sometimes(random, 0.1):
        found["customer"] = party(random, random.choice([destination, "US", "PL"]))
    if sometimes(random, 0.3):
        found["fine_tuning_share"] = random.choice([0.1, 0.25, 0.26])
    return found


def maybe(random: Random, paper: Document) -> Document | None:
    """The paper, or none."""
    return None if sometimes(random, 0.05) else paper


def documents(random: Random, as_of: str) -> Document:
    """Papers, their dates now and then a day late."""
    late = random.choices([-40, -1, 0, 1], [8, 2, 2, 1])
    year = int(as_of[:4])
    found: Document = {
        "aia_certification": maybe(
            random,
            {
                "signed_on": shifted(as_of, late[0]),
                "submitted_on": shifted(as_of, random.choices([-20, 0, 1], [6, 2, 1])[0]),
            },
        ),
        "lpp_certification": maybe(
            random,
            {
                "signed_on": shifted(as_of, late[0]),
                "calendar_year": random.choices([year, year - 1], [9, 1])[0],
            },
        ),
        "purchase_order": random.choices(["held", "commercial_sample", "none", None], [9, 2, 1, 1])[
            0
        ],
        "enc_requirements_met": random.choices([True, False, None], [8, 1, 1])[0],
        "nac_notification": maybe(
            random,
            {
                "submitted_on": shifted(as_of, -random.choice([30, 30, 26, 25, 24])),
                "registered_on": shifted(as_of, -random.choice([30, 25, 25, 24])),
                "outcome": random.choices(["confirmed", "pending", "license_required"], [10, 1, 1])[
                    0
                ],
                "covers_this_shipment": sometimes(random, 0.95),
            },
        ),
    }
    if sometimes(random, 0.9):
        found["lpp_applied_to_operator"] = sometimes(random, 0.15)
    if sometimes(random, 0.08):
        found["license"] = {
            "issued_on": shifted(as_of, random.choice([-300, 0, 1])),
            "expires_on": shifted(as_of, random.choice([65, 0, -1])),
            "covers_this_shipment": sometimes(random, 0.9),
        }
    return found


def facility(random: Random, request: Document, party: Party) -> Document:
    """A data center, or where weights are stored."""
    as_of = request["as_of"]
    found: Document = {
        "location": random.choices([request["destination"], "PL", "FR"], [12, 1, 1])[0],
        "owner": request["parties"]["recipient"] if sometimes(random, 0.8) else party(random, "US"),
        "operator": request["parties"]["recipient"]
        if sometimes(random, 0.7)
        else party(random, random.choice(["US", "US", "FR", "PL"])),
        "operator_veu": sometimes(random, 0.7),
        "new_location": sometimes(random, 0.3),
        "notified_on": shifted(as_of, -random.choice([200, 180, 179])),
        "move_notified_on": shifted(as_of, -random.choice([90, 60, 59])),
        "supplement_10": list(range(1, 20)),
        "attested_on": shifted(as_of, -random.choice([100, 364, 365, 366, -1, 20, 30, 40])),
    }
    if sometimes(random, 0.15):
        found["supplement_10"] = random.choice(
            [[14, 15, 18], [14, 15], None, [n for n in range(1, 20) if n not in (14, 15, 18)]]
        )
    return found


def ledger(random: Random, request: Document) -> Document:
    """What the pools hold, at and around each limit."""
    item = request["item"]
    unit = item.get("tpp", 15832)
    asked = unit * item["quantity"]
    increase = {"country_increase": random.choice([0, 0.5, 1])} if sometimes(random, 0.05) else {}
    as_of = request["as_of"]
    day = random.choices([as_of, shifted(as_of, -400), shifted(as_of, 400)], [14, 1, 1])[0]
    seat = random.choice(list(request["parties"].values()))["headquarters"]
    return {
        **increase,
        "as_of": day,
        "complete": sometimes(random, 0.75),
        "country": random.choices([request["destination"], seat, "PL"], [12, 3, 1])[0],
        "country_licensed_tpp": random.choice(
            [0, 1e6, 700e6, 790e6, 791e6, around(random, 790e6 - asked)]
        ),
        "consignee_year_lpp_tpp": random.choice([0, 1e6, 27e6, around(random, 26.9e6 - asked)]),
        "consignee_year_all_tpp": random.choice([0, 0, 1e6, 27e6, around(random, 26.9e6 - asked)]),
        "consignee_aia_tpp": random.choice([0, 100e6, around(random, 253e6 - asked), 300e6]),
        "operator_year_lpp_tpp": random.choice([0, 0, around(random, 26.9e6 - asked), 27e6]),
    }
