"""The services in python/samples, served as their users would, asking a real OPA."""

import json
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import fastapi_service
import pytest
import stories
import uvicorn
import wsgi_service

from ai_export_policy import Sidecar
from ai_export_policy.request import MAX_BYTES

REQUESTS = {story.id: story.request for story in stories.stories()}
GERMANY = REQUESTS["aia-2000-h100-germany"]

Serving = Callable[[], AbstractContextManager[str]]


@contextmanager
def by_uvicorn() -> Iterator[str]:
    """The FastAPI sample, at an address of its own."""
    config = uvicorn.Config(fastapi_service.app, factory=True, log_level="error")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        end = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < end
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None: ...


@contextmanager
def by_wsgiref() -> Iterator[str]:
    """The WSGI sample, at an address of its own."""
    service = wsgi_service.Service()
    with make_server("127.0.0.1", 0, service, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(30)
            service.close()


@pytest.fixture(params=[by_uvicorn, by_wsgiref], ids=["FastAPI", "WSGI"])
def serving(request: pytest.FixtureRequest) -> Serving:
    kind: Serving = request.param
    return kind


@pytest.fixture(scope="module")
def sidecar() -> Iterator[Sidecar]:
    with Sidecar() as running:
        yield running


@pytest.fixture
def service(serving: Serving, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("OPA_URL", sidecar.url)
    monkeypatch.setenv("POLICY_REVISIONS", sidecar.revision)
    with serving() as url:
        yield url


def post(url: str, body: bytes | Mapping[str, Any], path: str = "/orders") -> tuple[int, Any]:
    """Status and document of one order."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_an_order_that_needs_no_license_is_released_with_what_has_to_be_done(service: str) -> None:
    status, document = post(service, GERMANY)
    ids = {one["id"] for one in document.pop("obligations")}
    assert {"740.27(b)(2)/certification", "762.2(b)(58)/records"} <= ids
    assert document.pop("policy")["revision"]
    assert (status, document) == (
        200,
        {"released": True, "outcome": "license_exception", "relied_on": "AIA"},
    )


@pytest.mark.parametrize(
    ("story", "outcome", "review"),
    [
        ("poland-2000-h100", "license_required", "presumption_of_approval"),
        ("china-h100", "license_required", "presumption_of_denial"),
        ("missing-facts-aia/1", "indeterminate", None),
    ],
)
def test_an_order_that_is_not_authorized_is_held(
    service: str, story: str, outcome: str, review: str | None
) -> None:
    status, document = post(service, REQUESTS[story])
    assert document.pop("policy")["revision"]
    assert bool(document.pop("missing_facts")) == (outcome == "indeterminate")
    assert (status, document) == (
        409,
        {"released": False, "outcome": outcome, "review_policy": review},
    )


TWICE = json.dumps(GERMANY)[:-1].encode() + b', "destination": "CN"}'


@pytest.mark.parametrize(
    ("body", "path", "reason"),
    [
        (b"", "", "there is no request in it"),
        (b"{", "", "not JSON: expecting property name enclosed in double quotes"),
        (b"{}{}", "", "not JSON: extra data"),
        (TWICE, "destination", "the key stands twice in the same object"),
        (b" " * (MAX_BYTES + 2), "", None),
    ],
)
def test_a_body_that_is_no_request_is_refused(
    service: str, body: bytes, path: str, reason: str | None
) -> None:
    status, document = post(service, body)
    (problem,) = document.pop("problems")
    assert (status, document, problem["path"]) == (422, {"released": False}, path)
    assert reason in (None, problem["reason"])


def test_every_problem_of_a_request_is_named(service: str) -> None:
    status, document = post(service, GERMANY | {"as_of": "2025-02-30", "color": "red"})
    assert status == 422
    assert {problem["path"] for problem in document["problems"]} == {"as_of", "color"}


def test_another_address_is_no_order(service: str) -> None:
    assert post(service, GERMANY, "/order")[0] == 404
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(f"{service}/orders", timeout=30)


def test_orders_come_at_the_same_time(service: str) -> None:
    many = {name: GERMANY | {"destination": name} for name in ("DE", "FR", "CN", "PL")}
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda one: post(service, one)[0], [*many.values()] * 4))
    assert replies == [200, 200, 409, 409] * 4


def test_without_opa_every_order_is_held(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sidecar() as sidecar:
        monkeypatch.setenv("OPA_URL", sidecar.url)
        with serving() as url:
            assert post(url, GERMANY)[0] == 200
            os.kill(sidecar.pid, signal.SIGKILL)
            os.waitid(os.P_PID, sidecar.pid, os.WEXITED | os.WNOWAIT)
            assert post(url, GERMANY) == (503, {"released": False})
            assert post(url, b"{}")[0] == 422


def test_an_opa_of_another_revision_is_not_believed(
    serving: Serving, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPA_URL", sidecar.url)
    monkeypatch.setenv("POLICY_REVISIONS", "another")
    with serving() as url:
        assert post(url, GERMANY) == (502, {"released": False})
