"""A whole run: find files, read what is new, put everything to the roster."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from time import monotonic

from msgspec import Struct

from xlevaluate.rollup.collection import Collection, HandedIn, Unread
from xlevaluate.rollup.file_reading import Handed, ReadingOptions, called, key_of
from xlevaluate.rollup.form_record import FileRecord
from xlevaluate.rollup.found_files import Refused, files_in, handed_in
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.roster import Roster
from xlevaluate.rollup.workers import Workers

_PART, _SECONDS = 64, 2.0
"""Records that are kept as one part, and seconds after which those that came are: what a run that
is killed has to read again."""


_COPIES = re.compile(r"副本|\([0-9]+\)$|（[0-9]+）$|copy", re.IGNORECASE)


class Progress(Struct):
    """How far a run is: files on the disk, those looked at, and what was in them.

    ``read`` submissions were read now, ``known`` ones before.
    """

    files: int
    looked_at: int = 0
    read: int = 0
    known: int = 0


class RolledUp(Struct, frozen=True, kw_only=True):
    """What came of a run: the picture, and the records that it is of."""

    collection: Collection
    kept: KeptRecords
    progress: Progress

    def records(self) -> Iterator[FileRecord]:
        """Yield the record of every file that could be read, a few in memory at a time."""
        lines = self.collection.lines
        return self.kept.records(item.key for line in lines for item in line.forms)


def roll_up(
    paths: Sequence[Path],
    kept: KeptRecords,
    workers: Workers,
    options: ReadingOptions,
    *,
    roster: Roster | None = None,
    year: int | None = None,
    show: Callable[[Progress], None] = lambda _: None,
    passing: Sequence[Path] = (),
) -> RolledUp:
    """Read what is new of the files in some places, and return the picture of all of them.

    ``show`` is told of progress as it comes; files of ``passing`` are passed over. Raises
    ``CannotDoError`` where a path leads nowhere or records cannot be kept; whatever is wrong with a
    file becomes a line of the result.
    """
    incoming = _Incoming(files_in(paths, passing), kept, show)
    progress = incoming.progress
    pending: list[bytes] = []
    kept_at = monotonic()
    for records in workers.read(incoming.new(), options):
        pending += records
        progress.read += len(records)
        show(progress)
        if len(pending) >= _PART or monotonic() - kept_at > _SECONDS:
            kept.add(pending)
            pending, kept_at = [], monotonic()
    kept.add(pending)
    forms, unread = incoming.forms()
    collection = collect(forms, roster, year=year, unread=unread)
    return RolledUp(collection=collection, kept=kept, progress=progress)


class _Incoming:
    """The files of a run, and under which names the bytes of each were found."""

    def __init__(
        self,
        files: Sequence[tuple[str, Path]],
        kept: KeptRecords,
        show: Callable[[Progress], None],
    ) -> None:
        self.files = files
        self.kept = kept
        self.show = show
        self.progress = Progress(len(files))
        self.names: dict[str, list[str]] = {}
        self.refused: list[Unread] = []

    def new(self) -> Iterator[Handed]:
        """Yield what has not been read; the rest is remembered by its key alone."""
        for name, path in self.files:
            for item in handed_in(name, path):
                if isinstance(item, Refused):
                    self.refused.append(Unread(item.name, item.reason, item.is_attachment))
                    continue
                key = key_of(item.content)
                is_new = key not in self.names and key not in self.kept
                self.progress.known += key not in self.names and not is_new
                self.names.setdefault(key, []).append(item.name)
                if is_new:
                    yield item
            self.progress.looked_at += 1
            self.show(self.progress)

    def forms(self) -> tuple[list[HandedIn], list[Unread]]:
        """Return the forms of all files in the order of names, and the files without any."""
        forms: list[HandedIn] = []
        unread = list(self.refused)
        for file in self.kept.summaries(self.names):
            names = tuple(sorted(self.names[file.key], key=lambda name: (_is_copy(name), name)))
            if file.problem:
                unread += (Unread(name, called(file.problem, name)) for name in names)
            forms += (
                HandedIn(key=file.key, number=number, names=names, file=file, form=form)
                for number, form in enumerate(file.forms)
            )
        forms.sort(key=lambda item: (item.name, item.number))
        return forms, sorted(unread, key=lambda item: item.name)


def _is_copy(name: str) -> bool:
    """Tell the names that systems give to copies."""
    return _COPIES.search(PurePosixPath(name).stem) is not None
