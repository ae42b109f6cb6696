"""A process that writes roll-ups into stores, as it is told on its standard input.

A line is an address, a writer's number, and which of a row of units it writes; the answer is a line
when that is done. With one number more, a copy of the process does it, and is killed within the
transaction of that number.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection

from tests.history.made_years import file_of, form, rolled
from xlevaluate.history.keeping import keep
from xlevaluate.history.status_book import keep_statuses
from xlevaluate.history.store import Store, open_store
from xlevaluate.rollup.form_record import FileRecord
from xlevaluate.rollup.statuses import StatusEntry


def files_of(writer: int, first: int, last: int) -> list[FileRecord]:
    """What a writer has of some units: filed later than the others' where the sum is even."""
    return [
        file_of(
            form(number, filed=f"2025-0{1 + (writer + number) % 2}-01"), version=f"版本{writer}"
        )
        for number in range(first, last)
    ]


def statuses_of(writer: int, first: int, last: int) -> list[StatusEntry]:
    """A status of each unit, by the writer to whom its number belongs, and one that all give."""
    own = [
        StatusEntry(f"unit:{number:03}001", f"X{writer}", "true", "属实")
        for number in range(first, last)
    ]
    return [*own, StatusEntry("unit:1001", "X9", "corrected")]


def write(address: str, folder: Path, writer: int, first: int, last: int) -> None:
    with open_store(address) as store:
        keep(store, rolled(folder, files_of(writer, first, last)))
        keep_statuses(store, statuses_of(writer, first, last))


def killed_within(transaction: int) -> AbstractContextManager[Any]:
    """Have this process killed when all of a transaction is written, and it is not yet ended."""
    done, original = 0, Store.write

    def writing(store: Store, work: Callable[[Connection], Any], **how: Any) -> Any:
        def last(connection: Connection) -> Any:
            nonlocal done
            result, done = work(connection), done + 1
            if done == transaction:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return original(store, last, **how)

    return patch.object(Store, "write", writing)


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def write_and_be_killed(
    within: int, address: str, folder: Path, writer: int, first: int, last: int
) -> int:
    """Return the signal that ended the copy of this process that wrote."""
    copy = os.fork()
    if not copy:
        with killed_within(within):
            write(address, folder, writer, first, last)
        os._exit(0)
    _, status = os.waitpid(copy, 0)
    return os.WTERMSIG(status)


def main() -> None:
    tell("ready")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "kept"
        for line in sys.stdin:
            address, *said = line.split("\t")
            writer, first, last, *within = map(int, said)
            if within:
                tell(
                    f"killed {write_and_be_killed(within[0], address, folder, writer, first, last)}"
                )
            else:
                write(address, folder, writer, first, last)
                tell("done")


if __name__ == "__main__":
    main()
