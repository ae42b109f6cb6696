"""Why a rule could not look: what could not be read is not called blank."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import snapshot_of_submission


@pytest.mark.parametrize(
    ("name", "typed", "rule", "reason"),
    [
        ("实有人数", "二十", "V03", "未能读出实有人数"),
        ("实有人数", "二十", "V04", "未能读出实有人数"),
        ("实有人数", None, "V04", "实际在职人数或实有人数未填"),
        ("年初预算数", "三百九十四", "T01", "未能读出年初预算数"),
        ("年初预算数", None, "T01", "年初预算数未填"),
    ],
)
def test_a_reason_says_whether_it_is_blank_or_unread(
    name: str,
    typed: str | None,
    rule: str,
    reason: str,
    template: Template,
    sample: Callable[[str], Submission],
) -> None:
    snapshot = snapshot_of_submission(template, sample("seed"))
    address = snapshot.names[name]
    assert address is not None
    sheets = {sheet: dict(cells) for sheet, cells in snapshot.sheets.items()}
    sheets[address.sheet][address.row, address.col] = CellValue(typed)
    reading = read_snapshot(template.form, replace(snapshot, sheets=sheets), template.computations)
    assert reason in evaluate(template, reading).not_checked[rule]
