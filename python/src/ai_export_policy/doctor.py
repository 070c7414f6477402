"""What is weak about a sidecar that runs: asked of the sidecar itself, and read in its files.

With least authority a sidecar does not show its configuration, which is as it should be: how its
bundles are verified is then read from the file that it was started with, or not judged at all, and
that too is said.
"""

import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import yaml

from ai_export_policy import doctor_config, strict_json
from ai_export_policy.decision import checked
from ai_export_policy.doctor_config import Finding, as_object
from ai_export_policy.errors import NotADecision, Unavailable
from ai_export_policy.opa import OPA_VERSION
from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.response import Response
from ai_export_policy.transport.session import Session

FLOOR = (1, 21, 3)
"""Before it OPA accepts an unsigned bundle where a `signing` block names no `keyid`."""

_SECONDS = 10.0
_CLOCK_SECONDS = 60.0
_LOG_SECONDS = 3.0
_REQUEST = {"as_of": "2025-07-01", "activity": "export", "destination": "BR", "item": {}}


@dataclass(frozen=True, slots=True)
class Told:
    """What the one who asks knows: the `revision` expected (None: any), how old the last good look
    for a bundle may be in seconds, OPA's configuration `config` and its output `log`, as files.
    """

    revision: str | None = None
    max_age: float = 300.0
    config: Path | None = None
    log: Path | None = None


def examine(endpoint: Endpoint, told: Told) -> list[Finding]:
    """Every weakness found, worst first.

    Unavailable if nothing answers there, NotADecision if what answers is no OPA, ValueError or
    OSError for a file of `told` that cannot be read.
    """
    session = Session(endpoint)
    try:
        asked = _Asked(session, endpoint.origin)
        found = list(_findings(asked, told, endpoint))
    finally:
        session.close()
    return sorted(found, key=lambda one: doctor_config.SEVERITIES.index(one.severity))


class _Asked:
    """Answers of one sidecar."""

    def __init__(self, session: Session, origin: str) -> None:
        self._session = session
        self._origin = origin

    def get(self, path: str) -> Response:
        return self._session.get(self._origin + path, timeout=_SECONDS)

    def post(self, path: str, document: object) -> Response:
        return self._session.post(self._origin + path, json=document, timeout=_SECONDS)


def _findings(asked: _Asked, told: Told, endpoint: Endpoint) -> Iterator[Finding]:
    status = asked.get("/v1/status")
    if not (endpoint.secure or endpoint.loopback):
        message = f"requests go to {endpoint.host} in the clear: use --tls"
        yield Finding("medium", "cleartext", message)
    yield from _clock(status.date)
    if asked.get("/v1/config").status_code == 200:
        yield Finding("high", "authorization", "authorization is off: anyone may read and write")
    answer = asked.post("/v1/data/ear/decision?explain=full", {"input": _REQUEST})
    if answer.status_code == 200:
        message = "explain is open: traces cost eighty decisions and show every fact"
        yield Finding("medium", "explain", message)
    yield from _decision(asked)
    document = _document(status)
    if document is None:
        yield Finding("medium", "status", "no status: its configuration has no `status` block")
    else:
        yield from _version(as_object(document.get("labels")).get("version"))
        yield from _bundles(document, told)
    config = _config(asked, told)
    if config is None:
        message = "its configuration is closed, give it with --config: signing was not examined"
        yield Finding("note", "configuration", message)
    else:
        yield from doctor_config.findings(config)
    yield from _log(asked, told, document)


def _decision(asked: _Asked) -> Iterator[Finding]:
    """Ask as anyone may ask, for a decision that is one."""
    try:
        answer = asked.post("/v1/data/ear/decision", {"input": _REQUEST})
        answer.raise_for_status()
        body = answer.json()
        checked(body.get("result") if isinstance(body, dict) else body, _REQUEST)
    except (NotADecision, Unavailable) as error:
        yield Finding("high", "decision", f"it gives no decision: {error}")


def _document(status: Response) -> dict[str, Any] | None:
    try:
        status.raise_for_status()
        found = status.json().get("result")
    except (NotADecision, AttributeError):
        return None
    return found if isinstance(found, dict) else None


def _clock(date: str) -> Iterator[Finding]:
    try:
        apart = abs((parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return
    if apart > _CLOCK_SECONDS:
        message = f"its clock and the one here are {apart:,.0f} s apart"
        yield Finding("medium", "clock", message)


def _version(version: object) -> Iterator[Finding]:
    numbers = re.match(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})", str(version))
    if numbers is None:
        yield Finding("medium", "version", "it does not say which version of OPA it is")
        return
    floor = ".".join(map(str, FLOOR))
    if tuple(map(int, numbers.groups())) < FLOOR:
        yield Finding("high", "version", f"OPA {version} is below the floor {floor}")
    elif version != OPA_VERSION:
        message = f"OPA {version} runs, and the policies are tested with {OPA_VERSION}"
        yield Finding("low", "version", message)


def _bundles(status: Mapping[str, Any], told: Told) -> Iterator[Finding]:
    told_of = as_object(status.get("bundles"))
    bundles = {name: as_object(one) for name, one in told_of.items()}
    if not bundles:
        message = "no bundle is fetched: policies come from its command line, unsigned and for good"
        yield Finding("medium", "bundle", message)
    for name, one in bundles.items():
        if one.get("code") or one.get("message"):
            message = f"bundle {name}: {one.get('message') or one.get('code')}"
            yield Finding("high", "bundle", message)
        last = one.get("last_successful_request")
        age = _age(last)
        if age is not None and age < -_CLOCK_SECONDS:
            message = f"bundle {name} was last fetched {last}, {-age:,.0f} s from now"
            yield Finding("medium", "clock", message)
        elif age is None or age > told.max_age:
            message = f"bundle {name} is stale: last fetched {last or 'never'}"
            yield Finding("high", "stale", message)
    found = [one.get("active_revision") for one in bundles.values()]
    revisions = {str(revision) for revision in found if revision is not None}
    if told.revision is not None and bundles and told.revision not in revisions:
        shown = ", ".join(sorted(revisions)) or "none"
        message = f"it serves revision {shown}, not {told.revision}"
        yield Finding("high", "revision", message)


def _age(moment: object) -> float | None:
    """Seconds since a time of OPA's status (RFC 3339 with nanoseconds), None where it is none."""
    text = re.sub(r"(\.\d{6})\d*", r"\1", str(moment)).replace("Z", "+00:00")
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(text)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None


def _config(asked: _Asked, told: Told) -> dict[str, Any] | None:
    if told.config is not None:
        try:
            found = yaml.safe_load(told.config.read_text(encoding="utf-8"))
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            raise ValueError(f"{told.config} is not YAML: {error}") from error
        return found if isinstance(found, dict) else {}
    answer = asked.get("/v1/config")
    if answer.status_code != 200:
        return None
    try:
        shown = strict_json.loads(answer.content)["result"]
    except (ValueError, KeyError, TypeError):
        return None
    return shown if isinstance(shown, dict) else None


def _log(asked: _Asked, told: Told, status: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Ask about a party that is no one, and look for its name in the log."""
    logs = "decision_logs" in as_object((status or {}).get("plugins"))
    if told.log is None:
        if logs:
            message = "decisions are logged; give the log with --log to see whether it keeps names"
            yield Finding("note", "log", message)
        return
    name, identity = secrets.token_hex(16), secrets.token_hex(16)
    party = {"name": name, "ultimate_parent": name}
    request = _REQUEST | {"request_id": identity, "parties": {"recipient": party}}
    asked.post("/v1/data/ear/decision", {"input": request})
    end = time.monotonic() + _LOG_SECONDS
    while True:
        text = told.log.read_text(encoding="utf-8", errors="replace")
        if name in text:
            yield Finding("high", "log", f"names of parties reach {told.log}")
            return
        if identity in text or time.monotonic() > end or not logs:
            return
        time.sleep(0.05)
