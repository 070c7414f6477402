"""Requests told in full, one for each way to a permission and for the ways past one.

What `generate` starts from before it changes facts: a request drawn from the schema alone nearly
never meets all the conditions of anything.
"""

import copy
from typing import Any

_H100 = {
    "kind": "integrated_circuit",
    "eccn": "3A090.a",
    "quantity": 100,
    "tpp": 15832,
    "performance_density": 19.45,
    "datacenter": True,
    "designer": "authorized",
}
# 3A090.a.1 by TPP, and not for datacenters: what NAC and ACA are for.
_GAMING = {
    "kind": "integrated_circuit",
    "quantity": 100,
    "tpp": 5284.8,
    "performance_density": 8.67,
    "datacenter": False,
    "designer": "authorized",
}
_B_LEVEL = {
    "kind": "integrated_circuit",
    "eccn": "3A090.b",
    "quantity": 100,
    "tpp": 2500,
    "performance_density": 2,
    "datacenter": True,
    "designer": "authorized",
    "other_controls_cleared": True,
}
_WEIGHTS = {
    "kind": "model_weights",
    "eccn": "4E091",
    "other_controls_cleared": True,
    "model": {
        "training_operations": 2e26,
        "published": False,
        "derived_from_published": False,
        "synthetic_data": None,
        "best_published_operations": {"value": 5e25, "source": "survey", "as_of": "2025-06-30"},
    },
}


def _party(country: str, kind: str = "commercial_firm") -> dict[str, Any]:
    return {
        "name": "Consignee SA",
        "kind": kind,
        "location": country,
        "headquarters": country,
        "ultimate_parent": "Group Holding",
        "ultimate_parent_headquarters": country,
        "government_controlled": False,
        "listed": [],
    }


def _told(
    destination: str, item: dict[str, Any], *, purpose: str = "data_center"
) -> dict[str, Any]:
    return {
        "request_id": "line 1",
        "as_of": "2025-07-01",
        "activity": "export",
        "origin": "US",
        "destination": destination,
        "item": item,
        "shipment": {"lines": 1},
        "parties": {"recipient": _party(destination)},
        "end_use": {
            "purpose": purpose,
            "part_744": "none",
            "part_746": "none",
            "bis_informed": False,
            "training": None,
            "ultimate_customer": _party("US"),
        },
        "documents": {
            "purchase_order": "held",
            "aia_certification": {"signed_on": "2025-06-20", "submitted_on": "2025-06-25"},
            "lpp_certification": {"signed_on": "2025-06-20", "calendar_year": 2025},
            "lpp_applied_to_operator": False,
            "nac_notification": {
                "submitted_on": "2025-05-20",
                "registered_on": "2025-05-21",
                "outcome": "confirmed",
                "covers_this_shipment": True,
            },
        },
        "ledger": {
            "source": "supplier records",
            "as_of": "2025-06-30",
            "complete": True,
            "country": destination,
            "country_licensed_tpp": 0,
            "consignee_year_lpp_tpp": 0,
            "consignee_year_all_tpp": 0,
            "consignee_aia_tpp": 0,
        },
    }


def _licensed() -> dict[str, Any]:
    request = _told("CN", _H100)
    request["documents"]["license"] = {
        "issued_on": "2025-01-10",
        "expires_on": "2026-01-09",
        "covers_this_shipment": True,
    }
    return request


def _weights(destination: str) -> dict[str, Any]:
    request = _told(destination, _WEIGHTS, purpose="weights_storage")
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
    request = _told("IN", _WEIGHTS, purpose="other") | {"activity": "deemed_export"}
    request["employee"] = {
        "permanent_regular_employee": True,
        "employer": _party("US"),
        "not_deemed_reexport": "none",
    }
    return request


def _onward() -> dict[str, Any]:
    item = _H100 | {"received_under": "none"}
    return _told("JP", item) | {"activity": "reexport", "origin": "DE"}


def _within() -> dict[str, Any]:
    item = _GAMING | {"received_under": "none"}
    return _told("CN", item) | {"activity": "transfer_in_country", "origin": "CN"}


def _four_parties() -> dict[str, Any]:
    request = _told("DE", _H100)
    request["parties"] = {
        role: _party("DE")
        for role in ("purchaser", "intermediate_consignee", "ultimate_consignee", "end_user")
    }
    return request


def _board() -> dict[str, Any]:
    circuit = {
        name: _H100[name] for name in ("tpp", "performance_density", "datacenter", "designer")
    }
    item = {
        "kind": "electronic_assembly",
        "eccn": "4A090.a",
        "quantity": 10,
        "integrated_circuits": [{"count": 8, **circuit}],
    }
    return _told("DE", item)


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
    return _told("VN", item)


_SCENARIOS = (
    _told("DE", _H100),
    _told("BR", _H100),
    _told("VN", _H100, purpose="production"),
    _told("CN", _H100),
    _told("VN", _GAMING),
    _told("CN", _GAMING),
    _told("VN", _B_LEVEL),
    _told("CN", _B_LEVEL),
    _told("SG", _B_LEVEL),
    _told("CN", _H100) | {"activity": "deemed_export"},
    _told("DE", _H100 | {"subject_to_ear": {"value": False, "basis": "734.3"}}),
    _licensed(),
    _weights("DE"),
    _weights("PL"),
    _employee(),
    _onward(),
    _within(),
    _four_parties(),
    _board(),
    _datasheet(),
)


def scenarios() -> list[dict[str, Any]]:
    """Fresh copies of all of them, in a fixed order."""
    return copy.deepcopy(list(_SCENARIOS))
