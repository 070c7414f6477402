"""Every record decided again: on the bundle that decided it, or on another one.

On its own revision an answer has to be the same byte for byte; on another the differences are what
a change of the rules does to the past. Only OPA decides; what it says is compared as it comes, by
no schema of today.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ai_export_policy import bundle, resources, stamp, strict_json
from ai_export_policy.client import Client
from ai_export_policy.comparison.changes import Answer, Change, changes
from ai_export_policy.decision import Decision
from ai_export_policy.errors import ExportPolicyError, NotADecision, Unavailable
from ai_export_policy.lifetime import Closing
from ai_export_policy.records import lines
from ai_export_policy.records.export import records
from ai_export_policy.records.lines import Line
from ai_export_policy.sidecar import Sidecar
from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.opa_clients import OpaClient

_BATCH = 100
_SECONDS = 60.0
_QUERY = {"strict-builtin-errors": "true", "provenance": "true"}


@dataclass(slots=True)
class Replayed:
    """What a replay found: `labels` of all that was decided again, and what `changed`.

    `missing` counts the records of each revision whose bundle is not in the store; they were not
    decided again. `engines` are the versions of OPA that decided the records. `traced` counts the
    traces that were made again and compared, `untraced` those that were not: a trace is made by the
    package that holds the rules it is of.
    """

    labels: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    missing: dict[str, int] = field(default_factory=dict)
    engines: set[str] = field(default_factory=set)
    traced: int = 0
    untraced: int = 0


class Bundles(Closing):
    """Bundles by revision, each with an OPA that is started when it is first asked.

    `folder` holds files `sha256-<digest>.tar.gz` (`bundle build --store`); the policies of this
    package count as one more, whose revision is `own`. NotABundle for a file whose name is not the
    digest of its content.
    """

    def __init__(self, folder: Path | None) -> None:
        self._found: dict[tuple[str, str], bundle.Bundle | None] = {}
        self._clients: dict[tuple[str, str], OpaClient] = {}
        self._urls: dict[tuple[str, str], str] = {}
        self._stack = ExitStack()
        self._package: tuple[str, str] = stamp.written(resources.policies())
        self._found[self._package] = None
        self.own = self._package[0]
        for path in sorted(folder.glob("*.tar.gz")) if folder is not None else ():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if path.name != f"sha256-{digest}.tar.gz":
                raise bundle.NotABundle(f"{path} is not named by the digest of its content")
            one = bundle.read(path)
            self._found.setdefault((one.revision, one.data_digest), one)

    def close(self) -> None:
        """Stop every OPA that was started."""
        self._stack.close()

    def name(self, revision: str) -> tuple[str, str]:
        """Revision and digest of the bundle of a revision; Unavailable if there is none."""
        for key in self._found:
            if key[0] == revision:
                return key
        raise Unavailable(f"no bundle of revision {revision}")

    def __contains__(self, key: object) -> bool:
        return key in self._found

    def decide(
        self, key: tuple[str, str], requests: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Answer]:
        """What the bundle answers to each request, as it comes."""
        try:
            return self._ask(key, requests)
        except NotADecision as error:
            if len(requests) == 1:  # the one whose evaluation fails
                return dict.fromkeys(requests, error)
            return {
                name: answer
                for one in requests
                for name, answer in self.decide(key, {one: requests[one]}).items()
            }

    def trace_digest(self, key: tuple[str, str], request: Mapping[str, Any]) -> str | None:
        """The digest of the trace of a request, None for rules that are not this package's."""
        if key != self._package:
            return None
        self._clients.get(key) or self._start(key)
        with Client(self._urls[key], timeout=_SECONDS) as client:
            return lines.digest(strict_json.dump(client.trace(request).document()))

    def _ask(
        self, key: tuple[str, str], requests: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Answer]:
        client = self._clients.get(key) or self._start(key)
        body = client.query_rule({"requests": requests}, "ear", "decisions", _QUERY)
        result = body.get("result") if isinstance(body, dict) else None
        if not isinstance(result, dict):
            raise NotADecision("OPA gave no decisions", status=200)
        undefined = NotADecision("the decision on this record is undefined", status=200)
        return {
            name: Decision(result[name]) if isinstance(result.get(name), dict) else undefined
            for name in requests
        }

    def _start(self, key: tuple[str, str]) -> OpaClient:
        found = self._found[key]
        policies = resources.policies()
        if found is None:
            stamp.check(policies)
        else:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory())
            policies = bundle.unpack(found, Path(folder))
        sidecar = self._stack.enter_context(Sidecar(policies))
        client = OpaClient(Endpoint(sidecar.url), timeout=_SECONDS)
        self._stack.callback(client.close_connection)
        self._clients[key], self._urls[key] = client, sidecar.url
        return client


def replay(store: Path, bundles: Bundles, revision: str | None = None) -> Replayed:
    """Decide every record of a store again, on its own revision or on `revision`.

    NotRecorded if the records are broken, Unavailable if there is no bundle of `revision`.
    """
    target = None if revision is None else bundles.name(revision)
    done = Replayed()
    for key, part in _parts(records(store)):
        used = target or key
        labels = {f"{one.record['chain']}/{one.record['sequence']}": one.record for one in part}
        done.engines |= {one["engine"] for one in labels.values() if one["engine"]}
        if used not in bundles:
            done.missing[used[0]] = done.missing.get(used[0], 0) + len(part)
            continue
        answers = bundles.decide(used, {name: one["request"] for name, one in labels.items()})
        done.labels += labels
        for name, record in labels.items():
            before, after = Decision(record["decision"]), answers[name]
            change = _change(name, before, after, exact=target is None)
            if change is None and target is None and record.get("trace_digest"):
                change = _traced(name, record, bundles.trace_digest(key, record["request"]), done)
            if change is not None:
                done.changed.append(change)
    return done


def _traced(
    name: str, record: Mapping[str, Any], digest: str | None, done: Replayed
) -> Change | None:
    if digest is None:
        done.untraced += 1
        return None
    done.traced += 1
    if digest == record["trace_digest"]:
        return None
    decision = Decision(record["decision"])
    return Change(name, decision, decision, ("trace",), ())


def _change(name: str, before: Decision, after: Answer, *, exact: bool) -> Change | None:
    if isinstance(after, ExportPolicyError):
        return Change(name, before, after, (), ())
    if strict_json.dump(before.document) == strict_json.dump(after.document):
        return None
    try:
        found = changes({name: before}, {name: after})
    except (KeyError, TypeError):  # a document of another `contract`
        return Change(name, before, after, ("contract",), ())
    if found:
        return found[0]
    # Bytes differ where no field but the policy's does, or 1 became 1.0.
    return Change(name, before, after, ("policy",), ()) if exact else None


def _parts(found: Iterator[Line]) -> Iterator[tuple[tuple[str, str], list[Line]]]:
    """Neighbouring decisions of one revision, at most a batch of them at a time."""
    part: list[Line] = []
    for line in found:
        if line.record["kind"] != "decision":
            continue
        if part and (_key(part[0]) != _key(line) or len(part) == _BATCH):
            yield _key(part[0]), part
            part = []
        part.append(line)
    if part:
        yield _key(part[0]), part


def _key(line: Line) -> tuple[str, str]:
    return str(line.record["revision"]), str(line.record["data_digest"])
