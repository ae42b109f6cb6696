"""PDF files: what is ruled is a table, figures broken over lines are whole, nothing is guessed.

The pages are written by hand, in the standard's own fonts, which hold no Chinese.
"""

import importlib.util

import pytest

from tests.sources.made import read, texts
from xlevaluate.sources.grid import Line

Rows = list[list[str]]
HEAD = ["Item", "Budget", "Final"]
FONTS = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def drawn(rows: Rows, *, ruled: bool) -> bytes:
    """Return what draws rows of cells; a text of two lines stands in two."""
    shown = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            left, top = 50 + 120 * column, 760 - 30 * number
            if ruled:
                shown.append(f"{left} {top - 30} 120 30 re S")
            for line, part in enumerate(text.split("\n")):
                place = f"{left + 4} {top - 12 - 12 * line}"
                shown.append(f"BT /F1 10 Tf {place} Td ({part}) Tj ET")
    shown.append("BT /F1 10 Tf 50 800 Td (Table 3) Tj ET" if not ruled else "")
    return "\n".join(shown).encode()


def pdf(*pages: bytes) -> bytes:
    """Return a PDF of pages, given what draws them."""
    first = 3
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
    ]
    for index, page in enumerate(pages):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<<%s>>>>"
            % (first + 2 * index + 1, FONTS),
            b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        ]
    content, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))
    return content + head + tail


def test_rules_say_what_belongs_to_a_cell() -> None:
    rows = [HEAD, ["Travel", "", "2,900.1\n2"], ["All", "1", "0.5"]]
    source = read(pdf(drawn(rows, ruled=True)))
    (grid,) = source.grids()
    assert grid.place == "第1张表（第1页）"
    assert texts(grid) == [HEAD, ["Travel", "", "2,900.12"], rows[2]]
    assert "按框线还原" in source.problems[0]


def test_a_table_goes_on_over_pages_whether_its_head_is_repeated_or_not() -> None:
    pages = [[HEAD, ["A", "1", "2"]], [HEAD, ["B", "3", "4"]], [["C", "5", "6"], ["D", "7", "8"]]]
    (grid,) = read(pdf(*(drawn(page, ruled=True) for page in pages))).grids()
    assert texts(grid) == [HEAD, ["A", "1", "2"], ["B", "3", "4"], *pages[2]]


def test_what_is_not_ruled_stays_lines() -> None:
    source = read(pdf(drawn([HEAD, ["Travel", "", "0.20"]], ruled=False)))
    assert not source.grids()
    assert source.blocks[0] == Line("Table 3", page=1)
    assert source.blocks[-1] == Line("Travel 0.20", page=1)


def test_pages_without_text_are_told_of() -> None:
    source = read(pdf(drawn([HEAD, HEAD], ruled=True), b""))
    assert any("第2页没有文字" in problem for problem in source.problems)


def test_without_the_optional_package_only_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", {}.get)
    source = read(pdf(drawn([HEAD, ["All", "1", "2"]], ruled=True)))
    assert not source.grids()
    assert source.blocks
    assert "xlevaluate[pdf]" in source.problems[0]
