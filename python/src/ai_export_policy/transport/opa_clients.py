"""`opa_client.opa.OpaClient` and `opa_client.opa_async.AsyncOpaClient` on strict sessions."""

import math
from typing import Any

from opa_client.opa import OpaClient as _OpaClient  # type: ignore[import-untyped]
from opa_client.opa_async import AsyncOpaClient as _AsyncOpaClient  # type: ignore[import-untyped]

from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.response import Response
from ai_export_policy.transport.session import CONNECTIONS, RETRIES, Pool, Session, dump
from ai_export_policy.transport.streams import Streams, StreamWire


class OpaClient(_OpaClient):  # type: ignore[misc]
    """Asks the OPA at `endpoint`, safe to share between threads.

    `timeout` is the seconds that a whole call may take, repeats included. ValueError when it is
    none; `retries` and `connections` are those of `Pool`.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeout: float,
        retries: int = RETRIES,
        connections: int = CONNECTIONS,
    ) -> None:
        # Before the base asks for its session.
        self._strict = Session(endpoint, retries=retries, connections=connections)
        super().__init__(**_address(endpoint, timeout))

    def _init_session(self) -> Session:
        return self._strict


class AsyncOpaClient(_AsyncOpaClient):  # type: ignore[misc]
    """The same for the tasks of one event loop."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        timeout: float,
        retries: int = RETRIES,
        connections: int = CONNECTIONS,
    ) -> None:
        # The base repeats by a rule of its own, unless it is told not to.
        super().__init__(**_address(endpoint, timeout), retries=0)
        pool: Pool[StreamWire] = Pool(endpoint, Streams, retries=retries, connections=connections)
        self._session = _AsyncSession(pool, timeout)

    async def _init_session(self) -> None:
        return

    async def close_connection(self) -> None:
        """Close the idle connections; calls under way finish, later ones raise Closed."""
        self._session.pool.close()


class _AsyncSession:
    """As much of an aiohttp.ClientSession as AsyncOpaClient needs."""

    closed = False

    def __init__(self, pool: Pool[StreamWire], timeout: float) -> None:
        self.pool = pool
        self._timeout = timeout

    async def request(self, method: str, url: str, *, json: object = None) -> "_AsyncAnswer":
        body = b"" if json is None else dump(json)
        return _AsyncAnswer(await self.pool.call(method, url, body, self._timeout))


class _AsyncAnswer:
    """As much of an aiohttp.ClientResponse as AsyncOpaClient needs."""

    def __init__(self, response: Response) -> None:
        self.status = response.status_code
        self.raise_for_status = response.raise_for_status
        self._json = response.json

    async def json(self) -> Any:
        return self._json()

    async def release(self) -> None:
        return


def _address(endpoint: Endpoint, timeout: float) -> dict[str, Any]:
    if not (isinstance(timeout, int | float) and math.isfinite(timeout) and timeout > 0):
        raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
    return {
        "host": endpoint.literal,
        "port": endpoint.port,
        "ssl": endpoint.secure,
        "timeout": timeout,
    }
