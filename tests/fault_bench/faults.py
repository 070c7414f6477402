"""The faults, each for the time of a `with` block that says how to ask meanwhile."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, Self
from unittest import mock

from lies import drips
from lying_server import CERTIFICATE

from . import between
from .asking import PATIENT, Ask, Tally, asks
from .between import BRIEF
from .site import Site

EXPIRED = Path(__file__).parents[1] / "expired.pem"

Judged = Callable[[Tally], bool]


def all_answered(tally: Tally) -> bool:
    """The fault is none for those who ask."""
    return bool(tally.answered) and not tally.refused


def none_answered(tally: Tally) -> bool:
    """Nothing that came was taken for an answer."""
    return bool(tally.refused) and not tally.answered


def some_answered(tally: Tally) -> bool:
    """It struck, and it passed."""
    return bool(tally.answered) and bool(tally.refused)


def right_or_none(tally: Tally) -> bool:
    """How many are answered is for the machine to say."""
    return tally.asked > 0


class Fault(NamedTuple):
    """A fault: what it does to a site, what those who ask must `see` of it, and what `share` of
    the decisions of a round are asked under it (where each takes its deadline, few)."""

    does: Callable[[Site, Random], AbstractContextManager[Ask]]
    see: Judged
    share: float = 1.0


def _then_answered(over: threading.Event) -> Callable[[Tally], bool]:
    return lambda tally: over.is_set() and bool(tally.answered)


@contextmanager
def _killed(site: Site, chance: Random) -> Iterator[Ask]:
    first, dead, alive = chance.randrange(2, 12), threading.Event(), threading.Event()

    def during(number: int) -> None:
        if number == first:
            site.kill()
            dead.set()
        elif number == first + 8:
            dead.wait(30)
            site.start()
            alive.set()

    yield asks(site, seconds=2.0, during=during, until=_then_answered(alive))


@contextmanager
def _paused(site: Site, chance: Random) -> Iterator[Ask]:
    first, awake = chance.randrange(2, 12), threading.Event()

    def during(number: int) -> None:
        if number == first:
            site.signal(signal.SIGSTOP)
        elif number == first + 8:
            site.signal(signal.SIGCONT)
            awake.set()

    try:
        yield asks(site, seconds=1.0, during=during, until=_then_answered(awake))
    finally:
        site.signal(signal.SIGCONT)


@contextmanager
def _rolled_back(site: Site, _chance: Random) -> Iterator[Ask]:
    """A bundle that is signed, and older."""
    site.offer("old")
    site.settle(site.old)
    yield asks(site)
    site.offer("new")
    site.settle()


def _noticed(site: Site) -> Callable[[Tally], bool]:
    noticed = threading.Event()

    def until(_tally: Tally) -> bool:
        if site.refused():
            noticed.set()
        return noticed.is_set()

    return until


def _offered(name: str) -> Any:
    @contextmanager
    def does(site: Site, _chance: Random) -> Iterator[Ask]:
        site.offer(name)
        yield asks(site, until=_noticed(site))
        site.offer("new")
        site.settle()

    return does


@contextmanager
def _activated(site: Site, _chance: Random) -> Iterator[Ask]:
    """Either bundle by turns: each answer is whole, and of the revision that it names."""

    names = cycle(["old", "new"])

    def during(number: int) -> None:
        if number % 100 == 2:
            site.offer(next(names))

    yield Ask(
        site.url,
        frozenset({site.new, site.old}),
        {"timeout": PATIENT},
        during=during,
        until=lambda tally: len(tally.answered) == 2,
    )
    site.offer("new")
    site.settle()


@contextmanager
def _without_bundles(site: Site, _chance: Random) -> Iterator[Ask]:
    site.close_bundles()
    yield asks(site, until=_noticed(site))
    site.kill()
    site.open_bundles()
    site.start()
    site.settle()


@contextmanager
def _started_without_bundles(site: Site, _chance: Random) -> Iterator[Ask]:
    site.close_bundles()
    site.kill()
    site.start()
    yield asks(site, until=_noticed(site))
    site.kill()
    site.open_bundles()
    site.start()
    site.settle()


@contextmanager
def _clock_jumps(site: Site, chance: Random) -> Iterator[Ask]:
    """The clock of the one who asks and writes, by up to two years either way at every look."""

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Self:
            return super().now(tz) + timedelta(days=chance.uniform(-700, 700))

    def jumping() -> float:
        return Jumping.now().timestamp()

    with (
        mock.patch("ai_export_policy.records.store.datetime", Jumping),
        mock.patch("time.time", jumping),
    ):
        yield asks(site)


def _certified(certificate: Path, trusted: Path) -> Any:
    @contextmanager
    def does(site: Site, _chance: Random) -> Iterator[Ask]:
        served, url = site.served(certificate, "tls")
        with served:
            ask = asks(site, url)
            yield Ask(ask.url, ask.expected, {**ask.options, "ca_file": trusted})

    return does


@contextmanager
def _flooded(site: Site, _chance: Random) -> Iterator[Ask]:
    yield Ask(
        site.url,
        frozenset({site.new}),
        {"timeout": BRIEF, "connections": 64},
        threads=64,
    )


@contextmanager
def _none(site: Site, _chance: Random) -> Iterator[Ask]:
    yield asks(site)


FAULTS = {
    "none": Fault(_none, all_answered),
    "OPA killed": Fault(_killed, some_answered),
    "OPA paused": Fault(_paused, some_answered),
    "slow": Fault(between.altered(lambda _: between.late(0.05), PATIENT), all_answered, 0.5),
    "too slow": Fault(
        between.altered(lambda _: between.late(2 * BRIEF), BRIEF), none_answered, 0.1
    ),
    "dripping": Fault(between.altered(lambda _: drips, BRIEF), none_answered, 0.1),
    "cut": Fault(between.altered(between.cut, PATIENT), some_answered),
    "lying": Fault(between.lied_to, none_answered),
    "redirected": Fault(between.redirected, none_answered),
    "old bundle": Fault(_rolled_back, none_answered),
    "tampered bundle": Fault(_offered("tampered"), all_answered),
    "unsigned bundle": Fault(_offered("unsigned"), all_answered),
    "bundle server gone": Fault(_without_bundles, all_answered),
    "bundle server gone at the start": Fault(_started_without_bundles, all_answered),
    "bundles activated under load": Fault(_activated, all_answered),
    "clock jumps": Fault(_clock_jumps, all_answered),
    "expired certificate": Fault(_certified(EXPIRED, EXPIRED), none_answered, 0.1),
    "wrong authority": Fault(_certified(CERTIFICATE, EXPIRED), none_answered, 0.1),
    "certified": Fault(_certified(CERTIFICATE, CERTIFICATE), all_answered, 0.1),
    "flood": Fault(_flooded, right_or_none),
}
