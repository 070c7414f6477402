"""Export decisions for advanced chips and model weights, made by OPA.

A thin client: it knows documents, not law. `Client` asks a running OPA, `Sidecar` runs one on the
policies that the package ships.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ai_export_policy.errors import (
    EngineMissing,
    ExportPolicyError,
    NotADecision,
    Problem,
    RequestInvalid,
    Unavailable,
)

if TYPE_CHECKING:
    from ai_export_policy.client import AsyncClient, Client
    from ai_export_policy.decision import Decision
    from ai_export_policy.sidecar import Sidecar

__all__ = [
    "AsyncClient",
    "Client",
    "Decision",
    "EngineMissing",
    "ExportPolicyError",
    "NotADecision",
    "Problem",
    "RequestInvalid",
    "Sidecar",
    "Unavailable",
]

# Loaded on first use: `ai_export_policy.opa` has to work before any dependency is installed.
_LAZY = {
    "AsyncClient": "client",
    "Client": "client",
    "Decision": "decision",
    "Sidecar": "sidecar",
}


def __getattr__(name: str) -> object:
    if module := _LAZY.get(name):
        return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
