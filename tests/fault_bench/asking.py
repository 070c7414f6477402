"""Many decisions asked at once, each compared with the answer that is right."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from stories import REFUSALS

from ai_export_policy import Client, Decision, ExportPolicyError
from ai_export_policy.records import RecordedClient, Records, records

from .site import Site

PATIENT = 60.0
"""Seconds that a machine busy with other things may take, where nothing is to be refused."""

BATCH = 10
"""Requests of every fourth call, unless told otherwise; the others ask one."""


@dataclass(frozen=True)
class Ask:
    """How to ask under a fault.

    `url` and `options` are the client's, `expected` the revisions whose answers count, `threads`
    how many ask at once. `during` is called with the number of each call before it is made, and
    `until` says whether the fault has lasted long enough, for one that takes its own time.
    """

    url: str
    expected: frozenset[str]
    options: Mapping[str, Any] = field(default_factory=dict)
    threads: int = 4
    during: Callable[[int], None] = lambda number: None
    until: Callable[["Tally"], bool] = lambda tally: True


@dataclass
class Tally:
    """What became of the decisions asked: `answered` by revision, `refused` by kind of error.

    `wrong` says what must never be: an answer that is not the one of a healthy engine.
    """

    asked: int = 0
    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def take(self, site: Site, ask: Ask, key: str, answer: Decision | ExportPolicyError) -> None:
        """Count one answer, and judge it."""
        self.asked += 1
        if not isinstance(answer, Decision):
            self.refused[type(answer).__name__] += 1
            return
        revision = str(answer.policy["revision"])
        self.answered[revision] += 1
        right = site.answers.get(revision, {}).get(key)
        if revision not in ask.expected or right is None:
            self.wrong.append(f"{key}: attributed to revision {revision}")
        elif answer.document != right:
            worse = right["outcome"] in REFUSALS and answer.outcome not in REFUSALS
            self.wrong.append(f"{key}: {'a permission' if worse else 'an answer'} never given")


def asks(site: Site, url: str | None = None, seconds: float = PATIENT, **more: Any) -> Ask:
    """Ask as a caller does who counts on the new rules alone."""
    return Ask(url or site.url, frozenset({site.new}), {"timeout": seconds}, **more)


def ask_all(
    site: Site, ask: Ask, count: int, chance: Random, store: Path, batch: int = BATCH
) -> Tally:
    """Ask at least `count` decisions, each on record in `store` before it counts as answered."""
    tally, lock = Tally(), threading.Lock()
    numbers = itertools.count()
    keys = list(site.requests)
    draw = [chance.choices(keys, k=batch if number % 4 == 3 else 1) for number in range(64)]

    def work(client: RecordedClient) -> None:
        while True:
            with lock:
                if tally.asked >= count and ask.until(tally):
                    return
                number = next(numbers)
            ask.during(number)
            asked = dict.fromkeys(draw[number % len(draw)])
            answers = _answers(client, {key: site.requests[key] for key in asked})
            with lock:
                for key, answer in answers.items():
                    tally.take(site, ask, key, answer)

    with (
        Client(ask.url, expected_revisions=ask.expected, **ask.options) as client,
        Records(store) as kept,
        ThreadPoolExecutor(ask.threads) as pool,
    ):
        for each in [pool.submit(work, RecordedClient(client, kept)) for _ in range(ask.threads)]:
            each.result()
    _compare(site, tally, store)
    return tally


def _answers(
    client: RecordedClient, asked: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Decision | ExportPolicyError]:
    if len(asked) > 1:
        return client.decide_many(asked)
    ((key, request),) = asked.items()
    try:
        return {key: client.decide(request)}
    except ExportPolicyError as error:
        return {key: error}


def _compare(site: Site, tally: Tally, store: Path) -> None:
    """What is on record is what was answered, no more and no less."""
    written = Counter[str]()
    for line in records(store) if tally.answered else ():
        record = line.record
        written[record["revision"]] += 1
        right = site.answers.get(record["revision"], {}).get(record["request"]["request_id"])
        if record["decision"] != right:
            tally.wrong.append(f"record {record['sequence']} is not what was decided")
    if written != tally.answered:
        tally.wrong.append(f"{dict(tally.answered)} answered, {dict(written)} on record")
