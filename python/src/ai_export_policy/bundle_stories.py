"""Whether a bundle answers as the sources that it is said to be made of."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ai_export_policy import resources
from ai_export_policy.bundle import Bundle, unpack
from ai_export_policy.client import Client
from ai_export_policy.decision import Decision
from ai_export_policy.errors import NotADecision
from ai_export_policy.sidecar import Sidecar
from ai_export_policy.stories import cases, stories

_SECONDS = 60.0


def requests() -> dict[str, dict[str, Any]]:
    """The request of every story of the checkout; none where the package is installed."""
    folder = cases()
    return {story.id: story.request for story in stories(folder)} if folder else {}


def answers(policies: Path, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the policies in a folder answer: the decision's document, or why there is none."""
    with (
        Sidecar(policies) as sidecar,
        Client(sidecar.url, timeout=_SECONDS, expected_revisions={sidecar.revision}) as client,
    ):
        made = client.decide_many(asked)
    return {
        key: one.document if isinstance(one, Decision) else str(one) for key, one in made.items()
    }


def compare(found: Bundle) -> int:
    """Decide all stories on the bundle and on the sources; how many. NotADecision if they part.

    What either of them does not decide is no same answer.
    """
    asked = requests()
    if not asked:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        built = answers(unpack(found, Path(folder)), asked)
    sources = answers(resources.policies(), asked)
    parted = [
        key for key in asked if not isinstance(built[key], dict) or built[key] != sources[key]
    ]
    if parted:
        raise NotADecision(
            f"the bundle answers {len(parted)} of {len(asked)} stories otherwise than the sources: "
            + ", ".join(parted[:5])
        )
    return len(asked)
