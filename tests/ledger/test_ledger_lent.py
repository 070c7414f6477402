"""What is lent to an operator is drawn on the one year that the operator has."""

from typing import Any

import pytest
from ledger_requests import PARENT, YEAR_ALL, YEAR_LPP, balances, lpp, opening

from ai_export_policy import Client
from ai_export_policy.ledger import DrawRefused, Ledger, Name

OPERATOR = {"ultimate_parent": PARENT, "ultimate_parent_headquarters": "BR"}


def lent(id_: str, quantity: int) -> dict[str, Any]:
    """Chips of an allied group, put to the limit of the operator of its site."""
    request = lpp(id_, quantity)
    request["parties"]["recipient"] |= {
        "ultimate_parent": "Lender Holding",
        "ultimate_parent_headquarters": "US",
    }
    request["facility"] = {"location": "BR", "operator": request["parties"]["recipient"] | OPERATOR}
    request["documents"]["lpp_applied_to_operator"] = True
    return request


@pytest.mark.parametrize("N7", ["all_receipts", "lpp_only"])
@pytest.mark.parametrize("order", [(lpp, lent), (lent, lpp)])
def test_an_operator_has_one_year_whether_it_receives_or_is_lent_to(
    ledger: Ledger, client: Client, order: tuple[Any, Any], N7: str
) -> None:
    ledger.record([opening(YEAR_ALL), opening(YEAR_LPP)])
    one, two = (
        make(str(number), 850) | {"readings": {"N7": N7}} for number, make in enumerate(order)
    )
    assert ledger.reserve(one, client, author="Ann").state == "reserved"
    with pytest.raises(DrawRefused, match="do not fit, 13,442,800 of 26,900,000 TPP remain"):
        ledger.reserve(two, client, author="Ann")
    less = order[1]("less", 849) | {"readings": {"N7": N7}}
    assert ledger.reserve(less, client, author="Ann").state == "reserved"
    assert balances(ledger)[YEAR_ALL] == balances(ledger)[YEAR_LPP] == (0, 1699 * 15832)
    lender = Name("consignee_year_all", "Lender Holding", "2025")
    assert balances(ledger).get(lender, (0, 0)) == (0, 0)
