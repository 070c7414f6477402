"""Processes that decide and keep records until they die, and what their records hold then."""

import multiprocessing
import os
import resource
import signal
import time
from collections import Counter
from pathlib import Path
from random import Random

from ai_export_policy import Client
from ai_export_policy.errors import NotRecorded
from ai_export_policy.records import RecordedClient, Records, records, segments, verify

from .site import Documents, Site

DEATHS = ("writer killed", "disk full")
_SEGMENT = 200_000


def write(
    url: str, requests: Documents, store: Path, said: Path, seed: str, most: int | None
) -> None:
    """Decide without end, on record; write each answer's request to `said`, once it was given.

    With `most` no file may grow beyond so many bytes, and no segment ends before: the disk takes a
    part of a line, and no more.
    """
    segment = _SEGMENT if most is None else 2 * most
    chance, keys = Random(seed), list(requests)
    saying = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with Client(url, timeout=60) as client, Records(store, segment_bytes=segment) as kept:
        if most is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        recorded, failed = RecordedClient(client, kept), 0
        while failed < 3:
            key = chance.choice(keys)
            try:
                recorded.decide(requests[key])
            except NotRecorded:
                failed += 1  # and again: nothing is given out after a failure
            else:
                os.write(saying, f"{key}\n".encode())


def dies(site: Site, death: str, chance: Random, store: Path, answered: Path) -> list[str]:
    """Let one writer die on `store`, and say what of all answers so far is not on record.

    Each writer says its answers in a file of its own in the folder `answered`: where no file may
    grow, one that all had written to would be full before a segment is.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    answered.mkdir(exist_ok=True)
    said = answered / f"{len(list(answered.iterdir())):06}"
    most = None if death == "writer killed" else chance.randrange(20_000, 60_000) + _last(store)
    writer = context.Process(
        target=write,
        args=(site.url, site.requests, store, said, str(chance.random()), most),
    )
    writer.start()
    if most is None:
        end, enough = time.monotonic() + 60, chance.randrange(1, 2000)  # bytes
        while _size(said) < enough and time.monotonic() < end:
            time.sleep(0.002)
        writer.kill()
    writer.join(60)
    problems = _lost(store, answered, death, writer.exitcode)
    return problems + [f"{death}: the writer answered nothing"] * (_size(said) == 0)


def _lost(store: Path, answered: Path, death: str, code: int | None) -> list[str]:
    problems = []
    if code != (-signal.SIGKILL if death == "writer killed" else 0):
        problems.append(f"{death}: the writer ended with {code}")
    found = verify(store / "main")
    problems += [f"{death}: {one.place}: {one.message}" for one in found.findings if one.fault]
    told = Counter(key for said in answered.iterdir() for key in said.read_text().splitlines())
    kept = Counter(
        line.record["request"]["request_id"]
        for line in records(store)
        if line.record["kind"] == "decision"
    )
    lost = told - kept
    return problems + [f"{death}: {lost.total()} answers not on record"] * bool(lost)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _last(store: Path) -> int:
    """Bytes of the segment that the next writer continues."""
    found = sorted((store / "main").glob("*.jsonl"))
    return segments.end(found[-1])[0] if found else 0
