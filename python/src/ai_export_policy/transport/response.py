"""One answer of OPA as it came over HTTP, and what may be read out of it."""

import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from ai_export_policy import strict_json
from ai_export_policy.errors import NotADecision, Unavailable

BUSY = frozenset({429, 502, 503, 504})
"""Statuses that say: nobody looked at the question, ask again later."""


class Response:
    """One whole answer: `status_code`, `content_type` (without parameters), `content` (bytes).

    `date` is the server's clock and `retry_after` when it wants to be asked again, as the headers
    of these names have it; empty where it says none. The methods are those that
    `OpaClient.query_rule` calls, under the names of `requests`.
    """

    __slots__ = ("content", "content_type", "date", "retry_after", "status_code")

    def __init__(
        self,
        status_code: int,
        content_type: str,
        content: bytes,
        date: str = "",
        retry_after: str = "",
    ) -> None:
        self.status_code = status_code
        self.content_type = content_type
        self.content = content
        self.date = date
        self.retry_after = retry_after

    def raise_for_status(self) -> None:
        """Raise for every status but 200: Unavailable for those of `BUSY`, else NotADecision.

        Both carry what OPA says, NotADecision its error code too, where it names one.
        """
        if self.status_code == 200:
            return
        if 300 <= self.status_code < 400:
            raise NotADecision(
                f"OPA's address redirects (HTTP {self.status_code}); redirects are not followed",
                status=self.status_code,
            )
        code, message = self._error()
        message = f"HTTP {self.status_code}: {message}"
        if self.status_code in BUSY:
            raise Unavailable(message)
        raise NotADecision(message, status=self.status_code, code=code)

    def json(self) -> Any:
        """The body as JSON, read strictly; NotADecision when it is anything else."""
        if self.content_type != "application/json":
            raise NotADecision(
                f"the answer is {self.content_type or 'of no stated type'}, not application/json",
                status=self.status_code,
            )
        try:
            return strict_json.loads(self.content)
        except ValueError as error:
            raise NotADecision(
                f"the answer is not JSON: {error}", status=self.status_code
            ) from error

    def wait(self) -> float:
        """Seconds that `retry_after` asks to wait, 0 where it asks nothing that can be read."""
        if self.retry_after.isascii() and self.retry_after.isdigit():
            return float(self.retry_after)
        try:
            moment = parsedate_to_datetime(self.retry_after)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return max(0.0, moment.timestamp() - time.time())
        except (ValueError, OverflowError):
            return 0.0

    def _error(self) -> tuple[str | None, str]:
        """Code and message of an error of OPA's REST API; the innermost code says most."""
        try:
            body = self.json()
        except NotADecision as error:
            return None, str(error)
        if not isinstance(body, dict):
            return None, "the body is not an error of OPA"
        code, message = body.get("code"), body.get("message")
        errors = body.get("errors")
        if isinstance(errors, list) and errors and isinstance(errors[0], dict):
            code, message = errors[0].get("code", code), errors[0].get("message", message)
        if self.status_code == 413 or "body too large" in str(message):
            code = "request_too_large"
        return code if isinstance(code, str) else None, str(message or code or "no message")
