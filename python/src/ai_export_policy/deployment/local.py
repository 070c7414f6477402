"""The configuration of production on one machine: a bundle server, and an OPA that trusts it not.

The server is for trying things out. It knows one file; OPA checks the signature of what it gets.
"""

import hashlib
import http.server
import json
import secrets
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from ai_export_policy import opa
from ai_export_policy.deployment.addresses import UNIX
from ai_export_policy.deployment.settings import Settings, arguments, configuration
from ai_export_policy.errors import NotADecision, Unavailable
from ai_export_policy.sidecar import environment
from ai_export_policy.transport.endpoint import Endpoint
from ai_export_policy.transport.session import Session
from ai_export_policy.watch import Watch

_START_SECONDS = 30.0
_AT_ONCE = ("--shutdown-wait-period", "0")
RESOURCE = "/bundle.tar.gz"


class BundleServer:
    """Serves the file `bundle`, as it is at the time, at `url` on loopback; ETag: its digest."""

    def __init__(self, bundle: Path) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path != RESOURCE:
                    self._answer(404, b"")
                    return
                content = bundle.read_bytes()
                tag = f'"{hashlib.sha256(content).hexdigest()}"'
                if self.headers.get("If-None-Match") == tag:
                    self._answer(304, b"", tag)
                else:
                    self._answer(200, content, tag)

            def _answer(self, status: int, content: bytes, tag: str | None = None) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/gzip")
                self.send_header("Content-Length", str(len(content)))
                if tag is not None:
                    self.send_header("ETag", tag)
                # A connection that is kept would be served when the server is long gone.
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}{RESOURCE}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class Served:
    """OPA on `settings`, in the foreground of this process, for the time of a `with` block.

    It ends with this process, whatever ends that and whoever was forked from it.
    State and configuration lie in a folder that goes with it, or in `folder`. `said` is the file of
    what OPA says. Entering returns when that very process (where it answers in the clear, else
    whoever has its second address) has loaded a bundle; Unavailable, with what OPA said, if it does
    not.
    """

    def __init__(
        self, settings: Settings, *, folder: Path | None = None, executable: Path | None = None
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._executable = executable
        self._stack = ExitStack()
        self._token = secrets.token_hex(16)
        self.said = Path()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = self._folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            here = replace(
                self._settings, state=str(folder / "state"), config=str(folder / "opa.yaml")
            )
            # JSON is YAML, and needs no care for what YAML makes of a text.
            Path(here.config).write_text(json.dumps(configuration(here)), encoding="utf-8")
            self.said = folder / "opa.log"
            out = stack.enter_context(self.said.open("wb"))
            self._opa = subprocess.Popen(
                # No load balancer has to take notice here before it ends.
                [str(self._executable or opa.ensure()), *self._arguments(here)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=environment(),
                start_new_session=True,
            )
            stack.callback(self._stop)
            stack.callback(Watch(self._opa.pid).close)
            self._wait(here)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def pid(self) -> int:
        """Process id of OPA."""
        return self._opa.pid

    def wait(self) -> int:
        """Wait until OPA ends by itself; its exit status."""
        return self._opa.wait()

    def tail(self) -> str:
        """What OPA said last: lines of 2,000 characters at most."""
        return self.said.read_text(encoding="utf-8", errors="replace").strip()[-2000:]

    def _arguments(self, settings: Settings) -> list[str]:
        return [*arguments(settings), *_AT_ONCE, "--set", f"labels.sidecar={self._token}"]

    def _wait(self, settings: Settings) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if self._opa.poll() is not None:
                raise Unavailable(f"OPA has ended, and said:\n{self.tail()}")
            with suppress(Unavailable, NotADecision):
                _asked(f"http://{settings.diagnostic}", "/health?bundles")
                if self._is_ours(settings):
                    return
            time.sleep(0.02)
        raise Unavailable(f"OPA has loaded no bundle from {settings.bundle_url}: {self.tail()}")

    def _is_ours(self, settings: Settings) -> bool:
        """Whether our own child has the address: nobody else knows the token."""
        if settings.tls != "none":
            return True  # it may want a certificate that is not ours to have
        address = settings.address
        url = address if address.startswith(UNIX) else f"http://{address}"
        return self._token.encode() in _asked(url, "/v1/status")

    def _stop(self) -> None:
        self._opa.terminate()
        try:
            self._opa.wait(1.0)  # longer where it waits for a bundle
        except subprocess.TimeoutExpired:
            self._opa.kill()
            self._opa.wait()


def _asked(url: str, path: str) -> bytes:
    """What is answered there; Unavailable, or NotADecision where it is refused."""
    endpoint = Endpoint(url)
    with closing(Session(endpoint, retries=0)) as session:
        answer = session.get(f"{endpoint.origin}{path}", timeout=1.0)
        answer.raise_for_status()
        return answer.content
