"""What a caller is told of a draw: what it allows, and the same again where the same is asked."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ledger_requests import (
    PARENT,
    VIETNAM,
    YEAR_ALL,
    YEAR_LPP,
    application,
    balances,
    kinds,
    lpp,
    opening,
)

from ai_export_policy import Client, Sidecar, cli
from ai_export_policy.cli import ledger_draws
from ai_export_policy.ledger import Conflict, DrawRefused, Ledger, Name, importing

BRAZIL = Name("country_licensed", "BR", "2025-2027")
SHIP_NOT = "  an application for a license: nothing may be shipped before it is granted"


class Shell:
    """Runs `ai-export ledger` on one ledger; the exit code, and what was printed."""

    def __init__(
        self, url: str, sidecar: Sidecar, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._url, self._opa, self._folder, self._capsys = url, sidecar.url, folder, capsys

    def __call__(self, command: str, *arguments: str) -> tuple[int, str]:
        code = cli.main(["ledger", command, "--ledger", self._url, *arguments])
        told = self._capsys.readouterr()
        return code, " ".join(told.err.split()) if told.err else told.out

    def reserve(self, request: dict[str, Any], *options: str) -> tuple[int, str]:
        path = self._folder / "request.json"
        path.write_text(json.dumps(request))
        return self("reserve", "--url", self._opa, *options, str(path))


@pytest.fixture
def shell(url: str, sidecar: Sidecar, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(url, sidecar, tmp_path, capsys)


def test_a_shipment_that_no_longer_fits_its_year_is_told_to_be_an_application(
    shell: Shell, ledger: Ledger
) -> None:
    ledger.record([opening(YEAR_ALL, 26_000_000), opening(BRAZIL)])
    code, out = shell.reserve(lpp("SHIP-1"))
    lines = out.splitlines()
    assert (code, lines[0].startswith("SHIP-1: reserved until "), lines[1]) == (1, True, SHIP_NOT)
    assert lines[2:] == ["           1,583,200 TPP  country_licensed/BR/2025-2027"]
    # Who meant one says so, and all is well.
    assert shell.reserve(lpp("SHIP-1"), "--application") == (0, out)
    code, out = shell.reserve(lpp("SHIP-1"), "--format", "json")
    told = json.loads(out)
    assert (code, told["state"]) == (1, "reserved")
    assert (told["authorized"], told["outcome"], told["authorization"]) == (
        False,
        "license_required",
        None,
    )
    draw = ledger.draw("SHIP-1")
    assert (draw.application, draw.held, draw.authorized) == (True, True, False)
    code, out = shell("commit", "SHIP-1", "--evidence", "license D1")
    assert (code, out.splitlines()[1]) == (
        0,
        "  the license was granted: the shipment under it is a request of its own",
    )


def test_a_shipment_under_an_exception_is_told_to_be_authorized(shell: Shell) -> None:
    code, out = shell.reserve(lpp("SHIP-1"))
    assert (code, "application" in out) == (0, False)
    code, out = shell.reserve(lpp("SHIP-1"), "--format", "json")
    told = json.loads(out)
    assert (code, told["authorized"], told["outcome"]) == (0, True, "license_exception")
    assert told["authorization"]["symbol"] == "LPP"


def test_a_sum_that_is_not_the_whole_is_named_where_it_is_drawn_on(
    shell: Shell, ledger: Ledger, client: Client
) -> None:
    def parts(sums: str) -> str:
        return f"  the ledger does not hold the whole of {sums}: the rest is known to others"

    out = shell.reserve(lpp("one"))[1]
    assert out.splitlines()[-1] == parts("consignee_year_all, consignee_year_lpp")
    assert shell.reserve(lpp("one"))[1] == out
    first = ledger.draw("one")
    assert first.parts == (YEAR_ALL, YEAR_LPP)
    assert first == ledger.reserve(lpp("one"), client, author="Ann")
    ledger.record([opening(YEAR_ALL)])
    assert shell.reserve(lpp("two"))[1].splitlines()[-1] == parts("consignee_year_lpp")
    ledger.record([opening(YEAR_LPP)])
    assert "whole" not in shell.reserve(lpp("three"))[1]
    assert "whole" not in shell("commit", "one")[1]


@pytest.mark.parametrize("state", ["released", "expired"])
def test_a_draw_that_is_no_longer_held_is_no_success(
    shell: Shell, ledger: Ledger, client: Client, state: str
) -> None:
    ledger.reserve(lpp("L1"), client, author="Ann", lasts=timedelta(hours=1))
    if state == "released":
        ledger.release("L1", author="Ann")
    else:
        ledger._clock = lambda: ledger.store.now() + 3_700_000_000
        assert ledger.expire() == 1
    code, out = shell.reserve(lpp("L1"))
    assert (code, out.splitlines()[:2]) == (
        2,
        [
            f"L1: {state}",
            "  nothing is held, and nothing may be shipped on it: reserve anew under another id",
        ],
    )
    code, out = shell.reserve(lpp("L1"), "--format", "json", "--application")
    assert (code, json.loads(out)["state"], json.loads(out)["authorized"]) == (2, state, False)
    draw = ledger.reserve(lpp("L1"), client, author="Ann")
    assert (draw.state, draw.held, draw.authorized) == (state, False, False)
    ended = draw.id if state == "released" else None
    if ended:  # to release what is released is done, and well
        assert shell("release", ended)[0] == 0


def test_who_interrupts_a_draw_is_told_to_ask_again(
    shell: Shell, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    safe = "what was asked may be recorded, and asking again with the same id is safe"
    with monkeypatch.context() as during:
        during.setattr(ledger_draws, "show", interrupted)
        assert shell.reserve(lpp("one")) == (130, f"ai-export: interrupted, {safe}")
        assert shell("commit", "one") == (130, f"ai-export: interrupted, {safe}")
        during.setattr(importing, "take", interrupted)
        (tmp_path / "rows.csv").touch()
        assert shell("import", str(tmp_path / "rows.csv")) == (
            130,
            "ai-export: interrupted, all rows are taken or none: `ai-export ledger status` tells",
        )
    assert shell.reserve(lpp("one"))[1].startswith("one: committed")
    assert [kind for kind, _ in kinds(ledger, YEAR_ALL)] == ["reservation", "commitment"]


def test_numbers_are_compared_as_those_of_json(ledger: Ledger, client: Client) -> None:
    first = ledger.reserve(lpp("one", tpp=15832), client, author="Ann")
    assert ledger.reserve(lpp("one", tpp=15832.0), client, author="Ann") == first
    ledger.reserve(lpp("two", tpp=15832.0), client, author="Ann")
    assert ledger.reserve(lpp("two"), client, author="Ann").state == "reserved"
    request = lpp("one")
    request["item"]["datacenter"] = False
    for other in (lpp("one", tpp=15832.1), request, lpp("one") | {"shipment": {"lines": 2}}):
        with pytest.raises(Conflict, match="one was drawn for another request"):
            ledger.reserve(other, client, author="Ann")


@pytest.mark.parametrize("change", [{"day": "2025-07-03"}, {"evidence": "AWB 2"}, {"source": "x"}])
def test_a_commitment_stays_as_it_was_recorded(
    ledger: Ledger, client: Client, change: dict[str, str]
) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    told = {"day": "2025-07-02", "evidence": "AWB 1"}
    first = ledger.commit("one", author="Ann", **told)
    assert ledger.commit("one", author="Bob", **told) == first
    assert ledger.commit("one", author="Ann").state == "committed"
    (what, now) = next(iter(change.items()))
    with pytest.raises(Conflict, match=f"one is committed with {what} '.*', not '{now}'"):
        ledger.commit("one", author="Ann", **(told | change))
    assert [kind for kind, _ in kinds(ledger, YEAR_ALL)] == ["reservation", "commitment"]


def test_a_commitment_is_corrected_as_its_refusal_says(
    shell: Shell, ledger: Ledger, client: Client, tmp_path: Path
) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    ledger.commit("one", author="Ann", evidence="AWB 1")
    assert shell("commit", "one", "--evidence", "AWB 2") == (
        2,
        "nothing recorded: one is committed with evidence 'AWB 1', not 'AWB 2', and what is"
        " recorded stays: to correct it import a row of the kind adjustment, of 0 for a paper alone"
        " (`ai-export ledger import`)",
    )
    path = tmp_path / "rows.csv"
    head = "sum,key,period,kind,tpp,complete,day,source,evidence\n"
    path.write_text(f"{head}{','.join(YEAR_ALL)},adjustment,0,,2025-07-02,freight,AWB 2\n")
    assert shell("import", str(path)) == (0, "1 rows taken\n")
    assert kinds(ledger, YEAR_ALL)[-1] == ("adjustment", 0)


def test_a_release_stays_as_it_was_recorded(ledger: Ledger, client: Client) -> None:
    ledger.reserve(lpp("one"), client, author="Ann")
    ledger.release("one", author="Ann", evidence="cancelled")
    ledger.release("one", author="Ann", evidence="cancelled")
    with pytest.raises(Conflict, match="one is released with evidence 'cancelled', not 'lost'"):
        ledger.release("one", author="Ann", evidence="lost")


def test_an_act_of_another_year_is_counted_in_that_year(shell: Shell, ledger: Ledger) -> None:
    assert shell.reserve(lpp("L3"))[0] == 0
    assert shell("commit", "L3", "--day", "2026-01-15") == (
        2,
        "nothing recorded: L3 was counted in 2025, and 2026-01-15 is not in it: release it, and"
        " reserve anew under another id for the day of the act",
    )
    for day in ("hello", "2025-99-99", "2025-7-1"):
        with pytest.raises(ValueError, match=f"day '{day}' is no date as YYYY-MM-DD"):
            ledger.commit("L3", author="Ann", day=day)
    assert balances(ledger)[YEAR_ALL] == (0, 1_583_200)
    assert shell("commit", "L3", "--day", "2025-12-31")[0] == 0


@pytest.mark.parametrize("lasts", [timedelta(), timedelta(days=-1), timedelta.max])
def test_a_reservation_lasts_longer_than_nothing(
    ledger: Ledger, client: Client, lasts: timedelta
) -> None:
    with pytest.raises(ValueError, match=r"at most 36,500 days, and not .*; nothing was recorded"):
        ledger.reserve(lpp("one"), client, author="Ann", lasts=lasts)
    assert balances(ledger) == {}


def test_the_longest_reservation_is_named_by_the_command(shell: Shell, ledger: Ledger) -> None:
    code, said = shell.reserve(lpp("one"), "--expires", "36501d")
    assert (code, "at most 36500d" in said) == (64, True)
    assert shell.reserve(lpp("one"), "--expires", "36500d")[0] == 0


def test_what_a_year_lacks_is_told_as_what_to_import(ledger: Ledger, client: Client) -> None:
    request = lpp("one")
    request["as_of"] = "2026-02-01"
    # What was received in a year no certification tells that was signed before it.
    certified = {"signed_on": "2025-12-20", "calendar_year": 2026}
    request["documents"]["lpp_certification"] = certified
    with pytest.raises(DrawRefused) as refused:
        ledger.reserve(request, client, author="Ann")
    years = [Name(sum_, PARENT, "2026") for sum_ in ("consignee_year_all", "consignee_year_lpp")]
    assert refused.value.reasons == [
        "indeterminate, missing are ledger.complete",
        *(f"import an opening or a certification of {name}, with complete true" for name in years),
    ]
    ledger.record([opening(name, day="2025-12-31") for name in years])
    assert ledger.reserve(request, client, author="Ann").state == "reserved"


def test_what_an_allocation_lacks_is_told_as_what_to_import(ledger: Ledger, client: Client) -> None:
    with pytest.raises(DrawRefused) as refused:
        ledger.reserve(application("app"), client, author="Ann")
    assert refused.value.reasons[-1] == (
        f"import an opening or a certification of {VIETNAM}, with complete true"
    )


def test_the_example_of_the_page_ships_only_what_is_authorized(
    repository: Path, ledger: Ledger, client: Client, url: str, sidecar: Sidecar
) -> None:
    page = (repository / "python" / "docs" / "ledger.md").read_text(encoding="utf-8")
    shown = page.partition("```python\n")[2].partition("```")[0]
    shown = shown.replace("postgresql://db.example/exports", url)
    program = shown.replace("http://127.0.0.1:8181", sidecar.url)
    done: list[tuple[str, str]] = []

    def run(request: dict[str, Any]) -> list[str]:
        done.clear()
        names = ("ship", "hold", "apply_for_license")
        acts = {
            name: lambda asked, *_, name=name: done.append((name, asked["request_id"]))
            for name in names
        }
        exec(compile(program, "ledger.md", "exec"), {"request": request, **acts})
        return [name for name, _ in done]

    assert run(lpp("one")) == ["ship"]
    assert ledger.draw("one").state == "committed"
    ledger.record([opening(VIETNAM)])
    assert run(application("app")) == ["apply_for_license"]
    assert ledger.draw("app").state == "reserved"
    assert run(lpp("large", 2000)) == ["hold"]
    ledger.reserve(lpp("over"), client, author="Ann")
    ledger.release("over", author="Ann")
    assert run(lpp("over")) == ["hold"]
    free = copy.deepcopy(lpp("free"))
    free["item"] |= {"eccn": "3A090.b", "tpp": 2395.2, "performance_density": 3.81}
    free["item"]["other_controls_cleared"] = True
    assert run(free) == ["ship"]
    assert YEAR_LPP in balances(ledger)
