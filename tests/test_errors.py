"""Every error of the package, on its way to another process and back."""

import concurrent.futures
import copy
import importlib
import multiprocessing
import pickle
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scratch_policies import REQUEST, decision

import ai_export_policy
from ai_export_policy import Decision, ExportPolicyError, Problem, errors
from ai_export_policy.bundle import NotABundle
from ai_export_policy.document import RequestUnreadable
from ai_export_policy.ledger import errors as ledger
from ai_export_policy.stories import NotAStory

PROBLEM = Problem("item.tpp", "is no number", "a number", 3, 7)
EXAMPLES: list[ExportPolicyError] = [
    ExportPolicyError("some"),
    errors.RequestInvalid([PROBLEM], "a.yaml"),
    RequestUnreadable([PROBLEM], "a.yaml", "a: [\n   ^"),
    errors.Unavailable("OPA is down"),
    errors.NotRecorded("the disk is full"),
    errors.NoSuchRecord("no chain"),
    errors.PoliciesBroken("the tables", "no JSON"),
    errors.PoliciesEdited(Path("policies"), "abc"),
    errors.EngineMissing("no OPA"),
    NotAStory("a.yaml: request"),
    errors.NotADecision("busy", status=500, code="internal_error"),
    errors.NotExplained("refused", status=401, code="unauthorized"),
    NotABundle("no bundle"),
    ledger.LedgerError("some"),
    ledger.LedgerUnavailable("the server is gone"),
    ledger.LedgerUnavailable("the answer is lost", recorded=None),
    ledger.LedgerUnavailable("the answer is lost", recorded=None, named=False),
    ledger.SchemaRefused("schema 99"),
    ledger.Conflict("a second one"),
    ledger.DrawRefused(Decision(decision(REQUEST), "1.22.2"), ["too much", "too late"]),
    ledger.ImportRefused([(2, "no day"), (3, "no sum")]),
]


def told(error: BaseException) -> tuple[Any, ...]:
    return type(error), str(error), repr(error), error.args, error.__dict__


def kinds(kind: type[ExportPolicyError]) -> set[type[ExportPolicyError]]:
    return {kind}.union(*map(kinds, kind.__subclasses__()))


def test_every_error_of_the_package_has_an_example_here() -> None:
    for module in pkgutil.walk_packages(ai_export_policy.__path__, "ai_export_policy."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    own = {one for one in kinds(ExportPolicyError) if one.__module__.startswith("ai_export_policy")}
    assert own == {type(one) for one in EXAMPLES}


@pytest.fixture(scope="module")
def pool() -> Iterator[concurrent.futures.Executor]:
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, context) as pool:
        yield pool


def fail(error: ExportPolicyError) -> None:
    raise error


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda one: f"{type(one).__name__}")
def test_an_error_crosses_processes_as_it_is(
    error: ExportPolicyError, pool: concurrent.futures.Executor
) -> None:
    came = pool.submit(fail, error).exception(60)
    assert came is not None
    came.__dict__.pop("__notes__", None)
    assert told(came) == told(error)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert told(pickle.loads(pickle.dumps(error, protocol))) == told(error)
    assert told(copy.copy(error)) == told(error)


def test_what_is_added_to_an_error_crosses_with_it() -> None:
    error = ledger.LedgerUnavailable("the answer is lost", recorded=None)
    error.add_note("draw one")
    again = pickle.loads(pickle.dumps(error))
    assert again.__notes__ == ["draw one"]
    assert "nothing was recorded" not in str(again)
