"""Decision records: what was asked and answered, on disk before anyone acts on it (15 CFR 762)."""

from ai_export_policy.records.client import RecordedClient
from ai_export_policy.records.export import records
from ai_export_policy.records.lines import Line
from ai_export_policy.records.store import Entry, Records
from ai_export_policy.records.verify import Finding, Verified, verify

__all__ = [
    "Entry",
    "Finding",
    "Line",
    "RecordedClient",
    "Records",
    "Verified",
    "records",
    "verify",
]
