"""How examples are drawn and decided. `CI` in the environment makes them the same in every run."""

import os
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, settings

from ai_export_policy import Client, Decision

examples = settings(
    max_examples=250,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)


def decided(client: Client, *told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The decisions on these requests, in order; each of them is one."""
    answers = client.decide_many({str(number): each for number, each in enumerate(told)})
    for answer in answers.values():
        assert isinstance(answer, Decision), answer
    return [answer.document for answer in answers.values() if isinstance(answer, Decision)]
