"""A ledger of what draws on the pools: entries that are appended and never changed.

`Ledger` reserves, commits and releases; what counts towards which sum, and how much may, the
policies decide.
"""

from ai_export_policy.ledger.book import Ledger
from ai_export_policy.ledger.draws import Draw
from ai_export_policy.ledger.entries import Entry, Name, Row
from ai_export_policy.ledger.errors import (
    Conflict,
    DrawRefused,
    ImportRefused,
    LedgerError,
    LedgerUnavailable,
    SchemaRefused,
)

__all__ = [
    "Conflict",
    "Draw",
    "DrawRefused",
    "Entry",
    "ImportRefused",
    "Ledger",
    "LedgerError",
    "LedgerUnavailable",
    "Name",
    "Row",
    "SchemaRefused",
]
