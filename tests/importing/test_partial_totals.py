"""A total that a formula adds up of some of its parts is told, with what it lacks and why."""

import pytest

from tests.conftest import CREATED, workbook_of
from tests.importing.harvests import found
from tests.importing.test_into_workbook import imported
from xlevaluate.importing.import_record import record_of
from xlevaluate.tables.found import Found
from xlevaluate.template.template import Template

SPENDING = "basic_data.spending"
TOTAL, CARS, ABROAD, GUESTS = (
    f"{SPENDING}.{key}.final"
    for key in ("three_public", "vehicles", "overseas_travel", "official_reception")
)
TWO = [found(GUESTS, "1"), found(GUESTS, "2", file="b.xls")]


@pytest.mark.parametrize(
    ("more", "lacking"),
    [
        (TWO, "公务接待（本年决算）（有出入）"),
        ([found(GUESTS, "1", certain=False)], "公务接待（本年决算）（待确认）"),
        ([], "公务接待（本年决算）（来源里没有）"),
        ([found(GUESTS, "1")], None),
        ([*TWO, found(TOTAL, "0")], None),  # a source says the total too
        ([*TWO, found(TOTAL, "5")], None),  # typed over the formula
    ],
    ids=["two", "doubt", "nothing", "whole", "same", "typed"],
)
def test_a_total_that_lacks_a_part_says_which(
    more: list[Found], lacking: str | None, template: Template
) -> None:
    harvest = [found(ABROAD, "0"), found(CARS, "0"), *more]
    result = imported(template, workbook_of(template, template.blank()), harvest)
    record = record_of(template, result.merged, result.reading, (), CREATED)
    told = [line for line in record.lines if line.state == "partial"]
    assert [(line.path, line.there) for line in told] == ([(TOTAL, "0.00")] if lacking else [])
    if lacking:
        assert told[0].note == f"公式只加了已经填的几项，还缺：{lacking}；请补填这几项，或改写合计"
