"""Whatever stands in a grid, it is read without a mishap, and no cell is taken for two fields."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harvest.foreign import grid, source
from xlevaluate.harvest.form_slots import form_words
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.template.template_loading import load_template

WORDS = [
    *("单位：元", "2023年", "其中：", "……", "/", "—", "12.5", "100%", "1", "2", "3", "（略）"),
    *("填表人：张三 填报日期：2024-1-1", "a：b：c：", "：：：", "（（（", "）（", "1、", "（1）"),
    *("一级指标", "三级指标", "分值", "得分", "年度指标值", "约12", "☑ □", "第一部分", "<", "^"),
]
LABELS = sorted(
    {
        label
        for sheet in form_words(load_template("hunan_department")).sheets
        for label in sheet.printed | sheet.titles
    }
)
CELLS = st.sampled_from(WORDS) | st.sampled_from(LABELS) | st.just("")


@given(
    st.lists(st.sampled_from([*LABELS, *WORDS]), max_size=3),
    st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=10),
)
@settings(max_examples=60)
def test_a_grid_of_anything_is_read(lines: list[str], rows: list[list[str]]) -> None:
    bounded = [[_inside(text, r, c) for c, text in enumerate(row)] for r, row in enumerate(rows)]
    template = load_template("hunan_department")
    harvest = recognise_forms([source(*lines, grid(bounded), *lines)], template, year=2023)
    amounts = Counter(
        (item.origin.place, item.origin.address)
        for item in harvest.found
        if item.origin.address and not isinstance(item.value, str)
    )
    assert all(count == 1 for count in amounts.values())


def _inside(text: str, row: int, col: int) -> str:
    """Return a cell, or a blank for one that is joined to what is no cell."""
    return "" if (text == "<" and not col) or (text == "^" and not row) else text
