"""Every alert of the chapter on operations fires under its fault, and not without it."""

import re
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import scratch_policies
from fault_bench.site import Site, opened
from running_opa import Running, running

from ai_export_policy import Client

CHAPTER = Path(__file__).resolve().parents[1] / "python" / "docs" / "operations.md"
ALERTS = dict(
    re.findall(r"^\| ([^|]+) \| `([^`]+)` \| [^|]+ \|$", CHAPTER.read_text(), re.MULTILINE)
)
SECONDS = 30.0

Metrics = Mapping[str, float]


class Seen(NamedTuple):
    """Two looks at the metrics, None where OPA does not answer, and the time of the second."""

    before: Metrics | None
    after: Metrics | None
    now: float


def read(url: str) -> Metrics | None:
    """Each series with its value."""
    try:
        with urllib.request.urlopen(f"{url}/metrics", timeout=5) as answer:
            text = answer.read().decode()
    except OSError:
        return None
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def values(metrics: Metrics | None, series: str) -> list[float]:
    """The values of the series of a selector, of a name with at most one label."""
    name, _, label = series.rstrip("}").partition("{")
    found = (metrics or {}).items()
    return [value for key, value in found if key.partition("{")[0] == name and label in key]


def holds(expression: str, seen: Seen) -> bool:
    """Whether an expression of the chapter holds, in the few forms of PromQL that it has."""
    if seen.after is None or expression == "up == 0":
        return seen.after is None and expression == "up == 0"
    if found := re.fullmatch(r"increase\((.+)\[5m\]\) > 0", expression):
        return sum(values(seen.after, found[1])) > sum(values(seen.before, found[1]))
    if found := re.fullmatch(r"time\(\) - (\w+) / 1e9 > (\d+)", expression):
        return any(seen.now - at / 1e9 > float(found[2]) for at in values(seen.after, found[1]))
    found = re.fullmatch(r"(\w+) > (\S+)", expression)
    assert found is not None, expression
    assert values(seen.after, found[1])
    return any(value > float(found[2]) for value in values(seen.after, found[1]))


def fired(seen: Seen) -> set[str]:
    return {name for name, expression in ALERTS.items() if holds(expression, seen)}


def wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def fetched(site: Site) -> float:
    return max(values(read(site.url), "last_success_bundle_request"))


@pytest.fixture(scope="module")
def site(opa_executable: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(tmp_path_factory.mktemp("site"), opa_executable, step=200) as one:
        yield one


@contextmanager
def watched(site: Site, later: float = 0.0) -> Iterator[list[Seen]]:
    """What was seen over the time of a block, told `later` seconds after its end."""
    before, found = read(site.url), list[Seen]()
    yield found
    found.append(Seen(before, read(site.url), time.time() + later))


def test_the_chapter_has_alerts() -> None:
    assert set(ALERTS) == {
        "bundle not loaded",
        "bundle stale",
        "callers refused",
        "questions refused",
        "rules fail",
        "memory",
        "OPA gone",
    }


def test_none_fires_on_a_sidecar_that_is_well(site: Site) -> None:
    with watched(site) as seen, Client(site.url) as client:
        for request in site.requests.values():
            client.decide(request)
        # Also where the bundle is the same as before, a look for it counts.
        last = fetched(site)
        wait(lambda: fetched(site) > last)
    assert fired(seen[0]) == set()


def test_a_refused_bundle_is_told_and_grows_stale(site: Site) -> None:
    with watched(site) as seen:
        site.offer("tampered")
        wait(site.refused)
    assert fired(seen[0]) == {"bundle not loaded"}
    last = fetched(site)
    with watched(site, later=301) as seen:
        time.sleep(2)
    assert fetched(site) == last
    assert "bundle stale" in fired(seen[0])
    site.offer("new")
    site.settle()


def test_callers_and_questions_that_are_refused_are_told(site: Site) -> None:
    opa = Running(site.url, 0, site.folder)
    with watched(site) as seen:
        assert opa.ask("GET", "/v1/policies")[0] == 401
    assert fired(seen[0]) == {"callers refused"}
    with watched(site) as seen:
        request = urllib.request.Request(f"{site.url}/v1/data/ear/decision", b"{", method="POST")
        with pytest.raises(OSError, match="400"):
            urllib.request.urlopen(request, timeout=10)
    assert fired(seen[0]) == {"questions refused"}


def test_rules_that_fail_are_told(opa_executable: Path, tmp_path: Path) -> None:
    policies = scratch_policies.write(tmp_path / "policies")
    options: list[str | Path] = ["--ignore", "*_test.rego", "--bundle", policies]
    with running(opa_executable, tmp_path, options) as opa:
        before = read(opa.url)
        conflict = scratch_policies.REQUEST | {"request_id": "conflict"}
        assert opa.ask("POST", "/v1/data/ear/decision", {"input": conflict})[0] == 500
        assert fired(Seen(before, read(opa.url), time.time())) == {"rules fail"}


def test_memory_is_told_by_its_size(site: Site) -> None:
    metrics = dict(read(site.url) or {})
    assert 0 < metrics["go_memory_classes_total_bytes"] < 450e6
    metrics["go_memory_classes_total_bytes"] = 460e6
    assert fired(Seen(metrics, metrics, time.time())) == {"memory"}


def test_an_opa_and_a_bundle_server_that_are_gone_are_told(site: Site) -> None:
    site.close_bundles()
    wait(site.refused)
    last = fetched(site)
    with watched(site, later=301) as seen:
        time.sleep(2)
    assert fetched(site) == last
    assert fired(seen[0]) == {"bundle not loaded", "bundle stale"}
    with watched(site) as seen:
        site.kill()
    assert fired(seen[0]) == {"OPA gone"}
    site.open_bundles()
    site.start()
    site.settle()
