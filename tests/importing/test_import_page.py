"""The page beside the sources: the colour of every cell says what the record says of it."""

import datetime
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest

from tests.accounts.drawing import Style
from tests.accounts.files import write_docx, write_xlsx
from tests.accounts.layouts import Artist
from tests.accounts.office import make_office
from tests.grids import grid_of, source_of
from tests.harvest.seed_document import seed_document
from xlevaluate.importing.import_page import import_page
from xlevaluate.importing.import_record import ImportRecord, record_of
from xlevaluate.importing.merging import merge
from xlevaluate.importing.recognisers import Asked, harvests_of
from xlevaluate.sources.grid import Source
from xlevaluate.sources.opened_files import read_sources
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission

CREATED = datetime.datetime(2024, 3, 15, 9, 30)


class _Cells(HTMLParser):
    """The classes of the cells of the sources, in their order, with their texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.cells: list[list[str]] = []
        self._is_cell = False
        self.feed(page[page.index("<section>") : page.rindex("<section>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self._is_cell = True
            self.cells.append([dict(attrs).get("class") or "", ""])

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = self._is_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.cells[-1][1] += data


def shown(
    template: Template, sources: tuple[Source, ...]
) -> tuple[ImportRecord, dict[tuple[str, str, str], tuple[str, str]]]:
    """Import files into a blank form; return the record, and class and text of every cell."""
    blank = template.blank()
    reading = read_forms(template, snapshot_of_submission(template, blank))
    harvests = harvests_of(Asked(sources, template, 2023, {"budget": "全年预算"}))
    record = record_of(template, merge(template, reading, harvests), reading, sources, CREATED)
    cells = iter(_Cells(import_page(record, sources)).cells)
    return record, {
        (source.name, grid.place, grid.address(row, column)): (state, text)
        for source in sources
        for grid in source.grids()
        for row, line in enumerate(grid.rows)
        for column, cell in enumerate(line)
        if cell.spread_from is None
        for state, text in [next(cells)]
    }


def told(record: ImportRecord, states: Iterable[str]) -> set[tuple[str, str]]:
    """Return file and address of every cell of which the record says one of some states."""
    return {
        (at.file, address)
        for line in record.lines
        if line.state in states
        for at in line.stood
        for address in at.address.split("、")
    }


Files = tuple[tuple[Source, ...], set[tuple[str, str]]]
"""Sources with a table each, and the cells that were drawn as figures, by file and address."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Tables with numbers of rows and columns, and with codes."""
    folder = tmp_path_factory.mktemp("page")
    artist = Artist(make_office(2023, 7), Style())
    overall, economic = artist.overall(full=True), artist.economic()
    write_xlsx(folder / "总表.xlsx", [overall])
    write_docx(folder / "基本支出.docx", [economic], "青山县水利局2023年度部门决算")
    sources, figures = [], set()
    for name, table in (("总表.xlsx", overall), ("基本支出.docx", economic)):
        (source,) = read_sources(folder / name)
        (grid,) = source.grids()
        sources.append(source)
        figures |= {
            (name, grid.address(row, column))
            for row, line in enumerate(table.rows)
            for column, text in enumerate(line)
            if re.fullmatch(r"[\d,]+\.\d\d", text)
        }
    return tuple(sources), figures


def test_cells_of_accounts_have_the_colours_of_the_record(template: Template, files: Files) -> None:
    sources, figures = files
    record, cells = shown(template, sources)
    states = {(file, address): state for (file, _, address), (state, _) in cells.items()}
    for state in ("placed", "proposed"):
        coloured = {at for at, is_ in states.items() if is_ == state}
        assert coloured == told(record, [state])
        assert len(coloured) > 5
    assert {at for at, state in states.items() if state} == figures  # no code, no number of a row
    assert set(states.values()) == {"", "placed", "proposed", "unplaced"}
    told_left = [line for line in record.lines if line.state == "unplaced"]
    assert len(told_left) == len(sources)


def test_cells_of_forms_have_the_colours_of_the_record(template: Template) -> None:
    source = seed_document(template)
    grids = {grid.place for grid in source.grids()}
    record, cells = shown(template, (source,))
    first: dict[tuple[str, str], str] = {}
    for line in record.lines:
        for at in line.stood or line.origins:
            if at.place in grids:
                for address in at.address.split("、"):
                    first.setdefault((at.place, address), line.state)  # the gravest comes first
    drawn = {(place, at): state for (_, place, at), (state, _) in cells.items()}
    assert {at: drawn[at] for at in first if at in drawn} == {
        at: state for at, state in first.items() if at in drawn
    }
    assert sum(state == "placed" for state in drawn.values()) > 50
    assert {at for at, state in drawn.items() if state == "placed"} <= set(first)


def test_a_table_over_two_pages_and_a_sheet_with_a_comma_in_its_name(template: Template) -> None:
    drawn = Artist(make_office(2023, 7), Style()).expenditure()
    head = next(n for n, row in enumerate(drawn.rows) if row[0] == "科目编码")
    at = next(n for n, row in enumerate(drawn.rows) if row[0] == "合计")
    second = [*drawn.rows[head:at], *drawn.rows[at + 1 :]]
    pages = [grid_of(drawn.rows[: at + 1]), grid_of(second, place="第2张表")]
    _, cells = shown(template, (source_of(*pages),))
    first = {state for (_, place, _), (state, _) in cells.items() if place == pages[0].place}
    other = {state for (_, place, _), (state, _) in cells.items() if place == "第2张表"}
    assert "placed" in first
    assert other == {"", "unplaced"}
    sheet = grid_of(drawn.rows, place="工作表“收入、支出”")
    _, cells = shown(template, (source_of(sheet),))
    assert "placed" in {state for state, _ in cells.values()}
