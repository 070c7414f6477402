"""How a call is made: repeats, turns, tokens, certificates, sockets. By threads and event loops."""

import asyncio
import email.utils
import json
import logging
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from both_clients import Asking
from lies import TEXT, silent
from lying_server import CERTIFICATE, Answer, Asked, LyingServer, http, says
from running_opa import running
from scratch_policies import REQUEST, decision

from ai_export_policy import AsyncClient, Client, NotADecision, Unavailable

BUSY = [
    "429 Too Many Requests",
    "502 Bad Gateway",
    "503 Service Unavailable",
    "504 Gateway Timeout",
]


def busy(times: int, status: str = BUSY[2], *headers: str) -> Answer:
    """Says `status` that many times, and then the truth."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        early = asked.number <= times
        said = http(b"<p>busy", kind="text/html", status=status, headers=headers)
        connection.sendall(said if early else http(TEXT))

    return answer


@pytest.mark.parametrize("status", BUSY)
def test_a_call_that_nobody_looked_at_is_repeated(asking: Asking, status: str) -> None:
    with LyingServer(busy(2, status)) as server, asking(server.url) as client:
        assert client.decide(REQUEST).document == decision(REQUEST)
        assert len(server.asked) == 3
        assert {asked.body for asked in server.asked} == {server.asked[0].body}


@pytest.mark.parametrize("retries", [0, 2])
def test_repeats_come_to_an_end(asking: Asking, retries: int) -> None:
    with LyingServer(busy(99)) as server, asking(server.url, retries=retries) as client:
        with pytest.raises(Unavailable, match="503"):
            client.decide(REQUEST)
        assert len(server.asked) == retries + 1


@pytest.mark.parametrize(
    "status", ["500 Error", "400 Bad Request", "401 No", "413 Large", "505 No"]
)
def test_an_answer_of_opa_is_not_asked_for_again(asking: Asking, status: str) -> None:
    with LyingServer(busy(99, status)) as server, asking(server.url) as client:
        with pytest.raises(NotADecision):
            client.decide(REQUEST)
        assert len(server.asked) == 1


def test_it_waits_as_long_as_it_is_asked_to(asking: Asking) -> None:
    with LyingServer(busy(1, BUSY[0], "Retry-After: 1")) as server, asking(server.url) as client:
        start = time.monotonic()
        client.decide(REQUEST)
        assert time.monotonic() - start >= 1


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_it_does_not_wait_past_the_deadline(asking: Asking, form: str) -> None:
    later = "60" if form == "seconds" else email.utils.formatdate(time.time() + 60, usegmt=True)
    with LyingServer(busy(9, BUSY[2], f"Retry-After: {later}")) as server:
        start = time.monotonic()
        with asking(server.url, timeout=20) as client, pytest.raises(Unavailable, match="503"):
            client.decide(REQUEST)
        assert (time.monotonic() - start < 10, len(server.asked)) == (True, 1)


FAR = "Mon, 01 Jan 2024 00:00:00 +99999999999999"


@pytest.mark.parametrize("later", ["soon", "-1", "Wed, 21 Oct 2015 07:28:00 GMT", "٣", FAR])
def test_a_time_that_is_none_or_over_is_not_waited_for(asking: Asking, later: str) -> None:
    header = f"Retry-After: {later.encode().decode('latin-1')}"
    with LyingServer(busy(1, BUSY[2], header)) as server, asking(server.url) as client:
        client.decide(REQUEST)
        assert len(server.asked) == 2


def test_an_opa_that_is_just_starting_is_waited_for(asking: Asking) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = threading.Event()

    def start() -> None:
        time.sleep(0.1)
        with LyingServer(says(http(TEXT)), port=port):
            started.wait(10)

    thread = threading.Thread(target=start)
    thread.start()
    with asking(f"http://127.0.0.1:{port}", retries=6) as client:
        assert client.decide(REQUEST).document == decision(REQUEST)
    started.set()
    thread.join()


def test_repeats_are_told(asking: Asking, caplog: pytest.LogCaptureFixture) -> None:
    with LyingServer(busy(1)) as server, asking(server.url) as client:
        client.decide(REQUEST)
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]
    assert [one.rpartition(" in ")[0] for one in told] == [
        f"OPA at {server.url}: HTTP 503; asked again"
    ]


class Turns:
    """Answers a little later, and knows how many were asked at a time."""

    def __init__(self) -> None:
        self.most = self.now = 0
        self.lock = threading.Lock()

    def __call__(self, connection: socket.socket, asked: Asked) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.01)
        with self.lock:
            self.now -= 1
        connection.sendall(http(TEXT))


def test_no_more_calls_are_made_at_a_time_than_connections_allow_by_threads() -> None:
    turns = Turns()
    with LyingServer(turns) as server, Client(server.url, connections=3) as client:
        threads = [threading.Thread(target=client.decide, args=(REQUEST,)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (turns.most <= 3, server.connections <= 3, len(server.asked)) == (True, True, 20)


def test_no_more_calls_are_made_at_a_time_than_connections_allow_in_an_event_loop() -> None:
    async def all_at_once(url: str) -> None:
        async with AsyncClient(url, connections=3) as client:
            await asyncio.gather(*[client.decide(REQUEST) for _ in range(20)])

    turns = Turns()
    with LyingServer(turns) as server:
        asyncio.run(all_at_once(server.url))
        assert (turns.most <= 3, server.connections <= 3, len(server.asked)) == (True, True, 20)


def test_a_call_whose_turn_does_not_come_is_unavailable() -> None:
    with LyingServer(silent) as server:
        client = Client(server.url, timeout=0.5, connections=1)
        first = threading.Thread(target=pytest.raises, args=(Unavailable, client.decide, REQUEST))
        first.start()
        with client, pytest.raises(Unavailable, match="deadline"):
            client.decide(REQUEST)
        first.join()


def test_a_task_that_is_cancelled_leaves_its_connection_to_nobody() -> None:
    release = threading.Event()

    def answer(connection: socket.socket, asked: Asked) -> None:
        if asked.number == 1:
            release.wait(5)
        connection.sendall(http(TEXT))

    async def cancelled(url: str) -> None:
        async with AsyncClient(url, connections=1) as client:
            task = asyncio.create_task(client.decide(REQUEST))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            release.set()
            assert (await client.decide(REQUEST)).document == decision(REQUEST)

    with LyingServer(answer) as server:
        asyncio.run(cancelled(server.url))
        assert server.connections == 2


def test_a_client_stays_in_its_event_loop() -> None:
    with LyingServer(says(http(TEXT))) as server:
        client = AsyncClient(server.url)
        asyncio.run(_decide(client))
        with pytest.raises(RuntimeError, match="event loop"):
            asyncio.run(_decide(client))


async def _decide(client: AsyncClient) -> None:
    await client.decide(REQUEST)


@pytest.mark.parametrize("limits", [{"retries": -1}, {"retries": 1.5}, {"connections": 0}])
def test_limits_that_are_none_are_refused_at_once(asking: Asking, limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"retries|connections"):
        asking("http://127.0.0.1:8181", **limits)


def sent(asked: Asked) -> list[str]:
    return [line for line in asked.head.splitlines() if line.lower().startswith("authorization")]


def test_a_token_is_read_again_when_its_file_has_changed(asking: Asking, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("first\n")
    with (
        LyingServer(says(http(TEXT))) as server,
        asking(server.url, token_file=file) as client,
    ):
        client.decide(REQUEST)
        client.decide(REQUEST)
        (tmp_path / "new").write_text("second")
        os.replace(tmp_path / "new", file)
        client.decide(REQUEST)
        assert [sent(asked) for asked in server.asked] == [
            ["Authorization: Bearer first"],
            ["Authorization: Bearer first"],
            ["Authorization: Bearer second"],
        ]
        file.unlink()
        with pytest.raises(Unavailable, match="token"):
            client.decide(REQUEST)
        file.write_text("with a space")
        with pytest.raises(Unavailable, match="bearer") as failure:
            client.decide(REQUEST)
        assert "space" not in str(failure.value)
        assert len(server.asked) == 3


@pytest.mark.parametrize("text", ["", "two words", "a\r\nHost: b", "ü"])
def test_a_token_that_is_none_is_refused_at_once(asking: Asking, text: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(text)
    with pytest.raises(ValueError, match=r".+"):
        asking("http://127.0.0.1:8181", token_file=tmp_path / "token")


def test_a_token_does_not_cross_a_network_in_the_clear(asking: Asking, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret")
    with pytest.raises(ValueError, match="clear"):
        asking("http://opa.example:8181", token_file=tmp_path / "token")
    for url in ("https://opa.example", "http://localhost:1", "http://[::1]:1", "unix:///a.sock"):
        with asking(url, token_file=tmp_path / "token"):
            pass


@pytest.mark.parametrize(
    ("url", "files"),
    [
        ("http://127.0.0.1:8181", {"ca_file": CERTIFICATE}),
        ("unix:///a.sock", {"cert_file": CERTIFICATE}),
        ("https://127.0.0.1:8181", {"key_file": CERTIFICATE}),
        ("unix://host/a.sock", {}),
        ("unix:", {}),
        ("unix:///a.sock?b", {}),
    ],
)
def test_files_without_use_and_sockets_that_are_none_are_refused_at_once(
    asking: Asking, url: str, files: dict[str, Path]
) -> None:
    with pytest.raises(ValueError, match=r".+"):
        asking(url, **files)


def test_a_certificate_is_shown_and_read_again(asking: Asking, tmp_path: Path) -> None:
    file = tmp_path / "client.pem"
    shutil.copy(CERTIFICATE, file)
    close = says(http(TEXT, headers=("Connection: close",)))
    with LyingServer(close, tls=True, clients=CERTIFICATE) as server:
        with asking(server.url, ca_file=CERTIFICATE) as client, pytest.raises(Unavailable):
            client.decide(REQUEST)
        with asking(server.url, ca_file=CERTIFICATE, cert_file=file) as client:
            assert client.decide(REQUEST).document == decision(REQUEST)
            file.write_text("being written")
            with pytest.raises(Unavailable):
                client.decide(REQUEST)
            shutil.copy(CERTIFICATE, file)
            assert client.decide(REQUEST).document == decision(REQUEST)


@pytest.mark.parametrize("together", [True, False])
def test_a_key_that_is_encrypted_is_refused_at_once(
    asking: Asking, together: bool, tmp_path: Path
) -> None:
    key, file = tmp_path / "key.pem", tmp_path / "client.pem"
    command = ["openssl", "pkey", "-in", str(CERTIFICATE), "-out", str(key)]
    subprocess.run([*command, "-aes256", "-passout", "pass:x"], check=True)
    certificate = CERTIFICATE.read_text()
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    found = certificate[certificate.index(begin) : certificate.index(end) + len(end)]
    file.write_text(f"{found}\n{key.read_text() if together else ''}")
    files = {"cert_file": file} if together else {"cert_file": file, "key_file": key}
    with pytest.raises(OSError, match=r"encrypted.*openssl pkey") as refused:
        asking("https://127.0.0.1:8181", ca_file=CERTIFICATE, **files)
    assert refused.value.filename == str(file if together else key)
    # So it is for a key that becomes so later.
    shutil.copy(CERTIFICATE, tmp_path / "good.pem")
    files = {"ca_file": CERTIFICATE, "cert_file": tmp_path / "good.pem"}
    close = says(http(TEXT, headers=("Connection: close",)))
    with (
        LyingServer(close, tls=True, clients=CERTIFICATE) as server,
        asking(server.url, **files) as client,
    ):
        client.decide(REQUEST)
        file.write_text(f"{found}\n{key.read_text()}")
        shutil.copy(file, tmp_path / "good.pem")
        with pytest.raises(Unavailable, match="encrypted"):
            client.decide(REQUEST)


@pytest.mark.parametrize("named", [str, Path])
def test_a_file_is_named_by_a_text_or_a_path(
    asking: Asking, named: Callable[[Path], str | Path], tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("secret")
    files = dict.fromkeys(("ca_file", "cert_file", "key_file"), named(CERTIFICATE))
    with (
        LyingServer(says(http(TEXT)), tls=True, clients=CERTIFICATE) as server,
        asking(server.url, **files, token_file=named(tmp_path / "token")) as client,
    ):
        client.decide(REQUEST)
        assert sent(server.asked[0]) == ["Authorization: Bearer secret"]


def test_opa_itself_knows_the_token(asking: Asking, opa_executable: Path, tmp_path: Path) -> None:
    policy = {
        "allow": "package system.authz\nimport rego.v2\ndefault allow := false\n"
        "allow if input.identity == `abc`\n"
        "allow if input.path == [`health`]\n",
        "ear": f"package ear\nimport rego.v2\ndecision := {json.dumps(decision(REQUEST))}\n",
    }
    for name, text in policy.items():
        (tmp_path / f"{name}.rego").write_text(text)
    token = tmp_path / "token"
    token.write_text("wrong")
    options: list[str | Path] = [
        "--authentication",
        "token",
        "--authorization",
        "basic",
        *tmp_path.glob("*.rego"),
    ]
    with (
        running(opa_executable, tmp_path, options) as opa,
        asking(opa.url, token_file=token) as client,
    ):
        with pytest.raises(NotADecision) as refused:
            client.decide(REQUEST)
        assert (refused.value.status, refused.value.code) == (401, "unauthorized")
        token.write_text("abc")
        assert client.decide(REQUEST).document == decision(REQUEST)


def test_a_default_timeout_of_sockets_does_not_hold_up_the_loop() -> None:
    async def twice(url: str) -> None:
        async with AsyncClient(url) as client:
            await client.decide(REQUEST)
            await client.decide(REQUEST)

    before = socket.getdefaulttimeout()
    with LyingServer(says(http(TEXT))) as server:
        socket.setdefaulttimeout(5)
        try:
            start = time.monotonic()
            asyncio.run(twice(server.url))
            assert time.monotonic() - start < 4
        finally:
            socket.setdefaulttimeout(before)
