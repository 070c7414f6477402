"""opa-python-client as it comes: `OpaClient`, and `AsyncOpaClient` as if it were one."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from opa_client.opa import OpaClient  # type: ignore[import-untyped]
from opa_client.opa_async import AsyncOpaClient  # type: ignore[import-untyped]
from scratch_policies import REQUEST

QUERY = {"strict-builtin-errors": "true", "provenance": "true"}

Asks = Callable[..., Any]
"""Takes an address and what the stock client takes, asks once, and returns all that it returns."""


def place(url: str) -> dict[str, Any]:
    """An address as the stock client wants it."""
    parts = urlsplit(url)
    return {"host": parts.hostname, "port": parts.port, "ssl": parts.scheme == "https"}


def by_thread(url: str, request: Mapping[str, Any] = REQUEST, **options: Any) -> Any:
    with OpaClient(**(place(url) | options)) as client:
        return client.query_rule(request, "ear", "decision", QUERY)


def in_event_loop(url: str, request: Mapping[str, Any] = REQUEST, **options: Any) -> Any:
    async def ask() -> Any:
        async with AsyncOpaClient(**(place(url) | options)) as client:
            return await client.query_rule(request, "ear", "decision", QUERY)

    return asyncio.run(ask())
