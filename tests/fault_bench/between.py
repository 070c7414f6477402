"""Faults of what lies between a client and OPA."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from random import Random
from typing import Any

from lies import LIES, envelope
from lying_server import Answer, Asked, LyingServer, forwards, http, says, says_json
from scratch_policies import REVISION

from .asking import Ask, asks
from .site import Site

BRIEF = 0.3
"""Seconds that a caller waits who is to wait in vain."""


def altered(then: Callable[[Random], Callable[[bytes], Answer]], seconds: float) -> Any:
    """A fault of what lies between: `then` makes of OPA's true answer what arrives."""

    @contextmanager
    def does(site: Site, chance: Random) -> Iterator[Ask]:
        with LyingServer(forwards(site.address, then(chance))) as server:
            yield asks(site, server.url, seconds)

    return does


def late(seconds: float) -> Callable[[bytes], Answer]:
    """The truth, after so many seconds."""

    def then(raw: bytes) -> Answer:
        def answer(connection: socket.socket, asked: Asked) -> None:
            asked.server.ended.wait(seconds)
            connection.sendall(raw)

        return answer

    return then


def cut(chance: Random) -> Callable[[bytes], Answer]:
    """Every other answer ends somewhere in its bytes."""
    whole = cycle([True, False])

    def then(raw: bytes) -> Answer:
        end = len(raw) if next(whole) else chance.randrange(len(raw))
        return says(raw[:end], hang_up=True)

    return then


@contextmanager
def lied_to(site: Site, chance: Random) -> Iterator[Ask]:
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
        document = site.answers[site.old].get(asked.input.get("request_id"), permissions[0])
        _says(chance.choice([site.old, site.new]), document)(connection, asked)

    lies = [*LIES.values(), *[swapped, outdated] * 20]

    def answer(connection: socket.socket, asked: Asked) -> None:
        chance.choice(lies)(connection, asked)

    with LyingServer(answer) as server:
        # Lies that say the revision they are of are to fail for another reason than that.
        ask = asks(site, server.url, 5.0)
        yield Ask(ask.url, ask.expected | {REVISION}, ask.options)


def _says(revision: str, document: object) -> Answer:
    told = {"version": "1.22.2", "bundles": {"ear": {"revision": revision}}}
    return says_json(envelope(document) | {"provenance": told})


@contextmanager
def redirected(site: Site, chance: Random) -> Iterator[Ask]:
    """To a server that tells the truth, which a client that follows would believe."""
    with LyingServer(forwards(site.address)) as other:
        where = f"Location: {other.url}/v1/data/ear/decision?provenance=true"
        status = chance.choice(["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
        with LyingServer(says(http(b"", status=status, headers=(where,)))) as server:
            yield asks(site, server.url)
        if other.asked:
            raise AssertionError("a redirect was followed")
