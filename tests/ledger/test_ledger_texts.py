"""A text that one of the databases would not keep is refused by both, before anything is done."""

from collections.abc import Callable
from functools import partial

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, lpp

from ai_export_policy import Client, RequestInvalid
from ai_export_policy.ledger import Conflict, Ledger, Row, status

NUL = "holds the character NUL"
HALF = "holds half a surrogate pair"
ROW = Row(YEAR_ALL, "opening", 0, "2025-06-30", "books", "book 1", "Ann")


@pytest.mark.parametrize(("bad", "said"), [("a\0b", NUL), ("\udcff", HALF)])
def test_a_text_that_is_not_kept_is_a_conflict_that_names_it(
    ledger: Ledger, client: Client, bad: str, said: str
) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    reserve = partial(ledger.reserve, lpp("two"), client)
    calls: list[tuple[str, Callable[[], object]]] = [
        ("source", lambda: reserve(author="Ann", source=bad)),
        ("evidence", lambda: reserve(author="Ann", evidence=bad)),
        ("author", lambda: reserve(author=bad)),
        ("id", lambda: ledger.draw(bad)),
        ("key", lambda: status.standings(ledger.store, key=bad)),
    ]
    for field, row in (
        ("source", ROW._replace(source=bad)),
        ("evidence", ROW._replace(evidence=bad)),
        ("author", ROW._replace(author=bad)),
    ):
        calls.append((f"{YEAR_ALL}: {field}", partial(ledger.record, [row])))
    for end in (ledger.commit, ledger.release):
        calls += [
            ("id", partial(end, bad, author="Ann")),
            ("source", partial(end, "one", author="Ann", source=bad)),
            ("evidence", partial(end, "one", author="Ann", evidence=bad)),
            ("author", partial(end, "one", author=bad)),
        ]
    for field, call in calls:
        with pytest.raises(Conflict) as refused:
            call()
        assert str(refused.value).startswith(f"{field} {said}")
    assert ledger.draw("one").state == "reserved"
    assert balances(ledger) == {YEAR_ALL: (0, 1_583_200), YEAR_LPP: (0, 1_583_200)}


def test_so_it_is_in_a_request(ledger: Ledger, client: Client) -> None:
    buyer = lpp("two")
    buyer["parties"]["purchaser"] = {**buyer["parties"]["recipient"], "name": "a\0b"}
    for request, field in ((lpp("a\0b"), "request_id"), (buyer, "parties.purchaser.name")):
        with pytest.raises(Conflict, match=f"{field} {NUL}"):
            ledger.reserve(request, client, author="Ann")
    with pytest.raises(RequestInvalid, match="request_id: the text has half a surrogate pair"):
        ledger.reserve(lpp("\udcff"), client, author="Ann")
    assert balances(ledger) == {}
    # What is only written like it is kept.
    assert ledger.reserve(lpp("a\\u0000b"), client, author="Ann").state == "reserved"
