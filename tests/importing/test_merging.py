"""What becomes of what was found: blanks are filled, figures stay, doubt is told."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from tests.importing.harvests import everything, found
from tests.projects import department
from tests.submissions import SEEDS, made_up
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Reading
from xlevaluate.importing.filled_formulas import formulas_of
from xlevaluate.importing.incoming_rows import joined_rows
from xlevaluate.importing.merged import Merged
from xlevaluate.importing.merging import merge
from xlevaluate.submission import Submission, entries
from xlevaluate.submission.paths import with_values
from xlevaluate.tables.found import Found, Harvest, Unplaced
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission

INCOME = "finances.income"
TOTAL, GENERAL = f"{INCOME}.total.current", f"{INCOME}.general_budget.current"
BUSINESS = f"{INCOME}.business.current"
FUNDS = "basic_data.spending.special_fund_items"
QUALITY = "self_evaluation.indicators.quality"


def read(template: Template, submission: Submission) -> Reading:
    return read_forms(template, snapshot_of_submission(template, submission))


@cache
def blank(template: Template) -> Reading:
    return read(template, template.blank())


def merged(
    template: Template, there: dict[str, Any], *harvests: Sequence[Found], **more: Any
) -> Merged:
    reading = blank(template)
    if there:
        filled = Harvest(tuple(found(path, value) for path, value in there.items()))
        reading = read(template, merge(template, reading, [filled]).given)
    return merge(template, reading, [Harvest(tuple(harvest)) for harvest in harvests], **more)


def at(submission: Any, path: str) -> Any:
    for step in path.split("."):
        submission = submission[int(step)] if step.isdecimal() else getattr(submission, step)
    return submission


def paths(values: Sequence[Any]) -> list[str]:
    return [value.path for value in values]


def named(template: Template, submission: Submission) -> Submission:
    """Give rows of lists a name where they have none, and leave out what is not taken over."""
    names = {
        entry.path: f"第{number}项"
        for listing in template.form.listings.values()
        if not listing.needs and not listing.is_outline
        for number, entry in enumerate(entries(submission, listing.fields[0].path))
        if entry.value is None
    }
    said: dict[str, Any] = {"explanations": (), "outline": None, "parameters": {}}
    return with_values(submission.model_copy(update=said), names)


def assert_same(template: Template, result: Submission, wanted: Submission) -> None:
    """Hold two submissions against one another; a formula may say what was left blank."""
    worked_out = {path for path, value in formulas_of(template, result) if value is not None}
    there = {entry.path: entry.value for _, entry in Figures(template.form, result).all_entries()}
    for _, entry in Figures(template.form, wanted).all_entries():
        value = there.pop(entry.path)
        assert value == entry.value or (entry.value is None and entry.path in worked_out)
    assert not there


@settings(max_examples=5)
@given(SEEDS)
def test_a_whole_submission_comes_back(template: Template, seed: int) -> None:
    made = named(template, made_up(template, Random(seed)))
    result = merge(template, blank(template), [everything(template, made)])
    assert_same(template, result.submission, template.reduced(read(template, made).submission))
    assert not result.unplaced
    assert not result.differing


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_the_samples_come_back(
    template: Template, sample: Callable[[str], Submission], name: str
) -> None:
    made = named(template, sample(name))
    first = merge(template, blank(template), [everything(template, made)])
    assert_same(template, first.submission, template.reduced(read(template, made).submission))
    again = merge(template, read(template, first.given), [everything(template, made)])
    assert again.submission == first.submission
    assert not again.placed
    assert not again.differing


def test_only_blanks_are_filled(template: Template) -> None:
    result = merged(
        template,
        {GENERAL: Decimal("206.70")},
        [found(GENERAL, "206.72"), found(BUSINESS, "1.5")],
    )
    (difference,) = result.differing
    assert (difference.path, difference.there) == (GENERAL, Decimal("206.70"))
    assert [value.value for value in difference.values] == [Decimal("206.72")]
    assert at(result.submission, GENERAL) == Decimal("206.70")
    assert paths(result.placed) == [BUSINESS]
    assert at(result.submission, TOTAL) == Decimal("208.20")


def test_two_sources_that_differ_place_neither(template: Template) -> None:
    first, second = found(GENERAL, "1"), found(GENERAL, "2", file="T1.docx")
    result = merged(template, {}, [first], [second])
    (difference,) = result.differing
    assert difference.there is None
    assert [value.found for value in difference.values] == [(first,), (second,)]
    assert at(result.submission, GENERAL) is None


def test_two_sources_that_agree_are_both_told(template: Template) -> None:
    first, second = found(GENERAL, "1.5"), found(GENERAL, "1.50", file="T1.docx")
    (value,) = merged(template, {}, [first], [second]).placed
    assert value.found == (first, second)


@pytest.mark.parametrize(
    ("accepted", "placed", "proposed"),
    [((), [], [1, 2]), ({2}, [BUSINESS], [1]), (None, [GENERAL, BUSINESS], [])],
)
def test_what_is_not_certain_waits_for_a_yes(
    template: Template, accepted: Any, placed: list[str], proposed: list[int]
) -> None:
    unsure = [found(GENERAL, "1", certain=False), found(BUSINESS, "2", certain=False)]
    result = merged(template, {}, unsure, accepted=accepted)
    assert paths(result.placed) == placed
    assert [value.number for value in result.proposed] == proposed


def test_what_is_certain_goes_before_what_is_not(template: Template) -> None:
    result = merged(template, {}, [found(GENERAL, "1", certain=False), found(GENERAL, "2")])
    assert at(result.submission, GENERAL) == Decimal(2)
    assert [item.reason for item in result.unplaced] == ["另一处确定的数已经采用"]


def test_a_total_is_left_to_its_formula_where_that_says_the_same(template: Template) -> None:
    result = merged(template, {GENERAL: Decimal(1)}, [found(BUSINESS, "2"), found(TOTAL, "3")])
    assert paths(result.same) == [TOTAL]
    assert at(result.given, TOTAL) == Decimal(3)


def test_a_total_that_a_formula_says_otherwise_is_a_difference(template: Template) -> None:
    result = merged(template, {GENERAL: Decimal(1)}, [found(BUSINESS, "2"), found(TOTAL, "3.01")])
    assert [(d.path, d.there) for d in result.differing] == [(TOTAL, Decimal(3))]
    assert at(result.submission, TOTAL) == Decimal(3)


def test_a_total_alone_is_typed_over_a_formula_that_shows_nothing(template: Template) -> None:
    result = merged(template, {}, [found(TOTAL, "3.01")])
    assert paths(result.placed) == [TOTAL]
    assert at(result.submission, TOTAL) == Decimal("3.01")


def test_rows_are_joined_by_their_names(template: Template) -> None:
    there = {f"{FUNDS}.0.name": "防汛 专项", f"{FUNDS}.0.budget": Decimal(10)}
    first = [
        *(found(f"{FUNDS}.0.name", "抗旱专项"), found(f"{FUNDS}.0.final", "5")),
        *(found(f"{FUNDS}.1.name", "防汛专项"), found(f"{FUNDS}.1.final", "9")),
    ]
    second = [found(f"{FUNDS}.0.name", "抗旱专项"), found(f"{FUNDS}.0.budget", "6")]
    result = merged(template, there, first, second)
    rows = at(result.submission, FUNDS)
    assert [(row.name, row.budget, row.final) for row in rows] == [
        ("防汛 专项", Decimal(10), Decimal(9)),
        ("抗旱专项", Decimal(6), Decimal(5)),
    ]


def test_two_rows_of_one_name_stay_two(template: Template) -> None:
    rows = [found(f"{QUALITY}.{n}.{key}", f"{key}") for n in (0, 1) for key in ("name", "target")]
    result = merged(template, {}, rows)
    assert len(at(result.submission, QUALITY)) == 2


def test_what_has_no_field_or_does_not_fit_is_left(template: Template) -> None:
    result = merged(
        template,
        {},
        [
            found("finances.nothing", "1"),
            found(f"{FUNDS}.0.final", "5"),
            found(GENERAL, "约一百"),
            found("outline.0.text", "概况"),
            found("parameters.预算执行分值", "12"),
            found(BUSINESS, "2"),
        ],
    )
    assert sorted(item.reason for item in result.unplaced) == [
        *("不合本表的填写要求", "提纲和说明不从别处导入", "本表没有这一项", "本表没有这一项"),
        "这一行没有名称，不能确定是哪一行",
    ]
    assert paths(result.placed) == [BUSINESS]


def test_a_row_without_room_is_told_once_with_all_that_stands_in_it(template: Template) -> None:
    items = [
        found(f"{QUALITY}.0.{key}", text) for key, text in (("name", "合格率"), ("target", "≥9"))
    ]
    result = merged(template, {}, items, no_room={f"{QUALITY}.0": "没有空行"})
    (left,) = result.unplaced
    assert (left.origin.text, left.reason) == ("合格率，≥9", "没有空行")
    assert left.origin.address == "、".join(item.path for item in items)


def test_projects_take_blank_sheets_in_order_and_then_new_ones(template: Template) -> None:
    name = "project.name"
    there = department({}, {"project": {"name": "防汛"}}, {})
    names = ("抗旱", "防 汛", "清淤", "造林")
    items = [found(f"{PROJECTS}{n}.{name}", text) for n, text in enumerate(names)]
    joined, left = joined_rows(template, there, [items])
    assert not left
    assert [int(item.path.removeprefix(PROJECTS).split(".")[0]) for item in joined] == [0, 1, 2, 3]
    assert [item.value for item in joined] == list(names)
    (moved,), _ = joined_rows(template, there, [[found(f"{PROJECTS}0.{name}", "防汛")]])
    assert moved.path == f"{PROJECTS}1.{name}"


def test_what_one_recogniser_leaves_another_may_know(template: Template) -> None:
    item = found(GENERAL, "1")
    reading = blank(template)
    left = Harvest(unplaced=(Unplaced(item.origin, "不认识"),))
    assert not merge(template, reading, [Harvest((item,)), left]).unplaced
    assert len(merge(template, reading, [left]).unplaced) == 1


def test_fields_without_a_source_are_listed(template: Template) -> None:
    result = merged(template, {GENERAL: Decimal(1)}, [found(BUSINESS, "2")])
    assert GENERAL not in result.blank
    assert BUSINESS not in result.blank
    assert "finances.key_projects" in result.blank
