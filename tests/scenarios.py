"""Requests told in full, one for each way to a permission and for the ways past one.

What `generate` starts from before it changes facts: a request drawn from the schema alone nearly
never meets all the conditions of anything.
"""

import copy
from typing import Any

from scenario_facts import (
    B_LEVEL,
    FOR_GAMING,
    GAMING,
    H100,
    SOFTWARE,
    TECHNOLOGY,
    WEIGHTS,
    party,
    told,
)


def _licensed() -> dict[str, Any]:
    request = told("CN", H100)
    request["documents"]["license"] = {
        "issued_on": "2025-01-10",
        "expires_on": "2026-01-09",
        "covers_this_shipment": True,
    }
    return request


def _weights(destination: str) -> dict[str, Any]:
    request = told(destination, WEIGHTS, purpose="weights_storage")
    request["parties"]["recipient"] |= {
        "headquarters": "US",
        "ultimate_parent_headquarters": "US",
    }
    request["facility"] = {
        "location": destination,
        "supplement_10": [14, 15, 18],
        "attested_on": "2025-06-01",
    }
    return request


def _employee() -> dict[str, Any]:
    request = told("IN", WEIGHTS, purpose="other") | {"activity": "deemed_export"}
    request["employee"] = {
        "permanent_regular_employee": True,
        "employer": party("US"),
        "not_deemed_reexport": "none",
    }
    return request


def _onward() -> dict[str, Any]:
    item = H100 | {"received_under": "none"}
    return told("JP", item) | {"activity": "reexport", "origin": "DE"}


def _within() -> dict[str, Any]:
    item = GAMING | {"received_under": "none"}
    return told("CN", item) | {"activity": "transfer_in_country", "origin": "CN"}


def _four_parties() -> dict[str, Any]:
    request = told("DE", H100)
    request["parties"] = {
        role: party("DE")
        for role in ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
    }
    return request


def _board() -> dict[str, Any]:
    circuit = {
        name: H100[name] for name in ("tpp", "performance_density", "datacenter", "designer")
    }
    item = {
        "kind": "electronic_assembly",
        "eccn": "4A090.a",
        "quantity": 10,
        "integrated_circuits": [{"count": 8, **circuit}],
    }
    return told("DE", item)


def _datasheet() -> dict[str, Any]:
    item = {
        "kind": "integrated_circuit",
        "quantity": 10,
        "datacenter": False,
        "designer": "authorized",
        "specification": {
            "peaks": [{"bits": 16, "tera_operations": 330.3, "sparse": False}],
            "dies": [{"area_mm2": 609, "non_planar": True}],
        },
    }
    return told("VN", item)


def _developed_in_china() -> dict[str, Any]:
    developer = {"headquarters": "CN", "ultimate_parent_headquarters": "CN"}
    basis = {"value": True, "basis": "734.9(h)(1)(i)(B)(1)"}
    item = TECHNOLOGY | {
        "related_eccn": "3A090.b",
        "for_production_of": "3A090.b",
        "developer": developer,
        "subject_to_ear": basis,
        "received_under": "none",
    }
    return told("BR", item, purpose="other") | {"activity": "reexport", "origin": "CN"}


def _validated(
    kind: str, home: str, item: dict[str, Any], *, purpose: str = "data_center"
) -> dict[str, Any]:
    """To a data center in Malaysia, whose share or whose quarter the H100 fill exactly."""
    request = told("MY", item, purpose=purpose) | {"as_of": "2026-03-02"}
    holder = party(home) | {"location": "MY"}
    request["parties"] = {
        "exporter": party("US") | {"name": "Chip Supplier Inc"},
        "recipient": holder,
    }
    request["end_use"]["diversion_risk"] = False
    request["documents"]["veu_certification"] = {"signed_on": "2025-10-01"}
    request["facility"] = {
        "location": "MY",
        "owner": holder,
        "operator": holder,
        "new_location": False,
        "supplement_10": [1, 2, 3, 9, 13, 14, 15, 16, 17, 18],
        "attested_on": "2025-06-01",
    }
    universal = {"US": 520_000_000, "DE": 291_583_200, "MY": 68_416_800, "BR": 120_000_000}
    national = {"MY": 1_897_416_800}
    request["veu"] = {
        "type": kind,
        "holder": "recipient",
        "listed_or_letter": True,
        "status": "active",
        "authorized_eccns": ["3A090.a", "4D090", "4E091"],
        "authorized_destinations": ["MY"],
        "arrangements": {"MY": True},
        "compute": {
            "total_tpp": 1_000_000_000,
            "by_country": universal if kind == "uveu" else national,
        },
    }
    return request


def _own_move() -> dict[str, Any]:
    request = _validated("nveu", "MY", H100 | {"received_under": "NVEU"})
    request["parties"]["exporter"] = request["parties"]["recipient"]
    return request | {"activity": "transfer_in_country", "origin": "MY"}


def _weights_of_a_validated_end_user() -> dict[str, Any]:
    """Bought by a Malaysian company, which closes AIA and leaves Authorization VEU."""
    request = _validated("uveu", "US", WEIGHTS, purpose="weights_storage")
    request["parties"]["purchaser"] = party("MY") | {"name": "Buyer Bhd"}
    return request


_SCENARIOS = (
    told("DE", H100),
    told("BR", H100),
    told("VN", H100, purpose="production"),
    told("CN", H100),
    told("VN", GAMING),
    told("CN", GAMING),
    told("VN", B_LEVEL),
    told("CN", B_LEVEL),
    told("SG", B_LEVEL),
    told("CN", H100) | {"activity": "deemed_export"},
    told("DE", H100 | {"subject_to_ear": {"value": False, "basis": "734.3(b)"}}),
    _licensed(),
    _weights("DE"),
    _weights("PL"),
    _employee(),
    _onward(),
    _within(),
    _four_parties(),
    _board(),
    _datasheet(),
    told("DE", SOFTWARE, purpose="other"),
    told("VN", FOR_GAMING, purpose="other"),
    told("CN", FOR_GAMING, purpose="other"),
    told("VN", TECHNOLOGY, purpose="production"),
    _developed_in_china(),
    _validated("uveu", "US", H100),
    _validated("nveu", "MY", H100),
    _validated("nveu", "MY", SOFTWARE),
    _own_move(),
    _weights_of_a_validated_end_user(),
)


def scenarios() -> list[dict[str, Any]]:
    """Fresh copies of all of them, in a fixed order."""
    return copy.deepcopy(list(_SCENARIOS))
