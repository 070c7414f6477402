"""Batches of drawn requests, each from a seed of its own, and valid by the schema."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs

from .draw import draw

BATCH = 2000
SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "request.json"


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()), validate_formats=True)


def batch(seed: int, number: int, size: int = BATCH) -> dict[str, dict[str, Any]]:
    """Requests by id; the same for the same seed and number."""
    random = Random(f"{seed}/{number}")
    requests = {f"{seed}/{number}/{index}": draw(random) for index in range(size)}
    for name, request in requests.items():
        for error in _validator().iter_errors(request):
            raise ValueError(f"{name}: {error}")
    return requests
