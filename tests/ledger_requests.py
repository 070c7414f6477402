"""Requests and entries that the tests of the ledger share, and what it holds as plain values."""

import copy
from collections.abc import Mapping
from typing import Any

from ai_export_policy import Client, Decision
from ai_export_policy.ledger import Ledger, Name, Row
from ai_export_policy.ledger.amounts import milli, tpp

PARENT = "Group Holding"
YEAR_ALL = Name("consignee_year_all", PARENT, "2025")
YEAR_LPP = Name("consignee_year_lpp", PARENT, "2025")
VIETNAM = Name("country_licensed", "VN", "2025-2027")
POLAND = Name("country_licensed", "PL", "2025-2027")


def lpp(id_: str, quantity: int = 100, *, tpp: float = 15832) -> dict[str, Any]:
    """Datacenter chips for a firm in Brazil, on its certification of the year."""
    return {
        "request_id": id_,
        "as_of": "2025-07-01",
        "activity": "export",
        "origin": "US",
        "destination": "BR",
        "item": {
            "kind": "integrated_circuit",
            "eccn": "3A090.a",
            "quantity": quantity,
            "tpp": tpp,
            "performance_density": 19.45,
            "datacenter": True,
            "designer": "authorized",
        },
        "shipment": {"lines": 1},
        "parties": {"recipient": _party("BR")},
        "end_use": {
            "purpose": "data_center",
            "part_744": "none",
            "part_746": "none",
            "bis_informed": False,
            "training": None,
        },
        "documents": {
            "purchase_order": "held",
            "lpp_certification": {"signed_on": "2025-06-20", "calendar_year": 2025},
            "lpp_applied_to_operator": False,
        },
    }


def application(id_: str, quantity: int = 2000, country: str = "VN") -> dict[str, Any]:
    """The same chips for a country with an allocation, in a number that needs a license."""
    request = copy.deepcopy(lpp(id_, quantity))
    request["destination"] = country
    request["parties"] = {"recipient": _party(country)}
    request["documents"] = {"purchase_order": "held"}
    return request


def opening(
    name: Name, amount: float = 0, *, complete: bool = True, day: str = "2025-06-30"
) -> Row:
    """An opening balance."""
    return Row(name, "opening", milli(amount), day, "books", "book 1", "Ann", complete=complete)


def balances(ledger: Ledger) -> dict[Name, tuple[Any, Any]]:
    """Committed and reserved TPP of each sum."""
    found = ledger.store.query("SELECT sum, key, period, committed, reserved FROM account")
    return {Name(*row[:3]): (tpp(row[3]), tpp(row[4])) for row in found}


def kinds(ledger: Ledger, name: Name) -> list[tuple[str, Any]]:
    """Kind and TPP of the entries of a sum, in their order."""
    found = ledger.store.query(
        "SELECT e.kind, e.amount FROM entry e JOIN account a ON a.id = e.account"
        " WHERE a.sum = ? AND a.key = ? AND a.period = ? ORDER BY e.seq",
        *name,
    )
    return [(kind, tpp(amount)) for kind, amount in found]


class Between:
    """Decides as the client does, and does something else between the decision and the draw."""

    def __init__(self, client: Client, *steps: Any) -> None:
        self._client = client
        self._steps = list(steps)
        self.asked: list[Mapping[str, Any]] = []

    def decide(self, request: Mapping[str, Any]) -> Decision:
        self.asked.append(request)
        decision = self._client.decide(request)
        if self._steps:
            self._steps.pop(0)()
        return decision


def _party(country: str) -> dict[str, Any]:
    return {
        "name": "Consignee SA",
        "kind": "commercial_firm",
        "location": country,
        "headquarters": country,
        "ultimate_parent": PARENT,
        "ultimate_parent_headquarters": country,
        "government_controlled": False,
        "listed": [],
    }
