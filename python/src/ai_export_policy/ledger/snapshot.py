"""What the ledger says of the sums that a request is about, as the request's own `ledger`.

Which sums those are, the first look takes from the request, and every later one from the decision:
its `pools` and `counts` name sum, key and period.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ai_export_policy.decision import Decision
from ai_export_policy.errors import Problem, RequestInvalid
from ai_export_policy.ledger import amounts
from ai_export_policy.ledger.entries import Name, key_fault
from ai_export_policy.ledger.store import Look, Seen

# The field of the request's `ledger` that holds each sum of a decision's `counts`. The year of an
# operator is the year of a consignee, too.
FIELDS = {
    "country_licensed": "country_licensed_tpp",
    "consignee_year_lpp": "consignee_year_lpp_tpp",
    "consignee_year_all": "consignee_year_all_tpp",
    "consignee_aia": "consignee_aia_tpp",
    "operator_year_lpp": "operator_year_lpp_tpp",
}
# The sums that a pool of a decision may be measured by.
BEHIND = {
    "country_allocation": ("country_licensed",),
    "consignee_year": ("consignee_year_all", "consignee_year_lpp", "operator_year_lpp"),
    "uveu": ("veu_installed",),
    "nveu": ("veu_installed",),
}
INSTALLED = "veu_installed"
_ALLOCATED = "country_licensed"
_CALLERS = {"country", "country_increase"}
_SOURCE = "ledger"
_LEGAL_DAY = "America/New_York"
_COUNTRY = re.compile(r"[A-Z]{2}")


class Amount(NamedTuple):
    """A sum as it was read: entries so far, thousandths of a TPP used, whether that is all."""

    seq: int
    used: int
    complete: bool


@dataclass(frozen=True)
class Snapshot:
    """Sums of one moment. `installed` are those of a validated end user, by country.

    `names` are those of `sums` by what they are in the request (a key of FIELDS). `near` is how
    many sums have a key that begins as those of `installed` do, for a holder's name may begin with
    another's. `ends` is when the first reservation ends whose end is not recorded, `drawn` says
    that the id is known.
    """

    names: Mapping[str, Name]
    sums: Mapping[Name, Amount]
    installed: Mapping[Name, Amount]
    holder: str | None
    near: int
    moment: int
    ends: int | None
    drawn: bool

    @property
    def due(self) -> bool:
        """Whether a reservation is over whose end is not recorded."""
        return self.ends is not None and self.ends <= self.moment

    def expect(self, concerned: Collection[str]) -> dict[Name, int]:
        """How many entries each of these sums has while the snapshot holds."""
        told = {name: amount.seq for name, amount in self.sums.items() if name.sum in concerned}
        return told | {name: amount.seq for name, amount in self.installed.items()}

    def census(self) -> tuple[str, str, int] | None:
        """How many sums there are with keys that begin with the validated end user's name."""
        return None if self.holder is None else (INSTALLED, _prefix(self.holder), self.near)

    def mixed(self) -> bool:
        """Whether some sums are the whole and others a part."""
        return len({amount.complete for amount in self.sums.values()}) == 2

    def put_into(self, request: Mapping[str, Any], *, whole_only: bool = False) -> dict[str, Any]:
        """The request with these amounts; `whole_only` leaves out those that are but a part."""
        asked = dict(request)
        found = {field: self.sums[name] for field, name in self.names.items()}
        told = {field: one for field, one in found.items() if one.complete or not whole_only}
        given = asked.get("ledger") or {}
        ledger = {key: given[key] for key in _CALLERS & given.keys()}
        ledger["source"] = _SOURCE
        ledger["as_of"] = _of_the_year(legal_day(self.moment), request["as_of"][:4])
        ledger["complete"] = all(amount.complete for amount in told.values()) and bool(told)
        for field, amount in told.items():
            ledger[FIELDS[field]] = amounts.number(amount.used)
            if field == _ALLOCATED:
                ledger["country"] = self.names[field].key
        asked["ledger"] = ledger
        # A share of a part would pass for a share of the whole, so a part is not told at all.
        if self.installed and all(amount.complete for amount in self.installed.values()):
            used = {name.key[-2:]: one.used for name, one in self.installed.items()}
            compute = {
                "total_tpp": amounts.number(sum(used.values())),
                "by_country": {country: amounts.number(one) for country, one in used.items()},
            }
            asked["veu"] = {**request["veu"], "compute": compute}
        return asked


def asked(request: Mapping[str, Any], names: Mapping[str, Name]) -> Look:
    """What a look asks for the request."""
    holder_ = holder(request)
    return Look(tuple(names.values()), holder_ and _prefix(holder_), request["request_id"])


def taken(
    found: Seen, request: Mapping[str, Any], names: Mapping[str, Name], now: int | None
) -> Snapshot:
    """What a look found; `now` is the moment instead of the store's own, None for that.

    A sum that has no entries holds nothing, and is not the whole.
    """
    sums = {
        Name(sum_, key, period): Amount(seq, used, bool(complete))
        for sum_, key, period, seq, used, complete in found.sums
    }
    year = request["as_of"][:4]
    exact = {label: _of_year(name, sums, year) for label, name in names.items()}
    whose = holder(request)
    near = {name: one for name, one in sums.items() if name.sum == INSTALLED}
    return Snapshot(
        names=exact,
        sums={name: sums.get(name, Amount(0, 0, False)) for name in exact.values()},
        installed={name: one for name, one in near.items() if _stands_with(whose, name.key)},
        holder=whose,
        near=len(near),
        moment=found.moment if now is None else now,
        ends=found.ends,
        drawn=found.drawn,
    )


def guess(request: Mapping[str, Any]) -> dict[str, Name]:
    """The sums that the request is about, as far as it tells: not the years of an allocation."""
    year = request["as_of"][:4]
    parties = request.get("parties") or {}
    consignee = parties.get("ultimate_consignee") or parties.get("recipient") or {}
    operator = (request.get("facility") or {}).get("operator") or {}
    country = (request.get("ledger") or {}).get("country") or request["destination"]
    names = {_ALLOCATED: Name(_ALLOCATED, country, "")}
    if owner := consignee.get("name"):
        names["consignee_aia"] = Name("consignee_aia", owner, "")
    if parent := consignee.get("ultimate_parent"):
        for sum_ in ("consignee_year_lpp", "consignee_year_all"):
            names[sum_] = Name(sum_, parent, year)
    if lent := operator.get("ultimate_parent"):
        # One limit, whether the operator is the consignee or is lent to.
        under_lpp = (request.get("readings") or {}).get("N7") == "lpp_only"
        received = "consignee_year_lpp" if under_lpp else "consignee_year_all"
        names["operator_year_lpp"] = Name(received, lent, year)
    return names


def named(decision: Decision, names: Mapping[str, Name]) -> dict[str, Name]:
    """The same sums with the keys and periods that the decision names."""
    found = dict(names)
    for row in decision.pools:
        for sum_ in BEHIND[row["pool"]]:
            # Of a year, only the sum of that key is the one that was meant.
            known = names.get(sum_)
            if sum_ != _ALLOCATED and (known is None or known.key != row["key"]):
                continue
            if sum_ in FIELDS and row["key"] is not None:
                found[sum_] = Name(known.sum if known else sum_, row["key"], row["period"] or "")
    for row in decision.counts:
        sum_, known = row["sum"], names.get(row["sum"])
        # Of a year, another key is that of the operator, whose year is looked at already.
        same = sum_ == _ALLOCATED or known is None or known[:2] == (sum_, row["key"])
        if sum_ in FIELDS and row["key"] is not None and same:
            found[sum_] = Name(sum_, row["key"], row["period"] or "")
    return found


def holder(request: Mapping[str, Any]) -> str | None:
    """Name of the party that claims to be a validated end user."""
    veu = request.get("veu") or {}
    parties = request.get("parties") or {}
    party = parties.get(veu.get("holder", "")) or (veu and parties.get("recipient")) or {}
    name = party.get("name")
    return name if isinstance(name, str) else None


def refuse(request: Mapping[str, Any]) -> None:
    """RequestInvalid where the request brings what the ledger is to tell, or cannot name a draw.

    So it is where it has no id, or a name in it that no sum may have.
    """
    problems = [
        Problem(f"ledger.{field}", "the ledger tells this itself", "no such field in a draw")
        for field in request.get("ledger") or {}
        if field not in _CALLERS
    ]
    if (request.get("veu") or {}).get("compute") is not None:
        problems.append(
            Problem("veu.compute", "the ledger tells this itself", "no such field in a draw")
        )
    if "request_id" not in request:
        problems.append(Problem("request_id", "is missing", "a text that names the draw"))
    problems += _unnamed(request)
    if problems:
        raise RequestInvalid(problems)


def _unnamed(request: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the names by which sums are kept, with their places."""
    parties = request.get("parties") or {}
    consignee = "ultimate_consignee" if parties.get("ultimate_consignee") else "recipient"
    operator = (request.get("facility") or {}).get("operator") or {}
    named = [
        (f"parties.{consignee}.", "name", parties.get(consignee) or {}),
        (f"parties.{consignee}.", "ultimate_parent", parties.get(consignee) or {}),
        ("facility.operator.", "ultimate_parent", operator),
    ]
    if veu := request.get("veu"):
        whose = veu.get("holder", "")
        whose = whose if parties.get(whose) else "recipient"
        if whose != consignee:
            named.append((f"parties.{whose}.", "name", parties.get(whose) or {}))
    return [
        Problem(place + field, said, "the name alone")
        for place, field, party in named
        if (name := party.get(field)) and (said := key_fault(name))
    ]


def legal_day(moment: int) -> str:
    """The legal day in Washington, D.C., of a moment, YYYY-MM-DD."""
    at = datetime.datetime.fromtimestamp(moment / 1_000_000, ZoneInfo(_LEGAL_DAY))
    return at.date().isoformat()


def legal_end(day: str) -> int:
    """The last microsecond (since 1970, UTC) of a legal day in Washington, D.C."""
    end = datetime.datetime.combine(
        datetime.date.fromisoformat(day), datetime.time.max, ZoneInfo(_LEGAL_DAY)
    )
    start = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (end - start) // datetime.timedelta(microseconds=1)


def _of_the_year(day: str, year: str) -> str:
    """The day, or the one of the year that is nearest to it: the sums are those of that year."""
    return min(max(day, f"{year}-01-01"), f"{year}-12-31")


def _of_year(name: Name, found: Iterable[Name], year: str) -> Name:
    """Of an allocation whose years are not known yet, the one that holds this year."""
    if name.sum == _ALLOCATED and not name.period:
        for other in found:
            first, _, last = other.period.partition("-")
            if other[:2] == name[:2] and first <= year <= (last or first):
                return other
    return name


def _stands_with(holder_: str | None, key: str) -> bool:
    """Whether a key is the name of the holder, a slash and a country, and no longer name's."""
    return holder_ is not None and _COUNTRY.fullmatch(key[len(_prefix(holder_)) :]) is not None


def _prefix(holder_: str) -> str:
    return f"{holder_}/"
