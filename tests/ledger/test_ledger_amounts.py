"""Amounts are the same whatever decimals the caller computes with."""

import decimal
from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_requests import YEAR_ALL
from pyarrow import parquet

from ai_export_policy.ledger import Ledger, Row, amounts, exporting

COARSE = decimal.Context(prec=6, rounding=decimal.ROUND_UP)
STRICT = decimal.Context(prec=6, traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation])


@pytest.fixture(params=[COARSE, STRICT], ids=["coarse", "strict"], autouse=True)
def callers(request: pytest.FixtureRequest) -> Iterator[None]:
    with decimal.localcontext(request.param):
        yield


def test_a_figure_of_a_decision_keeps_its_places() -> None:
    assert amounts.at_most(1234567.891) == 1_234_567_891
    assert amounts.at_most(1234567.8919) == 1_234_567_891
    assert amounts.at_most(790_000_000_000_001) == 790_000_000_000_001_000
    assert amounts.milli("1234567.891") == 1_234_567_891


@pytest.mark.parametrize("sign", ["", "-"])
def test_an_amount_is_told_with_all_its_places(sign: str) -> None:
    amount = int(f"{sign}1234567891")
    assert str(amounts.tpp(amount)) == f"{sign}1234567.891"
    assert amounts.text(amount) == f"{sign}1,234,567.891"
    assert amounts.number(amount) == float(f"{sign}1234567.891")
    assert amounts.number(amount * 1000) == int(f"{sign}1234567891")


def test_an_export_has_all_places(ledger: Ledger, tmp_path: Path) -> None:
    exact = 1_234_567_890_123_456
    ledger.record([Row(YEAR_ALL, "opening", exact, "2025-06-30", "books", "", "Ann")])
    exporting.to_parquet(ledger.store, tmp_path / "entries.parquet")
    exporting.to_csv_file(ledger.store, tmp_path / "entries.csv")
    (row,) = parquet.read_table(tmp_path / "entries.parquet").to_pylist()
    assert str(row["tpp"]) == "1234567890123.456"
    assert ",1234567890123.456," in (tmp_path / "entries.csv").read_text()
