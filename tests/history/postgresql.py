"""A PostgreSQL server of the tests' own, in a temporary folder; none of the system's is touched."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=20")
"""Nothing here has to outlive the machine."""


class Server:
    """A server that listens on a socket in a folder alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def new_place(self) -> str:
        """Make a schema, which takes no time as a database does, and return its address."""
        name = f"store_{next(self._numbers)}"
        with psycopg.connect(self._said, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return (
            f"postgresql+psycopg://tests@/postgres?host={self.folder}"
            f"&options=-csearch_path%3D{name}"
        )

    @property
    def _said(self) -> str:
        return f"host={self.folder} user=tests dbname=postgres"


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start a server, and stop it at the end.

    It does not run as root: then the user that the package made for it starts it, and has to be
    able to come to the folder.
    """
    programs = _programs()
    data, log = folder / "data", folder / "log"
    as_user: list[str] = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")

    def run(*words: str | Path) -> None:
        with (folder / "said").open("ab") as said:  # a pipe would be kept open by the server
            subprocess.run([*as_user, *words], check=True, stdout=said, stderr=said, cwd=folder)

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
