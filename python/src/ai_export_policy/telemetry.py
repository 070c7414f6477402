"""What is told about a call to OPA: an OpenTelemetry span where that package is installed, else a
line of logging.

Never a word of a request or of an answer but the outcome and the revision: requests name parties,
and the text of an error may quote them.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ai_export_policy.errors import ExportPolicyError, NotADecision

try:
    from opentelemetry import propagate, trace
except ImportError:
    _INSTALLED = False
else:
    _INSTALLED = True

_LOG = logging.getLogger("ai_export_policy")
_LOG.addHandler(logging.NullHandler())  # a library says nothing unless it is asked to


class Call:
    """What is to be told of one call, by attribute."""

    __slots__ = ("told",)

    def __init__(self, rule: str, address: str, records: int) -> None:
        self.told: dict[str, str | int] = {
            "url.full": f"{address}/v1/data/ear/{rule}",
            "ai_export_policy.records": records,
        }

    def decided(self, what: str | int, revision: str | None) -> None:
        """The outcome, or of many how many were decided, and the revision that decided."""
        name = "outcome" if isinstance(what, str) else "decided"
        self.told[f"ai_export_policy.{name}"] = what
        if revision is not None:
            self.told["ai_export_policy.revision"] = revision

    def failed(self, error: BaseException) -> None:
        """The kind of error, and what OPA calls it."""
        self.told["error.type"] = type(error).__name__
        if isinstance(error, NotADecision):
            if error.status is not None:
                self.told["http.response.status_code"] = error.status
            if error.code is not None:
                self.told["ai_export_policy.code"] = error.code


@contextmanager
def call(rule: str, address: str, records: int = 1) -> Iterator[Call]:
    """Tell of the call on data.ear.<rule> that the block makes."""
    one = Call(rule, address, records)
    if _INSTALLED:
        with _span(f"data.ear.{rule}", one):
            yield one
        return
    start = time.perf_counter()
    level = logging.DEBUG
    try:
        yield one
    except ExportPolicyError as error:
        one.failed(error)
        level = logging.WARNING
        raise
    finally:
        if _LOG.isEnabledFor(level):
            told = " ".join(f"{name}={value}" for name, value in one.told.items())
            spent = (time.perf_counter() - start) * 1e3
            _LOG.log(level, "data.ear.%s %.1f ms %s", rule, spent, told)


def headers() -> str:
    """Header lines that let OPA's own spans join the current one."""
    if not _INSTALLED:
        return ""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return "".join(
        f"{name}: {value}\r\n"
        for name, value in carrier.items()
        if value.isascii() and value.isprintable()
    )


@contextmanager
def _span(name: str, one: Call) -> Iterator[None]:
    tracer = trace.get_tracer("ai_export_policy")
    with tracer.start_as_current_span(
        name, kind=trace.SpanKind.CLIENT, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield
        except ExportPolicyError as error:
            one.failed(error)
            span.set_status(trace.StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            span.set_attributes(one.told)
