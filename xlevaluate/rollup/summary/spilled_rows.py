"""Rows that come in any order and are wanted in another, kept on the disk in between.

What is in memory is one bucket of neighbouring places, however many rows there are.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

_Row = TypeVar("_Row", bound=msgspec.Struct)


class SpilledRows(Generic[_Row]):
    """Rows of a kind, ordered by a place that each has; those of one place keep their order."""

    def __init__(self, folder: Path, kind: type[_Row], size: int = 100) -> None:
        """Keep rows in a folder, ``size`` neighbouring places in one file."""
        self._folder, self._size = folder, size
        self._buckets: set[int] = set()
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(kind)

    def add(self, place: int, rows: Sequence[_Row]) -> None:
        """Keep the rows of a place."""
        if not rows:
            return
        bucket = place // self._size
        self._buckets.add(bucket)
        with self._path(bucket).open("ab") as file:
            for row in rows:
                file.write(b"%d %s\n" % (place, self._encoder.encode(row)))

    def in_order(self) -> Iterator[list[tuple[int, _Row]]]:
        """Yield the rows, bucket by bucket, each with its place."""
        for bucket in sorted(self._buckets):
            with self._path(bucket).open("rb") as file:
                lines = (line.split(b" ", 1) for line in file)
                rows = [(int(place), self._decoder.decode(row)) for place, row in lines]
            yield sorted(rows, key=lambda row: row[0])

    def _path(self, bucket: int) -> Path:
        return self._folder / f"{bucket:08}.jsonl"
