"""A ledger in each of the two databases, and an OPA to decide."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_requests import YEAR_ALL, YEAR_LPP, lpp, opening
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


@pytest.fixture
def kept(url: str, client: Client) -> Iterator[Ledger]:
    """A ledger with a little in it."""
    with Ledger(url) as ledger:
        ledger.record([opening(YEAR_ALL, 1000), opening(YEAR_LPP)])
        ledger.reserve(lpp("one", 10), client, author="Ann")
        ledger.commit("one", author="Ann")
        ledger.reserve(lpp("two", 20), client, author="Ann")
        yield ledger


@pytest.fixture(scope="session")
def sidecar(repository: Path, opa_executable: Path) -> Iterator[Sidecar]:
    with Sidecar(repository / "policies", executable=opa_executable) as sidecar:
        yield sidecar


@pytest.fixture(scope="session")
def client(sidecar: Sidecar) -> Iterator[Client]:
    with Client(sidecar.url, expected_revisions={sidecar.revision}) as client:
        yield client
