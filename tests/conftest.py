"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from both_clients import KINDS, Asking

from ai_export_policy import Client, Sidecar, opa, signing


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def opa_executable(repository: Path) -> Path:
    """The pinned OPA, a real one; the Makefile has put it into the checkout's cache."""
    return opa.ensure(None if os.environ.get("AI_EXPORT_CACHE") else repository / ".cache")


@pytest.fixture(scope="module")
def client(opa_executable: Path) -> Iterator[Client]:
    """A client of a real OPA on the policies of this package, patient on a busy machine."""
    with (
        Sidecar(executable=opa_executable) as sidecar,
        Client(sidecar.url, timeout=120, expected_revisions={sidecar.revision}) as client,
    ):
        yield client


@pytest.fixture(params=KINDS.values(), ids=list(KINDS))
def asking(request: pytest.FixtureRequest) -> Asking:
    """`Client`, and then `AsyncClient` as if it were one."""
    kind: Asking = request.param
    return kind


@pytest.fixture(scope="session")
def key_pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Private and public key, ES256."""
    folder = tmp_path_factory.mktemp("keys")
    keys = folder / "private.pem", folder / "public.pem"
    signing.new_key(*keys)
    return keys
