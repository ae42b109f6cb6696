"""Records of files that were read, kept as they come: Parquet parts in a folder of the program's.

A record is kept under its file's key and what it was read with, so that a run that was killed goes
on where it was, and the next run reads only what is new. A part is written whole or not at all;
one that cannot be read is as if it were not there. Any number of runs may add parts at once.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xlevaluate import __version__
from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import replace_file
from xlevaluate.rollup.file_reading import ReadingOptions
from xlevaluate.rollup.form_record import (
    RECORD_VERSION,
    FileRecord,
    FileSummary,
    decoded,
    summary_in,
)
from xlevaluate.template.lookup import asked_folder
from xlevaluate.template.template_loading import load_template

MARK = "xlevaluate-已读记录.txt"
"""A file in every folder of records, which says what the folder is."""

_SAID = (
    "这个文件夹里是 xlevaluate rollup 已读文件的记录，下次汇总时不必重读没有变动的文件。\r\n"
    "可以整个删除；删除后下次汇总会重新读取全部文件。\r\n"
)

_SCHEMA = pa.schema({"key": pa.string(), "read_with": pa.string(), "record": pa.binary()})
_DAMAGED = (pa.ArrowException, OSError, ValueError)


class KeptRecords:
    """The records in a folder that were read with one version of the program and some options."""

    def __init__(self, folder: Path, options: ReadingOptions) -> None:
        """Open the folder, or make it; raises ``CannotDoError`` where another's files lie there."""
        self.folder = folder
        self.read_with = read_with(options)
        self._parts: dict[str, Path] = {}
        self._passing: dict[str, bytes] = {}
        self._prepare()
        for part in sorted(folder.glob("*.parquet")):
            self._look_into(part)

    def _prepare(self) -> None:
        mark = self.folder / MARK
        if mark.is_file():
            return
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            name = shown_name(self.folder)
            raise CannotDoError(
                f"“{name}”已经存在，不是存放已读记录的文件夹。请用 --kept 另外指定一个文件夹。"
            )
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise CannotDoError(
                f"建不成文件夹“{shown_name(self.folder)}”：{reason_of(error)}。"
            ) from error
        replace_file(mark, _SAID.encode("utf-8-sig"))

    def _look_into(self, part: Path) -> None:
        try:
            table = pq.read_table(part, columns=["key", "read_with"])
            keys = zip(table["key"].to_pylist(), table["read_with"].to_pylist(), strict=True)
        except _DAMAGED:
            return
        self._parts |= {str(key): part for key, with_ in keys if with_ == self.read_with}

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a record of a file."""
        return key in self._parts or key in self._passing

    def add(self, records: Sequence[bytes]) -> None:
        """Keep encoded records, as one part; what is not final is kept for this run alone."""
        pairs = [(summary_in(record), record) for record in records]
        self._passing |= {file.key: record for file, record in pairs if not file.is_final}
        final = {file.key: record for file, record in pairs if file.is_final}
        if not final:
            return
        keys = list(final)
        columns = {
            "key": keys,
            "read_with": [self.read_with] * len(keys),
            "record": list(final.values()),
        }
        name = hashlib.sha256("".join([self.read_with, *sorted(keys)]).encode()).hexdigest()
        part, sink = self.folder / f"{name[:32]}.parquet", pa.BufferOutputStream()
        pq.write_table(pa.table(columns, _SCHEMA), sink, compression="zstd")
        replace_file(part, sink.getvalue().to_pybytes())
        self._parts |= dict.fromkeys(keys, part)

    def summaries(self, keys: Iterable[str]) -> Iterator[FileSummary]:
        """Yield the summaries of files, in any order; each file once."""
        return map(summary_in, self._encoded(set(keys)))

    def records(self, keys: Iterable[str]) -> Iterator[FileRecord]:
        """Yield the whole records of files, in any order; each file once, a part at a time."""
        return map(decoded, self._encoded(set(keys)))

    def _encoded(self, keys: set[str]) -> Iterator[bytes]:
        wanted: dict[Path, list[str]] = {}
        yield from (self._passing[key] for key in sorted(keys & self._passing.keys()))
        for key in sorted(keys - self._passing.keys()):
            wanted.setdefault(self._parts[key], []).append(key)
        for part, of in wanted.items():
            table = pq.read_table(part, columns=["key", "record"])
            places = {key: row for row, key in enumerate(table["key"].to_pylist())}
            for key in of:
                yield table["record"][places[key]].as_py()


def read_with(options: ReadingOptions) -> str:
    """Return a digest of everything but the file itself on which its record depends."""
    said = [__version__, str(RECORD_VERSION), options.template or "", options.profile or ""]
    if options.template is not None:
        said.append(load_template("", folder=asked_folder(options.template)).digest)
    if options.profile is not None and Path(options.profile).is_file():
        said.append(hashlib.sha256(Path(options.profile).read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]
