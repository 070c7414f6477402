"""The sum of 740.27 is the owner's, the sums of 740.29 are its ultimate parent's."""

from ledger_requests import PARENT, lpp

from ai_export_policy.ledger import snapshot
from ai_export_policy.ledger.entries import Name


def test_under_aia_each_owner_has_a_sum_and_under_lpp_the_whole_group_has_one() -> None:
    one, other = lpp("one", 1), lpp("other", 1)
    other["parties"]["recipient"]["name"] = "Sister SA"
    names, sister = snapshot.guess(one), snapshot.guess(other)
    assert names["consignee_aia"] == Name("consignee_aia", "Consignee SA", "")
    assert sister["consignee_aia"] == Name("consignee_aia", "Sister SA", "")
    assert names["consignee_year_all"] == sister["consignee_year_all"]
    assert names["consignee_year_all"].key == PARENT


def test_an_owner_without_a_name_has_no_sum_under_aia() -> None:
    request = lpp("one", 1)
    del request["parties"]["recipient"]["name"]
    assert "consignee_aia" not in snapshot.guess(request)
