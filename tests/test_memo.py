"""The memo for the file: whole, the same bytes for the same decisions, safe to open and print."""

import base64
import copy
import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import scratch_sentences
import stories
from hypothesis import given, settings
from hypothesis import strategies as st
from scratch_sentences import REQUEST, decision

from ai_export_policy import Client, Decision, Sidecar, cli, memo
from ai_export_policy.cli import codes
from ai_export_policy.errors import Problem, RequestInvalid, Unavailable
from ai_export_policy.explain import Sentences, facts
from ai_export_policy.explain.layout import clean
from ai_export_policy.memo import Entry

WHOLE = Path(__file__).parent / "memo" / "scratch.md"
HOSTILE = "</td><script>alert(1)</script> | \"'><img src=x onerror=y> **b** `c` [l](javascript:m)"

TEXTS = st.one_of(
    st.just(HOSTILE),
    st.text(min_size=1),
    st.text(alphabet="<>&\"'/=`|*\\![]()#", min_size=1),
)

# Elements that a memo is made of; none of them runs or loads anything.
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "article", "div", "h1", "h2", "h3", "h4"),
    *("p", "table", "thead", "tbody", "tr", "th", "td", "span", "code", "strong", "a"),
}
VOID = {"meta"}


class Page(HTMLParser):
    """What a browser reads: elements, attributes and text. Fails where an element is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.style = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        self.texts.append(data)


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Sentences:
    return Sentences(scratch_sentences.write(tmp_path_factory.mktemp("memo") / "policies"))


def entry(**fields: Any) -> Entry:
    return Entry("request.yaml", REQUEST, decision(**fields))


def test_a_memo_tells_the_whole_decision(sentences: Sentences) -> None:
    assert memo.markdown([entry()], sentences=sentences) == WHOLE.read_text("utf-8")


def test_html_tells_what_markdown_tells(sentences: Sentences) -> None:
    page = Page(memo.html([entry()], sentences=sentences))
    told = " ".join(" ".join(page.texts).split())
    markdown = re.sub(r"\\(.)", r"\1", memo.markdown([entry()], sentences=sentences))
    cells = {
        part.strip().strip("*`>#- ")
        for line in markdown.splitlines()
        for part in re.split(r"[|`]", line)
    }
    assert sorted(cell for cell in cells if " ".join(cell.split()) not in told) == []


def test_the_same_facts_in_another_order_are_the_same_memo(sentences: Sentences) -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return value

    parties = REQUEST["parties"] | {role: {"name": role} for role in ("exporter", "end_user")}
    told = REQUEST | {"parties": parties, "posture": "codified"}
    one, other = (Entry("r", request, decision()) for request in (told, turned(told)))
    for write in (memo.markdown, memo.html):
        assert write([one], sentences=sentences) == write([other], sentences=sentences)


def test_a_page_runs_nothing_loads_nothing_and_forbids_both(sentences: Sentences) -> None:
    page = Page(memo.html([entry(), entry()], sentences=sentences))
    assert page.elements <= ELEMENTS
    assert {name for name, _ in page.attributes} <= {
        *("lang", "charset", "http-equiv", "content", "name", "id", "class", "scope", "colspan"),
        "href",
    }
    assert {value for name, value in page.attributes if name == "href"} == {
        "#request-1",
        "#request-2",
    }
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    policies = [value for _, value in page.attributes if value and value.startswith("default-src")]
    assert policies == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert "url(" not in page.style
    assert "@import" not in page.style
    assert re.search(r"@page \{\s+size: A4;", page.style)


def hostile(text: str) -> Entry:
    """A request and a decision in which every text of the caller or of another OPA is `text`."""
    request = copy.deepcopy(REQUEST) | {"request_id": text}
    request["parties"]["recipient"] |= {"name": text, "ultimate_parent": text}
    of = decision()
    pool = of.pools[0] | {"key": text, "ledger": {"source": text, "as_of": text, "complete": True}}
    row = of.considered[0] | {"symbol": text, "unmet": [text], "available": "no"}
    obligation = of.obligations[0] | {"id": text, "citation": text}
    return Entry(
        text,
        request,
        Decision(
            of.document
            | {
                "pools": [pool],
                "considered": [row],
                "obligations": [obligation],
                "flags": [{"id": text, "citation": text}],
                "eccn": text,
                "policy": {"revision": text, "data_digest": text},
                "open_questions": [{"id": text, "reading": text}],
            }
        ),
    )


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_no_name_becomes_more_than_text_in_html(text: str, sentences: Sentences) -> None:
    page = Page(memo.html([hostile(text)], sentences=sentences))
    harmless = Page(memo.html([hostile("x")], sentences=sentences))
    assert page.elements == harmless.elements
    assert page.attributes == harmless.attributes
    assert clean(text).strip() in " ".join(page.texts)


@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_no_name_breaks_out_of_its_cell_in_markdown(text: str, sentences: Sentences) -> None:
    written = memo.markdown([hostile(text)], sentences=sentences)
    harmless = memo.markdown([hostile("x")], sentences=sentences)
    assert _bars(written) == _bars(harmless)
    # Outside of code, what begins an element, a link, an image or code has a backslash before it.
    bare = re.sub(r"\\.|`[^`|\n]*`", "", written)
    assert not set(bare) & set("<[]`!")


def _bars(written: str) -> list[int]:
    return [re.sub(r"\\.", "", line).count("|") for line in written.splitlines()]


def test_what_is_not_decided_is_not_told_as_nothing(sentences: Sentences) -> None:
    open_ = decision(
        outcome="indeterminate",
        authorization=None,
        license_requirements=[],
        considered=[],
        pools=[],
        obligations=[],
        counts=[],
        missing_facts=["item.tpp"],
    )
    told = memo.markdown([Entry("r", REQUEST, open_)], sentences=sentences)
    for title in (
        "5 License requirement",
        "7 Amounts drawn on",
        "8 What must be filed and done",
        "9 How an application would be reviewed",
        "10 What is counted when it takes place",
    ):
        assert f"### {title}\n\nNot decided, so nothing can be told.\n" in told
    assert "| `item.tpp` | TPP of one integrated circuit" in told
    assert "Annex" not in told


def test_many_requests_are_one_document_and_an_error_is_no_permission(sentences: Sentences) -> None:
    invalid = RequestInvalid([Problem("item.tpp", "too small", "a number above 0", 3, 7)], "b.yaml")
    entries = [
        entry(),
        Entry("b.yaml", None, invalid),
        Entry("c.yaml", REQUEST, Unavailable("OPA is not there")),
    ]
    told = memo.markdown(entries, sentences=sentences)
    assert [line for line in told.splitlines() if line.startswith("## ")] == [
        "## 1. Export to Poland (PL)",
        "## 2. No decision",
        "## 3. No decision",
        "## Annex to 1: the conditions of every provision",
    ]
    assert (
        "| No. | Request | From | Outcome |\n"
        "| --- | --- | --- | --- |\n"
        "| 1 | Export to Poland (PL) | request.yaml | **license exception LPP: 740.29** |\n"
        "| 2 | No decision | b.yaml | **not decided: an error** |\n"
        "| 3 | No decision | c.yaml | **not decided: an error** |\n"
    ) in told
    refused = "> **No decision was made on this request. Nothing in this section is a permission.**"
    assert told.count(refused) == 2
    assert "| `item.tpp` | 3:7 | too small | a number above 0 |\n" in told
    assert f"{refused}\n\nOPA is not there\n" in told
    assert "### 1.2 Facts as given" in told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (19.4567891, "19.4567891"),
        (5284.8, "5,284.8"),
        (2e26, "2e26"),
        (1234567890123456789, "1234567890123456789"),
        (True, "yes"),
        (None, "none"),
        ([], "an empty list"),
        (["sdn", "other"], "sdn; other"),
        ({}, "nothing told"),
    ],
)
def test_a_fact_is_told_exactly_as_it_was_given(
    given: object, told: str, sentences: Sentences
) -> None:
    request = {"as_of": "2025-07-01", "item": {"tpp": given}}
    assert [tuple(one) for one in facts.each(request, sentences)] == [
        ("", "as_of", "2025-07-01"),
        ("item", "item.tpp", told),
    ]


def test_facts_in_lists_and_maps_stand_with_their_path(sentences: Sentences) -> None:
    request = {
        "documents": {"lpp_certification": {"calendar_year": 2025}},
        "facility": None,
        "veu": {"arrangements": {"DE": True, "BR": False}},
        "item": {"integrated_circuits": [{"count": 8}, {"count": 1}], "kind": "computer"},
        "as_of": "2025-07-01",
    }
    assert [tuple(one)[1:] for one in facts.each(request, sentences)] == [
        ("as_of", "2025-07-01"),
        ("facility", "none"),
        ("item.kind", "computer"),
        ("item.integrated_circuits[0].count", "8"),
        ("item.integrated_circuits[1].count", "1"),
        ("documents.lpp_certification.calendar_year", "2025"),
        ("veu.arrangements.BR", "no"),
        ("veu.arrangements.DE", "yes"),
    ]


# ----- the policies as they are ---------------------------------------------------------------


@pytest.fixture(scope="module")
def url(opa_executable: Path) -> Iterator[str]:
    with Sidecar(executable=opa_executable) as sidecar:
        yield sidecar.url


@pytest.fixture(scope="module")
def told(url: str) -> list[Entry]:
    """Every story and its decision."""
    requests = {story.id: story.request for story in stories.stories()}
    with Client(url, timeout=60.0) as client:
        answers = client.decide_many(requests)
    entries = [Entry(key, requests[key], answer) for key, answer in answers.items()]
    assert [one.label for one in entries if not isinstance(one.answer, Decision)] == []
    return entries


def test_the_memo_of_every_story_holds_all_that_its_decision_says(told: list[Entry]) -> None:
    own = Sentences()
    lacking = []
    for one in told:
        assert isinstance(one.answer, Decision)
        document = one.answer.document
        page = Page(memo.html([one], sentences=own))
        text = " ".join(page.texts)
        names = [
            *(name for row in document["considered"] for name in [*row["unmet"], *row["missing"]]),
            *(row["symbol"] for row in document["considered"]),
            *(row[key] for row in document["obligations"] for key in ("id", "citation")),
            *(row["citation"] for row in document["license_requirements"]),
            *(row["citation"] for row in document["reviews"]),
            *(row["id"] for row in document["flags"]),
            *(row[key] for row in document["open_questions"] for key in ("id", "reading")),
            *(f"{amount:,}" for amount in _whole_amounts(document["pools"])),
            *document["regime"]["notices"],
            *document["missing_facts"],
            document["policy"]["revision"],
            document["policy"]["data_digest"],
        ]
        lacking += [f"{one.label}: {name}" for name in names if name not in text]
    assert lacking == []


def _whole_amounts(pools: list[dict[str, Any]]) -> Iterator[int]:
    for pool in pools:
        for name in ("limit_tpp", "used_tpp", "requested_tpp", "remaining_tpp"):
            if pool[name] is not None and float(pool[name]).is_integer():
                yield int(pool[name])


def test_no_condition_for_chips_is_told_as_met_by_weights(told: list[Entry]) -> None:
    (weights,) = (one for one in told if one.label == "weights-us-cloud-in-poland")
    assert isinstance(weights.answer, Decision)
    assert [one.id for one in Sentences().conditions("AIA", weights.answer) if not one.shared] == [
        "740.27(a)(3)/headquarters",
        "740.2(a)(9)(ii)/gate",
        "740.27(a)(3)(i)/location",
        "740.27(a)(3)(ii)/facility",
        "740.27(a)(3)(ii)/attestation",
    ]


def test_conditions_behind_a_list_are_told_of_listed_items_alone(told: list[Entry]) -> None:
    found = {}
    for one in told:
        assert isinstance(one.answer, Decision)
        if one.label in ("b-level-brazil", "lpp-100-h100-brazil"):
            conditions = Sentences().conditions("LPP", one.answer)
            found[one.label] = {condition.id for condition in conditions}
    assert "740.29(b)/item" in found["b-level-brazil"]
    assert "740.29(a)/limit" not in found["b-level-brazil"]
    assert {"740.29(b)/item", "740.29(a)/limit"} < found["lpp-100-h100-brazil"]


# ----- the command ------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[Entry]) -> list[str]:
    """Requests of a story that is authorized and of one that needs a license."""
    monkeypatch.chdir(tmp_path)
    names = ["aia-2000-h100-germany", "poland-2000-h100"]
    for one in told:
        if one.label in names:
            Path(f"{one.label}.json").write_text(json.dumps(one.request), encoding="utf-8")
    return [f"{name}.json" for name in names]


@pytest.mark.parametrize(
    ("form", "begins"), [("markdown", b"# Memo"), ("html", b"<!DOCTYPE html>")]
)
def test_decide_writes_the_memo_with_the_code_of_the_decisions(
    form: str,
    begins: bytes,
    url: str,
    files: list[str],
    told: list[Entry],
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    arguments = ["decide", "--url", url, "--format", form]
    assert cli.main([*arguments, files[0]]) == codes.AUTHORIZED
    one, _ = capsysbinary.readouterr()
    assert cli.main([*arguments, *files]) == codes.LICENSE_REQUIRED
    many, err = capsysbinary.readouterr()
    assert cli.main([*arguments, *files]) == codes.LICENSE_REQUIRED
    assert capsysbinary.readouterr().out == many
    assert err == b""
    assert one.startswith(begins)
    assert many.startswith(begins)
    write = memo.html if form == "html" else memo.markdown
    by_label = {entry.label: entry for entry in told}
    entries = [
        Entry(name, by_label[name.removesuffix(".json")].request, entry.answer)
        for name in files
        if (entry := by_label[name.removesuffix(".json")])
    ]
    assert many.decode() == write(entries)


def test_an_invalid_request_stands_in_the_memo_and_on_standard_error(
    url: str, files: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    Path("bad.yaml").write_text("as_of: tomorrow\n", encoding="utf-8")
    code = cli.main(["decide", "--url", url, "--format", "markdown", files[0], "bad.yaml"])
    out, err = capsysbinary.readouterr()
    assert code == codes.INVALID
    assert b"\n## 2. No decision\n" in out
    assert b"Nothing in this section is a permission." in out
    assert err.startswith(b"bad.yaml: invalid, ")
