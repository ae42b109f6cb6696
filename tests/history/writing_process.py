"""A process that writes roll-ups into stores, as it is told on its standard input.

A line is a number of its own, an address, and which of a row of units it writes; it answers with a
line when it is done. ``--killed N`` has it killed within the transaction of that number.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
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

    def writing(store: Store, work: Callable[[Connection], Any]) -> Any:
        def last(connection: Connection) -> Any:
            nonlocal done
            result, done = work(connection), done + 1
            if done == transaction:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return original(store, last)

    return patch.object(Store, "write", writing)


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(*options: str) -> None:
    dying = killed_within(int(options[1])) if options else nullcontext()
    tell("ready")
    with tempfile.TemporaryDirectory() as made, dying:
        for line in sys.stdin:
            address, *numbers = line.split("\t")
            write(address, Path(made) / "kept", *map(int, numbers))
            tell("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
