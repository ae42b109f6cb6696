"""A text where a number should stand is told of once, and not again of the totals over it."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import snapshot_of_submission

Sample = Callable[[str], Submission]

INCOME, TOTAL = "一般公共预算财政拨款收入_本年", "收入合计_本年"


def _with(template: Template, given: Submission, cells: Mapping[str, CellValue]) -> Evaluation:
    snapshot = snapshot_of_submission(template, given)
    sheets = {sheet: dict(of) for sheet, of in snapshot.sheets.items()}
    for name, cell in cells.items():
        at = snapshot.names[name]
        assert at is not None
        sheets[at.sheet][at.row, at.col] = cell
    read = read_snapshot(template.form, replace(snapshot, sheets=sheets), template.computations)
    return evaluate(template, read)


def _new(template: Template, given: Submission, cells: Mapping[str, CellValue]) -> list[str]:
    """Return what is told of the cells and not without them."""
    known = {told.message for told in _with(template, given, {}).findings}
    found = _with(template, given, cells).findings
    return [told.message for told in found if told.message not in known]


def test_a_number_that_is_a_text_is_the_error_and_its_total_none(
    template: Template, sample: Sample
) -> None:
    given = sample("corrected")
    typed = CellValue("594.67万元")
    (told,) = _new(template, given, {INCOME: typed, TOTAL: CellValue(0, is_formula=True)})
    assert told == (
        "《收支情况》B6 一般公共预算财政拨款收入（本年）里的“594.67万元”是文字，公式没有把它算"
        "进去，B5 因此不对。请改成数字 594.67，公式随即算对；本次校验已按 594.67万元 算进去。"
    )


def test_a_total_that_somebody_typed_is_held_as_it_stands(
    template: Template, sample: Sample
) -> None:
    cells = {INCOME: CellValue("594.67万元"), TOTAL: CellValue(0)}
    told = _new(template, sample("corrected"), cells)
    assert any("收入合计（本年）" in message and "0万元" in message for message in told)
    assert any("否则表格公式不会把它算进去" in message for message in told)


def test_a_total_of_what_cannot_be_read_is_not_blank(template: Template, sample: Sample) -> None:
    cells = {INCOME: CellValue("九十万元"), TOTAL: CellValue("", is_formula=True)}
    (told,) = _new(template, sample("corrected"), cells)
    assert "现在是“九十万元”，读不出" in told
