"""A total's formula and its value: parts that are added, and parts that are subtracted."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.changes import changed
from tests.hunan import MODEL
from tests.spreadsheet import convert
from xlevaluate.computed.sums import Identity, Part, SumFill
from xlevaluate.form.figures import Figures
from xlevaluate.template.identity_rules import identity_of
from xlevaluate.template.record_definitions import IdentityDef
from xlevaluate.template.template import Template

A, B, C = ("公务接待_本年决算", "出国经费_本年决算", "公车购置_本年决算")
PATHS = {
    A: "basic_data.spending.official_reception.final",
    B: "basic_data.spending.overseas_travel.final",
    C: "basic_data.spending.vehicle_purchase.final",
}

SUMS = [
    # parts with their signs, figures, what comes out
    ({A: 1, B: 1}, {A: "1.1", B: "2.2"}, "3.3"),
    ({A: 1, B: -1}, {A: "1.1", B: "2.2"}, "-1.1"),
    ({A: 1, B: -1, C: -1}, {A: "10", B: "2.5", C: "0.1"}, "7.4"),
    ({A: -1, B: 1}, {A: "10", B: "2.5"}, "-7.5"),
    ({A: -1, B: -1}, {A: "10", B: "2.5"}, "-12.5"),
    ({A: 1, B: 1}, {A: "5"}, "5"),
    ({A: 1, B: 1}, {A: "5", B: "不适用"}, "5"),
    # What lacks one of its sides is no difference yet.
    ({A: 1, B: -1}, {A: "5"}, None),
    ({A: 1, B: -1}, {B: "5"}, None),
    ({A: 1, B: -1}, {A: "5", B: "不适用"}, None),
    ({A: 1, B: -1}, {}, None),
    ({A: 1, B: -1}, {A: "不适用", B: "不适用"}, None),
    ({A: 1, B: -1}, {A: "-3", B: "-4"}, "1"),
]


def fill_of(signs: dict[str, int]) -> SumFill:
    return SumFill(Identity("合计", tuple(Part(name, sign) for name, sign in signs.items())))


@pytest.mark.parametrize(("signs", "figures", "total"), SUMS)
def test_the_value_honours_signs(
    template: Template, signs: dict[str, int], figures: dict[str, str], total: str | None
) -> None:
    paths = {path: figures.get(name) for name, path in PATHS.items()}
    submission = changed(MODEL(), paths)
    shown = fill_of(signs).shown(Figures(template.form, submission))
    assert shown == (None if total is None else Decimal(total))


@pytest.mark.libreoffice
def test_a_spreadsheet_gives_the_same_totals(tmp_path: Path) -> None:
    path = tmp_path / "sums.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for number, (signs, figures, _) in enumerate(SUMS):
        sheet = book.add_worksheet(f"S{number}")
        for row, name in enumerate(PATHS):
            book.define_name(f"S{number}!{name}", f"=S{number}!$A${row + 1}")
            if name in figures:
                sheet.write(row, 0, _cell(figures[name]))
        sheet.write_formula(4, 0, fill_of(signs).formula())
    book.close()
    (made,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    shown = [sheet["A5"].value for sheet in openpyxl.load_workbook(made, data_only=True)]
    assert [None if value in {None, ""} else Decimal(str(value)) for value in shown] == [
        None if total is None else Decimal(total) for _, _, total in SUMS
    ]


def _cell(figure: str) -> float | str:
    return figure if figure == "不适用" else float(figure)


def test_a_total_of_a_template_may_subtract(template: Template) -> None:
    given = IdentityDef(
        id="F99",
        title="",
        total="三公经费",
        parts=("公务用车购置和维护经费", "-出国经费"),
        columns=("本年决算",),
        fills=True,
    )
    (identity,) = identity_of(given, "", template.form, template.computations).columns
    fill = SumFill(identity)
    assert fill.formula().endswith(
        "ROUND(SUM(公务用车购置和维护经费_本年决算)-SUM(出国经费_本年决算),6))"
    )
    spending = "basic_data.spending"
    figures = {f"{spending}.vehicles.final": "5", f"{spending}.overseas_travel.final": "2"}
    submission = changed(MODEL(), figures)
    assert fill.shown(Figures(template.form, submission)) == Decimal(3)
