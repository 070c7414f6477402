"""Records decided again: the same on their own bundle, and told where another one parts."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import other_rules
import pytest
import stories

from ai_export_policy import Client, Sidecar, bundle, resources, stamp, strict_json
from ai_export_policy.bundle_stories import answers
from ai_export_policy.cli import main
from ai_export_policy.records import Entry, RecordedClient, Records, lines, records

NAMES = ("lpp-100-h100-brazil", "aia-2000-h100-germany", "aca-rtx-4090-india")
OLD = "0.0.1"  # a version; its policies are another revision


@pytest.fixture(scope="module", autouse=True)
def cache(opa_executable: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))
        yield


@pytest.fixture(scope="module")
def old(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Policies of another revision, under which LPP allows next to nothing, and their bundle."""
    folder = tmp_path_factory.mktemp("old")
    policies = other_rules.write(folder, OLD)
    built = folder / "bundle.tar.gz"
    bundle.build(policies, built, None, opa_executable)
    (folder / "store").mkdir()
    digest = hashlib.sha256(built.read_bytes()).hexdigest()
    shutil.copy(built, folder / "store" / f"sha256-{digest}.tar.gz")
    return policies, folder / "store"


@pytest.fixture(scope="module")
def asked() -> dict[str, dict[str, Any]]:
    return {one.id: one.request for one in stories.stories() if one.id in NAMES}


@pytest.fixture(scope="module")
def made(old: tuple[Path, Path], asked: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The decisions of both: `old` and `own`, by the name of the story."""
    return {"old": answers(old[0], asked), "own": answers(resources.policies(), asked)}


@pytest.fixture
def store(tmp_path: Path, asked: dict[str, Any], made: dict[str, Any]) -> Path:
    with Records(tmp_path / "records") as one:
        for which in ("old", "own", "old"):
            one.append([Entry(asked[n], made[which][n], "1.22.2") for n in NAMES])
    return tmp_path / "records"


def replayed(
    capsys: pytest.CaptureFixture[str], store: Path, *options: str | Path
) -> tuple[int, str]:
    code = main(["records", "replay", *map(str, options), str(store)])
    return code, capsys.readouterr().out


def test_on_their_own_revisions_all_answers_are_the_same(
    store: Path, old: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = replayed(capsys, store, "--bundles", old[1], "--format", "json")
    assert code == 0
    told = {"asked": 9, "edited": [], "undecided": {}, "changed": []}
    told |= {"missing": {}, "engines": ["1.22.2"], "traced": 0, "untraced": 0}
    assert json.loads(out) == told


def test_a_bundle_that_is_not_there_is_told(
    store: Path, old: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = replayed(capsys, store)
    assert code == 4
    assert f"6 records not decided again: no bundle of revision {stamp.revision(old[0])}" in out
    assert replayed(capsys, store, "--revision", "9.9.9")[0] == 4


def test_a_trace_is_made_again_where_its_rules_are_at_hand_and_compared(
    tmp_path: Path,
    old: tuple[Path, Path],
    asked: dict[str, Any],
    made: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = NAMES[2]
    with Sidecar() as sidecar, Client(sidecar.url, timeout=60) as client, Records(tmp_path) as one:
        trace = RecordedClient(client, one).trace(asked[name])
        one.append([Entry(asked[name], made["old"][name], "1.22.2", trace=b"of other rules")])
    traced = next(records(tmp_path)).record
    assert traced["decision"] == trace.decision.document == made["own"][name]
    assert traced["trace_digest"] == lines.digest(strict_json.dump(trace.document()))
    given = ("--bundles", old[1], "--format", "json")
    code, out = replayed(capsys, tmp_path, *given)
    told = {"asked": 2, "edited": [], "undecided": {}, "changed": []}
    told |= {"missing": {}, "engines": ["1.22.2"], "traced": 1, "untraced": 1}
    assert (code, json.loads(out)) == (0, told)
    with Records(tmp_path) as one:
        one.append([Entry(asked[name], made["own"][name], "1.22.2", trace=b"another trace")])
    code, out = replayed(capsys, tmp_path, *given)
    (change,) = json.loads(out)["changed"]
    assert (code, change["request"], change["fields"]) == (1, "main/3", ["trace"])
    _, text = replayed(capsys, tmp_path, *given[:2])
    assert "2 traces made again and compared" in text
    assert "1 traces not compared" in text


def test_an_answer_that_the_bundle_never_gave_is_told(
    tmp_path: Path, asked: dict[str, Any], made: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, three = NAMES
    other = json.loads(json.dumps(made["own"][two]))
    other["policy"]["revision"] = made["own"][two]["policy"]["revision"]
    other["valid_until"] = "2031-01-01"
    with Records(tmp_path) as records:
        for name, decision in ((one, made["own"][one]), (two, other), (three, made["own"][three])):
            records.append([Entry(asked[name], decision, "1.22.2")])
    code, out = replayed(capsys, tmp_path, "--format", "json")
    (change,) = json.loads(out)["changed"]
    assert (code, change["request"], change["fields"]) == (1, "main/2", ["valid_until"])


def test_another_revision_is_told_by_record_and_paragraph(
    store: Path, old: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--bundles", old[1], "--revision", "package")
    code, out = replayed(capsys, store, *given, "--format", "json")
    changed = json.loads(out)["changed"]
    assert code == 1
    # The third is carried by ACA before and after, and LPP is considered beside it.
    assert [one["request"] for one in changed] == ["main/1", "main/3", "main/7", "main/9"]
    for one in changed:
        assert "740.29(a)/limit" in {gone["id"] for gone in one["gone"]}
    for one in changed[::2]:
        assert one["before"]["outcome"] == "license_required"
        assert one["after"]["authorization"]["symbol"] == "LPP"
    assert {one["after"]["authorization"]["symbol"] for one in changed[1::2]} == {"ACA"}
    _, text = replayed(capsys, store, *given)
    assert "740.29(a)/limit" in text
    assert "4 of 9 answers change" in text
    _, junit = replayed(capsys, store, *given, "--format", "junit")
    suite = ElementTree.fromstring(junit)
    assert (suite.get("tests"), suite.get("failures")) == ("9", "4")
    _, sarif = replayed(capsys, store, *given, "--format", "sarif")
    (run,) = json.loads(sarif)["runs"]
    about = [one for one in run["results"] if one["ruleId"] == "740.29(a)/limit"]
    places = [one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for one in about]
    assert places == ["main/1", "main/3", "main/7", "main/9"]
    assert [one["level"] for one in about] == ["error", "warning", "error", "warning"]
    # And back: what is decided by the old one of what the package decided.
    back = ("--bundles", old[1], "--revision", stamp.revision(old[0]), "--format", "json")
    code, out = replayed(capsys, store, *back)
    assert [one["request"] for one in json.loads(out)["changed"]] == ["main/4", "main/6"]


def test_a_bundle_under_a_false_name_is_not_used(
    store: Path, old: tuple[Path, Path], tmp_path: Path
) -> None:
    (one,) = old[1].iterdir()
    (tmp_path / "bundles").mkdir()
    shutil.copy(one, tmp_path / "bundles" / f"sha256-{'0' * 64}.tar.gz")
    assert main(["records", "replay", "--bundles", str(tmp_path / "bundles"), str(store)]) == 5


def test_broken_records_are_not_replayed(store: Path) -> None:
    path = store / "main/00000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"BR"', b'"IN"'))
    assert main(["records", "replay", str(store)]) == 4
