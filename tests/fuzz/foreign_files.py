"""Files that others made, as ``import`` is given them, and ways in which they come to be odd."""

import csv
import io
import zipfile
from collections.abc import Callable
from functools import cache
from random import Random

import xlwt
from msgspec.structs import replace

from tests.accounts.random_files import random_files
from tests.fuzz.mutations import (
    STRANGE,
    TYPED,
    as_text,
    cut,
    directory_changed,
    embedded,
    flipped,
    in_xml,
    xml_changed,
    zip_changed,
)
from tests.harvest.foreign import printed, sample
from tests.harvest.made_forms import made_form
from tests.harvest.office_files import as_book, as_page, as_word, boxes
from tests.harvest.seed_document import seed_document
from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.template.template_loading import load_template

_POOL = 8
"""Forms and accounts of each kind: they are changed, so that few of them do."""

_LONGEST_CELL = 30_000

WORDS = (
    *(
        "单位：元",
        "单位：万元",
        "其中：",
        "合计",
        "总分",
        "……",
        "（略）",
        "注：",
        "填表人：甲",
        "是",
    ),
    *("2022年", "2023年度", "第一部分", "一级指标", "决算数", "预算数", "项目", "☑", "指标1："),
    *(
        "自评表",
        "支出决算表",
        "三、",
        "产出指标",
        "三公经费",
        "12.5",
        "1,234.00万元",
        "\t",
        "|",
        "　",
    ),
)
"""What offices write, where it may be of use or not."""


def as_old_book(source: Source) -> bytes:
    """Make an .xls with a sheet for each table, the lines above it in its first rows."""
    book = xlwt.Workbook(encoding="utf-8")
    lines: list[str] = []
    number = 0
    for block in source.blocks:
        if not isinstance(block, Grid):
            lines.append(block.text)
            continue
        number += 1
        sheet = book.add_sheet(f"表{number}")
        for row, text in enumerate(lines):
            sheet.write(row, 0, text[:_LONGEST_CELL])
        for row, col, rows, cols, cell in boxes(block):
            top, text = row + len(lines), cell.text[:_LONGEST_CELL]
            if rows > 1 or cols > 1:
                sheet.write_merge(top, top + rows - 1, col, col + cols - 1, text)
            elif text:
                sheet.write(top, col, text)
        lines = []
    if not number:
        book.add_sheet("文字").write(0, 0, "\n".join(lines)[:_LONGEST_CELL])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_values(source: Source) -> bytes:
    """Make a .csv: every line a row, a merge as one cell and blanks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for block in source.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                writer.writerow(["" if cell.spread_from else cell.text for cell in row])
        else:
            writer.writerow([block.text])
    return buffer.getvalue().encode()


WRITERS: dict[str, Callable[[Source], bytes]] = {
    "docx": as_word,
    "xlsx": as_book,
    "xls": as_old_book,
    "html": as_page,
    "csv": as_values,
}


@cache
def pool() -> tuple[Source, ...]:
    """Return files as others make them: forms, accounts, a report with its forms."""
    hunan, project = load_template("hunan_department"), load_template("national_project")
    sources = [
        seed_document(hunan),
        printed(hunan, sample(hunan, "corrected.json")),
        printed(project, sample(project, "corrected.json")),
    ]
    for seed in range(_POOL):
        sources.append(made_form(hunan, Random(seed)).file)
        sources.append(made_form(project, Random(seed)).file)
        sources += random_files(seed).sources
    return tuple(sources)


@cache
def written(number: int, kind: str) -> bytes:
    """Return one of them as a file."""
    return WRITERS[kind](pool()[number])


def with_typed(source: Source, random: Random) -> tuple[Source, str]:
    """Type something strange into one cell of a table; return it with what was typed."""
    at = random.choice([n for n, block in enumerate(source.blocks) if isinstance(block, Grid)])
    grid = source.blocks[at]
    assert isinstance(grid, Grid)
    filled = [
        (row, col)
        for row, cells in enumerate(grid.rows)
        for col, cell in enumerate(cells)
        if cell.text and cell.spread_from is None
    ]
    place = random.choice(filled)
    text = "".join(char for char in random.choice(TYPED) if char >= " ")
    rows = tuple(
        tuple(
            SourceCell(text, "text" if text else "blank", spread_from=cell.spread_from)
            if place in {(row, col), cell.spread_from}
            else cell
            for col, cell in enumerate(cells)
        )
        for row, cells in enumerate(grid.rows)
    )
    blocks = (*source.blocks[:at], replace(grid, rows=rows), *source.blocks[at + 1 :])
    return replace(source, blocks=blocks), text


def damaged(content: bytes, kind: str, random: Random) -> bytes:
    """Damage a file as transfers, disks and other programs do."""
    ways: list[Callable[[bytes, Random], bytes]] = [flipped, flipped, cut, as_text, embedded]
    if kind in {"docx", "xlsx"}:
        ways += [zip_changed, directory_changed, xml_changed, xml_changed, xml_changed]
    elif kind in {"html", "csv"}:
        ways += [in_xml, coded, with_words]
    return random.choice(ways)(content, random)


def coded(content: bytes, random: Random) -> bytes:
    """Write a text in other characters, or in two kinds of them."""
    text = content.decode("utf-8", "replace")
    half = len(text) // 2
    first, second = (
        text[at].encode(
            random.choice(("gb18030", "utf-16", "utf-16-le", "big5", "utf-8-sig")), "replace"
        )
        for at in (slice(half), slice(half, None))
    )
    whole = random.choice(("gb18030", "utf-16", "utf-16-be", "utf-8-sig", "utf-32"))
    return random.choice((text.encode(whole, "replace"), first + second))


def with_words(content: bytes, random: Random) -> bytes:
    """Put words and strange pieces between others."""
    pieces = content.split(b">" if b"<td" in content else b",")
    sign = b">" if b"<td" in content else b","
    for _ in range(random.randint(1, 12)):
        word = random.choice((*STRANGE, *(word.encode() for word in WORDS)))
        pieces.insert(random.randrange(len(pieces) + 1), word)
    return sign.join(pieces)


def anything(random: Random) -> tuple[str, bytes]:
    """Return a file that nobody planned: lines, tables and spans of anything."""
    kind = random.choice(("html", "csv", "txt", "txt"))
    count = random.choice((3, 30, 300))
    pieces = random.choices((*WORDS, *TYPED), k=count)
    if kind != "html":
        signs = (",", "\t", "\n", "\n", "|", " ", "  ", "；", "：")
        return kind, "".join(p[:500] + random.choice(signs) for p in pieces).encode(
            "utf-8", "replace"
        )
    opened = (
        *("<tr>", "<td>", "<th colspan=3>", "<td rowspan=0>", "<td colspan=99999>", "<table>"),
        *("</table>", "<p>", "<h1>", "<br>", "<td rowspan=-1 colspan=x>", "<td colspan=70000>"),
    )
    body = "".join(random.choice(opened) + piece[:500] for piece in pieces)
    return kind, f"<html><body><table>{body}".encode("utf-8", "replace")


def together(files: dict[str, bytes]) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()
