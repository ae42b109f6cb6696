"""A row inserted by a user, with every sheet protected, is a row like those beside it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import CREATED
from tests.hands.hand import Hands
from tests.hunan import MODEL
from tests.live.libreoffice.office import Office, Workbook
from tests.waiting import happens
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook

pytestmark = pytest.mark.libreoffice

FORM, TEXTS = "自评表", "文字材料"
CHECK, WIDTH = 10, 11


def hands_on(workbook: Workbook) -> Hands:
    return Hands(workbook, workbook.document)


def line(workbook: Workbook, row: int) -> list[Any]:
    cells = workbook.document.Sheets.getByName(FORM)
    return [cells.getCellByPosition(col, row - 1) for col in range(WIDTH)]


def texts(workbook: Workbook, row: int) -> list[str]:
    return [cell.String for cell in line(workbook, row)]


def looks(workbook: Workbook, row: int) -> list[tuple[object, ...]]:
    """Colour, lock, format of numbers and what may be typed, cell by cell."""
    return [
        (
            cell.CellBackColor,
            cell.CellProtection.IsLocked,
            cell.NumberFormat,
            cell.Validation.Type.value,
            cell.CharWeight,
        )
        for cell in line(workbook, row)
    ]


def filled_up(workbook: Workbook, row: int) -> list[str]:
    """Return a row's texts, as soon as its hidden word is there."""
    happens(lambda: bool(texts(workbook, row)[9]))
    return texts(workbook, row)


@pytest.fixture(scope="module")
def workbook(office: Office, template: Template, tmp_path_factory: Any) -> Iterator[Workbook]:
    path = tmp_path_factory.mktemp("inserted") / "单位.xlsm"
    text = (template.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    sample = MODEL.model_validate_json(text)
    content, _ = make_workbook(template, sample, created=CREATED, macros="libreoffice")
    path.write_bytes(content)
    with office.opened(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("at", "like", "labels"),
    [
        ("C19", 18, ["产出指标", "数量指标"]),  # between two kinds: it belongs to the one above
        ("C18", 17, ["产出指标", "数量指标"]),
        ("C16", 17, ["产出指标", "数量指标"]),  # under the heads
        ("C26", 25, ["产出指标", "成本指标"]),  # above the first of another dimension
    ],
)
def test_it_is_full_as_soon_as_it_is_there(
    at: str, like: int, labels: list[str], workbook: Workbook
) -> None:
    row, sheet = int(at[1:]), workbook.document.Sheets.getByName(FORM)
    hands, before, look = hands_on(workbook), texts(workbook, row), looks(workbook, like)
    hands.insert_row(FORM, at)
    assert filled_up(workbook, row) == [*labels, *[""] * 7, labels[1], ""]
    assert looks(workbook, row) == look
    assert sheet.isProtected()
    for col, text in zip("CDEF", ("新指标", "≥200次", "100次", "6"), strict=True):
        hands.type(FORM, f"{col}{row}", text)
    assert texts(workbook, row)[6] == "3"
    assert "得分低于分值" in texts(workbook, row)[CHECK]
    assert workbook.named("产出指标_已填分值").Value == 56
    for _ in range(5):
        hands.command("Undo")
    assert texts(workbook, row) == before
    assert sheet.isProtected()


def test_rows_of_a_list_are_numbered_on(workbook: Workbook) -> None:
    head = workbook.named("职能职责_内容").CellAddress
    sheet, row = workbook.document.Sheets.getByName(TEXTS), head.Row + 2
    hands_on(workbook).insert_row(TEXTS, f"B{row + 1}")
    numbers = [sheet.getCellByPosition(0, row + n) for n in range(-1, 2)]
    happens(lambda: bool(numbers[1].String))
    assert [cell.String for cell in numbers] == ["1", "2", "3"]
    hands_on(workbook).command("Undo")
    assert sheet.getCellByPosition(0, row).String == "2"
