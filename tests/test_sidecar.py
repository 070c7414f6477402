"""An OPA of one's own: starts on the policies, is the one that answers, and is gone afterwards."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import scratch_policies
from lies import envelope
from lying_server import LyingServer, says_json
from scratch_policies import REQUEST, REVISION, decision

from ai_export_policy import (
    Client,
    EngineMissing,
    NotADecision,
    Sidecar,
    Unavailable,
    opa,
    resources,
    sidecar,
)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return scratch_policies.write(tmp_path / "policies")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Every process that is started from here on."""
    found: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return found


def ended(processes: list[subprocess.Popen[bytes]]) -> bool:
    """Whether there were processes, and each has ended and was collected."""
    return bool(processes) and all(process.returncode is not None for process in processes)


def answers(url: str) -> bool:
    with Client(url) as client:
        try:
            return client.decide(REQUEST).document == decision(REQUEST)
        except Unavailable:
            return False


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_it_answers_while_the_block_lasts_and_not_after_it(
    policies: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    with Sidecar(policies) as running:
        assert running.revision == REVISION
        assert running.pid in {process.pid for process in started}
        url = running.url
        assert answers(url)
    assert not answers(url)
    assert ended(started)
    for member in ("url", "revision", "pid"):
        with pytest.raises(RuntimeError, match="not running"):
            getattr(running, member)


def test_it_can_be_started_again_but_not_twice(policies: Path) -> None:
    one = Sidecar(policies)
    for _ in range(2):
        with one:
            assert answers(one.url)
            with pytest.raises(RuntimeError, match="already"):
                one.__enter__()
            assert answers(one.url)


def test_it_is_stopped_when_the_block_fails(
    policies: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    with pytest.raises(KeyboardInterrupt), Sidecar(policies):
        raise KeyboardInterrupt
    assert ended(started)


def test_it_is_killed_when_it_does_not_stop(
    policies: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sidecar, "_STOP_SECONDS", 0.2)
    with Sidecar(policies) as running:
        os.kill(running.pid, signal.SIGSTOP)
    assert ended(started)


def test_it_ends_with_its_parent_whatever_ended_that(policies: Path) -> None:
    program = (
        "import sys, time, pathlib, ai_export_policy as a\n"
        "with a.Sidecar(pathlib.Path(sys.argv[1])) as running:\n"
        "    print(running.url, flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(policies)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        parent.kill()
    end = time.monotonic() + 5
    while answers(url):
        assert time.monotonic() < end


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("end", ["kill", "leave"])
def test_a_child_that_is_forked_does_not_keep_it(end: str, policies: Path) -> None:
    """Nor does it end with that child, whichever way the child goes."""
    program = (
        "import os, sys, time, pathlib, ai_export_policy as a\n"
        "with a.Sidecar(pathlib.Path(sys.argv[1])) as running:\n"
        "    if not os.fork():\n"
        "        sys.exit()\n"  # through the end of the block
        "    os.wait()\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        time.sleep(60)\n"
        "        os._exit(0)\n"
        "    print(running.url, child, flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(policies)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    url, child = parent.stdout.readline().split()
    try:
        assert answers(url)
        if end == "kill":
            parent.kill()
        else:
            parent.stdin.close()
        parent.wait(10)
        deadline = time.monotonic() + 5
        while answers(url):
            assert time.monotonic() < deadline
        assert alive(int(child))
    finally:
        os.kill(int(child), signal.SIGKILL)
        parent.stdout.close()


def test_it_outlives_the_thread_that_started_it(policies: Path) -> None:
    one = Sidecar(policies)
    thread = threading.Thread(target=one.__enter__)
    thread.start()
    thread.join()
    try:
        time.sleep(0.3)  # what follows a thread's death does so at once
        assert answers(one.url)
    finally:
        one.__exit__(None, None, None)


def test_what_is_wrong_with_the_rego_is_told(
    policies: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    (policies / "ear" / "broken.rego").write_text("package ear\n\nimport rego.v2\n\nx := \n")
    with pytest.raises(Unavailable, match="rego_parse_error") as failure, Sidecar(policies):
        pass
    assert "broken.rego:" in str(failure.value)
    assert not isinstance(failure.value, EngineMissing)
    assert ended(started)


def test_policies_that_cannot_evaluate_do_not_start(policies: Path) -> None:
    (policies / "ear" / "more.rego").write_text(
        "package ear\n\nimport rego.v2\n\ndecision := 1\n\ndecision := 2\n"
    )
    with pytest.raises(Unavailable, match=r"rego_type_error|conflict"), Sidecar(policies):
        pass


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"revision": ""}', '{"revision": 7}'])
def test_policies_without_a_revision_do_not_start(manifest: str, policies: Path) -> None:
    (policies / ".manifest").write_text(manifest)
    with pytest.raises(Unavailable, match=r"\.manifest"), Sidecar(policies):
        pass


def test_policies_that_are_not_there_do_not_start(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="nowhere"), Sidecar(tmp_path / "nowhere"):
        pass


def test_an_executable_that_is_not_there_is_missing(policies: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="nowhere"), Sidecar(policies, tmp_path / "nowhere"):
        pass


def test_an_executable_that_is_not_opa_is_told_apart(policies: Path, tmp_path: Path) -> None:
    other = script(tmp_path / "other", "echo unknown command >&2; exit 3")
    with pytest.raises(Unavailable, match="unknown command"), Sidecar(policies, other):
        pass


def test_an_executable_that_never_answers_is_given_up_and_stopped(
    policies: Path,
    tmp_path: Path,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sidecar, "_START_SECONDS", 0.3)
    idle = script(tmp_path / "idle", "exec sleep 60")
    with pytest.raises(Unavailable, match="no answer"), Sidecar(policies, idle):
        pass
    assert ended(started)


def test_another_server_on_the_port_is_not_taken_for_it(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = envelope(decision(REQUEST))
    answer["provenance"]["bundles"]["/policies"]["revision"] = REVISION
    with LyingServer(says_json(answer)) as other:
        taken = int(other.url.rpartition(":")[2])
        ports = iter([taken, taken, sidecar._free_port()])
        monkeypatch.setattr(sidecar, "_free_port", lambda: next(ports))
        with Sidecar(policies) as running:
            assert running.url != other.url
            assert answers(running.url)
        monkeypatch.setattr(sidecar, "_free_port", lambda: taken)
        with pytest.raises(Unavailable, match="address already in use"), Sidecar(policies):
            pass


def test_another_opa_on_the_same_policies_is_not_taken_for_it(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sidecar(policies) as first:
        ports = iter([int(first.url.rpartition(":")[2]), sidecar._free_port()])
        monkeypatch.setattr(sidecar, "_free_port", lambda: next(ports))
        with Sidecar(policies) as second:
            assert first.url != second.url
            assert first.pid != second.pid


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OPA_RUN_AUTHORIZATION", "basic"),
        ("OPA_RUN_LOG_LEVEL", "nonsense"),
        ("OPA_RUN_TLS_CERT_FILE", "/nowhere"),
        ("http_proxy", "http://127.0.0.1:1"),
    ],
)
def test_the_environment_configures_nothing(
    variable: str, value: str, policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with Sidecar(policies) as running:
        assert answers(running.url)


@pytest.mark.parametrize("own", [None, "50"])
def test_garbage_is_collected_as_often_as_is_said(
    own: str | None, policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOGC", raising=False)
    if own is not None:
        monkeypatch.setenv("GOGC", own)
    with Sidecar(policies) as running, urllib.request.urlopen(f"{running.url}/metrics") as answer:
        told = dict(re.findall(r"(?m)^(go_gc_\w+) (\S+)$", answer.read().decode()))
    assert told["go_gc_gogc_percent"] == (own or opa.ENVIRONMENT["GOGC"])
    assert float(told["go_gc_gomemlimit_bytes"]) == 400 * 2**20


def test_without_arguments_it_runs_the_policies_of_this_package() -> None:
    with Sidecar() as running:
        assert running.revision == resources.revision()
        client = Client(running.url, expected_revisions={"another"})
        with client, pytest.raises(NotADecision, match=re.escape(running.revision)):
            client.decide(REQUEST)
