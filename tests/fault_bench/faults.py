"""The faults, each for the time of a `with` block that says how to ask meanwhile."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, Self
from unittest import mock

from lies import LIES, drips, envelope
from lying_server import CERTIFICATE, Answer, Asked, LyingServer, forwards, http, says, says_json

from .asking import Ask, Tally
from .site import OLD, Site

EXPIRED = Path(__file__).parents[1] / "expired.pem"
_PATIENT = 60.0
_BRIEF = 0.3

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


def _asks(site: Site, url: str | None = None, seconds: float = _PATIENT, **more: Any) -> Ask:
    return Ask(url or site.url, frozenset({site.new}), {"timeout": seconds}, **more)


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

    yield _asks(site, seconds=2.0, during=during, until=_then_answered(alive))


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
        yield _asks(site, seconds=1.0, during=during, until=_then_answered(awake))
    finally:
        site.signal(signal.SIGCONT)


def _between(then: Callable[[Random], Callable[[bytes], Answer]], seconds: float) -> Any:
    """A fault of what lies between: `then` makes of OPA's true answer what arrives."""

    @contextmanager
    def does(site: Site, chance: Random) -> Iterator[Ask]:
        with LyingServer(forwards(site.address, then(chance))) as server:
            yield _asks(site, server.url, seconds)

    return does


def _late(seconds: float) -> Callable[[bytes], Answer]:
    def then(raw: bytes) -> Answer:
        def answer(connection: socket.socket, asked: Asked) -> None:
            asked.server.ended.wait(seconds)
            connection.sendall(raw)

        return answer

    return then


def _cut(chance: Random) -> Callable[[bytes], Answer]:
    whole = cycle([True, False])

    def then(raw: bytes) -> Answer:
        end = len(raw) if next(whole) else chance.randrange(len(raw))
        return says(raw[:end], hang_up=True)

    return then


@contextmanager
def _lied_to(site: Site, chance: Random) -> Iterator[Ask]:
    """Lies of every kind, among them permissions that were given: to another request, and under
    other rules, with and without the name of the bundle that they are of."""
    permissions = [
        document
        for documents in site.answers.values()
        for document in documents.values()
        if document["authorization"]
    ]

    def swapped(connection: socket.socket, asked: Asked) -> None:
        ids = {asked.input.get("request_id"), *asked.input.get("requests", {})}
        others = [one for one in permissions if one["request_id"] not in ids]
        _says(site.new, chance.choice(others))(connection, asked)

    def outdated(connection: socket.socket, asked: Asked) -> None:
        document = site.answers[OLD].get(asked.input.get("request_id"), permissions[0])
        _says(chance.choice([OLD, site.new]), document)(connection, asked)

    lies = [*LIES.values(), *[swapped, outdated] * 20]

    def answer(connection: socket.socket, asked: Asked) -> None:
        chance.choice(lies)(connection, asked)

    with LyingServer(answer) as server:
        # Lies that say the revision they are of are to fail for another reason than that.
        ask = _asks(site, server.url, 5.0)
        yield Ask(ask.url, ask.expected | {"rev-1"}, ask.options)


def _says(revision: str, document: object) -> Answer:
    told = {"version": "1.22.2", "bundles": {"ear": {"revision": revision}}}
    return says_json(envelope(document) | {"provenance": told})


@contextmanager
def _redirected(site: Site, chance: Random) -> Iterator[Ask]:
    """To a server that tells the truth, which a client that follows would believe."""
    with LyingServer(forwards(site.address)) as other:
        where = f"Location: {other.url}/v1/data/ear/decision?provenance=true"
        status = chance.choice(["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
        with LyingServer(says(http(b"", status=status, headers=(where,)))) as server:
            yield _asks(site, server.url)
        if other.asked:
            raise AssertionError("a redirect was followed")


@contextmanager
def _rolled_back(site: Site, _chance: Random) -> Iterator[Ask]:
    """A bundle that is signed, and older."""
    site.offer("old")
    site.settle(OLD)
    yield _asks(site)
    site.offer("new")
    site.settle()


def _offered(name: str) -> Any:
    @contextmanager
    def does(site: Site, _chance: Random) -> Iterator[Ask]:
        refused = threading.Event()

        def until(_tally: Tally) -> bool:
            if site.refused():
                refused.set()
            return refused.is_set()

        site.offer(name)
        yield _asks(site, until=until)
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
        frozenset({site.new, OLD}),
        {"timeout": _PATIENT},
        during=during,
        until=lambda tally: len(tally.answered) == 2,
    )
    site.offer("new")
    site.settle()


@contextmanager
def _without_bundles(site: Site, _chance: Random) -> Iterator[Ask]:
    site.close_bundles()
    yield _asks(site)
    site.kill()
    site.open_bundles()
    site.start()
    site.settle()


@contextmanager
def _started_without_bundles(site: Site, _chance: Random) -> Iterator[Ask]:
    site.close_bundles()
    site.kill()
    site.start()
    yield _asks(site)
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
        yield _asks(site)


def _certified(certificate: Path, trusted: Path) -> Any:
    @contextmanager
    def does(site: Site, _chance: Random) -> Iterator[Ask]:
        served, url = site.served(certificate, "tls")
        with served:
            ask = _asks(site, url)
            yield Ask(ask.url, ask.expected, {**ask.options, "ca_file": trusted})

    return does


@contextmanager
def _flooded(site: Site, _chance: Random) -> Iterator[Ask]:
    yield Ask(
        site.url,
        frozenset({site.new}),
        {"timeout": _BRIEF, "connections": 64},
        threads=64,
    )


@contextmanager
def _none(site: Site, _chance: Random) -> Iterator[Ask]:
    yield _asks(site)


FAULTS = {
    "none": Fault(_none, all_answered),
    "OPA killed": Fault(_killed, some_answered),
    "OPA paused": Fault(_paused, some_answered),
    "slow": Fault(_between(lambda _: _late(0.05), _PATIENT), all_answered, 0.5),
    "too slow": Fault(_between(lambda _: _late(2 * _BRIEF), _BRIEF), none_answered, 0.1),
    "dripping": Fault(_between(lambda _: drips, _BRIEF), none_answered, 0.1),
    "cut": Fault(_between(_cut, _PATIENT), some_answered),
    "lying": Fault(_lied_to, none_answered),
    "redirected": Fault(_redirected, none_answered),
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
