"""Decide, write down, and only then answer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ai_export_policy import strict_json
from ai_export_policy.client import Client
from ai_export_policy.decision import Decision
from ai_export_policy.document import MAX_DEPTH
from ai_export_policy.errors import ExportPolicyError, NotRecorded
from ai_export_policy.records.store import Entry, Records

if TYPE_CHECKING:
    from ai_export_policy.trace import Trace


class RecordedClient:
    """A `client` whose every decision is in `records`, on disk, before the caller sees it.

    No record, no answer: NotRecorded takes the place of a decision that could not be written. What
    is no decision (RequestInvalid, Unavailable, NotADecision) is not recorded. Client and records
    stay the caller's to close; both may be shared between threads.
    """

    def __init__(self, client: Client, records: Records) -> None:
        self._client = client
        self._records = records

    def decide(self, request: Mapping[str, Any]) -> Decision:
        """As Client.decide; NotRecorded where the record could not be written."""
        asked = _written(request)
        decision = self._client.decide(asked)
        self._records.append([Entry(asked, decision.document, decision.engine)])
        return decision

    def trace(self, request: Mapping[str, Any]) -> "Trace":
        """As Client.trace, with the trace's digest in the record of its decision.

        The digest is over the JSON of `Trace.document()` as `strict_json.dump` writes it. The trace
        itself is the caller's to keep; a replay asks for it again and compares.
        """
        asked = _written(request)
        trace = self._client.trace(asked)
        made = trace.decision
        content = strict_json.dump(trace.document())
        self._records.append([Entry(asked, made.document, made.engine, trace=content)])
        return trace

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> dict[str, Decision | ExportPolicyError]:
        """As Client.decide_many, with NotRecorded as the value where no record could be written.

        The records of one call are written together, in the order of `requests`. Asked and recorded
        is what these are when it is called, whatever becomes of them meanwhile.
        """
        asked = {key: _copied(request) for key, request in requests.items()}
        answers = self._client.decide_many(asked, batch=batch)
        made = {key: one for key, one in answers.items() if isinstance(one, Decision)}
        try:
            self._records.append(
                [Entry(asked[key], one.document, one.engine) for key, one in made.items()]
            )
        except NotRecorded as error:
            return answers | dict.fromkeys(made, error)
        return answers


def _copied(request: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(request, Mapping):
        return request
    copied: dict[str, Any] = _same(dict(request), {}, 0)
    return copied


def _same(value: Any, known: dict[int, Any], depth: int) -> Any:
    """A copy as far as JSON goes: whatever else there is, is for the client to refuse."""
    if type(value) not in (dict, list) or depth > MAX_DEPTH:
        return value
    if id(value) in known:
        return known[id(value)]
    if type(value) is list:
        items: list[Any] = []
        known[id(value)] = items
        items += [_same(one, known, depth + 1) for one in value]
        return items
    fields: dict[Any, Any] = {}
    known[id(value)] = fields
    fields.update((key, _same(one, known, depth + 1)) for key, one in value.items())
    return fields


def _written(request: Mapping[str, Any]) -> Mapping[str, Any]:
    # What is no mapping is for the client to refuse.
    return strict_json.Written(request) if isinstance(request, Mapping) else request
