"""Whatever a bureau does from run to run: units stay who they are, and what was said stays theirs.

Files come, are corrected, renamed and withdrawn, rosters are mended and swap codes, statuses are
typed into a summary or stand in the store alone.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.history.made_years import file_of, finding, form, rolled
from xlevaluate.history.keeping import keep
from xlevaluate.history.status_book import keep_statuses, known_statuses, with_short_names
from xlevaluate.history.store import Store, open_store
from xlevaluate.history.stored_forms import StoredForm, stored_forms
from xlevaluate.rollup.carried_statuses import carried_statuses
from xlevaluate.rollup.collection import CollectedLine, RosterEntry
from xlevaluate.rollup.form_record import FileRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.statuses import EarlierStatus, ProblemStatus, StatusEntry
from xlevaluate.rollup.summary.object_columns import entry_of, object_values

YEAR = 2024
NIGHTLY = settings.get_current_profile_name() == "explore"
UNITS = range(3)
KINDS: tuple[Literal["department", "unit"], ...] = ("department", "unit")
SAID: tuple[ProblemStatus, ...] = ("true", "corrected", "not_applicable")
ASKED_ANEW = "原状态"


class Change(NamedTuple):
    """What a unit does before a run, and what is then said of one of its problems."""

    unit: int
    does: Literal["figures", "mends", "withdraws", "comes", "renames", "project"]
    said: ProblemStatus | None
    problem: int
    is_typed: bool


Code = Literal["own", "none", "wrong", "next"]
CODES: tuple[Code, ...] = ("own", "none", "wrong", "next")


class Listed(NamedTuple):
    """How a roster writes a unit: the code may be its own, none, wrong, or that of the next."""

    code: Code
    kind: Literal["department", "unit"]
    is_short: bool


CHANGES = st.builds(
    Change,
    unit=st.sampled_from(UNITS),
    does=st.sampled_from(("figures", "mends", "withdraws", "comes", "renames", "project")),
    said=st.sampled_from((None, *SAID)),
    problem=st.integers(0, 2),
    is_typed=st.booleans(),
)
ROSTERS = st.none() | st.tuples(
    st.sampled_from(CODES),
    st.lists(st.sampled_from(KINDS), min_size=len(UNITS), max_size=len(UNITS)),
    st.booleans(),
).map(lambda made: [Listed(made[0], kind, made[2]) for kind in made[1]])
RUNS = st.lists(
    st.tuples(st.lists(CHANGES, min_size=1, max_size=4), ROSTERS), min_size=2, max_size=7
)


def code_of(unit: int) -> str:
    return f"{unit + 1:03}001"


def roster(listed: list[Listed] | None) -> list[RosterEntry]:
    entries = []
    for unit, item in enumerate(listed or ()):
        codes = {
            "own": code_of(unit),
            "none": "",
            "wrong": f"99{unit}",
            "next": code_of((unit + 1) % len(UNITS)),
        }
        name = f"第{unit}局"
        entries.append(
            RosterEntry(
                kind=item.kind,
                name=f"青禾县{name}" if item.is_short else name,
                short_name=name if item.is_short else "",
                code=codes[item.code],
                department="某委",
                row=unit + 2,
            )
        )
    return entries


class Unit:
    """A unit with what is wrong in its form, by the figures, and what was said of it."""

    def __init__(self, number: int, has_code: bool) -> None:
        self.number, self.has_code = number, has_code
        self.is_there = True
        self.version = 1
        self.figures: dict[int, int] = {0: 1, 1: 1}
        """By problem; two that differ by their number alone have one label."""
        self.has_project = False
        self.said: dict[tuple[int, int], tuple[ProblemStatus, str]] = {}

    def do(self, does: str, problem: int) -> None:
        self.version += does not in {"renames", "withdraws", "comes"}
        if does == "figures":
            self.figures[problem] = self.version
        elif does == "mends":
            self.figures.pop(problem, None)
        elif does == "project":
            self.has_project = not self.has_project
        elif does in {"withdraws", "comes"}:
            self.is_there = does == "comes"

    def key(self, problem: int) -> str:
        return f"F{problem}·收入合计#{self.figures[problem]:04}"

    def file(self) -> FileRecord:
        whose = {"unit_code": code_of(self.number) if self.has_code else "", "department": "某委"}
        filed = f"2025-{self.version // 28 + 1:02}-{self.version % 28 + 1:02}"
        forms = [form(self.number, YEAR, filed, **whose)]
        if self.has_project:
            project = {"kind": "project", "project_name": "修路", "sheet": "项目1"}
            forms.append(form(self.number, YEAR, filed, **(whose | project)))
        found = tuple(finding(0, key=self.key(problem)) for problem in sorted(self.figures))
        return file_of(*forms, version=f"{self.version}", findings=found)

    def look(self) -> dict[str, tuple[ProblemStatus, bool] | None]:
        """Return what a run is to say of each problem, and remember what is asked anew."""
        shown: dict[str, tuple[ProblemStatus, bool] | None] = {}
        for problem, figures in self.figures.items():
            if (problem, figures) not in self.said and any(of == problem for of, _ in self.said):
                self.said[problem, figures] = ("pending", ASKED_ANEW)
            said = self.said.get((problem, figures))
            shown[self.key(problem)] = said and (said[0], ASKED_ANEW in said[1])
        return shown


class Desk:
    """A bureau with its store, and the statuses that somebody has typed since the last run."""

    def __init__(self, store: Store, folder: Path, codes: list[bool]) -> None:
        self.store, self.folder = store, folder
        self.units = [Unit(number, has_code) for number, has_code in zip(UNITS, codes, strict=True)]
        self.typed: list[EarlierStatus] = []

    def run(self, listed: list[Listed] | None) -> RolledUp:
        there = [unit for unit in self.units if unit.is_there]
        files = [unit.file() for unit in there]
        result = rolled(self.folder, files, entries=roster(listed), year=YEAR)
        typed = with_short_names(self.store, self.typed)
        keep(self.store, result)
        statuses = carried_statuses(result, (*typed, *known_statuses(self.store, YEAR)))
        keep_statuses(self.store, (*statuses.gone, *statuses.entries.values()))
        self.typed = []
        lines = lines_of(result)
        for unit in there:
            of = lines[unit.number].entry.id
            shown = {
                key: entry and (entry.status, ASKED_ANEW in entry.remark)
                for key in map(unit.key, unit.figures)
                for entry in [statuses.entries.get((of, key))]
            }
            assert shown == unit.look()
        return result

    def say(self, unit: Unit, line: CollectedLine, change: Change) -> None:
        """Say something of a problem: in the summary that was just written, or in the store."""
        if change.said is None or change.problem not in unit.figures:
            return
        remark = f"{unit.number}"
        entry = StatusEntry(line.entry.id, unit.key(change.problem), change.said, remark)
        unit.said[change.problem, unit.figures[change.problem]] = (change.said, remark)
        self.typed = [item for item in self.typed if item.key != (entry.of, entry.finding)]
        if change.is_typed:
            _, name, project, department, _ = object_values(line)
            whose = entry_of(line.entry.id, name, project, department)
            self.typed.append(EarlierStatus(entry=entry, whose=whose, is_typed=True))
        else:
            keep_statuses(self.store, [entry])

    def forms(self) -> list[StoredForm]:
        with self.store.read() as connection:
            return [item for item in stored_forms(connection) if item.is_current]


def lines_of(result: RolledUp) -> dict[int, CollectedLine]:
    """The lines of units that are there, by the number in the name that their form says."""
    return {
        int(line.handed_in.form.unit_name[1]): line
        for line in result.collection.lines
        if line.handed_in is not None and line.entry.kind != "project"
    }


@settings(max_examples=300 if NIGHTLY else 12, phases=[Phase.reuse, Phase.generate])
@given(codes=st.lists(st.booleans(), min_size=len(UNITS), max_size=len(UNITS)), runs=RUNS)
def test_units_stay_who_they_are(
    codes: list[bool], runs: list[tuple[list[Change], list[Listed] | None]]
) -> None:
    with TemporaryDirectory() as folder, open_store(str(Path(folder, "历年.db"))) as store:
        desk = Desk(store, Path(folder, "kept"), codes)
        for changes, listed in runs:
            for change in changes:
                desk.units[change.unit].do(change.does, change.problem)
            result = desk.run(listed)
            current = desk.forms()
            for unit in desk.units:
                own = [item for item in current if item.unit_name == f"第{unit.number}局"]
                assert [item.kind for item in own].count("unit") <= 1, "one object, not two"
                if unit.is_there:
                    kinds = ["unit", *(["project"] if unit.has_project else [])]
                    assert sorted(item.kind for item in own) == sorted(kinds)
                    assert {item.file_key for item in own} == {unit.file().key}
            lines = lines_of(result)
            for change in changes:
                if change.unit in lines:
                    desk.say(desk.units[change.unit], lines[change.unit], change)
