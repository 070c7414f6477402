"""A ledger in each of the two databases, and an OPA to decide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Server

from ai_export_policy import Client, Sidecar
from ai_export_policy.ledger import Ledger


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    # What the operating system has taken survives a killed server; only a lost machine needs more.
    with Server("fsync=off") as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a new ledger."""
    if request.param == "sqlite":
        address = f"sqlite:{tmp_path / 'ledger.sqlite'}"
    else:
        server: Server = request.getfixturevalue("postgres")
        address = server.emptied()
    Ledger.create(address)
    return address


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    with Ledger(url) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def sidecar(repository: Path, opa_executable: Path) -> Iterator[Sidecar]:
    with Sidecar(repository / "policies", executable=opa_executable) as sidecar:
        yield sidecar


@pytest.fixture(scope="session")
def client(sidecar: Sidecar) -> Iterator[Client]:
    with Client(sidecar.url, expected_revisions={sidecar.revision}) as client:
        yield client
