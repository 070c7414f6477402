"""Opening positions and certifications in, entries out."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, balances, kinds, lpp, opening
from pyarrow import parquet

from ai_export_policy import Client
from ai_export_policy.ledger import (
    ImportRefused,
    Ledger,
    LedgerUnavailable,
    Name,
    Row,
    exporting,
    importing,
    status,
)
from ai_export_policy.ledger.entries import Entry
from ai_export_policy.ledger.store import Store

Export = Callable[[Store, Path], int]

HEADER = "sum,key,period,kind,tpp,complete,day,source,evidence\n"
GOOD = "consignee_year_all,Group Holding,2025,opening,1000.5,true,2025-06-30,books,book 1\n"


def take(ledger: Ledger, *lines: str) -> int:
    return importing.take(ledger, (HEADER + "".join(lines)).encode(), author="Ann")


def test_an_opening_position_is_taken_as_it_is_written(ledger: Ledger) -> None:
    assert (
        take(
            ledger,
            GOOD,
            '"country_licensed",VN,2025-2027,opening,5000000,false,2025-06-30,BIS,"a, ""b"""\n',
            "country_licensed,VN,2025-2027,commitment,7.125,,2025-07-01,license D1,\n",
            "country_licensed,VN,2025-2027,adjustment,-0.125,,2025-07-01,audit,\n",
            "veu_installed,Operator/Paris/FR,,opening,0,true,2025-06-30,books,\n",
        )
        == 5
    )
    assert {str(name): held for name, held in balances(ledger).items()} == {
        "consignee_year_all/Group Holding/2025": (Decimal("1000.5"), 0),
        "country_licensed/VN/2025-2027": (5_000_007, 0),
        "veu_installed/Operator/Paris/FR": (0, 0),
    }
    found = ledger.store.query("SELECT source, evidence, author, day FROM entry WHERE seq = 1")
    assert sorted(found) == [
        ("BIS", 'a, "b"', "Ann", "2025-06-30"),
        ("books", "", "Ann", "2025-06-30"),
        ("books", "book 1", "Ann", "2025-06-30"),
    ]


def test_a_certification_brings_the_sum_to_what_is_certified(
    ledger: Ledger, client: Client
) -> None:
    ledger.reserve(lpp("one", 10), client, author="Ann")
    ledger.commit("one", author="Ann")
    certified = "consignee_year_all,Group Holding,2025,certified,{},true,2025-07-02,consignee,C 1\n"
    assert take(ledger, certified.format("200000")) == 1
    assert kinds(ledger, YEAR_ALL)[-1] == ("adjustment", 200_000 - 158_320)
    assert balances(ledger)[YEAR_ALL] == (200_000, 0)
    with pytest.raises(
        ImportRefused, match="199999 TPP is certified and the ledger holds 200,000 TPP"
    ):
        take(ledger, certified.format("199999"))


@pytest.mark.parametrize("kind", ["adjustment", "commitment", "certified"])
@pytest.mark.parametrize("last", [False, True])
def test_what_is_certified_is_the_only_row_of_its_sum(
    ledger: Ledger, kind: str, last: bool
) -> None:
    ledger.record([opening(YEAR_ALL, 300)])
    row = "consignee_year_all,Group Holding,2025,{},500,,2025-07-02,consignee,C 1\n"
    rows = [row.format(kind), row.format("certified")]
    other = GOOD.replace("Group", "Other")
    with pytest.raises(ImportRefused) as refused:
        take(ledger, other, *(rows if last else rows[::-1]))
    said = "consignee_year_all/Group Holding/2025 is certified and has another row in this file"
    assert refused.value.problems == [(4, said)]
    assert balances(ledger) == {YEAR_ALL: (300, 0)}


BAD = [
    ("consignee_year,G,2025,opening,1,,2025-06-30,b,\n", "line 3: sum 'consignee_year' is not"),
    ("consignee_year_all,,2025,opening,1,,2025-06-30,b,\n", "line 3: key '' is no key of"),
    ("country_licensed,vn,2025-2027,opening,1,,2025-06-30,b,\n", "line 3: key 'vn' is no key"),
    ("country_licensed,VN,2025,opening,1,,2025-06-30,b,\n", "line 3: period '2025' is no period"),
    ("consignee_aia,G,2025,opening,1,,2025-06-30,b,\n", "line 3: period '2025' is no period"),
    ("consignee_aia,G,,reservation,1,,2025-06-30,b,\n", "line 3: kind 'reservation' is not"),
    ("consignee_aia,G,,opening,one,,2025-06-30,b,\n", "line 3: tpp: 'one' is no amount"),
    ("consignee_aia,G,,opening,0.0001,,2025-06-30,b,\n", "line 3: tpp: 0.0001 TPP has more than"),
    ("consignee_aia,G,,opening,-1,,2025-06-30,b,\n", "line 3: -1 is below nothing"),
    ("consignee_aia,G,,opening,1,yes,2025-06-30,b,\n", "line 3: complete 'yes' is not"),
    ("consignee_aia,G,,opening,1,,2025-06-31,b,\n", "line 3: day '2025-06-31' is no date"),
    ("consignee_aia,G,,opening,1,,20250630,b,\n", "line 3: day '20250630' is no date"),
    ("consignee_aia,G,,opening,1,,2025-06-30,,\n", "line 3: source is empty"),
    ("consignee_aia,G,,opening,1\n", "line 3: has not 9 columns"),
    ("consignee_aia,G,,opening,1,,2025-06-30,b,,more\n", "line 3: has not 9 columns"),
    (
        "country_licensed,VN,2020-2019,opening,1,,2025-06-30,b,\n",
        "line 3: period '2020-2019' is no period of country_licensed: it is 2025-2027",
    ),
    (
        "country_licensed,VN,,opening,1,,2025-06-30,b,\n",
        "line 3: period '' is no period of country_licensed: it is 2025-2027",
    ),
    ("consignee_year_all,H,25,opening,1,,2025-06-30,b,\n", "it is a year, as 2025"),
    ("consignee_year_all,H,\u0662\u0660\u0662\u0665,opening,1,,2025-06-30,b,\n", "is no period of"),
    ("consignee_aia,H,2025,opening,1,,2025-06-30,b,\n", "it is empty, for all years"),
    ("consignee_aia,H,,opening,1_000,,2025-06-30,b,\n", "line 3: tpp: '1_000' is no amount"),
    ("consignee_aia,H,,opening,\u0661\u0662,,2025-06-30,b,\n", "is no amount of TPP: digits alone"),
    ("consignee_aia,H,,opening,1e3,,2025-06-30,b,\n", "line 3: tpp: '1e3' is no amount"),
    ('consignee_aia,"G,,opening,1,,2025-06-30,b,\n', "is no CSV"),
    (GOOD, "line 3: consignee_year_all/Group Holding/2025 stands in this file already"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_a_bad_row_is_named_and_nothing_is_taken(ledger: Ledger, line: str, said: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(ledger, GOOD, line)
    assert said in str(refused.value)
    assert balances(ledger) == {}


def test_every_bad_row_is_named_at_once(ledger: Ledger) -> None:
    lines = [line for line, _ in BAD[:9]]
    with pytest.raises(ImportRefused) as refused:
        take(ledger, *lines, GOOD, GOOD)
    assert [line for line, _ in refused.value.problems] == [*range(2, 11), 12]


def test_what_is_no_such_file_is_refused(ledger: Ledger) -> None:
    for content in (b"", b"sum,key\n", HEADER.encode("utf-16"), HEADER.encode()):
        with pytest.raises(ImportRefused, match="line 1"):
            importing.take(ledger, content, author="Ann")
    assert importing.take(ledger, b"\xef\xbb\xbf" + (HEADER + GOOD).encode(), author="Ann") == 1


def test_the_file_that_the_page_shows_is_taken(ledger: Ledger, repository: Path) -> None:
    page = (repository / "python" / "docs" / "ledger.md").read_text(encoding="utf-8")
    shown = page.partition("```csv\n")[2].partition("```")[0]
    assert importing.take(ledger, shown.encode(), author="Ann") == 4


def test_a_sum_is_opened_once(ledger: Ledger) -> None:
    take(ledger, GOOD)
    with pytest.raises(ImportRefused, match="has an opening balance already"):
        take(ledger, GOOD)
    said = f"1,000.6 TPP less would leave {YEAR_ALL} below nothing: 1,000.5 TPP are committed"
    with pytest.raises(ImportRefused) as refused:
        take(ledger, GOOD.replace("opening,1000.5,true", "adjustment,-1000.6,"))
    assert refused.value.problems == [(2, said)]
    assert balances(ledger) == {YEAR_ALL: (Decimal("1000.5"), 0)}


@pytest.mark.parametrize("export", [exporting.to_csv_file, exporting.to_parquet])
def test_an_export_that_is_cut_leaves_what_was_there(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, export: Export
) -> None:
    ledger.record([opening(YEAR_ALL, 1), opening(YEAR_LPP, 2)])
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "entries"
    every = status.every

    def cut(store: Store, name: Name) -> Iterator[Entry]:
        yield from every(store, name)
        if name == YEAR_LPP:
            raise LedgerUnavailable("the line went dead")

    with monkeypatch.context() as broken:
        broken.setattr(status, "every", cut)
        with pytest.raises(LedgerUnavailable):
            export(ledger.store, path)
        assert list(folder.iterdir()) == []
        path.write_bytes(b"earlier")
        path.chmod(0o600)
        with pytest.raises(LedgerUnavailable):
            export(ledger.store, path)
        assert [one.read_bytes() for one in folder.iterdir()] == [b"earlier"]
    link = folder / "link"
    link.symlink_to(path)
    assert export(ledger.store, link) == 2
    assert link.is_symlink()
    assert (path.stat().st_size > 100, path.stat().st_mode & 0o777) == (True, 0o600)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("export", [exporting.to_csv_file, exporting.to_parquet])
def test_an_export_is_of_one_state(
    url: str,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    export: Export,
) -> None:
    with Ledger(url) as ledger, Ledger(url) as other:
        ledger.record([opening(YEAR_ALL)])
        other.reserve(lpp("one"), client, author="Ann")
        every = status.every
        drawn = []

        def meanwhile(store: Store, name: Name) -> Iterator[Entry]:
            drawn.append(other.reserve(lpp(f"during {name.sum}"), client, author="Ann"))
            return every(store, name)

        monkeypatch.setattr(status, "every", meanwhile)
        assert export(ledger.store, tmp_path / "entries") == 3
        assert len(drawn) == 2


@pytest.mark.parametrize("sign", ["\r", "\n", "\r\n", '"', ","])
def test_what_csv_sets_apart_is_read_again_as_it_was(ledger: Ledger, sign: str) -> None:
    told = f"{sign}a{sign}b{sign}"
    ledger.record([Row(YEAR_ALL, "opening", 1, "2025-06-30", "x", told, told, complete=True)])
    text = io.StringIO(newline="")
    assert exporting.to_csv(ledger.store, text) == 1
    (line,) = csv.DictReader(io.StringIO(text.getvalue(), newline=""), strict=True)
    (head,) = ledger.store.query("SELECT head FROM account")
    columns = ("evidence", "author", "complete", "hash")
    assert [line[column] for column in columns] == [told, told, "true", *head]
    assert text.getvalue().partition("\n")[0] == ",".join(exporting.COLUMNS)


def test_an_export_goes_to_what_is_no_file_as_it_is(ledger: Ledger) -> None:
    ledger.record([opening(YEAR_ALL, 1)])
    assert exporting.to_csv_file(ledger.store, Path("/dev/null")) == 1
    assert Path("/dev/null").is_char_device()


def test_csv_and_parquet_hold_the_same_entries(
    ledger: Ledger, client: Client, tmp_path: Path
) -> None:
    ledger.record([opening(YEAR_ALL, 1000.5)])
    ledger.record([Row(YEAR_LPP, "adjustment", 125, "2025-07-01", "audit, late", 'a "b"\nc', "Ä")])
    ledger.reserve(lpp("one", 3, tpp=5284.8), client, author="Ann")
    ledger.commit("one", author="Ann")
    text = io.StringIO()
    assert exporting.to_csv(ledger.store, text) == 6
    path = tmp_path / "entries.parquet"
    assert exporting.to_parquet(ledger.store, path) == 6
    lines = list(csv.DictReader(io.StringIO(text.getvalue())))
    table = parquet.read_table(path)
    assert tuple(lines[0]) == tuple(table.column_names) == exporting.COLUMNS
    assert str(table.schema.field("tpp").type) == "decimal128(21, 3)"
    assert str(table.schema.field("recorded_at").type) == "timestamp[us, tz=UTC]"
    assert [
        (line["sum"], line["seq"], line["kind"], line["tpp"], line["draw"]) for line in lines
    ] == [
        ("consignee_year_all", "1", "opening", "1000.5", ""),
        ("consignee_year_all", "2", "reservation", "15854.4", "one"),
        ("consignee_year_all", "3", "commitment", "15854.4", "one"),
        ("consignee_year_lpp", "1", "adjustment", "0.125", ""),
        ("consignee_year_lpp", "2", "reservation", "15854.4", "one"),
        ("consignee_year_lpp", "3", "commitment", "15854.4", "one"),
    ]
    for line, row in zip(lines, table.to_pylist(), strict=True):
        assert Decimal(line["tpp"]) == row["tpp"]
        assert line["recorded_at"] == row["recorded_at"].isoformat(timespec="microseconds")
        for column in ("evidence", "author", "hash", "prev", "day", "source"):
            assert line[column] == row[column]
