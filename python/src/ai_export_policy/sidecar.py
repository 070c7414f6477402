"""An OPA of one's own: started on the policies, known to be ours, stopped at the end."""

import os
import secrets
import socket
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from ai_export_policy import opa, resources, stamp
from ai_export_policy.errors import EngineMissing, NotADecision, PoliciesEdited, Unavailable
from ai_export_policy.watch import Watch

if TYPE_CHECKING:
    from ai_export_policy.transport.session import Session

_START_SECONDS = 30.0  # OPA needs a twentieth of a second; a machine that is compiling needs more
_STOP_SECONDS = 2.0
_ASK_SECONDS = 1.0
_POLL_SECONDS = 0.004
_PORTS = 5
_OPERATOR = Path(__file__).resolve().parent / "deployment" / "own"  # a bundle: `data.operator`


class Sidecar:
    """The pinned OPA on loopback for the time of a `with` block.

    `policies` is a bundle directory with a `.manifest` that names its revision (those of this
    package when None), `executable` an OPA (found or obtained by `opa.ensure` when None). What may
    be asked of it is what `system.authz` of those policies allows, and explanations besides: who
    starts an OPA of his own is its operator. Entering returns when that very process answers with
    that revision; it raises EngineMissing if there is no OPA to run and Unavailable, with what OPA
    said, if it does not come up. OPA ends with this process, whatever ends that and whoever was
    forked from it. It warns (UserWarning) where the policies of this package were edited since
    their revision was written; a folder that is handed over is the caller's to check
    (`stamp.check`).
    """

    def __init__(self, policies: Path | None = None, executable: Path | None = None) -> None:
        self._policies = policies
        self._executable = executable
        self._opa: subprocess.Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._said: IO[bytes] | None = None
        self._url = ""
        self._revision = ""

    @property
    def url(self) -> str:
        """Address of the running OPA, `http://127.0.0.1:port`."""
        self._running()
        return self._url

    @property
    def revision(self) -> str:
        """Revision of the bundle that it has loaded, as its `.manifest` states it."""
        self._running()
        return self._revision

    @property
    def pid(self) -> int:
        """Process id of the running OPA."""
        return self._running().pid

    def __enter__(self) -> Self:
        if self._opa is not None:
            raise RuntimeError("this sidecar is running already")
        policies = (self._policies or _own()).absolute()
        self._revision = stamp.revision(policies)
        executable = self._executable or opa.ensure()
        try:
            for attempt in range(1, _PORTS + 1):
                said = self._start(executable, policies)
                if said is None:
                    return self
                if "bind:" not in said or attempt == _PORTS:
                    break
                self._stop()  # another process took the port in the meantime
        except BaseException:
            self._stop()
            raise
        self._stop()
        raise Unavailable(f"OPA did not start on {policies}: {said}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _start(self, executable: Path, policies: Path) -> str | None:
        """Start OPA and wait until it answers; what it said, if it gives up instead."""
        address = f"127.0.0.1:{_free_port()}"
        token = secrets.token_hex(16)
        self._url = f"http://{address}"
        self._said = tempfile.TemporaryFile()  # noqa: SIM115, lives as long as OPA
        command = [str(executable), "run", "--server", "--addr", address, "--log-level", "error"]
        command += ["--skip-version-check", "--authorization", "basic"]
        command += ["--set", f"labels.sidecar={token}", "--set", "status.prometheus=true"]
        command += ["--ignore", "*_test.rego", "--bundle", str(policies), str(_OPERATOR)]
        try:
            self._opa = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=self._said,  # where OPA reports policies that it cannot load
                stderr=self._said,
                env=environment(),
                start_new_session=True,  # Ctrl-C in a terminal is for the caller, who stops OPA
            )
        except OSError as error:
            raise EngineMissing(f"cannot run {executable}: {error}") from error
        self._watch = Watch(self._opa.pid)
        return self._wait(self._opa, token)

    def _wait(self, process: subprocess.Popen[bytes], token: str) -> str | None:
        # Imported while OPA is loading the policies: it takes longer than that.
        from ai_export_policy.transport.endpoint import Endpoint
        from ai_export_policy.transport.session import Session

        session = Session(Endpoint(self._url), retries=0)
        end = time.monotonic() + _START_SECONDS
        try:
            while time.monotonic() < end:
                if process.poll() is not None:
                    return self._output()
                with suppress(Unavailable, NotADecision):
                    # An open port proves nothing: only our own child knows the token, and the
                    # connection on which it was told is the one that the query then takes.
                    status = session.get(f"{self._url}/v1/status", timeout=_ASK_SECONDS)
                    if token.encode() in status.content:
                        return self._ask(session)
                time.sleep(_POLL_SECONDS)
        finally:
            session.close()
        return f"no answer in {_START_SECONDS:.0f} s"

    def _ask(self, session: "Session") -> str | None:
        """Whether the policies answer: OPA listens only once it has loaded its bundle."""
        from ai_export_policy.asking import revisions

        try:
            url = f"{self._url}/v1/data/ear/decision?provenance=true"
            answer = session.post(url, json={"input": {}}, timeout=_START_SECONDS)
            answer.raise_for_status()
            found = revisions(answer.json())
        except NotADecision as error:
            return str(error)
        return None if self._revision in found else f"it has loaded revision {sorted(found)}"

    def _output(self) -> str:
        if self._said is None:
            return ""
        self._said.seek(0)
        return self._said.read().decode(errors="replace").strip()[-4000:]

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self._opa is not None:
            self._opa.terminate()
            try:
                self._opa.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._opa.kill()
                self._opa.wait()
            self._opa = None
        if self._said is not None:
            self._said.close()
            self._said = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._opa is None:
            raise RuntimeError("this sidecar is not running: use it in a `with` statement")
        return self._opa


def _own() -> Path:
    """The policies of this package, with a warning to whoever entered the sidecar if edited."""
    policies = resources.policies()
    try:
        stamp.check(policies)
    except PoliciesEdited as error:
        warnings.warn(f"{error}. {error.advice}", stacklevel=3)
    return policies


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment() -> dict[str, str]:
    """What OPA runs with: `opa.ENVIRONMENT`, and the environment of this process, which goes before
    it, without OPA_RUN_ADDR and its like, each of which sets an option of OPA."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("OPA_")}
    return opa.ENVIRONMENT | ours
