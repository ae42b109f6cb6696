"""Which formats show a number as a day, a time or a percentage."""

import datetime
from pathlib import Path

import pytest

from tests.workbook.parts import parts_of, styles_of, write_parts
from xlevaluate.form.snapshot import CellValue, Value
from xlevaluate.workbook.read import read_workbook
from xlevaluate.xlsx.number_formats import BUILT_IN, FormatKind, number_format
from xlevaluate.xlsx.serial_days import DAY_0_OF_1904, shown_as


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", "number"),
        ("General", "number"),
        ("G/通用格式", "number"),
        ('G/通用格式"元"', "number"),
        ("0.00E+00", "number"),
        ("##0.0e-0", "number"),
        ("#,##0.00;[Red]-#,##0.00", "number"),
        ("[$¥-804]#,##0.00", "number"),
        ('0"次"', "number"),
        ('0"d"', "number"),
        (r"0\d", "number"),
        ("0_d", "number"),
        ('"yyyy"0', "number"),
        ('0.00"%"', "number"),
        (r"0\%", "number"),
        ("[红色]0", "number"),
        ("[DBNum1][$-804]General", "number"),
        ("@", "text"),
        ("0%", "percent"),
        ("0.00%;[Red]-0.00%", "percent"),
        ("[$-804]0.0%", "percent"),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("yyyy年m月", "date"),
        ("[$-804]yyyy/m/d;@", "date"),
        ("[$-F800]dddd, mmmm dd, yyyy", "date"),
        ('[DBNum1][$-804]yyyy"年"m"月";@', "date"),
        ("[Red]d-mmm", "date"),
        ("aaaa", "date"),
        ("mmm", "date"),
        ("e年m月", "date"),
        ("d", "date"),
        ("YYYY-MM-DD HH:MM", "date"),
        ("m/d/yy h:mm", "date"),
        ("h:mm AM/PM", "time"),
        ("上午/下午h时mm分", "time"),
        ("mm:ss", "time"),
        ("h:mm", "time"),
        ("[h]:mm:ss", "elapsed"),
        ("[mm]:ss", "elapsed"),
        ("[SS]", "elapsed"),
        ("BOOLEAN", "boolean"),
    ],
)
def test_the_kind_of_a_format(code: str, kind: FormatKind) -> None:
    assert number_format(code).kind(1.5) == kind


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("0%;0.00", ("number", "percent", "percent")),
        ("0%;0.00;0", ("number", "number", "percent")),
        ('0;"("0%")";yyyy', ("percent", "date", "number")),
        ("[<1]0.0%;0.00", ("percent", "percent", "number")),
        ("[>=100]0;[<0]0%;yyyy", ("percent", "date", "date")),
        ("[=0]0%;0", ("number", "percent", "number")),
        ("[<>0]0%;0", ("percent", "number", "percent")),
    ],
)
def test_the_section_goes_by_the_number(code: str, kinds: tuple[FormatKind, ...]) -> None:
    assert tuple(number_format(code).kind(number) for number in (-2, 0, 2)) == kinds


DAYS = (*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58)
TIMES = (*range(18, 22), *range(32, 36), 45, 47, 55, 56)


def test_built_in_formats_of_east_asia_show_days() -> None:
    kinds = {number: number_format(code).kind(45_130) for number, code in BUILT_IN.items()}
    assert {number for number, kind in kinds.items() if kind == "date"} == set(DAYS)
    assert {number for number, kind in kinds.items() if kind == "time"} == set(TIMES)
    assert {number for number, kind in kinds.items() if kind == "elapsed"} == {46}
    assert {number for number, kind in kinds.items() if kind == "percent"} == {9, 10}


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("date", 45_496, datetime.datetime(2024, 7, 23)),
        ("date", 45_496.5, datetime.datetime(2024, 7, 23, 12)),
        ("date", 1, datetime.datetime(1900, 1, 1)),
        ("date", 59, datetime.datetime(1900, 2, 28)),
        ("date", 61, datetime.datetime(1900, 3, 1)),
        ("date", 2_958_465, datetime.datetime(9999, 12, 31)),
        ("date", 2_958_466, 2_958_466),
        ("date", 20_240_723, 20_240_723),
        ("date", 1e300, 1e300),
        ("date", -1, -1),
        ("date", 0, "00:00:00"),
        ("time", 0.5, "12:00:00"),
        ("time", 0.999_999_99, "24:00:00"),
        ("time", 45_496.25, datetime.datetime(2024, 7, 23, 6)),
        ("elapsed", 1.5, "36:00:00"),
        ("elapsed", 1e300, 1e300),
        ("percent", 0.5, 0.5),
        ("number", 45_496, 45_496),
    ],
)
def test_what_a_number_shows(kind: FormatKind, number: float, shown: Value) -> None:
    assert shown_as(kind, number) == shown


def test_the_other_date_system() -> None:
    assert shown_as("date", 44_034, DAY_0_OF_1904) == datetime.datetime(2024, 7, 23)
    assert shown_as("date", 1, DAY_0_OF_1904) == datetime.datetime(1904, 1, 2)


@pytest.mark.parametrize("given", ["1", "true", "0"])
def test_a_workbook_says_which_date_system_it_has(tmp_path: Path, given: str) -> None:
    parts = parts_of(
        '<row><c s="1"><v>44034</v></c></row>',
        styles=styles_of(0, 31),
        properties=f'<workbookPr date1904="{given}"/>',
    )
    (cell,) = read_workbook(write_parts(tmp_path / "1904.xlsx", parts))[0].sheets["表"].values()
    year = 2020 if given == "0" else 2024
    assert isinstance(cell.value, datetime.datetime)
    assert (cell.value.year, cell.value.month) == (year, 7)


def test_cells_have_the_format_of_their_style(tmp_path: Path) -> None:
    """Also where the same elements stand for other things in the styles."""
    rows = '<row><c><v>0.5</v></c><c s="1"><v>0.5</v></c><c s="2" t="str"><v>0.5</v></c></row>'
    styles = styles_of(0, '0.0%;[Red]"负"0.0%', "@")
    path = write_parts(tmp_path / "样式.xlsx", parts_of(rows, styles=styles))
    assert list(read_workbook(path)[0].sheets["表"].values()) == [
        CellValue(0.5),
        CellValue(0.5, is_percent=True, number_format='0.0%;[Red]"负"0.0%'),
        CellValue("0.5", number_format="@"),
    ]


def test_without_styles_numbers_are_numbers(tmp_path: Path) -> None:
    parts = parts_of('<row><c s="3"><v>0.5</v></c></row>')
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "/styles", "/theme"
    )
    path = write_parts(tmp_path / "无样式.xlsx", parts)
    assert list(read_workbook(path)[0].sheets["表"].values()) == [CellValue(0.5)]
