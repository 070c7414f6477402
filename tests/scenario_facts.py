"""Items, parties and papers of which `scenarios` are told."""

from typing import Any

H100 = {
    "kind": "integrated_circuit",
    "eccn": "3A090.a",
    "quantity": 100,
    "tpp": 15832,
    "performance_density": 19.45,
    "datacenter": True,
    "designer": "authorized",
}
# 3A090.a.1 by TPP, and not for datacenters: what NAC and ACA are for.
GAMING = {
    "kind": "integrated_circuit",
    "quantity": 100,
    "tpp": 5284.8,
    "performance_density": 8.67,
    "datacenter": False,
    "designer": "authorized",
}
B_LEVEL = {
    "kind": "integrated_circuit",
    "eccn": "3A090.b",
    "quantity": 100,
    "tpp": 2500,
    "performance_density": 2,
    "datacenter": True,
    "designer": "authorized",
    "other_controls_cleared": True,
}
WEIGHTS = {
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
# What is for chips, boards and boxes of the a-level, and has no processing performance of its own.
SOFTWARE = {
    "kind": "software",
    "eccn": "4D090",
    "related_eccn": "4A090.a",
    "other_controls_cleared": True,
}
FOR_GAMING = {
    "kind": "software",
    "eccn": "5D992.z.1",
    "datacenter": False,
    "other_controls_cleared": True,
}
TECHNOLOGY = {
    "kind": "technology",
    "eccn": "3E001",
    "related_eccn": "3A001.z.1.a",
    "developer": {"headquarters": "US", "ultimate_parent_headquarters": "US"},
    "for_production_of": "3A001.z.1.a",
    "other_controls_cleared": True,
}


def party(country: str, kind: str = "commercial_firm") -> dict[str, Any]:
    """A company located, headquartered and parented in one country."""
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


def told(destination: str, item: dict[str, Any], *, purpose: str = "data_center") -> dict[str, Any]:
    """An item for a company of the destination, with every fact that an exception asks."""
    return {
        "request_id": "line 1",
        "as_of": "2025-07-01",
        "activity": "export",
        "origin": "US",
        "destination": destination,
        "item": item,
        "shipment": {"lines": 1},
        "parties": {"recipient": party(destination)},
        "end_use": {
            "purpose": purpose,
            "part_744": "none",
            "part_746": "none",
            "bis_informed": False,
            "training": None,
            "ultimate_customer": party("US"),
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
