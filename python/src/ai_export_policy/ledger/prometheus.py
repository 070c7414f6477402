"""The standings as Prometheus reads them (text exposition format 0.0.4)."""

from collections.abc import Iterable

from ai_export_policy.ledger import amounts
from ai_export_policy.ledger.entries import Name
from ai_export_policy.ledger.status import Standing

_GAUGES = {
    "limit_tpp": "Limit of the pool as the last decision stated it.",
    "committed_tpp": "TPP committed.",
    "reserved_tpp": "TPP reserved and not yet committed.",
    "remaining_tpp": "TPP that remain; at most this where the whole is known to others.",
    "reached_percent": "Highest of the thresholds 80, 90, 95 and 100 per cent that is reached.",
    "complete": "1 where the entries are all that counts.",
}


def exposition(standings: Iterable[Standing]) -> str:
    """A gauge for each figure, a sample for each sum that has it."""
    lines = []
    all_of_them = list(standings)
    for figure, told in _GAUGES.items():
        lines.append(f"# HELP ai_export_ledger_{figure} {told}")
        lines.append(f"# TYPE ai_export_ledger_{figure} gauge")
        for standing in all_of_them:
            value = standing.document()[figure]
            if value is not None:
                shown = int(value) if isinstance(value, bool) else amounts.plain(value)
                lines.append(f"ai_export_ledger_{figure}{{{_labels(standing.name)}}} {shown}")
    return "\n".join(lines) + "\n"


def _labels(name: Name) -> str:
    return ",".join(f'{label}="{_escaped(value)}"' for label, value in name._asdict().items())


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
