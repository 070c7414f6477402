"""A draw as `ai-export ledger` prints it, and the exit code that it comes to."""

import json
from typing import Any

import click

from ai_export_policy.cli import answers, codes
from ai_export_policy.ledger import Draw, amounts, exporting

_APPLICATION = {
    "reserved": "an application for a license: nothing may be shipped before it is granted",
    "committed": "the license was granted: the shipment under it is a request of its own",
}
_ENDED = "nothing is held, and nothing may be shipped on it: reserve anew under another id"


def code(draw: Draw, *, application: bool) -> int:
    """Exit code of a draw that was reserved; `application` says that one was meant."""
    if not draw.held and not draw.authorized:
        return codes.INVALID
    return codes.AUTHORIZED if draw.authorized or application else codes.LICENSE_REQUIRED


def show(draw: Draw, form: str, *, asked: bool = False) -> None:
    """Print a draw; `asked` says that it was to be reserved, and so is to be held."""
    if form == "json":
        click.echo(json.dumps(_document(draw)))
        return
    until = f" until {when(draw.expires_at)}" if draw.state == "reserved" else ""
    lines = [f"{draw.id}: {draw.state.replace('_', ' ')}{until}"]
    if draw.application and draw.held:
        lines.append(f"  {_APPLICATION[draw.state]}")
    elif asked and draw.state in {"released", "expired"}:
        lines.append(f"  {_ENDED}")
    lines += [f"  {amounts.text(amount):>18} TPP  {name}" for name, amount in draw.amounts.items()]
    if asked and draw.held and draw.parts:
        names = ", ".join(name.sum for name in draw.parts)
        lines.append(
            f"  the ledger does not hold the whole of {names}: the rest is known to others"
        )
    for line in lines:
        click.echo(answers._clean(line))


def when(microseconds: int) -> str:
    """A moment in UTC, as ISO 8601."""
    return exporting.moment(microseconds).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _document(draw: Draw) -> dict[str, Any]:
    return {
        "request_id": draw.id,
        "state": draw.state,
        "authorized": draw.authorized,
        "outcome": draw.decision.outcome,
        "authorization": draw.decision.authorization,
        "recorded_at": when(draw.recorded_at),
        "expires_at": when(draw.expires_at),
        "drawn": [
            {**name._asdict(), "period": name.period or None, "tpp": amounts.number(amount)}
            for name, amount in draw.amounts.items()
        ],
        "decision": draw.decision.document,
    }
