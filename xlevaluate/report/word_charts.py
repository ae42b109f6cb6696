"""The charts as an annex of the report: the same as in the workbook, in a table without borders.

Each chart is a drawing part of the document, with the small workbook of its figures beside it,
as Word keeps them, so that “edit data” has something to edit.
"""

import html
import re

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap
from docx.oxml.xmlchemy import BaseOxmlElement

from xlevaluate.form.chart_definition import rows_of
from xlevaluate.report.chart_annex import Charts
from xlevaluate.workbook.chart_drawing import embedded_chart

_LINE = 17.5
"""Points of a line of ``charts.toml``: with the annex's title, all charts fill one page."""

_BETWEEN, _BORDERS = 6.0, 2.0
_EMU = 12700
"""To a point."""

_FIRST_ID = 9000
"""Ids of drawings are unique in a document."""

_PRINT_SETTINGS = re.compile(rb"<c:printSettings>.*?</c:printSettings>", re.DOTALL)

_DATA = "rId1"
"""What a chart calls the workbook of its figures."""


def charts_table(document: Document, given: Charts, width: int, style: str) -> BaseOxmlElement:
    """Put charts into a document, and return the table that shows them.

    ``width`` is the page's in twentieths of a point, ``style`` that of the paragraphs.
    """
    charts = iter(enumerate(given.charts, 1))
    whole_width = width / 20 - _BORDERS
    rows = []
    for line in rows_of(tuple(chart.definition for chart in given.charts)):
        whole = line[0].width == "whole"
        points = whole_width if whole else (whole_width - _BETWEEN) / 2
        cells = []
        for definition in line:
            number, chart = next(charts)
            height = definition.lines * _LINE
            made = embedded_chart(chart, given.figures, points, height)
            relation = _add(document, number, *made)
            name = given.figures.form.labels.fill(definition.title, given.figures.value)
            drawing = _drawing(number, relation, name, points, height)
            cells.append(f"<w:p>{_styled(style)}{drawing}</w:p>")
        rows.append(cells if whole else [*cells, f"<w:p>{_styled(style)}</w:p>"][:2])
    return _table(rows, width)


def _styled(style: str) -> str:
    """Return properties with lines as high as what stands in them; a form's have a height."""
    line = '<w:spacing w:line="240" w:lineRule="auto"/>'
    return f'<w:pPr><w:pStyle w:val="{html.escape(style)}"/>{line}</w:pPr>'


def _add(document: Document, number: int, drawn: bytes, data: bytes) -> str:
    """Add a chart and its data as parts; return the id of the relationship with the document."""
    package = document.part.package
    name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    workbook = Part(name, CONTENT_TYPE.SML_SHEET, data, package)
    external = f'<c:externalData r:id="{_DATA}"><c:autoUpdate val="0"/></c:externalData>'
    drawn = _PRINT_SETTINGS.sub(external.encode(), drawn)
    name = PackURI(f"/word/charts/chart{number}.xml")
    chart = Part(name, CONTENT_TYPE.DML_CHART, drawn, package)
    chart.load_rel(RELATIONSHIP_TYPE.PACKAGE, workbook, _DATA)
    return document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)


def _drawing(number: int, relation: str, title: str, width: float, height: float) -> str:
    """Return a run with a chart in it."""
    name = html.escape(title)
    return (
        "<w:r><w:drawing>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"/>'
        f'<wp:docPr id="{_FIRST_ID + number}" name="{name}" descr="{name}"/>'
        "<wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{nsmap["c"]}"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _table(rows: list[list[str]], width: int) -> BaseOxmlElement:
    """Return a table of two columns, in which a row of one cell spans both."""
    half = width // 2
    lines = ""
    for cells in rows:
        span = 2 // len(cells)
        wide = f'<w:tcW w:w="{half * span}" w:type="dxa"/><w:gridSpan w:val="{span}"/>'
        body = "".join(f"<w:tc><w:tcPr>{wide}</w:tcPr>{cell}</w:tc>" for cell in cells)
        lines += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{body}</w:tr>"
    below = round(_BETWEEN * 20)
    return parse_xml(
        f"<w:tbl {nsdecls('w', 'wp', 'a', 'c', 'r')}><w:tblPr>"
        f'<w:tblW w:w="{half * 2}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:bottom w:w="{below}" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        f'</w:tblPr><w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid>'
        f"{lines}</w:tbl>"
    )
