"""The score that a formula proposes: what it can read, and that a spreadsheet reads the same."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import CREATED
from tests.hunan import MODEL
from tests.spreadsheet import convert
from xlevaluate.scoring.indicator_rules import IndicatorScoring
from xlevaluate.scoring.indicator_score import propose
from xlevaluate.scoring.native_score import can_be_native, is_plain
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook

READ = [
    ("≥95%", "96%", "10"),
    ("≥95%", "94%", "9.89"),
    ("95%", "95%", "10"),
    ("12次", "12次", "10"),
    ("12次", "9次", "7.5"),
    ("≥150场次", "150余场次", "10"),
    ("≥80条", "90多条", "10"),
    ("≤10万元", "8万元", "10"),
    ("≤5.41万元", "10.82万元", "5"),
    ("≥2.50公里", "1.5公里", None),
    ("3", "2", "6.67"),
    ("0.5元", "0.4元", "8"),
]
NOT_READ = [
    ("达到优良", "优良"),
    ("2023年12月31日前", "2023年12月31日"),
    ("10万元以内", "8万元以内"),
    ("≥95%", "95"),
    ("12次", "12场"),
    ("90%-95%", "93%"),
    ("每月1次", "12次"),
    ("0次", "0次"),
    ("下降5%", "下降6%"),
    ("1,200人", "1,300人"),
    ("１２次", "１２次"),
    ("约95%", "96%"),
    ("1E3次", "1E3次"),
    ("≥95%", "不适用"),
]
WEIGHT = Decimal(10)


@pytest.mark.parametrize(("target", "actual", "score"), READ)
def test_what_is_read_earns_what_is_proposed(target: str, actual: str, score: str | None) -> None:
    assert is_plain(target, actual, is_limit=False) == (score is not None)
    if score is not None:
        assert propose(target, actual, WEIGHT).score == Decimal(score)


@pytest.mark.parametrize(("target", "actual"), NOT_READ)
def test_what_may_mean_something_else_is_left_to_the_unit(target: str, actual: str) -> None:
    assert not is_plain(target, actual, is_limit=False)


def test_a_limit_must_say_so() -> None:
    assert not is_plain("10万元", "8万元", is_limit=True)
    assert is_plain("≤10万元", "8万元", is_limit=True)


@pytest.mark.parametrize(
    ("rules", "native"),
    [
        (IndicatorScoring(), True),
        (IndicatorScoring(reverse="linear", decimals=3), True),
        (IndicatorScoring(pass_line=Decimal("0.6")), False),
        (IndicatorScoring(equal_over="deviation"), False),
    ],
)
def test_a_profile_that_takes_points_off_has_no_formula(
    rules: IndicatorScoring, native: bool
) -> None:
    assert can_be_native(rules) == native


@pytest.mark.libreoffice
def test_a_spreadsheet_proposes_the_same(template: Template, tmp_path: Path) -> None:
    values: dict[str, object] = {"year": 2023}
    base = "self_evaluation.indicators.quantity"
    pairs = [*((t, a) for t, a, _ in READ), *NOT_READ]
    for n, (target, actual) in enumerate(pairs):
        row = {"name": f"甲{n}", "target": target, "actual": actual, "weight": WEIGHT}
        if is_plain(target, actual, is_limit=False):
            row["score"] = propose(target, actual, WEIGHT).score
        values |= {f"{base}.{n}.{key}": value for key, value in row.items()}
    path = tmp_path / "甲.xlsx"
    submission = MODEL.model_validate(nest(values))
    path.write_bytes(make_workbook(template, submission, created=CREATED)[0])
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    ours, theirs = (
        [row[:7] for row in openpyxl.load_workbook(p, data_only=True)["自评表"].values]
        for p in (path, made)
    )
    shown = {
        row[2]: (row[6] or None, again[6] or None)
        for row, again in zip(ours, theirs, strict=False)
        if str(row[2]).startswith("甲")
    }
    assert len(shown) == len(pairs)
    for name, (stored, recalculated) in shown.items():
        assert stored == pytest.approx(recalculated), (pairs[int(str(name)[1:])], name)
    formulas = openpyxl.load_workbook(path)["自评表"]
    assert all(str(row[6].value).startswith("=") for row in formulas.iter_rows(16, 15 + len(pairs)))
