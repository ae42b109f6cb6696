"""What no office program stops a user from typing, in the open workbook and in files.

The stand-in for the open workbook answers as Excel does with numbers that are no days.
"""

import datetime
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.fuzz.bases import Base, base_of
from tests.fuzz.judge import faults, run
from tests.fuzz.mutations import packed, unpacked
from tests.live.open_book import OpenBook
from xlevaluate.live.book import evaluate_book
from xlevaluate.live.buttons import COMMANDS, perform

DATE = ".basic_data.filing.date"
DAYS: dict[str, tuple[Any, str]] = {
    "digits of a day": (20240723, ""),
    "before the first day": (-1, ""),
    "the day 0": (0, ""),
    "in 1899": ("1899-12-30", "1899-12-30"),
    "in 9999": (2958465, "9999-12-31"),
    "after 9999": (2958466, ""),
    "without end": (1e300, ""),
    "a day": (45496, "2024-07-23"),
}
"""What is typed into a date's cell, and the day that is read; “” where it is told to be none."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return base_of("hunan_department", tmp_path_factory.mktemp("hunan"))


@pytest.fixture(scope="module")
def cell(base: Base) -> tuple[str, str]:
    """The part and the address of the cell of a date."""
    (found,) = (place for place, path in base.paths.items() if path == DATE)
    return found


@pytest.mark.parametrize("name", DAYS)
def test_a_day_in_a_file_is_read_or_told(
    name: str, base: Base, cell: tuple[str, str], tmp_path: Path
) -> None:
    typed, day = DAYS[name]
    part, address = cell
    parts, file = unpacked(base.content), tmp_path / "表.xlsx"
    kind = "str" if isinstance(typed, str) else "n"
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode())
    new = rf'<c r="{address}"\1 t="{kind}"><v>{typed}</v></c>'.encode()
    parts[part], count = pattern.subn(new, parts[part])
    assert count == 1
    file.write_bytes(packed(parts))
    answer = run("dump", str(file))
    assert list(faults(answer)) == []
    said = re.search(r'"date": (null|"[^"]*")', answer.out)
    assert said is not None
    if day:
        assert said[1] == f'"{day}"'
    else:
        assert said[1] == "null"
        assert address in answer.talk


@pytest.mark.parametrize("name", DAYS)
def test_a_day_in_the_open_workbook_stops_no_button(
    name: str, base: Base, cell: tuple[str, str], tmp_path: Path
) -> None:
    typed, day = DAYS[name]
    book = OpenBook(base.content, tmp_path / "表.xlsx", "yes")
    (target,) = (item.refers_to for item in book.names if item.name == "填报日期")
    place = book.sheets[target.split("'")[1]].range(cell[1])
    # Excel hands on a day where there is one; else the number.
    is_day = day and not isinstance(typed, str)
    place.value = [[datetime.datetime.fromisoformat(day) if is_day else typed]]
    for command in ("check", "next_finding", "report"):
        said = perform(command, book)
        assert "程序内部出错" not in said, (command, said)
    evaluation = evaluate_book(book)[1]
    read = evaluation.subject.figures.value("填报日期")
    assert str(read or "") == day
    if not day:
        assert any(cell[1] in told.message for told in evaluation.findings)


@pytest.mark.parametrize(
    "name",
    [
        "https://d.docs.live.net/1234/表.xlsx",
        "https://某局.sharepoint.com/sites/财务/表.xlsx",
    ],
)
def test_a_workbook_on_the_web_is_read_and_nothing_is_written_beside_it(
    name: str, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OneDrive and SharePoint: Excel gives an address for a path."""
    monkeypatch.chdir(tmp_path)
    book = OpenBook(base.content, tmp_path / "表.xlsx", "yes")
    book.fullname = name
    for command in COMMANDS:
        said = perform(command, book)
        assert "程序内部出错" not in said, (command, said)
        if command in {"report", "export", "repair"}:
            assert "请先另存到这台电脑的一个文件夹" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "refers_to"),
    [("年度", "=Chart1!$A$1"), ("年度", "='[别.xlsx]表'!$A$1"), ("总分", "=#REF!"), ("年度", "=")],
)
def test_a_name_that_leads_nowhere_is_told(
    name: str, refers_to: str, base: Base, tmp_path: Path
) -> None:
    """On a chart's sheet, in another workbook, nowhere."""
    book = OpenBook(base.content, tmp_path / "表.xlsx", "yes")
    kept = [item for item in book.names if item.name != name]
    assert len(kept) == len(book.names) - 1
    book.names = [*kept, SimpleNamespace(name=name, refers_to=refers_to)]
    assert "程序内部出错" not in perform("check", book)
    assert name in perform("report", book)
