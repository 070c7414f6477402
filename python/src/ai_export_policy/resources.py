"""Where the policies and schemas are that this package was shipped with."""

from pathlib import Path

from ai_export_policy import stamp
from ai_export_policy.errors import Unavailable

_HERE = Path(__file__).resolve().parent


def policies() -> Path:
    """Directory of the policies and reference tables, as OPA loads it (`opa run --bundle`).

    Raises Unavailable if the installation is incomplete.
    """
    return _find("policies", ".manifest")


def revision() -> str:
    """Revision that the policies name; Unavailable if the installation is incomplete."""
    return stamp.revision(policies())


def schemas() -> Path:
    """Directory of the JSON Schemas: `request.json`, `decision.json`, `reference/<table>.json`.

    Raises Unavailable if the installation is incomplete.
    """
    return _find("schemas", "request.json")


def _find(name: str, witness: str) -> Path:
    # A wheel carries a copy (hatch_build.py); an editable install stands in the checkout.
    for directory in (_HERE / "_bundled" / name, _HERE.parents[2] / name):
        if (directory / witness).is_file():
            return directory
    raise Unavailable(f"this installation has no {name}: install ai-export-policy again")
