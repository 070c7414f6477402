"""Which draws a decision carries. What counts is the decision's to say, not the ledger's."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ai_export_policy.decision import Decision
from ai_export_policy.errors import NotADecision
from ai_export_policy.ledger import amounts
from ai_export_policy.ledger.entries import Name, Row
from ai_export_policy.ledger.snapshot import BEHIND, FIELDS, INSTALLED, Snapshot

_AUTHORIZED = {
    "no_license_required",
    "not_subject_to_ear",
    "license_exception",
    "validated_end_user",
    "licensed",
}
# Sums that only a transaction under one of these authorizations adds to.
_UNDER = {
    "consignee_year_lpp": {"LPP"},
    "operator_year_lpp": {"LPP"},
    "veu_installed": {"UVEU", "NVEU"},
}


def against(decision: Decision, snapshot: Snapshot) -> list[str]:
    """Sentences that say why the decision carries no draw; none where it does.

    `snapshot` is what it rests on.
    """
    if decision.outcome == "license_required":
        fits = _fitting_application(decision, snapshot)
        reasons = [] if fits else _no_application(decision, snapshot)
    elif decision.outcome in _AUTHORIZED:
        reasons = _too_much(decision)
    else:
        missing = ", ".join(decision.missing_facts)
        reasons = _too_much(decision)
        reasons.append(decision.outcome + (f", missing are {missing}" if missing else ""))
        reasons += _untold(decision, snapshot)
    symbol = (decision.authorization or {}).get("symbol")
    for row in drawn(decision):
        if symbol not in _UNDER.get(row["sum"], {symbol}):
            reasons.append(f"{row['sum']} is drawn under another authorization than {symbol}")
        if row["key"] is None or row["tpp"] is None:
            what = "whose it is" if row["key"] is None else "how much TPP"
            reasons.append(f"{row['sum']} counts this, and the request does not tell {what}")
    return reasons


def drawn(decision: Decision) -> list[dict[str, Any]]:
    """The rows of `counts` that a draw records.

    A license that is held was drawn when it was applied for, and committed when it was granted.
    """
    held = decision.outcome == "licensed"
    return [row for row in decision.counts if not (held and row["sum"] == "country_licensed")]


def concerned(decision: Decision) -> set[str]:
    """The sums that the decision rests on or adds to."""
    measured = {sum_ for row in decision.pools for sum_ in BEHIND[row["pool"]]}
    return measured | {row["sum"] for row in decision.counts}


def rows(
    decision: Decision, snapshot: Snapshot, *, draw: str, sha256: str, told: Sequence[str]
) -> tuple[Row, ...]:
    """The reservations of a draw, each with the limit that the decision states for its sum.

    `told` is source, evidence and author. NotADecision for an amount that is none, or a sum that
    is counted twice.
    """
    try:
        found = tuple(_rows(decision, snapshot, draw, sha256, told))
    except ValueError as error:
        raise NotADecision(f"the decision counts what is no amount: {error}") from error
    if len({row.name for row in found}) < len(found):
        raise NotADecision("the decision counts a sum twice")
    return found


def _rows(
    decision: Decision, snapshot: Snapshot, draw: str, sha256: str, told: Sequence[str]
) -> Iterator[Row]:
    source, evidence, author = told
    for row in sorted(drawn(decision), key=lambda one: (one["sum"], one["key"], one["period"])):
        name = Name(row["sum"], row["key"], row["period"] or "")
        yield Row(
            name=name,
            kind="reservation",
            amount=amounts.milli(row["tpp"]),
            day=decision.as_of,
            source=source,
            evidence=evidence,
            author=author,
            draw=draw,
            draw_sha256=sha256,
            limit=_limit(name, decision, snapshot),
        )


def _limit(name: Name, decision: Decision, snapshot: Snapshot) -> int | None:
    """The limit of the pool that was measured by this sum."""
    amount = snapshot.sums.get(name) or snapshot.installed.get(name)
    for row in decision.pools:
        # A share moves with what is added, so it bounds no sum by itself.
        if row["limit_tpp"] is None or row["basis"] == "share" or amount is None:
            continue
        same = name.sum in BEHIND[row["pool"]] and row["key"] == name.key
        if same and row["used_tpp"] is not None and amounts.at_most(row["used_tpp"]) == amount.used:
            return amounts.at_most(row["limit_tpp"])
    return None


def _allocation(decision: Decision) -> dict[str, Any] | None:
    """The allocation that a license would draw on."""
    if not any(row["sum"] == "country_licensed" for row in decision.counts):
        return None
    return next((row for row in decision.pools if row["pool"] == "country_allocation"), None)


def _fitting_application(decision: Decision, snapshot: Snapshot) -> bool:
    """Whether a license can be applied for that fits, whatever other pools are exhausted."""
    row = _allocation(decision)
    if row is None or row["fits"] is False:
        return False
    return row["fits"] is True or _room_in_whole(row, decision, snapshot)


def _room_in_whole(row: dict[str, Any], decision: Decision, snapshot: Snapshot) -> bool:
    """Whether the country's sum is the whole and has room, by the figures of the decision.

    Where another sum is but a part, the decision was told all as a part, and leaves it open.
    """
    name, amount = _country(row), snapshot.sums.get(_country(row))
    if amount is None or not amount.complete or _limit(name, decision, snapshot) is None:
        return False
    return bool(0 < (row["requested_tpp"] or 0) <= row["remaining_tpp"])


def _country(row: dict[str, Any]) -> Name:
    return Name("country_licensed", row["key"], row["period"] or "")


def _no_application(decision: Decision, snapshot: Snapshot) -> list[str]:
    row = _allocation(decision)
    reasons = _too_much(decision)
    if row is None:
        reasons.append(_no_allocation(decision))
    elif row["fits"] is None:
        parts = [name for name in _parts(snapshot) if name == _country(row)]
        missing = ", ".join(decision.missing_facts)
        known = f"not known{', missing are ' if missing else ''}{missing}"
        if parts:
            known = "known to others: the ledger does not hold the whole"
        reasons.append(
            f"a license is required, and whether it fits the allocation of {row['key']} is {known}"
        )
        reasons += _openings(parts)
    return reasons


def _no_allocation(decision: Decision) -> str:
    """What to do where no application is measured by an allocation: the license may count."""
    counted = [_country(row) for row in decision.counts if row["sum"] == "country_licensed"]
    where = f" of {counted[0]}" if counted else ", where it counts for a country"
    return (
        "a license is required, and no application for it draws on an allocation here: what is"
        f" granted is imported as a commitment{where}"
    )


def _untold(decision: Decision, snapshot: Snapshot) -> list[str]:
    """What to do about facts that are missing and that the ledger alone tells."""
    missing, asked = decision.missing_facts, set[str]()
    if "ledger.complete" in missing or "ledger.as_of" in missing:
        asked |= {sum_ for pool in _wanting(decision) for sum_ in BEHIND[pool]}
    asked |= {sum_ for sum_, field in FIELDS.items() if f"ledger.{field}" in missing}
    said = _openings(name for name in _parts(snapshot) if name.sum in asked)
    if any(path.startswith("veu.compute") for path in missing):
        parts = [name for name, one in snapshot.installed.items() if not one.complete]
        whose = f"{INSTALLED} of {snapshot.holder} in each country where something stands"
        said += _openings(parts or [whose])
    return said


def _wanting(decision: Decision) -> set[str]:
    """The pools that facts of the ledger are missing for: of provisions, those drawn on by them."""
    symbols = {
        row["symbol"]
        for row in decision.considered
        if any(path.startswith("ledger.") for path in row["missing"])
    }
    under = {sum_ for sum_, which in _UNDER.items() if which & symbols}
    wanting = {pool for pool, sums in BEHIND.items() if under & set(sums)}
    return wanting | {row["pool"] for row in decision.pools}


def _parts(snapshot: Snapshot) -> list[Name]:
    """The sums that were read and are not the whole."""
    return [name for name, one in snapshot.sums.items() if not one.complete]


def _openings(what: Iterable[Name | str]) -> list[str]:
    names = sorted(map(str, what))
    return [f"import an opening or a certification of {one}, with complete true" for one in names]


def _too_much(decision: Decision) -> list[str]:
    return [_sentence(row) for row in decision.pools if row["fits"] is False]


def _sentence(row: dict[str, Any]) -> str:
    asked, left, limit = (
        None if row[field] is None else amounts.text(amounts.at_most(row[field]))
        for field in ("requested_tpp", "remaining_tpp", "limit_tpp")
    )
    whose = " ".join(part for part in (row["pool"], row["key"], row["period"]) if part)
    remain = f"how much of {limit} TPP remains is not known" if left is None else ""
    return f"{whose}: {asked} TPP do not fit, {remain or f'{left} of {limit} TPP remain'}"
