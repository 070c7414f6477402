"""What faults happen to: a real OPA on signed bundles, and the answers that are right."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest import mock

import other_rules
from stories import stories

from ai_export_policy import bundle, resources, sidecar, signing
from ai_export_policy.bundle_stories import answers
from ai_export_policy.deployment import Settings
from ai_export_policy.deployment.local import BundleServer, Served

OLD = "0.0.1"  # a version; its policies are another revision
_SECONDS = 30.0

Documents = dict[str, dict[str, Any]]


@contextmanager
def opened(folder: Path, executable: Path, step: int = 1) -> Iterator["Site"]:
    """A site that is served, for the time of a `with` block."""
    with (
        mock.patch.dict(os.environ, AI_EXPORT_CACHE=str(executable.parent)),
        Site(folder, executable, step) as site,
    ):
        yield site


class Site:
    """An OPA in the configuration of production, on the bundle that `offer` has put out.

    `answers` holds for each revision what a healthy engine says to each of `requests` (every
    `step`-th story), decided from the sources before anything goes wrong. Bundles lie in `bundles`
    by name: `new`, `old` (signed too, other rules), `tampered`, `unsigned`.
    """

    def __init__(self, folder: Path, executable: Path, step: int = 1) -> None:
        self.folder = folder
        self.requests: Documents = {
            one.id: one.request | {"request_id": one.id} for one in list(stories())[::step]
        }
        policies = {"new": resources.policies(), "old": other_rules.write(folder / "old", OLD)}
        self._executable = executable
        self._stack = ExitStack()
        self._bundles = self._build(policies)
        revisions = {name: bundle.read(self._bundles[name]).revision for name in policies}
        self.new, self.old = revisions["new"], revisions["old"]
        self.answers: dict[str, Documents] = {
            revisions[name]: answers(each, self.requests) for name, each in policies.items()
        }

    def __enter__(self) -> Self:
        self.offer("new")
        self.open_bundles()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._served.__exit__(kind, error, trace)
        self._stack.close()

    @property
    def address(self) -> tuple[str, int]:
        """Where OPA answers."""
        host, _, port = self.settings.address.partition(":")
        return host, int(port)

    @property
    def url(self) -> str:
        """The same for a client."""
        return f"http://{self.settings.address}"

    def open_bundles(self) -> None:
        """Start the bundle server; an OPA that is started from now on asks it."""
        server = self._stack.enter_context(BundleServer(self._offered))
        here = getattr(self, "settings", None) or Settings(
            bundle_url=server.url,
            keyid="one",
            public_key=(self.folder / "public.pem").read_text(),
            address=f"127.0.0.1:{sidecar._free_port()}",
            diagnostic=f"127.0.0.1:{sidecar._free_port()}",
            polling=(1, 1),
        )
        self.settings = replace(here, bundle_url=server.url)

    def close_bundles(self) -> None:
        """Let the bundle server go, as if its machine were off."""
        self._stack.close()

    def start(self) -> None:
        """Start OPA, on what it has kept if there is no bundle server."""
        self._served = Served(self.settings, folder=self.folder, executable=self._executable)
        self._served.__enter__()

    def kill(self) -> None:
        """End OPA as a machine without memory does."""
        os.kill(self._served.pid, signal.SIGKILL)
        self._served.__exit__(None, None, None)

    def signal(self, number: signal.Signals) -> None:
        """Send OPA a signal."""
        os.kill(self._served.pid, number)

    def served(self, certificate: Path, name: str) -> tuple[Served, str]:
        """Another OPA on the same bundle, under TLS with `certificate` (and its key); and its URL.

        Not started: it serves for the time of a `with` block.
        """
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        for file in ("tls.crt", "tls.key"):
            (folder / file).write_bytes(certificate.read_bytes())
        here = replace(
            self.settings,
            address=f"127.0.0.1:{sidecar._free_port()}",
            diagnostic=f"127.0.0.1:{sidecar._free_port()}",
            tls="tls",
            certificates=str(folder),
        )
        served = Served(here, folder=folder, executable=self._executable)
        return served, f"https://{here.address}"

    def offer(self, name: str) -> None:
        """Put out a bundle, whole at once."""
        fresh = self._offered.with_suffix(".fresh")
        fresh.write_bytes(self._bundles[name].read_bytes())
        fresh.replace(self._offered)

    def refused(self) -> bool:
        """Whether OPA has a complaint: a bundle that it did not take, or a server that is gone."""
        return bool(self._status().get("message"))

    def settle(self, revision: str | None = None) -> None:
        """Wait until OPA serves `revision` (the new one when None), and has no complaint."""
        end = time.monotonic() + _SECONDS
        while self._status().get("active_revision") != (revision or self.new) or self.refused():
            if time.monotonic() > end:
                raise TimeoutError(f"OPA does not settle: {self._status()}")
            time.sleep(0.05)

    def _status(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}/v1/status", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)["result"]["bundles"]["ear"]
                return found
        except (OSError, urllib.error.HTTPError, KeyError):
            return {}

    def _build(self, policies: dict[str, Path]) -> dict[str, Path]:
        # Built here alone: what a bundle looks like inside is what test_bundle is about.
        from test_bundle import contents, pack

        signing.new_key(self.folder / "private.pem", self.folder / "public.pem")
        key = bundle.Key(self.folder / "private.pem", "one")
        self._offered = self.folder / "bundle.tar.gz"
        names = ("new", "old", "tampered", "unsigned")
        made = {name: self.folder / f"{name}.tar.gz" for name in names}
        for name, each in policies.items():
            bundle.build(each, made[name], key, self._executable)
        files = contents(made["new"])
        changed = files["/data.json"].replace(b"26900000", b"99999999")
        pack(made["tampered"], files | {"/data.json": changed})
        del files["/.signatures.json"]
        pack(made["unsigned"], files)
        return made
