"""The tour: what it tells of each line is what OPA decides now, and this is what that is."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from ai_export_policy import Client, Decision, Sidecar, cli, tour, yaml_reader
from ai_export_policy.explain import WIDTH, Sentences, brief, in_full
from ai_export_policy.request import validate

ALLIED = ["BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "SE"]
OTHERS = ["AT", "BG", "CY", "CZ", "EE", "GR", "HR", "HU", "LT", "LU", "LV", "MT", "PL", "PT", "RO"]
OTHERS += ["SI", "SK"]

BY_AIA = ("license exception AIA", "740.27")
APPROVED = ("license required", "presumption of approval")
DENIED = ("license required", "presumption of denial")

TOLD = {
    **{f"1/{code}": BY_AIA for code in ALLIED},
    **{f"1/{code}": APPROVED for code in OTHERS},
    "2/49,898 H100": APPROVED,
    "2/49,899 H100": ("license required", "policy of denial"),
    "3/German site of a Polish group": APPROVED,
    "3/from Germany on to Poland": APPROVED,
    "3/Chinese-owned firm in Singapore": DENIED,
    "3/China": DENIED,
    "4/2,000 RTX 4090": ("license exception ACA", "740.8"),
    "5/2,000 H100 to Germany": ("no license required", ""),
    "5/2,000 H100 to Poland": ("no license required", ""),
    "6/to the secured facility": BY_AIA,
    "6/to one that is not": ("license required", "no policy stated"),
    "7/2,000 H100 to Poland": APPROVED,
}


@pytest.fixture(scope="module")
def story() -> tour.Tour:
    return tour.load()


@pytest.fixture(scope="module")
def decisions(story: tour.Tour, opa_executable: Path) -> dict[str, Decision]:
    with Sidecar(executable=opa_executable) as sidecar, Client(sidecar.url) as client:
        answers = client.decide_many(tour.requests(story))
    return {key: one for key, one in answers.items() if isinstance(one, Decision)}


def chips() -> dict[str, Any]:
    path = Path(tour.__file__).parent / "examples" / "chips.yaml"
    ((document, _),) = yaml_reader.documents(path.read_text(encoding="utf-8"))
    found: dict[str, Any] = document
    return found


def test_each_line_is_decided_as_the_rule_has_it(decisions: dict[str, Decision]) -> None:
    told = {key: (brief.verdict(one), brief.reason(one)) for key, one in decisions.items()}
    assert told == TOLD


def test_the_counts_are_ten_and_seventeen(story: tour.Tour, decisions: dict[str, Decision]) -> None:
    counts = brief.counts(decisions[line.key] for line in story.scenes[0].lines)
    assert counts == "17 license required (presumption of approval), 10 license exception AIA"
    assert f"\n  {counts}\n" in tour.text(story, decisions)


def test_one_chip_more_than_the_allocation_holds(decisions: dict[str, Decision]) -> None:
    pools = {
        key: {field: row[field] for field in ("key", "limit_tpp", "requested_tpp", "fits")}
        for key in ("2/49,898 H100", "2/49,899 H100")
        for row in decisions[key].pools
        if row["pool"] == "country_allocation"
    }
    allocation = {"key": "PL", "limit_tpp": 790_000_000}
    assert pools == {
        "2/49,898 H100": allocation | {"requested_tpp": 789_985_136, "fits": True},
        "2/49,899 H100": allocation | {"requested_tpp": 790_000_968, "fits": False},
    }


@pytest.mark.parametrize(
    ("key", "broken"),
    [
        (
            "3/German site of a Polish group",
            ["740.27(a)/headquarters", "740.27(a)/ultimate_parent"],
        ),
        (
            "3/from Germany on to Poland",
            [
                "740.27(a)/headquarters",
                "740.27(a)/location",
                "740.27(a)/ultimate_parent",
                "740.27(b)(2)(iv)/prior_authorization",
            ],
        ),
        ("6/to one that is not", ["740.27(a)(3)(ii)/facility"]),
    ],
)
def test_what_stands_in_the_way_is_told_with_its_paragraphs(
    story: tour.Tour, decisions: dict[str, Decision], key: str, broken: list[str]
) -> None:
    assert brief.broken(decisions[key], "AIA") == broken
    told = " ".join(tour.text(story, decisions).split())
    assert f"not AIA: {', '.join(broken)}" in told


def test_the_tour_ends_with_one_decision_in_full(
    story: tour.Tour, decisions: dict[str, Decision]
) -> None:
    key = "7/2,000 H100 to Poland"
    request = tour.requests(story)[key]
    assert tour.text(story, decisions).endswith(in_full(decisions[key], request) + "\n")


def test_the_text_fits_a_terminal_and_is_plain_when_piped(
    story: tour.Tour, decisions: dict[str, Decision]
) -> None:
    plain = tour.text(story, decisions)
    assert max(map(len, plain.splitlines())) <= WIDTH
    assert plain.isascii()
    assert "\x1b" not in plain
    colored = tour.text(story, decisions, color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert colored != plain


def test_every_assumption_is_told(story: tour.Tour, decisions: dict[str, Decision]) -> None:
    told = " ".join(tour.text(story, decisions).split())
    words = [*story.base["item"], *story.base["parties"]["recipient"], *story.base["ledger"]]
    words += [*story.base["end_use"], *story.base["documents"]]
    words += [path for scene in story.scenes for path in [*scene.put_into, *scene.change]]
    words += [path for scene in story.scenes[1:] for line in scene.lines for path in line.change]
    assert [word for word in words if word not in told] == []


def test_the_members_are_twenty_seven_countries(story: tour.Tour) -> None:
    codes = [line.label for line in story.scenes[0].lines]
    names = {Sentences().country(code) for code in codes}
    assert codes == sorted(ALLIED + OTHERS)
    assert len(names) == 27
    assert names.isdisjoint(codes)


def test_every_request_is_one_that_a_person_could_have_written(story: tour.Tour) -> None:
    for request in tour.requests(story).values():
        validate(request)


@pytest.mark.parametrize("name", list(chips()))
def test_the_figures_of_a_chip_are_those_of_its_datasheet(name: str) -> None:
    chip = chips()[name]
    peak, bits, area = map(
        float,
        re.fullmatch(r"\S+ ([\d.]+) x (\d+), die (\d+) mm2", chip["from"]).groups(),  # type: ignore[union-attr]
    )
    assert chip["item"]["tpp"] == pytest.approx(peak * bits, abs=0.001)
    assert chip["item"]["performance_density"] == round(peak * bits / area, 2)
    assert chip["source"]


def test_the_command_tells_the_tour(
    story: tour.Tour,
    decisions: dict[str, Decision],
    opa_executable: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", f"{opa_executable.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("AI_EXPORT_CACHE", str(opa_executable.parent))
    assert cli.main(["tour"]) == 0
    assert capsys.readouterr().out == tour.text(story, decisions)


def test_a_tour_that_is_not_decided_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tour", "--url", "http://127.0.0.1:1"]) == 4
    told = capsys.readouterr()
    assert told.out == ""
    assert "not decided: no connection" in told.err
