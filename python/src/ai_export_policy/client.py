"""Ask a running OPA for decisions. Fails closed: a Decision, or an exception of `errors`."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ai_export_policy.asking import Answers, Asking, Query
from ai_export_policy.decision import Decision
from ai_export_policy.lifetime import Closing
from ai_export_policy.transport.blocking import run
from ai_export_policy.transport.endpoint import Endpoint, File
from ai_export_policy.transport.opa_clients import AsyncOpaClient, OpaClient
from ai_export_policy.transport.session import CONNECTIONS, RETRIES

if TYPE_CHECKING:
    from ai_export_policy.trace import Trace


class _Configured(ABC):
    """What `Client` and `AsyncClient` are given; Client says what it means."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 5.0,
        expected_revisions: Collection[str] | None = None,
        ca_file: File | None = None,
        cert_file: File | None = None,
        key_file: File | None = None,
        token_file: File | None = None,
        retries: int = RETRIES,
        connections: int = CONNECTIONS,
    ) -> None:
        endpoint = Endpoint(
            url, ca_file=ca_file, cert_file=cert_file, key_file=key_file, token_file=token_file
        )
        limits = {"timeout": timeout, "retries": retries, "connections": connections}
        self._asking = Asking(self._query(endpoint, limits), endpoint.url, expected_revisions)

    @abstractmethod
    def _query(self, endpoint: Endpoint, limits: dict[str, Any]) -> Query:
        """How OPA is asked."""


class Client(_Configured, Closing):
    """Decisions from the OPA at `url`, safe to share between threads.

    `url` is `http://host:port`, `https://host:port` or `unix:///path/of/a.sock`. `timeout` is the
    seconds that one call to OPA may take as a whole, repeats included; decide_many makes one call a
    batch. With `expected_revisions`, an answer counts only if OPA has loaded a bundle of one of
    these revisions and the decision names one of them. One that names another revision than OPA
    says it has loaded never counts, nor one that names none where OPA names one; of policies that
    have no revision at all a decision counts, and the log says so.

    For https, `ca_file` is a PEM file of the authorities to trust (the system's when None),
    `cert_file` and `key_file` are certificate and key of this client, for an OPA that asks for
    them. `token_file` holds a bearer token. Each is a path, as text or as a Path; files are read
    again when they have changed.

    A call is repeated where nobody has looked at it: `retries` times at most. At most `connections`
    calls are made at a time, more wait for their turn. ValueError for a value that is none, OSError
    for a file that cannot be read and for a key that is encrypted: no passphrase is asked for.
    """

    def _query(self, endpoint: Endpoint, limits: dict[str, Any]) -> Query:
        self._opa = OpaClient(endpoint, **limits)

        async def query(*question: Any) -> Any:
            return self._opa.query_rule(*question)

        return query

    def close(self) -> None:
        """Close the connections to OPA: calls under way finish, later ones raise RuntimeError.

        Of a decide_many under way the batch that is asked is answered; the requests of the batches
        after it have Unavailable as their value. Closing twice is no error.
        """
        self._opa.close_connection()

    def decide(self, request: Mapping[str, Any]) -> Decision:
        """Decide one request (schemas/request.json).

        RequestInvalid if it does not fit the schema, Unavailable if OPA gave no answer,
        NotADecision if it gave one that is no decision on this request; RuntimeError where the
        client was closed before.
        """
        return run(self._asking.decide(request))

    def trace(self, request: Mapping[str, Any]) -> "Trace":
        """Decide one request and return the decision with the rules as OPA tried them.

        For one decision on demand: OPA decides it twice, for what it tells in lines and what it
        tells of the variables, takes hundreds of times as long and answers some five megabytes. The
        OPA asked must serve the policies of this package, whose files the lines are of, and its
        operator must allow explanations (`data.operator.explain`, see `system.authz`); where he
        does not, NotExplained. Raises as `decide` does; NotADecision also where OPA gives no
        explanation, or serves other rules.
        """
        return run(self._asking.trace(request))

    def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> Answers:
        """Decide each request as if it were alone, `batch` of them in one call.

        The result has the keys of `requests`, in their order; a request that could not be decided
        has its RequestInvalid, Unavailable or NotADecision as the value, and the others are decided
        all the same. ValueError for a batch below 1, TypeError for an id that is not a string,
        RuntimeError where the client was closed before.
        """
        return run(self._asking.decide_many(requests, batch))


class AsyncClient(_Configured):
    """`Client` for the tasks of one event loop: the same arguments, methods to be awaited."""

    def _query(self, endpoint: Endpoint, limits: dict[str, Any]) -> Query:
        self._opa = AsyncOpaClient(endpoint, **limits)
        query: Query = self._opa.query_rule
        return query

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """As Client.close."""
        await self._opa.close_connection()

    async def decide(self, request: Mapping[str, Any]) -> Decision:
        """As Client.decide."""
        return await self._asking.decide(request)

    async def trace(self, request: Mapping[str, Any]) -> "Trace":
        """As Client.trace."""
        return await self._asking.trace(request)

    async def decide_many(
        self, requests: Mapping[str, Mapping[str, Any]], *, batch: int = 200
    ) -> Answers:
        """As Client.decide_many; the batches are asked one after the other."""
        return await self._asking.decide_many(requests, batch)
