"""A sheet that was cleared, and rows that were, are findings and no failure of the program."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue, Snapshot
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import snapshot_of_submission

SHEETS = [sheet.name for sheet in load_template().form.definition.sheet if not sheet.is_optional]


def cleared(
    template: Template, snapshot: Snapshot, sheet: str, keep: Callable[[int, CellValue], bool]
) -> Evaluation:
    """Evaluate what is left of a sheet when only some cells are kept, by row and content."""
    left = {place: cell for place, cell in snapshot.sheets[sheet].items() if keep(place[0], cell)}
    snapshot = replace(snapshot, sheets={**snapshot.sheets, sheet: left})
    return evaluate(template, read_snapshot(template.form, snapshot, template.computations))


@pytest.fixture
def snapshot(template: Template, sample: Callable[[str], Submission]) -> Snapshot:
    return snapshot_of_submission(template, sample("corrected"))


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("formulas", [True, False])
def test_a_cleared_sheet(
    sheet: str, formulas: bool, snapshot: Snapshot, template: Template
) -> None:
    evaluation = cleared(template, snapshot, sheet, lambda _, cell: formulas and cell.is_formula)
    assert all(told.message.endswith("。") for told in evaluation.findings)


def test_a_cleared_outline_writes_no_report(snapshot: Snapshot, template: Template) -> None:
    evaluation = cleared(template, snapshot, "报告提纲", lambda row, _: row < 3)
    (told,) = (t for t in evaluation.findings if t.finding.level == "error")
    assert told.message.startswith("《报告提纲》里没有标题和句子，写不出报告。")
    with pytest.raises(CannotDoError, match="《报告提纲》里没有标题和句子"):
        make_report(evaluation)


def test_a_category_without_rows_is_said_once(snapshot: Snapshot, template: Template) -> None:
    head = snapshot.names["绩效指标_类别"]
    assert head is not None
    grid = snapshot.sheets["自评表"]
    rows = {
        row for (row, col), cell in grid.items() if col == head.col and cell.value == "成本指标"
    }
    evaluation = cleared(template, snapshot, "自评表", lambda row, _: row not in rows)
    told = [t.message for t in evaluation.findings if "成本指标" in t.message]
    assert len(told) == 1
    assert "《自评表》中“成本指标”的行全部被删" in told[0]
