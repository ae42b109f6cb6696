"""Files of others that are small to send and large to read, or want to load something."""

import io
import zipfile
from collections.abc import Callable
from functools import partial

import docx
import xlsxwriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.limits.bombs import BOMBS, MB, bomb, lying, overlapping
from tests.sources.made import Rows, saved, word, xls, zipped

ROWS: Rows = (
    ["2023年部门整体支出绩效评价基础数据表"],
    ["项目", "2022年决算数（万元）", "2023年预算数（万元）", "2023年决算数（万元）"],
    ["三公经费", 5.41, 6, 5.5],
    ["公务接待", 1, 2, 3],
)
TABLE = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)


def book() -> bytes:
    """Return a workbook that somebody else made, with a form of ours in it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet("基础数据表")
        amount = made.add_format({"num_format": "0.000"})
        sheet.merge_range("A1:D1", ROWS[0][0])
        for number, row in enumerate(ROWS[1:], 1):
            sheet.write_row(number, 0, row, amount)
        made.define_name("数据", "=基础数据表!$A$1")
    return content.getvalue()


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a package with something else in one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w", 8) as target:
        for part in package.namelist():
            text = package.read(part)
            target.writestr(part, text.replace(old, new, 1) if part == name else text)
    return made.getvalue()


def wide_word(span: int) -> bytes:
    """Return a document with a cell that says it reaches over so many columns."""
    document = docx.Document()
    cell = document.add_table(2, 2).cell(0, 0)
    joined = OxmlElement("w:gridSpan")
    joined.set(qn("w:val"), str(span))
    cell._tc.get_or_add_tcPr().append(joined)
    return saved(document)


def in_one_another(content: bytes, times: int) -> bytes:
    """Return a zip in a zip, so many times."""
    for number in range(times):
        content = zipped({f"{number}.zip": content})
    return content


Made = tuple[str, Callable[[], bytes]]
_ENTITY = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def _books() -> dict[str, Callable[[], bytes]]:
    made: dict[str, Callable[[], bytes]] = {
        name: partial(lambda name: bomb(book(), name), name) for name in BOMBS
    }
    sheet = "xl/worksheets/sheet1.xml"
    return made | {
        "a lie": lambda: lying(bomb(book(), "blanks"), 1_000),
        "overlapping": lambda: overlapping(book(), 100, 5 * MB),
        "overlapping and lying": lambda: lying(overlapping(book(), 100, 5 * MB), 1_000),
        "entities": lambda: with_part(book(), sheet, b"<worksheet", _ENTITY + b"<worksheet"),
        "another file": lambda: with_part(
            book(), sheet, b"<v>6</v>", b"<f>[1]Sheet1!A1</f><v>6</v>"
        ),
        "half": lambda: book()[:2_000],
    }


def _documents() -> dict[str, Callable[[], bytes]]:
    part = "word/document.xml"
    return {
        "entities of a document": lambda: with_part(
            word("文"), part, b"<w:document", _ENTITY + b"<w:document"
        ),
        "a document of depth": lambda: with_part(word("文"), part, b"<w:p>", b"<w:p>" * 200_000),
        "a wide document": lambda: wide_word(1_000_000),
    }


def _pages() -> dict[str, Callable[[], bytes]]:
    reach = "<td colspan=99999 rowspan=99999>1</td>"
    return {
        "a page of depth": ("<table><tr><td>" * 3_000).encode,
        "a wide page": f"<table>{TABLE}<tr>{reach * 300}".encode,
        "a long page": f"<table>{TABLE}{'<tr><td>1</td>' * 210_000}".encode,
    }


def _archives() -> dict[str, Callable[[], bytes]]:
    return {
        "zips in zips": lambda: in_one_another(book(), 6),
        "many files": lambda: zipped({f"{number}.csv": b"a,b" for number in range(1_200)}),
        "much in a zip": lambda: bomb(zipped({"xl/x": b""}), "media"),
        "half of a zip": lambda: zipped({"一.csv": b"a,b\n1,2"})[:-30],
    }


FOREIGN: dict[str, Made] = {
    **{name: ("大.xlsx", make) for name, make in _books().items()},
    **{name: ("大.docx", make) for name, make in _documents().items()},
    **{name: ("大.html", make) for name, make in _pages().items()},
    **{name: ("大.zip", make) for name, make in _archives().items()},
    "a long line": ("大.csv", lambda: b"1," * 3_000_000),
    "many lines": ("大.csv", lambda: "三公经费,1,2\n".encode() * 210_000),
    "one text": ("大.txt", lambda: "支出、一二100万元，".encode() * 500_000),
    "half an old workbook": ("大.xls", lambda: xls(ROWS)[:3_000]),
}
"""What is given to ``import``, by what is hostile about it: its name, and what makes it."""
