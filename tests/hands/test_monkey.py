"""Whatever hands do, every figure is read exactly where it is seen, or told of.

300 sequences of deeds run by default; ``XLEVALUATE_SEQUENCES=3000`` runs more, and
``XLEVALUATE_SEED=17`` one of them. A sequence that fails says its seed and what was done.

All are played in one document, in which everything is undone afterwards; what stands there then is
held against what stood there before. Most are read in the open document, as the buttons read it,
and every fourth from a file that is saved.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import CREATED
from tests.hands import live_door
from tests.hands.hand import XLSX, Desk, Hands
from tests.hands.monkey import SHEETS, Monkey
from tests.hunan import MODEL
from xlevaluate.form.fields import Field
from xlevaluate.form.layout import lay_out
from xlevaluate.form.printed_texts import row_text
from xlevaluate.form.problems import Problem, Reading
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Address, Snapshot, place_of
from xlevaluate.live.libreoffice.uno_bridge import uno
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

pytestmark = pytest.mark.libreoffice

SEQUENCES = int(os.environ.get("XLEVALUATE_SEQUENCES", "300"))
ONE = os.environ.get("XLEVALUATE_SEED")
SEEDS = [int(ONE)] if ONE else list(range(SEQUENCES))
TOGETHER = 50
"""Sequences of one test, so that a failure does not end all."""

MOST_ENDED = 2
"""Sequences that may end LibreOffice: it is not ours to mend."""

SAVED = 4
"""Each so-manieth sequence is saved, and read from its file."""

DOCUMENTS = 30
"""Documents that are open in one LibreOffice at most."""

LABELS = 2
"""Columns of labels, at the left."""

GONE: type[Exception] = uno.getClass("com.sun.star.lang.DisposedException")

UNUSED = (
    "图表",
    "校验规则",
    "字段表",
    "填报说明",
    "指标评分",
    "指标计算",
    "报告提纲",
    "得分与参数",
)
"""Sheets that are taken out, for each makes saving slower and none is played with."""


def distinct(template: Template) -> Submission:
    """A submission in which no figure stands twice."""
    values: dict[str, object] = {"year": 2023, "unit.name": "示例局", "unit.self_name": "我局"}
    singles = [f for f in template.form.fields.values() if f.sheet in SHEETS and f.is_number]
    values |= {field.path: f"{100 + n}.5" for n, field in enumerate(singles)}
    fund = "basic_data.spending.special_fund_items"
    for n in range(3):
        values[f"{fund}.{n}.name"] = f"专项{n}"
        for c, key in enumerate(("prior_final", "budget", "final")):
            values[f"{fund}.{n}.{key}"] = f"{500 + 10 * n + c}.5"
    for n, path in enumerate(template.form.listings["绩效指标"].groups.values()):
        row = {"name": f"指标{n}", "target": "≥95%", "actual": "96%"}
        row |= {"weight": f"{700 + n}.5", "score": f"{800 + n}.5"}
        values |= {f"{path}.0.{key}": value for key, value in row.items()}
    submission: Submission = MODEL.model_validate(nest(values))
    return submission


@dataclass(frozen=True)
class Seen:
    """What a user sees beside a field: the label of its row, the head of its column."""

    rows: dict[str, str]
    heads: dict[str, str]
    head_texts: dict[str, frozenset[str]]
    groups: dict[str, str]


@pytest.fixture(scope="session")
def seen(template: Template) -> Seen:
    rows, heads = {}, {}
    every: defaultdict[str, set[str]] = defaultdict(set)
    submission = template.completed(distinct(template))
    for page in lay_out(template.form, submission, template.printed):
        for table in (block.table for block in page.sheet.block if block.table):
            for row in table.rows:
                columns = template.form.definition.columns.get(str(table.columns), table.columns)
                for column in columns:
                    if isinstance(column, str):
                        continue
                    name = f"{row.name}_{column.name}"
                    heads[name] = column.name
                    every[page.sheet.name].add(column.name)
                    if not row.items:
                        rows[name] = row_text(row)
    groups = {path: name for name, path in template.form.listings["绩效指标"].groups.items()}
    return Seen(rows, heads, {k: frozenset(v) for k, v in every.items()}, groups)


class Room:
    """A LibreOffice with the workbook, and a document to copy from, as long as it lives.

    Closing a document from which something was cut ends LibreOffice 7.4 now and then, so documents
    stay open until there are many, and then it is another LibreOffice.
    """

    def __init__(self, folder: Path, whole: Path) -> None:
        self.folder, self.number, self.opened = folder, 0, 0
        self.ended: list[int] = []
        """Seeds of sequences that LibreOffice itself did not survive, twice."""
        self._enter()
        hands = self.desk.open(whole)
        for name in UNUSED:
            hands.document.Sheets.removeByName(name)
        self.base = hands.save(folder / "base.xlsx")
        self._lay_out()

    def _enter(self) -> None:
        self.number += 1
        folder = self.folder / f"desk{self.number}"
        folder.mkdir()
        self.desk, self.opened = Desk(folder), 0
        self.source = self.desk.blank()

    def _lay_out(self) -> None:
        """Open the workbook as it is before anything is done to it."""
        self.opened += 1
        if self.opened > DOCUMENTS:
            self.leave()
            self._enter()
        # One that was ended leaves its lock beside a file.
        base = Path(shutil.copy(self.base, self.desk.folder / f"{self.opened}.xlsx"))
        self.hands = self.desk.open(base)
        self.stood = self.standing()

    def standing(self) -> str:
        """Return what stands in the workbook."""
        return live_door.standing(self.desk.context, self.hands.document)

    def leave(self) -> None:
        """End LibreOffice, whatever is open in it."""
        self.desk.end()

    def play(self, seed: int) -> tuple[Monkey, Snapshot]:
        """Play a sequence, and read what is in the workbook then."""
        monkey = Monkey(self.hands, self.source, seed, self.folder)
        monkey.play()
        if seed % SAVED == 0 or monkey.kind != XLSX:
            return monkey, read_workbook(monkey.saved(self.desk))[0]
        return monkey, live_door.snapshot_of(self.desk.context, self.hands.document)

    def tidy(self) -> None:
        """Undo everything; where LibreOffice cannot, open the workbook again."""
        live_door.undo_all(self.desk.context, self.hands.document)
        if self.standing() != self.stood:
            self._lay_out()

    def anew(self) -> None:
        """Go on in another LibreOffice."""
        self.leave()
        self._enter()
        self._lay_out()


@pytest.fixture(scope="module")
def room(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    folder = tmp_path_factory.mktemp("monkey")
    whole = folder / "whole.xlsx"
    whole.write_bytes(make_workbook(template, distinct(template), created=CREATED)[0])
    made = Room(folder, whole)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def known(room: Room, template: Template) -> frozenset[tuple[str, str]]:
    """What is told of the workbook before anybody touches it: sheets were taken out."""
    snapshots = (
        read_workbook(room.base)[0],
        live_door.snapshot_of(room.desk.context, room.hands.document),
    )
    problems = (p for snapshot in snapshots for p in read(template, snapshot).problems)
    return frozenset((p.trouble, p.place.sheet) for p in problems)


def read(template: Template, snapshot: Snapshot) -> Reading:
    return read_snapshot(template.form, snapshot, template.computations)


Play = Callable[[int], list[str]]


@pytest.fixture
def play(room: Room, template: Template, seen: Seen, known: frozenset[tuple[str, str]]) -> Play:
    """Play a sequence, and return what nobody was told of."""

    def playing(seed: int) -> list[str]:
        monkey, snapshot = room.play(seed)
        reading = read(template, snapshot)
        news = [p for p in reading.problems if (p.trouble, p.place.sheet) not in known]
        untold = list(Look(template, seen, snapshot, reading, news).untold(room.hands))
        room.tidy()
        return [f"seed {seed}: {what}\n  " + "\n  ".join(monkey.done) for what in untold]

    def surviving(seed: int) -> list[str]:
        for _ in range(2):
            try:
                return playing(seed)
            except GONE:
                room.anew()
        room.ended.append(seed)
        return []

    return surviving


class Look:
    """Looks at the sheets as a user does, and holds what was read against it."""

    def __init__(
        self,
        template: Template,
        seen: Seen,
        snapshot: Snapshot,
        reading: Reading,
        problems: list[Problem],
    ) -> None:
        self.form, self.seen, self.snapshot, self.reading = (
            template.form,
            seen,
            snapshot,
            reading,
        )
        self.problems = problems
        self.read: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for path, place in reading.places.items():
            if not path.startswith("=") and not isinstance(self._field(path), str):
                self.read[place.sheet, place.cell].append(path)

    def _field(self, path: str) -> Field | str:
        try:
            return self.form.field_at(path)
        except (KeyError, IndexError):
            return path  # of a group

    def untold(self, hands: Hands) -> Iterator[str]:
        """Yield figures that are seen and not read there, of which nothing is said."""
        for sheet, numbers in hands.numbers().items():
            if sheet in {"封面", "校验结果"}:
                continue
            for (row, col), value in numbers.items():
                address = Address(sheet, row, col)
                wrong = self._wrong(address)
                if wrong and not self._is_told(address):
                    yield f"{value:.15g} in {sheet} {address}: {wrong}"

    def _wrong(self, address: Address) -> str:
        paths = self.read[address.sheet, str(address)]
        if len(paths) != 1:
            return f"read as {paths}"
        item = self.form.field_at(paths[0])
        label = self._text(address._replace(col=0))
        if item.name in self.seen.rows and label != _plain(self.seen.rows[item.name]):
            return f"read as {item.name}, beside “{label}”"
        if item.path.startswith("self_evaluation.indicators"):
            category = self._text(address._replace(col=1))
            group = self.seen.groups[paths[0].rsplit(".", 2)[0]]
            # An error that is seen is no label.
            if category and category != group and not category.startswith("#"):
                return f"read in {group}, beside “{category}”"
        return ""

    def _text(self, address: Address) -> str:
        return _plain(self.snapshot.at(address).value)

    def _is_told(self, address: Address) -> bool:
        return any(self._covers(problem, address) for problem in self.problems)

    def _covers(self, problem: Problem, address: Address) -> bool:
        place = problem.place
        if place.sheet != address.sheet:
            return False
        if not place.cell:
            return problem.trouble in {"missing_sheet", "missing_name", "copied_sheet"}
        first, _, last = place.cell.partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        # The label of the row may have been written over, which is told where it stands.
        across = left <= address.col <= right or left < LABELS
        return top <= address.row <= bottom and across


def _plain(value: object) -> str:
    return "" if value is None else "".join(str(value).split())


@pytest.mark.parametrize("start", range(0, len(SEEDS), TOGETHER))
def test_every_figure_is_read_where_it_is_seen_or_told_of(
    start: int, play: Play, room: Room
) -> None:
    if start:
        room.anew()  # one that has run for long is three times as slow
    untold = [told for seed in SEEDS[start : start + TOGETHER] for told in play(seed)]
    assert not untold, "\n".join(untold)
    assert len(room.ended) <= MOST_ENDED, room.ended
