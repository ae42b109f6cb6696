"""What goes into a store comes out of it: exactly, once, and nothing is lost."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from tests.history.conftest import NewStore
from tests.history.made_years import contents, file_of, finding, form, rolled
from xlevaluate.errors import CannotDoError
from xlevaluate.history.form_writing import WriteOutcome
from xlevaluate.history.keeping import Kept, keep
from xlevaluate.history.object_search import find_object
from xlevaluate.history.status_book import keep_statuses, statuses
from xlevaluate.history.store import Store, open_store
from xlevaluate.history.store_contents import stored_years
from xlevaluate.history.stored_forms import (
    StoredForm,
    figures_of,
    findings_of,
    indicators_of,
    stored_forms,
    stored_objects,
)
from xlevaluate.history.withdrawing import withdraw
from xlevaluate.rollup.collection import ObjectKind, RosterEntry
from xlevaluate.rollup.file_reading import ReadingOptions
from xlevaluate.rollup.form_record import Counts, FileRecord
from xlevaluate.rollup.statuses import StatusEntry


@dataclass
class Desk:
    """A store, and a folder of records."""

    store: Store
    folder: Path

    def keep(self, *files: FileRecord, **how: Any) -> Kept:
        return keep(self.store, rolled(self.folder / "kept", files, **how))

    def forms(self) -> list[StoredForm]:
        with self.store.read() as connection:
            return stored_forms(connection)

    def current(self) -> dict[str, str]:
        """The file of each object's current form."""
        return {form.object_id: form.file_key for form in self.forms() if form.is_current}


@pytest.fixture
def desk(new_store: NewStore, tmp_path: Path) -> Iterator[Desk]:
    with open_store(new_store()) as store:
        yield Desk(store, tmp_path)


def outcomes(**counts: int) -> Counter[WriteOutcome]:
    return Counter({of: counts[of] for of in get_args(WriteOutcome) if of in counts})


def test_what_was_written_is_read_exactly(desk: Desk) -> None:
    whole = form(7, grade='=HYPERLINK("http://x","优")', unit_name="<script>alert(1)</script>")
    file = file_of(whole, is_draft=True)
    desk.keep(file)
    (stored,) = desk.forms()
    shared = {
        name: getattr(stored, name) for name in whole.__struct_fields__ if hasattr(stored, name)
    }
    assert shared == {name: getattr(whole, name) for name in shared}
    assert stored.execution_rate == Decimal(1) / 3
    assert stored.final_budget == Decimal("7.123456")
    assert stored.is_draft
    with desk.store.read() as connection:
        assert figures_of(connection, stored) == whole.figures
        assert indicators_of(connection, stored) == whole.indicators
        assert findings_of(connection, stored) == file.findings_of(whole)
        ((of, entry),) = stored_objects(connection)
    assert (of, entry.name) == (entry.id, "<script>alert(1)</script>")


def test_the_same_roll_up_twice_changes_nothing(desk: Desk) -> None:
    files = [file_of(form(number)) for number in range(25)]
    assert desk.keep(*files) == Kept(outcomes(new=25))
    before = contents(desk.store)
    assert desk.keep(*files) == Kept(outcomes(), unchanged=25)
    assert contents(desk.store) == before


def test_what_is_filed_later_counts_and_the_former_stays(desk: Desk) -> None:
    first = file_of(form(1, filed="2025-03-01"), version="一")
    second = file_of(form(1, filed="2025-03-09"), version="二")
    desk.keep(first)
    assert desk.keep(second).outcomes == outcomes(replacing=1)
    assert desk.current() == {"unit:1001": second.key}
    assert desk.keep(first).outcomes == outcomes(behind=1)
    assert desk.current() == {"unit:1001": second.key}
    assert {item.file_key for item in desk.forms()} == {first.key, second.key}
    with desk.store.read() as connection:
        for item in desk.forms():
            assert len(findings_of(connection, item)) == 2
            assert len(figures_of(connection, item)) == 3


def test_of_the_same_day_the_last_roll_up_decides(desk: Desk) -> None:
    first, second = (file_of(form(1), version=version) for version in "一二")
    for counting in (first, second, first):
        desk.keep(counting)
        assert desk.current() == {"unit:1001": counting.key}
    assert len(desk.forms()) == 2


def test_what_does_not_count_in_its_roll_up_is_history(desk: Desk) -> None:
    early, late = file_of(form(1, filed="2025-01-01"), version="早"), file_of(form(1))
    assert desk.keep(early, late).outcomes == outcomes(new=1, history=1)
    assert desk.current() == {"unit:1001": late.key}
    assert desk.keep(late, early) == Kept(outcomes(), unchanged=2)


def test_two_lines_of_a_roster_with_one_code_do_not_take_turns(desk: Desk) -> None:
    entries = [
        RosterEntry(kind="unit", code="1001", name=name, row=row)
        for row, name in enumerate(("甲局", "乙局"), 2)
    ]
    files = [
        file_of(form(1, unit_code="1001", unit_name=name), version=name)
        for name in ("乙局", "甲局")
    ]
    desk.keep(*files, entries=entries)
    assert desk.current() == {"unit:1001": files[1].key}
    assert desk.keep(*files, entries=entries).outcomes == outcomes()
    assert desk.current() == {"unit:1001": files[1].key}


def _as(kind: ObjectKind, **other: str) -> RosterEntry:
    return RosterEntry(kind=kind, name="第1局", row=2, **other)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (_as("unit", code="1001"), _as("department", code="1001")),
        (_as("unit"), _as("unit", code="001001")),
        (replace(_as("unit", code="9"), name="青禾县第一局", short_name="第1局"), _as("unit")),
    ],
    ids=["kind", "code", "short name"],
)
def test_a_form_that_is_another_objects_now_is_no_longer_the_formers(
    desk: Desk, wrong: RosterEntry, right: RosterEntry
) -> None:
    older = file_of(form(1, unit_code="", filed="2025-01-01"), version="旧")
    file = file_of(form(1, unit_code=""))
    desk.keep(older, entries=[wrong])
    desk.keep(file, entries=[wrong])
    status = StatusEntry(wrong.id, file.findings[0].key, "true", "属实")
    early = StatusEntry(wrong.id, "X99", "corrected")
    keep_statuses(desk.store, [status, early])
    for entry, other in ((right, wrong), (wrong, right)):
        assert desk.keep(file, entries=[entry]) == Kept(outcomes(moved=1), followed=1)
        assert desk.keep(file, entries=[entry]).unchanged == 1
        assert desk.current() == {entry.id: file.key}
        assert {item.object_id for item in desk.forms()} == {entry.id}, "the history goes along"
        assert {item.of for item in statuses(desk.store)} == {entry.id}
        assert len(statuses(desk.store)) == 2
        with desk.store.read() as connection:
            assert find_object(connection, "第1局") == [entry.id, other.id]
            with pytest.raises(CannotDoError, match="库中没有"):
                find_object(connection, other.id)
        (year,) = stored_years(desk.store)
        assert (year.departments + year.units, year.forms) == (1, 2)


def test_what_two_objects_had_as_one_is_put_to_each(desk: Desk) -> None:
    """A roster with the same code for two units: the others of the first stay with it."""
    files = [
        file_of(form(number, unit_code="", filed=f"2025-0{month}-01"), version=f"{month}")
        for number, month in ((1, 1), (1, 2), (2, 3))
    ]
    both = replace(_as("unit"), short_name="第2局")
    desk.keep(*files, entries=[both])
    told = [StatusEntry(both.id, file.findings[0].key, "true") for file in files]
    keep_statuses(desk.store, told)
    desk.keep(
        *files, entries=[replace(both, short_name=""), replace(both, name="第2局", short_name="")]
    )
    assert desk.current() == {"unit:第1局": files[1].key, "unit:第2局": files[2].key}
    assert [item.object_id for item in desk.forms()].count("unit:第1局") == 2
    assert [item.of for item in statuses(desk.store)] == ["unit:第1局"] * 2 + ["unit:第2局"]


def test_what_is_withdrawn_counts_nowhere_until_it_is_rolled_up_again(desk: Desk) -> None:
    first, second = file_of(form(1), version="一"), file_of(form(1), version="二")
    years = [file_of(form(1, 2023)), file_of(form(2))]
    desk.keep(years[0], year=2023)
    for file in (first, second):
        desk.keep(file, years[1])
    keep_statuses(desk.store, [StatusEntry("unit:1001", finding(1).key, "true")])
    before = contents(desk.store)
    for asked, year, gone, left in (
        ("unit:1001", 2024, {(2024, 2)}, {2023: 1, 2024: 1}),
        ("1001", None, {(2023, 1), (2024, 2)}, {2024: 1}),
        ("", 2024, {(2024, 2), (2024, 1)}, {2023: 1}),
    ):
        assert {(item.year, item.forms) for item in withdraw(desk.store, asked, year)} == gone
        assert {item.year: item.forms for item in stored_years(desk.store)} == left
        with pytest.raises(CannotDoError, match="没有"):
            withdraw(desk.store, asked, year)
        desk.keep(years[0], year=2023)
        kept = desk.keep(first, second, years[1])
        assert not kept.outcomes["moved"]
        desk.keep(second, years[1])
        assert contents(desk.store) == before


def test_nothing_is_withdrawn_that_is_not_named_whole(desk: Desk) -> None:
    desk.keep(file_of(form(1)))
    for asked in ("第1", "unit:1", ""):
        with pytest.raises(CannotDoError):
            withdraw(desk.store, asked)
    with pytest.raises(CannotDoError, match=r"没有“1001” 2023 年度的表"):
        withdraw(desk.store, "1001", 2023)
    assert desk.current().keys() == {"unit:1001"}


def test_a_file_that_is_read_otherwise_now_replaces_what_was_read_of_it(desk: Desk) -> None:
    before = file_of(form(1))
    desk.keep(before)
    keep_statuses(desk.store, [StatusEntry("unit:1001", before.findings[0].key, "true")])
    after = replace(
        before,
        forms=(replace(before.forms[0], score=Decimal(60), figures={}, counts=Counts()),),
        findings=(finding(5),),
    )
    options = ReadingOptions(profile="hubei")
    again = rolled(desk.folder / "other", [after], options=options)
    assert keep(desk.store, again).outcomes == outcomes(again=1)
    (stored,) = desk.forms()
    assert (stored.score, stored.counts, stored.is_current) == (Decimal(60), Counts(), True)
    with desk.store.read() as connection:
        assert [item.rule for item in findings_of(connection, stored)] == ["X05"]
        assert figures_of(connection, stored) == {}
    assert len(statuses(desk.store)) == 1, "what people said is not thrown away"


def test_projects_and_units_of_one_file_are_objects_of_their_own(desk: Desk) -> None:
    project = form(1, kind="project", project_name="修路", sheet="项目1", figures={})
    file = file_of(form(1), project)
    desk.keep(replace(file, findings=(finding(1), finding(2, sheet="项目1"))))
    assert set(desk.current()) == {"unit:1001", "project:1001:修路"}
    with desk.store.read() as connection:
        told = {
            item.object_id: [one.rule for one in findings_of(connection, item)]
            for item in stored_forms(connection)
        }
    assert told == {"unit:1001": ["X01"], "project:1001:修路": ["X02"]}


def test_an_object_is_called_as_in_its_last_year(desk: Desk) -> None:
    for year, name in ((2024, "新局"), (2023, "旧局")):
        entry = RosterEntry(kind="unit", code="001001", name=name, office="预算科", row=2)
        desk.keep(file_of(form(1, year, unit_name=name)), entries=[entry])
    with desk.store.read() as connection:
        assert [entry.name for _, entry in stored_objects(connection)] == ["新局"]
    assert [year.units for year in stored_years(desk.store)] == [1, 1]


def test_a_form_without_a_year_is_left_out_and_counted(desk: Desk) -> None:
    assert desk.keep(file_of(form(1, year=None))).undated == 1
    assert desk.forms() == []


def test_a_nul_in_a_roster_hinders_no_database(desk: Desk) -> None:
    entry = RosterEntry(kind="unit", code="001001", name="甲\0局", row=2)
    desk.keep(file_of(form(1)), entries=[entry])
    with desk.store.read() as connection:
        assert [entry.name for _, entry in stored_objects(connection)] == ["甲局"]


def test_statuses_are_kept_and_an_untouched_one_says_nothing(desk: Desk) -> None:
    given = [
        StatusEntry("unit:2", "X02", "corrected", "四月已改"),
        StatusEntry("unit:1", "X01", "true"),
        StatusEntry("unit:1", "X02", "pending"),
        StatusEntry("unit:1", "X03", "pending", "等材料"),
    ]
    assert keep_statuses(desk.store, given) == 3
    assert keep_statuses(desk.store, given) == 0
    assert statuses(desk.store) == (given[1], given[3], given[0])
    later = StatusEntry("unit:2", "X02", "true", "没有改")
    assert keep_statuses(desk.store, [replace(given[1], status="pending"), later]) == 1
    assert statuses(desk.store) == (given[1], given[3], later)
