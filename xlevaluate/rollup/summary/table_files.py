"""The same tables for other programs: CSV, which Excel opens too, and Parquet.

In CSV a text that a spreadsheet would take for a formula gets one ``'`` before it, as spreadsheets
mark texts themselves; so does a text that begins with ``'``. A program that drops one leading ``'``
from every text has what stood there. Numbers are never changed, and Parquet
holds every text as it is. Amounts are exact: digits in CSV, ``decimal128(38, 6)`` in Parquet; a
column in which words stand among numbers is one of texts there.
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable
from xlevaluate.submission.amounts import plain, round_half_up
from xlevaluate.workbook.list_columns import Column, ListValue
from xlevaluate.workbook.list_writer import number_in

_GUARD = "'"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", _GUARD)
"""What formulas begin with, in full width too, and what programs skip before them."""

_SCALE = 6
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "word": pa.string(),
    "hidden": pa.string(),
    "figure": pa.string(),
    "money": pa.decimal128(38, _SCALE),
    "score": pa.decimal128(38, _SCALE),
    "share": pa.decimal128(38, _SCALE),
    "count": pa.int64(),
}


def write_tables(folder: Path, sheets: Iterable[MadeSheet]) -> list[Path]:
    """Write each table as CSV and Parquet into a folder, which is made; return the files.

    Raises ``CannotDoError`` where that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        name = shown_name(folder)
        raise CannotDoError(f"建不成文件夹“{name}”：{reason_of(error)}。") from error
    written = []
    for table in (table for sheet in sheets for table in sheet.tables):
        written.append(write_new(folder / f"{table.name}.csv", csv_of(table)))
        written.append(write_new(folder / f"{table.name}.parquet", _parquet_of(table)))
    return written


def csv_of(table: MadeTable) -> bytes:
    """Return a table as CSV: UTF-8 with the mark by which Excel knows it."""
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(map(guarded, table.heads))
    writer.writerows(map(_told, row) for row in table.rows())
    text.flush()
    return stream.getvalue()


def _parquet_of(table: MadeTable) -> bytes:
    """Return a table as Parquet."""
    schema = pa.schema([(column.head, _type(column)) for column in table.columns])
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for frame in table.frames():
            columns = [
                pa.array([_value(item, column) for item in frame[column.head]], _type(column))
                for column in table.columns
            ]
            writer.write_table(pa.table(columns, schema=schema))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("-5"), guarded("'a"), guarded("青禾县")
    ("'=1+1", '-5', "''a", '青禾县')
    """
    is_safe = not text.startswith(_DANGEROUS) or number_in(text) is not None
    return text if is_safe else _GUARD + text


def _told(value: ListValue) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _type(column: Column) -> Any:
    return pa.string() if column.has_words else _TYPES[column.kind]


def _value(value: ListValue, column: Column) -> str | int | Decimal | None:
    if pa.types.is_string(_type(column)):
        if value is None:
            return None
        return plain(value) if isinstance(value, Decimal) else str(value)
    if isinstance(value, Decimal):
        return round_half_up(value, _SCALE)
    return Decimal(value) if isinstance(value, int) and column.kind == "money" else value
