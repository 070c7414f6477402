"""A real `opa run --server` with whatever options a test is about."""

import gzip
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Running:
    """An OPA that has answered; `said` is the file of all that it prints."""

    url: str
    pid: int
    said: Path

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and body (parsed where it is JSON) of one call; `path` starts with a slash."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, content = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, content = error.code, error.read()
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content.decode(errors="replace")

    def packed(self, body: object) -> int:
        """Status of a decision asked with a compressed body."""
        data = gzip.compress(json.dumps(body).encode())
        request = urllib.request.Request(f"{self.url}/v1/data/ear/decision", data, method="POST")
        request.add_header("Content-Encoding", "gzip")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def log(self, kind: str, wanted: int) -> list[dict[str, Any]]:
        """Lines of its log whose `msg` is `kind`, once there are `wanted` of them."""
        end = time.monotonic() + 20
        while True:
            lines = [json.loads(x) for x in self.said.read_text().splitlines() if x[:1] == "{"]
            found = [line for line in lines if line.get("msg") == kind]
            if len(found) >= wanted or time.monotonic() > end:
                return found
            time.sleep(0.02)


@contextmanager
def running(executable: Path, folder: Path, options: Sequence[str | Path]) -> Iterator[Running]:
    """OPA on a port of its own until the block ends; `folder` takes what it says."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    said = folder / "said.txt"
    command = [executable, "run", "--server", "--addr", address, "--skip-version-check", *options]
    with said.open("w") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            env={name: value for name, value in os.environ.items() if name[:4] != "OPA_"},
            cwd=folder,
        )
    opa = Running(f"http://{address}", process.pid, said)
    try:
        end = time.monotonic() + 30
        while True:
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            try:
                opa.ask("GET", "/health")
                break
            except OSError:
                time.sleep(0.02)
        yield opa
    finally:
        process.terminate()
        process.wait(10)
