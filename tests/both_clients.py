"""`Client` and `AsyncClient` by one face, so that a test of one is a test of the other."""

import asyncio
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self

from ai_export_policy import AsyncClient, Client, Decision, ExportPolicyError
from ai_export_policy.lifetime import Closing


class Asks(Protocol):
    """What both can do."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def decide(self, request: Mapping[str, Any]) -> Decision:
        """Decide one."""

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> dict[str, Decision | ExportPolicyError]:
        """Decide many."""


Asking = Callable[..., Asks]
"""Takes what `Client` takes."""


class Awaited(Closing):
    """An AsyncClient, whose event loop runs while it is asked."""

    def __init__(self, url: str, **options: Any) -> None:
        self._client = AsyncClient(url, **options)
        self._runner = asyncio.Runner()

    def close(self) -> None:
        with self._runner:
            self._runner.run(self._client.close())

    def decide(self, request: Mapping[str, Any]) -> Decision:
        return self._runner.run(self._client.decide(request))

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> dict[str, Decision | ExportPolicyError]:
        return self._runner.run(self._client.decide_many(requests, batch=batch))


KINDS: dict[str, Asking] = {"threads": Client, "event loop": Awaited}
