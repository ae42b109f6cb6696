"""Every test of the store is made with SQLite and with a PostgreSQL server of the tests' own."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.history.postgresql import Server, running_server

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    # Not pytest's folder, which is nobody else's, and has too long a name for a socket.
    folder = Path(tempfile.mkdtemp(prefix="xle-pg-"))
    folder.chmod(0o755)
    try:
        with running_server(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


NewStore = Callable[[], str]
"""Returns the address of a store that nobody has opened yet."""


def _sqlite(folder: Path) -> NewStore:
    numbers = count(1)
    return lambda: str(folder / f"历年{next(numbers)}.db")


@pytest.fixture(params=ENGINES)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> NewStore:
    if request.param == "sqlite":
        return _sqlite(tmp_path)
    server: Server = request.getfixturevalue("postgresql")
    return server.new_place


@pytest.fixture
def new_stores(postgresql: Server, tmp_path: Path) -> dict[str, NewStore]:
    """Both, for what has to be the same."""
    return {"sqlite": _sqlite(tmp_path), "postgresql": postgresql.new_place}
