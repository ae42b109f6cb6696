"""The summary as a workbook."""

import datetime
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from xlevaluate.files.new_files import write_new
from xlevaluate.rollup.summary.made_tables import MadeSheet
from xlevaluate.workbook.list_writer import ListBook


def write_summary(
    asked: Path, sheets: Iterable[MadeSheet], title: str, created: datetime.datetime
) -> Path:
    """Write the sheets into a new workbook; return its path.

    Raises ``CannotDoError`` where it cannot be written.
    """
    with TemporaryDirectory(prefix="xlevaluate-") as folder:
        path = Path(folder, "summary.xlsx")
        book = ListBook(path, title, created)
        for sheet in sheets:
            book.add(sheet.listed())
        book.close()
        return write_new(asked, path.read_bytes())
