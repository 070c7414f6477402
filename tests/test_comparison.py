"""Decisions side by side: what parts them is what only some of them say."""

import copy
import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import stories

from ai_export_policy import Client, Decision, Unavailable
from ai_export_policy.cli import main
from ai_export_policy.comparison import changes, ids, partings, render, values, variants
from ai_export_policy.comparison.facts import UNTOLD, told_apart
from ai_export_policy.comparison.revisions import NotARevision, checkout, policies_at

STORIES = {story.id: story.request for story in stories.stories()}
GERMANY, POLAND = STORIES["aia-2000-h100-germany"], STORIES["poland-2000-h100"]


@pytest.fixture(scope="module")
def two(client: Client) -> dict[str, Decision]:
    return {"Germany": client.decide(GERMANY), "Poland": client.decide(POLAND)}


def test_a_request_is_laid_out_over_days_postures_and_readings() -> None:
    request = {"as_of": "2025-07-01", "readings": {"C5": "x"}}
    before = copy.deepcopy(request)
    found = list(
        variants("A", request, days=["2025-01-01"], postures=["enforced"], readings=[("C1", "y")])
    )
    assert found == [
        ("A 2025-01-01 enforced", {**before, "as_of": "2025-01-01", "posture": "enforced"}),
        (
            "A 2025-01-01 enforced C1=y",
            {"as_of": "2025-01-01", "posture": "enforced", "readings": {"C5": "x", "C1": "y"}},
        ),
    ]
    assert request == before
    assert list(variants("A", request)) == [("A", before)]


def test_a_decision_parts_from_itself_nowhere(two: dict[str, Decision]) -> None:
    same = {"one": two["Poland"], "two": two["Poland"]}
    assert partings(same) == []
    assert "They part nowhere." in render.text(same, [])


def test_germany_and_poland_part_at_the_supplement(two: dict[str, Decision]) -> None:
    found = partings(two)
    assert [(one.id, one.said_by) for one in found if one.kind == "outcome"] == [
        ("license_exception", ("Germany",)),
        ("license_required", ("Poland",)),
    ]
    aia = [one for one in found if one.kind == "condition" and one.symbol == "AIA"]
    assert {(one.id, one.citation, one.said_by) for one in aia} == {
        (f"740.27(a)/{word}", "740.27(a)", ("Poland",))
        for word in ("location", "headquarters", "ultimate_parent")
    }
    assert render.decisive(two, found)[:3] == aia
    requests = {"Germany": GERMANY, "Poland": POLAND}
    text = render.text(two, found, requests=requests)
    assert "Located in Supplement No. 5(a)" in text
    assert text.index("What parts them") < text.index("740.27(a)/location")
    assert "  destination                                   A DE; B PL\n" in text
    assert "Furnish the ECCN to the ultimate consignee." in text
    document = render.document(two, found, requests)
    assert document["decisions"]["Poland"] == two["Poland"].document
    assert [one["id"] for one in document["partings"]] == [one.id for one in found]
    assert document["facts"]["destination"] == {"Germany": "DE", "Poland": "PL"}
    decisive = [one for one in document["partings"] if one["decisive"]]
    assert [(one["kind"], one["id"]) for one in decisive] == [
        ("condition", "740.27(a)/headquarters"),
        ("condition", "740.27(a)/location"),
        ("condition", "740.27(a)/ultimate_parent"),
        ("pool", "year of the consignee's group, Group Holding: does not fit"),
        ("pool", "allocation of the country, PL: fits"),
        ("review", "presumption_of_approval"),
    ]


def test_facts_are_told_apart_by_value_and_by_kind() -> None:
    one = {"request_id": "a", "as_of": "2025-07-01", "item": {"quantity": 1, "datacenter": True}}
    other = {"request_id": "b", "as_of": "2025-07-01", "item": {"quantity": True, "tpp": None}}
    assert told_apart({"A": one, "B": other}) == {
        "item.quantity": {"A": 1, "B": True},
        "item.datacenter": {"A": True, "B": UNTOLD},
        "item.tpp": {"A": UNTOLD, "B": None},
    }
    assert told_apart({"A": one}) == {}


def edited(decision: Decision, **fields: Any) -> Decision:
    return Decision({**copy.deepcopy(decision.document), **fields})


def test_a_change_tells_what_came_and_what_went(two: dict[str, Decision]) -> None:
    poland, germany = two["Poland"], two["Germany"]
    later = edited(poland, valid_until="2027-01-01")
    other = edited(poland, policy={"revision": "x", "data_digest": "y"})
    down = Unavailable("gone")
    before: dict[str, changes.Answer] = dict.fromkeys(("same", "revised", "dated", "lost"), poland)
    before["moved"] = germany
    after: dict[str, changes.Answer] = {
        "same": poland,
        "revised": other,
        "dated": later,
        "lost": down,
        "moved": poland,
    }
    found = changes.changes(before, after)
    assert [one.label for one in found] == ["dated", "lost", "moved"]
    assert found[0].fields == ("valid_until",)
    assert (found[0].partings, found[1].partings, found[1].fields) == ((), (), ())
    assert {"outcome", "authorization", "review_policy"} <= set(found[2].fields)
    text = changes.text(found, 5)
    assert f"    valid_until {poland.document['valid_until']} -> 2027-01-01\n" in text
    assert "+ condition AIA: 740.27(a)/location" in text
    assert "no decision: gone" in text
    assert text.endswith("3 of 5 answers change, 2 of them in what is decided\n")
    assert text.index("lost") < text.index("moved") < text.index("dated")
    document = changes.document(found, 5)
    moved = document["changed"][2]
    assert "license_exception" in {one["id"] for one in moved["gone"]}
    assert "740.27(a)/location" in {one["id"] for one in moved["come"]}
    suite = ElementTree.fromstring(changes.junit(found, list(before)).partition("\n")[2])
    assert (suite.get("tests"), suite.get("failures")) == ("5", "3")
    assert [case.get("name") for case in suite if len(case)] == ["dated", "lost", "moved"]


def test_what_kept_all_from_being_decided_is_told_once(two: dict[str, Decision]) -> None:
    down = Unavailable("gone")
    before: dict[str, changes.Answer] = {**two, "neither": down, "nor": down}
    after: dict[str, changes.Answer] = dict.fromkeys(before, down)
    found, unknown = changes.changes(before, after), changes.undecided(before, after)
    text = changes.text(found, 4, unknown=unknown)
    assert "Germany, Poland\n  - 2 different answers\n  + no decision: gone\n" in text
    assert "neither, nor: not decided under either: gone\n" in text
    assert text.count("gone") == 2
    back = changes.text(changes.changes(after, before), 4)
    assert "Germany, Poland\n  - no decision: gone\n  + 2 different answers\n" in back


def test_values_that_differ_are_told_once_with_their_path(two: dict[str, Decision]) -> None:
    poland = two["Poland"]

    def with_limit(limit: int, used: int) -> Decision:
        pools = [dict(pool) for pool in poland.document["pools"]]
        pools[0] |= {"limit_tpp": limit, "used_tpp": used, "period": "2026", "key": "Holding"}
        return edited(poland, pools=pools)

    used = range(6)
    before: dict[str, changes.Answer] = {str(n): with_limit(26_900_000, n) for n in used}
    after: dict[str, changes.Answer] = {str(n): with_limit(20_000_000, n + 1) for n in used}
    text = changes.text(changes.changes(before, after), 6)
    pool = f"pools {poland.document['pools'][0]['pool']} Holding 2026"
    assert f"    {pool}: limit_tpp 26900000 -> 20000000\n" in text
    assert text.count(f"    {pool}: used_tpp ") == 3
    assert "    and 3 more\n" in text


def test_a_field_whose_values_are_alike_and_its_bytes_are_not_is_named(
    two: dict[str, Decision],
) -> None:
    poland = two["Poland"]
    assert "    differs in policy\n" in changes.text(
        [changes.Change("one", poland, poland, ("policy",), ())], 1
    )


def test_rows_texts_and_lists_that_differ_are_told_by_what_they_are() -> None:
    before = {
        "obligations": [{"id": "a", "due": None, "by": ["x"]}, {"id": "b", "due": None, "by": []}],
        "regime": {"notices": [], "version": "one"},
    }
    after = {
        "obligations": [{"id": "a", "due": "2026-01-01", "by": []}, {"id": "c"}],
        "regime": {"notices": ["stale", "gao"], "version": "one"},
    }
    assert list(values.apart(before, after, ("obligations", "regime", "trace"))) == [
        "obligations a: due null -> 2026-01-01",
        "obligations a: by x -> none",
        "obligations b: gone",
        "obligations c: new",
        "regime.notices none -> stale, gao",
        "trace differs",
    ]


def test_ids_that_all_answers_lose_or_gain_are_told_at_the_foot(two: dict[str, Decision]) -> None:
    poland, germany = two["Poland"], two["Germany"]

    def flagged(decision: Decision, id: str) -> Decision:
        considered = [{**row, "unmet": [id]} for row in decision.document["considered"]]
        flags = [{"id": id, "citation": "740.29"}]
        readings = [{"id": "N1", "reading": id}]
        return edited(decision, considered=considered, flags=flags, open_questions=readings)

    down = Unavailable("gone")
    before = {
        "renamed": flagged(poland, "old"),
        "moved": flagged(germany, "kept"),
        "there": flagged(germany, "other"),
        "lost": flagged(germany, "lost"),
    }
    after = {
        "renamed": flagged(poland, "new"),
        "moved": flagged(germany, "other"),
        "there": flagged(germany, "kept"),
        "lost": down,
    }
    found = ids.apart(before, after)
    assert found == ids.Ids(
        ("condition old", "flag old", "reading N1: old"),
        ("condition new", "flag new", "reading N1: new"),
    )
    text = changes.text([], 4, ids=found)
    assert text == (
        "told in no answer any more: condition old, flag old, reading N1: old\n"
        "told in no answer before: condition new, flag new, reading N1: new\n"
        "0 of 4 answers change\n"
    )
    document = changes.document([], 4, ids=found)
    assert document["ids"] == {"gone": list(found.gone), "new": list(found.new)}
    assert "told in no answer" not in changes.text([], 4, ids=ids.apart(before, before))


@pytest.fixture
def repository_of_two(tmp_path: Path, repository: Path) -> Path:
    """A git checkout whose last commit is today's policies, its work tree with an edited one."""

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=author", "-c", "user.email=author@localhost"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)

    folders = [str(repository / name) for name in ("policies", "schemas")]
    subprocess.run(["cp", "-r", *folders, str(tmp_path)], check=True)
    tools = tmp_path / "python" / "tools"
    tools.mkdir(parents=True)
    (tools / "indexes.py").write_bytes((repository / "python/tools/indexes.py").read_bytes())
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "today")
    table = tmp_path / "policies" / "reference" / "supplement_5" / "data.json"
    document = json.loads(table.read_text("utf-8"))
    document["rows"]["a"]["PL"] = document["rows"]["a"]["DE"]
    table.write_text(json.dumps(document), "utf-8")
    (tmp_path / "requests.jsonl").write_text(f"{json.dumps(GERMANY)}\n{json.dumps(POLAND)}\n")
    return tmp_path


def test_diff_finds_the_answer_that_an_edit_changes_and_by_which_paragraph(
    repository_of_two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository_of_two)
    assert main(["diff", "--base", "HEAD", "--format", "json", "requests.jsonl"]) == 1
    document = json.loads(capsys.readouterr().out)
    (change,) = document["changed"]
    assert document["asked"] == 2
    assert change["request"].startswith("requests.jsonl:2")
    (location,) = (one for one in change["gone"] if one["id"] == "740.27(a)/location")
    # Of the destination, of who receives or will operate the item, and of where it will stand.
    assert len(location["rules"]) == 3
    for place in location["rules"]:
        assert place.startswith("ear/part_740/aia/commodities.rego:")
        file, _, line = place.partition(":")
        rego = (repository_of_two / "policies" / file).read_text("utf-8").splitlines()
        assert 'contains "740.27(a)/location"' in rego[int(line) - 1]
    assert document["edited"] == ["policies/reference/supplement_5/data.json"]
    assert document["undecided"] == {}
    assert "condition 740.27(a)/location" in document["ids"]["gone"]
    assert main(["diff", "--base", "HEAD", "--format", "junit", "requests.jsonl"]) == 1
    assert 'failures="1"' in capsys.readouterr().out
    subprocess.run(["git", "checkout", "-q", "policies"], check=True)
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 0
    assert capsys.readouterr().out == "0 of 2 answers change\n"
    monkeypatch.chdir(repository_of_two / "policies" / "ear")
    requests = str(repository_of_two / "requests.jsonl")
    assert main(["diff", "--base", "HEAD", requests]) == 0


def test_an_edit_that_does_not_load_is_told_with_its_place_before_anything_is_decided(
    repository_of_two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository_of_two)
    (repository_of_two / "policies" / "ear" / "new.rego").write_text("package ear.new\n\nx := \n")
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 4
    told = " ".join(capsys.readouterr().err.split())
    assert "policies/ear/new.rego:" in told
    assert "rego_parse_error" in told
    assert "Mend the policies of this checkout, and ask again." in told
    table = repository_of_two / "policies" / "reference" / "thresholds" / "data.json"
    table.write_text("{{")
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 4
    told = " ".join(capsys.readouterr().err.split())
    assert "policies/reference/thresholds/data.json: Expecting property name" in told
    assert "Mend the tables of this checkout, and ask again." in told


def test_rules_that_conflict_are_told_where_they_lie_in_the_checkout(
    repository_of_two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository_of_two)
    rule = repository_of_two / "policies/ear/pools/consignee_year.rego"
    rule.write_text(rule.read_text("utf-8") + "\nlimit := 7 if input.as_of\n")
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 5
    told = capsys.readouterr().out
    assert "at policies/ear/pools/consignee_year.rego:" in " ".join(told.split())
    assert told.count("no decision: ") == 1
    assert "/tmp" not in told


LIMIT = "policies/reference/thresholds/data.json: "


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("value", "20000000", 'rows.lpp_consignee_year_tpp.0.value: "20000000" is not of type'),
        ("valid_to", "2024-12-31", "rows.lpp_consignee_year_tpp: the row 2025-01-13 to 2024-12-31"),
        ("valid_to", "2026-12-15", "lpp_consignee_year_tpp changes on 2026-12-15, within the row"),
    ],
)
def test_tables_that_do_not_fit_are_not_compared(
    repository_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    field: str,
    value: str,
    told: str,
) -> None:
    monkeypatch.chdir(repository_of_two)
    table = repository_of_two / "policies/reference/thresholds/data.json"
    document = json.loads(table.read_text("utf-8"))
    document["rows"]["lpp_consignee_year_tpp"][0][field] = value
    table.write_text(json.dumps(document), "utf-8")
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 4
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith(f"not done: {LIMIT}{told}")
    assert said.endswith("Mend the tables of this checkout, and ask again.")


def test_a_base_that_does_not_load_says_to_name_another(
    repository_of_two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository_of_two)
    broken = repository_of_two / "policies" / "ear" / "new.rego"
    broken.write_text("package ear.new\n\nx := \n")
    identity = ["-c", "user.name=author", "-c", "user.email=author@localhost"]
    subprocess.run(["git", "add", "-A"], check=True)
    subprocess.run(["git", *identity, "commit", "-q", "-m", "broken"], check=True)
    broken.unlink()
    assert main(["diff", "--base", "HEAD", "requests.jsonl"]) == 4
    assert "Mend the policies of HEAD, or name another base" in capsys.readouterr().err


def test_what_neither_decides_is_not_said_to_be_unchanged(
    two: dict[str, Decision],
) -> None:
    down = Unavailable("gone")
    before: dict[str, changes.Answer] = {"one": two["Poland"], "other": down}
    assert changes.changes(before, before) == []
    unknown = changes.undecided(before, before)
    assert unknown == {"other": "gone"}
    assert "other: not decided under either: gone" in changes.text([], 2, unknown=unknown)
    suite = ElementTree.fromstring(
        changes.junit([], list(before), unknown=unknown).partition("\n")[2]
    )
    assert (suite.get("failures"), suite.get("errors")) == ("0", "1")
    (error,) = suite.iter("error")
    assert error.get("message") == "gone"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        (None, "there is no story in"),
        ("title: x\n", "lacking ['citation', 'expect', 'request', 'why']"),
        ("title: [\n", "cannot be read"),
        ("- one\n", "cannot be read"),
    ],
)
def test_stories_that_are_none_are_wrong_use(
    repository_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    story: str | None,
    told: str,
) -> None:
    monkeypatch.chdir(repository_of_two)
    cases = repository_of_two / "tests" / "cases"
    cases.mkdir(parents=True)
    if story is not None:
        (cases / "bad.yaml").write_text(story)
    assert main(["diff", "--base", "HEAD"]) == 64
    assert told in capsys.readouterr().err


def test_a_request_that_is_none_is_named_before_anything_is_decided(
    repository_of_two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository_of_two)
    Path("bad.json").write_text('{"as_of": "2025-07-01"}')
    assert main(["diff", "--base", "HEAD", "bad.json"]) == 2
    assert "bad.json: invalid" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["nothing-of-the-kind", "--output=stolen"])
def test_a_revision_that_git_does_not_know_is_wrong_use(
    repository_of_two: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.chdir(repository_of_two)
    assert main(["diff", f"--base={name}", "requests.jsonl"]) == 64
    told = capsys.readouterr().err
    assert "Invalid value for '--base'" in told
    assert "git log --oneline list" in told
    assert not (repository_of_two / "stolen").exists()


def test_a_folder_that_is_no_checkout_has_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(NotARevision):
        checkout(tmp_path)
    with pytest.raises(NotARevision), policies_at(tmp_path, "HEAD"):
        raise AssertionError("there are no policies")


def test_compare_decides_on_days_and_under_postures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("germany.json").write_text(json.dumps(GERMANY))
    Path("poland.json").write_text(json.dumps(POLAND))
    days = ["--on", "2025-05-14", "--as-of", "2025-07-01"]
    assert main(["compare", *days, "--format", "json", "germany.json"]) in (0, 1, 3)
    document = json.loads(capsys.readouterr().out)
    labels = list(document["decisions"])
    assert [label.rpartition(" ")[2] for label in labels] == ["2025-05-14", "2025-07-01"]
    assert any(one["kind"] == "authorization" for one in document["partings"])
    assert main(["compare", "germany.json", "poland.json"]) == 1
    assert "740.27(a)/location: Located in Supplement No. 5(a)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["germany.json"], "nothing to compare it with"),
        (["--reading", "C5", "germany.json"], "is not of the form"),
        (
            ["--on", "2025-03-01", "--as-of", "2025-02-30", "germany.json"],
            "'2025-02-30' is not a date; write YYYY-MM-DD",
        ),
    ],
)
def test_compare_used_wrongly_is_code_64(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("germany.json").write_text(json.dumps(GERMANY))
    assert main(["compare", *arguments]) == 64
    assert told in capsys.readouterr().err
