"""A PostgreSQL server of the tests' own, in a temporary folder; none of the system's is touched."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=20")
"""Nothing here has to outlive the machine."""


class Server:
    """A server that listens on a socket in a folder alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://tests@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"store_{next(self._numbers)}"
        with psycopg.connect(
            host=str(self.folder), user="tests", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.address(name)


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start a server, and stop it at the end.

    It does not run as root: as that, it is started by the user that the package made for it, who
    may come to the folder, and to nothing else of ours.
    """
    programs = _programs()
    data, log = folder / "data", folder / "log"
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    run = lambda *words: subprocess.run(  # noqa: E731
        [*as_user, *map(str, words)], check=True, capture_output=True, text=True, cwd=folder
    )
    run(
        programs / "initdb",
        *("--pgdata", data, "--username", "tests", "--auth", "trust", "--encoding", "UTF8"),
        *("--no-locale", "--no-sync", "--no-instructions"),
    )
    settings = [f"-c {setting}" for setting in _QUICK]
    options = f"-k {folder} -c listen_addresses='' {' '.join(settings)}"
    run(programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield Server(folder)
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _programs() -> Path:
    """Return where the newest version's programs are: Debian keeps them off the PATH."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    there = shutil.which("initdb")
    assert there, "install the package postgresql"
    return Path(there).parent
