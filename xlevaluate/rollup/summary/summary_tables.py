"""All tables of the summary, made in one pass over the records."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from msgspec import Struct

from xlevaluate.rollup.carried_statuses import NOTHING_CARRIED, CarriedStatuses
from xlevaluate.rollup.collection import CollectedLine, Collection
from xlevaluate.rollup.form_record import FileRecord, FormRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.settled_problems import settled_keys
from xlevaluate.rollup.statuses import EarlierStatus
from xlevaluate.rollup.summary.figure_sums import FigureSums
from xlevaluate.rollup.summary.grade_tables import grade_tables
from xlevaluate.rollup.summary.handing_in import handing_in
from xlevaluate.rollup.summary.indicator_analysis import IndicatorAnalysis
from xlevaluate.rollup.summary.lost_statuses import lost_statuses
from xlevaluate.rollup.summary.made_tables import MadeSheet
from xlevaluate.rollup.summary.object_list import object_list
from xlevaluate.rollup.summary.problem_list import ProblemList
from xlevaluate.rollup.summary.ranking import ranking
from xlevaluate.rollup.summary.return_reasons import ReturnReasons
from xlevaluate.rollup.summary.unread_files import unread_files
from xlevaluate.rollup.summary.warned_objects import warned_objects


class Summary(Struct, frozen=True, kw_only=True):
    """The sheets in the order in which a bureau needs them.

    ``carried`` and ``lost`` count the statuses of an earlier summary; ``unclear`` says of each that
    was not understood, where it stood.
    """

    sheets: tuple[MadeSheet, ...]
    problems: int
    carried: int = 0
    lost: int = 0
    unclear: tuple[str, ...] = ()


class Taking(Protocol):
    """Whatever makes a table of the forms that count, which are handed to it one by one."""

    def take(self, line: CollectedLine, form: FormRecord, record: FileRecord, /) -> None:
        """Take what the table needs of a form, and keep nothing else."""


@contextmanager
def summary_of(
    rolled_up: RolledUp,
    asked: str | None = None,
    *,
    statuses: CarriedStatuses = NOTHING_CARRIED,
    typed: Sequence[EarlierStatus] = (),
    more: Sequence[MadeSheet] = (),
) -> Iterator[Summary]:
    """Yield the tables; long ones lie on the disk until the end.

    Lines are taken as they are: whoever wants settled findings counted as such gives a roll-up
    ``with_settled``.
    ``asked`` is what ``--template`` says: where the labels of figures come from. ``statuses`` are
    those of what is found, and what became of those that were ``typed`` is told. ``more`` are
    sheets made elsewhere.
    """
    collection = rolled_up.collection
    with TemporaryDirectory(prefix="xlevaluate-") as folder:
        entries = statuses.entries
        indicators, sums = IndicatorAnalysis(), FigureSums(collection, asked)
        problems = ProblemList(collection, Path(folder), entries)
        reasons = ReturnReasons(collection, settled_keys(entries.values()))
        _hand_out(rolled_up, (indicators, sums, problems, reasons))
        lost, unclear = lost_statuses(typed, statuses, collection)
        carried = sum(status.key in statuses.went_on for status in typed)
        yield Summary(
            sheets=(
                *handing_in(collection, reasons),
                object_list(collection),
                grade_tables(collection),
                warned_objects(collection),
                indicators.sheet(),
                *sums.sheets(),
                problems.sheet(),
                *more,
                ranking(collection),
                unread_files(collection, lost),
            ),
            problems=problems.count,
            carried=carried,
            lost=len(typed) - carried,
            unclear=unclear,
        )


def _hand_out(rolled_up: RolledUp, tables: tuple[Taking, ...]) -> None:
    """Hand every form that counts to every table, one file in memory at a time."""
    collection: Collection = rolled_up.collection
    counting = {
        (line.handed_in.key, line.handed_in.number): line
        for line in collection.lines
        if line.handed_in is not None
    }
    for record in rolled_up.records():
        for number, form in enumerate(record.forms):
            line = counting.get((record.key, number))
            if line is not None:
                for table in tables:
                    table.take(line, form, record)
