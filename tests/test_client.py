"""The client on a real OPA: one that answers as told, and the policies of this repository."""

import asyncio
import json
import os
import re
import signal
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
import stories
from both_clients import Asking, Asks
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import (
    AsyncClient,
    Client,
    Decision,
    ExportPolicyError,
    NotADecision,
    Problem,
    RequestInvalid,
    Sidecar,
    Unavailable,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sidecar]:
    with Sidecar(scratch_policies.write(tmp_path_factory.mktemp("policies"))) as sidecar:
        yield sidecar


@pytest.fixture
def client(asking: Asking, scratch: Sidecar) -> Iterator[Asks]:
    with asking(scratch.url, expected_revisions={scratch.revision}) as client:
        yield client


def named(*names: str) -> dict[str, dict[str, Any]]:
    return {name: REQUEST | {"request_id": name} for name in names}


def summary(answers: dict[str, Decision | ExportPolicyError]) -> dict[str, object]:
    """A decision as its document, an error as its class."""
    return {
        key: answer.document if isinstance(answer, Decision) else type(answer)
        for key, answer in answers.items()
    }


def test_a_decision_has_the_fields_of_the_document_and_no_truth_value(client: Asks) -> None:
    answer = client.decide(REQUEST)
    assert answer.document == decision(REQUEST)
    assert {name: getattr(answer, name) for name in answer.document} == answer.document
    with pytest.raises(TypeError, match="outcome"):
        bool(answer)
    with pytest.raises(AttributeError):
        answer.document = {}  # type: ignore[misc]


def test_the_shapes_that_a_decision_tells_are_those_of_the_schema(repository: Path) -> None:
    schema = json.loads((repository / "schemas" / "decision.json").read_text(encoding="utf-8"))
    cited = set(schema["$defs"]["cited"]["properties"])
    for name, field in schema["properties"].items():
        shape = re.search(r"`\{([\w, \n]+)\}`", str(getattr(Decision, name).__doc__))
        parts = field.get("items", field)
        keys = set(parts.get("properties", cited if "$ref" in parts and "items" in field else ()))
        assert (set(shape[1].replace(",", " ").split()) if shape else set()) == keys, name


def test_what_the_request_does_not_say_is_echoed_as_its_default(client: Asks) -> None:
    request = {key: value for key, value in REQUEST.items() if key != "request_id"}
    answer = client.decide(request)
    assert (answer.request_id, answer.posture) == (None, "codified")
    assert client.decide(request | {"posture": "enforced"}).posture == "enforced"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("undefined", None),
        ("conflict", "eval_conflict_error"),
        ("built-in error", "eval_builtin_error"),
    ],
)
def test_a_failing_evaluation_is_not_a_decision(name: str, code: str | None, client: Asks) -> None:
    with pytest.raises(NotADecision) as failure:
        client.decide(REQUEST | {"request_id": name})
    assert failure.value.code == code


def test_another_revision_than_the_expected_is_not_a_decision(
    asking: Asking, scratch: Sidecar
) -> None:
    with asking(scratch.url, expected_revisions={"scratch-0"}) as client:
        with pytest.raises(NotADecision, match=REVISION):
            client.decide(REQUEST)
        assert summary(client.decide_many(named("a", "b"))) == {
            "a": NotADecision,
            "b": NotADecision,
        }


def test_many_are_decided_each_as_if_alone(client: Asks) -> None:
    requests = named("a", "undefined", "b", "conflict", "built-in error", "c", "ü", "d")
    requests["invalid"] = {"as_of": "2025-02-30"}
    requests["e"] = REQUEST
    expected: dict[str, object] = {key: decision(requests[key]) for key in "abcüde"}
    expected |= dict.fromkeys(["undefined", "conflict", "built-in error"], NotADecision)
    expected["invalid"] = RequestInvalid
    for batch in (1, 3, 200):
        answers = client.decide_many(requests, batch=batch)
        assert summary(answers) == expected
        assert list(answers) == list(requests)
    assert isinstance(answers["conflict"], NotADecision)
    assert answers["conflict"].code == "eval_conflict_error"


def test_no_request_is_no_call(asking: Asking, scratch: Sidecar) -> None:
    with asking("http://127.0.0.1:1") as client:
        assert client.decide_many({}) == {}


def test_an_id_that_is_not_text_is_refused(client: Asks) -> None:
    answers = client.decide_many({"\ud800": REQUEST, "a": REQUEST})
    assert summary(answers) == {"\ud800": RequestInvalid, "a": decision(REQUEST)}
    with pytest.raises(TypeError, match="7"):
        client.decide_many({7: REQUEST})  # type: ignore[dict-item]


@pytest.mark.parametrize("batch", [0, -1])
def test_a_batch_is_at_least_one(batch: int, client: Asks) -> None:
    with pytest.raises(ValueError, match="batch"):
        client.decide_many({}, batch=batch)


def test_threads_share_a_client_and_each_gets_its_own_answers(scratch: Sidecar) -> None:
    wrong: list[object] = []
    client = Client(scratch.url, expected_revisions={scratch.revision})

    def ask(thread: int) -> None:
        for number in range(25):
            request = REQUEST | {"request_id": f"{thread}/{number}"}
            try:
                if client.decide(request).document != decision(request):
                    wrong.append(request)
            except ExportPolicyError as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    client.close()
    assert wrong == []


def test_tasks_share_a_client_and_each_gets_its_own_answers(scratch: Sidecar) -> None:
    async def ask(client: AsyncClient, number: int) -> None:
        request = REQUEST | {"request_id": str(number)}
        assert (await client.decide(request)).document == decision(request)

    async def all_at_once() -> None:
        async with AsyncClient(scratch.url, expected_revisions={scratch.revision}) as client:
            await asyncio.gather(*[ask(client, number) for number in range(200)])

    asyncio.run(all_at_once())


def test_a_closed_client_does_not_ask(scratch: Sidecar) -> None:
    with Client(scratch.url) as client:
        client.decide(REQUEST)
    with pytest.raises(RuntimeError, match="closed"):
        client.decide(REQUEST)


def test_a_closed_client_does_not_ask_in_an_event_loop(scratch: Sidecar) -> None:
    async def ask() -> None:
        async with AsyncClient(scratch.url) as client:
            await client.decide(REQUEST)
        with pytest.raises(RuntimeError, match="closed"):
            await client.decide(REQUEST)

    asyncio.run(ask())


def test_opa_killed_between_two_requests_is_unavailable(asking: Asking, tmp_path: Path) -> None:
    with Sidecar(scratch_policies.write(tmp_path)) as sidecar, asking(sidecar.url) as client:
        client.decide(REQUEST)
        os.kill(sidecar.pid, signal.SIGKILL)
        os.waitid(os.P_PID, sidecar.pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(Unavailable):
            client.decide(REQUEST)
        answers = client.decide_many(named("a", "b"))
        assert summary(answers) == {"a": Unavailable, "b": Unavailable}


def test_opa_that_hangs_is_unavailable_until_it_goes_on(asking: Asking, tmp_path: Path) -> None:
    with (
        Sidecar(scratch_policies.write(tmp_path)) as sidecar,
        asking(sidecar.url, timeout=0.3) as client,
    ):
        client.decide(REQUEST)
        os.kill(sidecar.pid, signal.SIGSTOP)
        # The signal is only on its way when kill returns: an answer could still slip out.
        os.waitid(os.P_PID, sidecar.pid, os.WSTOPPED | os.WNOWAIT)
        start = time.monotonic()
        with pytest.raises(Unavailable):
            client.decide(REQUEST)
        assert time.monotonic() - start < 10  # it waits for the deadline, not for OPA
        os.kill(sidecar.pid, signal.SIGCONT)
        assert client.decide(REQUEST).document == decision(REQUEST)


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8181",
        "ftp://127.0.0.1",
        "http://",
        "http://:8181",
        "http://user:word@127.0.0.1:8181",
        "http://127.0.0.1:8181/opa",
        "http://127.0.0.1:8181/?pretty",
        "http://127.0.0.1:8181/#top",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "https://127.0.0.1:0",
        "http://" + "a" * 70 + ".example",
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Client(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:s3cret@127.0.0.1:8181",
        "http://user:s3cret@127.0.0.1:8181/opa",
        "http://user:s3/cret@127.0.0.1:8181",
        "http://user:s3?cret@127.0.0.1:8181",
        "http://user:s3cret@exa\u2100mple.org",
        "user:s3cret@127.0.0.1",
        "s3//cret@127.0.0.1",
    ],
)
def test_a_password_in_an_address_is_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        Client(url)
    assert not {"s3", "cret", "user"} & set(re.findall(r"[a-z0-9]+", str(refused.value)))
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("timeout", [0, -1.0, float("nan"), float("inf"), "5", None])
def test_a_timeout_that_is_none_is_refused_at_once(timeout: Any) -> None:
    with pytest.raises(ValueError, match="timeout"):
        Client("http://127.0.0.1:8181", timeout=timeout)


def test_one_revision_in_place_of_many_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="collection"):
        Client("http://127.0.0.1:8181", expected_revisions="scratch-1")


def test_a_missing_ca_file_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Client("https://127.0.0.1:8181", ca_file=tmp_path / "ca.pem")
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        Client("https://127.0.0.1:8181", ca_file=tmp_path / "ca.pem")


def test_an_http_server_is_not_asked_in_tls_nor_the_other_way_round(
    asking: Asking, scratch: Sidecar
) -> None:
    with asking(scratch.url.replace("http:", "https:")) as client, pytest.raises(Unavailable):
        client.decide(REQUEST)


def test_problems_are_all_named_when_printed() -> None:
    problems = [Problem("item.tpp", "is no number", "a number", 3, 7), Problem("", "is empty")]
    assert str(RequestInvalid(problems, "a.yaml")) == (
        "a.yaml:3:7: item.tpp: is no number (expected a number)\na.yaml: is empty"
    )


def test_the_policies_of_this_package_answer_every_story_alone_and_in_a_batch() -> None:
    requests = {story.id: story.request for story in stories.stories()}
    with (
        Sidecar() as sidecar,
        Client(sidecar.url, expected_revisions={sidecar.revision}) as client,
    ):
        together = client.decide_many(requests, batch=7)
        alone = {key: client.decide(request) for key, request in requests.items()}
    assert len(alone) > 20
    assert summary(together) == {key: answer.document for key, answer in alone.items()}
