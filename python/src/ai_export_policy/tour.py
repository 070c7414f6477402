"""The tour: real chips under the rule of January 2025, decided while one looks.

What is told and what is asked stands in `examples/tour.yaml` and `examples/chips.yaml`; this
module puts requests together from them and prints what was decided.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ai_export_policy import yaml_reader
from ai_export_policy.decision import Decision
from ai_export_policy.explain import Page, Sentences, brief, facts, full

_COLUMN = 34


@dataclass(frozen=True, slots=True)
class Line:
    """One request of a scene, under the key by which its decision is asked for."""

    key: str
    label: str
    request: dict[str, Any]
    change: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """Requests that are told together; `chip` is a row of chips.yaml, None for other items.

    Where the lines are the elements of a list, `put_into` are the paths that each was put into.
    """

    heading: str
    narration: str
    chip: Mapping[str, Any] | None
    change: Mapping[str, Any]
    put_into: Sequence[str]
    lines: Sequence[Line]
    show: Sequence[Any]
    in_full: bool


@dataclass(frozen=True, slots=True)
class Tour:
    """The whole story: what it is called, what it takes for granted, and its scenes."""

    title: str
    intro: str
    base: Mapping[str, Any]
    scenes: Sequence[Scene]


def load() -> Tour:
    """Return the tour that this package carries."""
    script, chips = _read("tour.yaml"), _read("chips.yaml")
    scenes = []
    for number, scene in enumerate(script["scenes"], start=1):
        chip = chips[scene["chip"]] if "chip" in scene else None
        figures = {} if chip is None else {f"item.{key}": it for key, it in chip["item"].items()}
        change = scene.get("change", {})
        lines = [
            Line(f"{number}/{label}", label, changed(script["base"], figures, change, own), own)
            for label, own in _variations(scene, script["lists"])
        ]
        scenes.append(
            Scene(
                heading=scene["heading"],
                narration=scene["narration"],
                chip=chip,
                change=change,
                put_into=scene["each"]["put_into"] if "each" in scene else [],
                lines=lines,
                show=scene.get("show", []),
                in_full=scene.get("in_full", False),
            )
        )
    return Tour(script["title"], script["intro"], script["base"], scenes)


def requests(tour: Tour) -> dict[str, dict[str, Any]]:
    """Return every request of the tour by the key of its line."""
    return {line.key: line.request for scene in tour.scenes for line in scene.lines}


def changed(base: Mapping[str, Any], *changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a request with each dotted path set to its value, change after change."""
    request: dict[str, Any] = copy.deepcopy(dict(base))
    for change in changes:
        for path, value in change.items():
            *parents, last = path.split(".")
            place = request
            for parent in parents:
                place = place.setdefault(parent, {})
            place[last] = copy.deepcopy(value)
    return request


def text(tour: Tour, decisions: Mapping[str, Decision], *, color: bool = False) -> str:
    """The tour in lines of at most WIDTH columns, with a decision for each of its keys."""
    page, sentences = Page(color=color), Sentences()
    page.line(tour.title, "heading")
    page.gap()
    page.line(tour.intro)
    page.heading("Taken for granted in every scene that does not say otherwise")
    for label, told in facts.groups(tour.base, sentences):
        page.entry(label, told, column=17)
    shown: list[str] = []
    for number, scene in enumerate(tour.scenes, start=1):
        page.gap()
        page.line("-" * page.width, "faint")
        page.line(f"{number}. {scene.heading}", "heading")
        page.line(scene.narration)
        _assumed(page, scene, shown)
        page.gap()
        if scene.in_full:
            for line in scene.lines:
                full.write(page, decisions[line.key], sentences, line.request)
        else:
            _lines(page, scene, decisions, sentences)
    page.gap()
    return str(page)


def _assumed(page: Page, scene: Scene, shown: list[str]) -> None:
    """What a scene changes, and its chip; figures and their source where it first appears."""
    if scene.chip is not None:
        told = name = scene.chip["name"]
        if name not in shown:
            shown.append(name)
            told += f", {facts.flat(scene.chip['item'])} ({scene.chip['from']})"
        page.entry("chip", told, column=9, faint=True)
        if told != name:
            page.entry("", f"from {scene.chip['source']}", column=9, faint=True)
    if scene.change:
        page.entry("here", facts.flat(scene.change), column=9, faint=True)
    if scene.put_into:
        told = f"the code of each is {', '.join(scene.put_into)}"
        page.entry("here", told, column=9, faint=True)


def _lines(
    page: Page, scene: Scene, decisions: Mapping[str, Decision], sentences: Sentences
) -> None:
    for line in scene.lines:
        decision = decisions[line.key]
        country = sentences.country(line.label)
        label = line.label if country == line.label else f"{line.label}  {country}"
        told = f"{brief.verdict(decision):<24} {brief.reason(decision)}"
        page.entry(label, told, column=_COLUMN, role=brief.role(decision))
        for more in _more(scene, decision, sentences):
            page.entry("", more, column=_COLUMN)
        if line.change and label == line.label:
            page.entry("", f"with {facts.flat(line.change)}", column=_COLUMN, faint=True)
    if len(scene.lines) > 2:
        page.gap()
        page.line(brief.counts(decisions[line.key] for line in scene.lines), "heading", 2)


def _more(scene: Scene, decision: Decision, sentences: Sentences) -> Iterator[str]:
    """What a scene wants told beside the verdict: the words of `show` in tour.yaml."""
    for what in scene.show:
        if what == "pool":
            yield from (brief.pool(row) for row in decision.pools[:1])
        elif what == "requirement":
            for row in decision.license_requirements:
                yield f"{row['id']}: {sentences.requirement(row['id'], decision)}"
        elif what == "readings":
            for row in decision.open_questions:
                yield f"reading {row['id']}: {row['reading']}"
        elif ids := brief.broken(decision, what["broken"]):
            yield f"not {what['broken']}: {', '.join(ids)}"


def _variations(
    scene: Mapping[str, Any], lists: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "each" in scene:
        for value in lists[scene["each"]["of"]]:
            yield value, dict.fromkeys(scene["each"]["put_into"], value)
        return
    for line in scene["lines"]:
        yield line["label"], line["change"]


def _read(name: str) -> Any:
    # The reader of requests: a country, an ECCN or a day stays the text that it is.
    text = files("ai_export_policy").joinpath("examples", name).read_text(encoding="utf-8")
    ((document, _positions),) = yaml_reader.documents(text)
    return document
