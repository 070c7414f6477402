"""Decisions for people: every id has its sentence, and a decision is told as it was made."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import scratch_sentences
import stories
from scratch_sentences import REQUEST, decision

from ai_export_policy import Client, Decision, Sidecar
from ai_export_policy.explain import WIDTH, Sentences, annotations, in_brief, in_full
from ai_export_policy.explain.annotations import Note, Rule
from ai_export_policy.explain.layout import amount


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Rules of a few lines, laid out as the real ones are."""
    return scratch_sentences.write(tmp_path / "policies")


IN_FULL = """\
Authorized without a license: License Exception Small (LPP, 740.29)

The facts as given
  day            2025-07-01, text: codified, as nothing else was asked
  act            export to Poland (PL)
  item           kind integrated_circuit, quantity 2,000, tpp 5,284.8, datacenter no
  recipient      name Consignee?[31m SA, listed none
  documents      lpp_certification.calendar_year 2025, license none

Classification
  ECCN           3A090.a, derived (decided by 3A090.a.1)
  level          a
  TPP of a unit  5,284.8
  density        8.69

Why a license is required
  742.6(a)              Everywhere.

What could authorize it, in the order in which it is relied on
  met: satisfied by the facts; unbroken: no fact given violates it
  Restrictions on everything (740.2): no fact given violates 740.2(a)(2)/listed.

  LPP      yes     License Exception Small (740.29), relied on
    certified      740.29(a)/limit: Small enough. Not known to be exceeded: it rests on the
                   certification.

  not decided    GOV (740.11(b)): not modelled here

What is drawn on, in TPP
  pool         year of the consignee's group
  whose                      Consignee Group
  period                                2025
  limit                           26,900,000
  used                               unknown
  left before                        unknown
  requested                       10,569,600
  fits                             not known
  ledger         books, as of 2025-06-30, not said to be complete

What must be done, by whom and when
  by 2025-07-08  after the shipment, exporter: Tell somebody. Within a week. (740.29(g))

What a ledger records when it takes place
  10,569,600     TPP received by the consignee under AIA (Consignee Group)

What the rule leaves open
  C1    It says both. Read here: no; else: yes.

Which text answers
  asked for      codified on 2025-07-01
  codified       90 FR 4544, version of 2025-02-11, to be complied with from 2025-05-15
  enforced       not known
  valid until    2025-12-31
  policies       1
  tables         not told
  - Take care. [careful]
  - 3A090.c is not here. [not_modelled/3A090.c]
"""


def test_a_decision_is_told_in_full(policies: Path) -> None:
    assert in_full(decision(), REQUEST, sentences=Sentences(policies)) == IN_FULL


def test_colours_change_nothing_but_the_colours(policies: Path) -> None:
    colored = in_full(decision(), REQUEST, sentences=Sentences(policies), color=True)
    assert colored.startswith("\x1b[1;32mAuthorized without a license")
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == IN_FULL


def test_what_is_broken_missing_and_refused_is_told(policies: Path) -> None:
    rows = [
        ("LPP", "740.29", "no", ["740.29(a)/limit", "740.2(a)(2)/listed"], []),
        ("AIA", "740.27", "unknown", [], ["item.designer", "end_use.purpose"]),
    ]
    told = in_full(
        decision(
            outcome="license_required",
            authorization=None,
            considered=[
                dict(zip(("symbol", "citation", "available", "unmet", "missing"), row, strict=True))
                for row in rows
            ],
            review_policy="case_by_case",
            reviews=[{"requirement": "742.6(a)", "policy": "case_by_case", "citation": "742.6(b)"}],
            flags=[{"id": "732.S3/28", "citation": "732"}],
            exclusions=[{"id": "3A090/note", "citation": "3A090"}],
        ),
        sentences=Sentences(policies),
    )
    assert told.startswith(
        "A license is required (742.6(a))\nAn application is reviewed: case by case.\n\nClass"
    )
    assert (
        "  LPP      no      License Exception Small (740.29)\n"
        "    broken         740.2(a)(2)/listed: Somebody is on a list\n"
        "    broken         740.29(a)/limit: Small enough\n"
        "\n"
        "  AIA      unknown AIA (740.27)\n"
        "    missing        end_use.purpose, item.designer\n"
    ) in told
    assert "\nHow an application would be reviewed\n  742.6(a)              case by case." in told
    assert "\nFlags for a person to look at\n  732.S3/28\n" in told
    assert "\nWhy a requirement does not apply\n  3A090/note\n" in told


@pytest.mark.parametrize(
    ("fits", "relied_on", "said"),
    [
        (True, "LPP", "    met            740.29(a)/limit: Small enough\n"),
        (None, "LPP", "    certified      740.29(a)/limit: Small enough. Not known to be exceeded"),
        (True, "AIA", "    unbroken       740.29(a)/limit\n"),
    ],
)
def test_a_limit_is_met_where_its_pool_is_known_to_fit(
    fits: bool | None, relied_on: str, said: str, policies: Path
) -> None:
    pools = [row | {"fits": fits} for row in decision().pools]
    relied = {"symbol": relied_on, "citation": "740"}
    told = in_full(decision(pools=pools, authorization=relied), sentences=Sentences(policies))
    assert said in told


def test_the_condition_that_a_certification_stands_for_is_the_one_that_a_pool_measures(
    repository: Path,
) -> None:
    packages = annotations.read(repository / "policies").values()
    rules = [rule for package in packages for rule in package.rules if rule.name == "unmet"]
    measured = {rule.id for rule in rules if "consignee_year.fits == false" in rule.body}
    assert measured == {rule.id for rule in rules if str(rule.id).endswith("/limit")}


def test_conditions_are_those_of_the_item_and_the_text_decided(policies: Path) -> None:
    sentences = Sentences(policies)
    chips = decision()
    weights = decision(classification=chips.classification | {"level": "weights"})
    assert [one.id for one in sentences.conditions("LPP", chips)] == [
        "740.29(a)/limit",
        "740.2(a)(2)/listed",
    ]
    assert [(one.id, one.title) for one in sentences.conditions("LPP", weights)] == [
        ("740.29(a)/limit", "Small enough"),
        ("740.29(b)/models", "Models are lent, not sold"),
    ]
    assert sentences.conditions("NAC", chips) == []
    assert sentences.requirement("742.6(a)", chips) == "Everywhere."


def test_an_id_without_a_sentence_has_an_empty_one(policies: Path) -> None:
    sentences, of = Sentences(policies), decision()
    row: dict[str, Any] = {"id": "1/x", "when": "after", "requirement": "1/x", "policy": "none"}
    told = [
        sentences.condition("LPP", "1/x", of),
        sentences.requirement("1/x", of),
        sentences.exclusion("1/x", of),
        sentences.flag("1/x", of),
        sentences.obligation(row, of),
        sentences.review(row),
        sentences.notice("nothing"),
        sentences.provision("NAC"),
        sentences.fact("item.nothing"),
    ]
    assert told == [""] * len(told)
    assert sentences.reading("C9") == ("", [])
    assert sentences.country("XX") == "XX"


@pytest.mark.parametrize("after", ["740.29(b)/models", "740.29(g)/tell"])
def test_an_id_whose_rule_says_nothing_borrows_no_sentence(policies: Path, after: str) -> None:
    """Neither of the rule before it nor of one that gives many ids of its section."""
    file = policies / "ear/part_740/small.rego"
    many = '# METADATA\n# title: Many\n# custom:\n#   citation: "740.29"\nunmet contains id if _ids'
    new = 'unmet contains "740.29(c)/new" if input.new'
    told = 'obligations contains {"id": "740.29(h)/new", "when": "after"} if input.new'
    lines = file.read_text().split("\n\n")
    (place,) = (number for number, one in enumerate(lines) if f'"{after}"' in one)
    file.write_text("\n\n".join([*lines[: place + 1], new, told, many, *lines[place + 1 :]]))
    sentences, of = Sentences(policies), decision()
    assert sentences.broken("LPP", "740.29(c)/new", of)[1:] == ("", None, "", "")
    assert sentences.obligation({"id": "740.29(h)/new", "when": "after"}, of) == ""
    assert sentences.condition("LPP", "740.29(a)/limit", of) == "Small enough"
    assert sentences.condition("LPP", "740.29(z)/other", of) == "Many"


def test_annotations_are_read_as_opa_attaches_them(policies: Path) -> None:
    packages = annotations.read(policies)
    small = packages["ear.small"]
    limit = Note("Small enough", "The whole group counts, however it is divided.", "740.29(a)")
    assert sorted(packages) == ["ear.common", "ear.requirements", "ear.small"]
    assert small.note == Note("License Exception Small", "For what is small.", "740.29", "LPP")
    assert small.imports == {
        "common": "ear.common",
        "classification": "ear.classification",
    }
    first, second = (rule.line for rule in small.rules if rule.id == "740.29(a)/limit")
    assert second - first == 5
    assert [rule for rule in small.rules if rule.name == "unmet"] == [
        Rule("unmet", "740.29(a)/limit", limit, {}, ("_chips", "input.item.quantity > 3")),
        Rule("unmet", "740.29(a)/limit", limit, {}, ("_presumed_large",)),
        Rule(
            "unmet",
            "740.29(b)/models",
            Note("Models are lent, not sold", "", "740.29(b)"),
            {},
            ("not _chips", "input.sold"),
        ),
        Rule("unmet", None, Note(), {}, ("_chips", "some id in common.unmet")),
    ]
    assert [rule.body for rule in small.rules if rule.name == "available"] == [
        (),
        ("count(unmet) > 0",),
    ]
    (obligation,) = (rule for rule in small.rules if rule.name == "obligations")
    assert (obligation.id, obligation.body) == ("740.29(g)/tell", ("_chips",))
    assert obligation.fields["when"] == "after"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "unknown"),
        (0, "0"),
        (31664000, "31,664,000"),
        (31664000.0, "31,664,000"),
        (5284.8, "5,284.8"),
        (0.25, "0.25"),
        (0.00001, "0.00001"),
        (2e26, "2e26"),
        (2.5e25, "2.5e25"),
        (10**26, "1e26"),
        (999999999999999, "999,999,999,999,999"),
        ("text", "text"),
    ],
)
def test_amounts_are_told_as_people_write_them(value: object, told: str) -> None:
    assert amount(value) == told


# ----- the policies as they are ---------------------------------------------------------------


@pytest.fixture(scope="module")
def decided(opa_executable: Path) -> dict[str, tuple[Decision, dict[str, Any]]]:
    """The decision and the request of every story."""
    requests = {story.id: story.request for story in stories.stories()}
    assert len(requests) > 20
    with Sidecar(executable=opa_executable) as sidecar, Client(sidecar.url) as client:
        answers = client.decide_many(requests)
    found = {
        key: (answer, requests[key])
        for key, answer in answers.items()
        if isinstance(answer, Decision)
    }
    assert found.keys() == requests.keys()
    return found


def told(one: Decision, sentences: Sentences) -> Iterator[tuple[str, str]]:
    """Every id of a decision with its sentence."""
    for row in one.considered:
        for id in row["unmet"]:
            yield f"{row['symbol']} {id}", sentences.condition(row["symbol"], id, one)
        for path in row["missing"]:
            yield path, sentences.fact(path)
        if row["available"] != "not_modelled":
            yield row["symbol"], sentences.provision(row["symbol"])
        for condition in sentences.conditions(row["symbol"], one):
            yield condition.id, condition.title
    for row in one.license_requirements:
        yield row["id"], sentences.requirement(row["id"], one)
    for row in one.exclusions:
        yield row["id"], sentences.exclusion(row["id"], one)
    for row in one.flags:
        yield row["id"], sentences.flag(row["id"], one)
    for row in one.obligations:
        yield row["id"], sentences.obligation(row, one)
    for row in one.reviews:
        yield f"{row['policy']} {row['citation']}", sentences.review(row)
    for row in one.open_questions:
        title, readings = sentences.reading(row["id"])
        yield row["id"], title if row["reading"] in readings else ""
    for notice in one.regime["notices"]:
        yield notice, sentences.notice(notice)
    for path in one.missing_facts:
        yield path, sentences.fact(path)


def test_every_id_of_every_story_has_a_sentence(
    decided: dict[str, tuple[Decision, dict[str, Any]]],
) -> None:
    sentences = Sentences()
    found = {pair for one, _ in decided.values() for pair in told(one, sentences)}
    assert len(found) > 100
    assert sorted(id for id, sentence in found if not sentence.strip()) == []


def test_the_conditions_of_a_section_are_those_that_it_can_find_broken(
    decided: dict[str, tuple[Decision, dict[str, Any]]],
) -> None:
    sentences = Sentences()
    unknown = set()
    for key, (one, _) in decided.items():
        for row in one.considered:
            if row["available"] == "not_modelled":
                continue
            known = {condition.id for condition in sentences.conditions(row["symbol"], one)}
            assert known, f"{key}: {row['symbol']} has no conditions"
            unknown |= {f"{key} {row['symbol']} {id}" for id in row["unmet"] if id not in known}
    assert unknown == set()


def test_every_story_is_told_within_the_width_of_a_page(
    decided: dict[str, tuple[Decision, dict[str, Any]]],
) -> None:
    sentences = Sentences()
    for one, request in decided.values():
        text = in_full(one, request, sentences=sentences)
        assert max(map(len, text.splitlines())) <= WIDTH
        assert "\x1b" not in text
        assert in_brief(one)
