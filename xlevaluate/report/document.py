"""The report as a Word document: narrative, then the forms as annexes on pages of their own."""

import io
from pathlib import Path

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.report.annex import Annex
from xlevaluate.report.base import LINE
from xlevaluate.report.chart_annex import Charts
from xlevaluate.report.content import DRAFT, ReportContent, report_content
from xlevaluate.report.one_page import Room, on_one_page
from xlevaluate.report.signing import signature_indents
from xlevaluate.report.word_base import as_lengths, open_base, style_ids
from xlevaluate.report.word_charts import charts_table
from xlevaluate.report.word_table import STYLES, TABLE, word_end, word_joint, word_table
from xlevaluate.report.word_xml import add, add_text, paragraph
from xlevaluate.sentences.outline import Gap
from xlevaluate.sentences.title import title_lines

BASE = "report.docx"
"""The Word base in a template's folder."""

_LEVELS = {0: "Normal", 1: "heading 1", 2: "heading 2", 3: "heading 3"}
_ANNEX_STYLES = ("附件说明", "落款", "附件序号", "附件标题", "表注")

_SHORT = 140
"""A last paragraph of fewer characters goes with the signature, lest that stand on a page alone."""

_PROPERTY = 255
"""Characters that a property of a document can hold."""

_CHARACTER = 320
"""A character of the text in twentieths of a point."""


def make_report(
    evaluation: Evaluation, *, draft: bool = False, charts: bool = False
) -> tuple[bytes, tuple[Gap, ...]]:
    """Return the report as .docx, and the sentences it had to do without.

    A ``draft`` says so above its title. With ``charts`` the last annex holds the charts.
    The same submission gives the same bytes. Raises ``CannotDoError`` where the unit or the year
    is blank, where a row of the outline is wrong, or where the Word base cannot be used.
    """
    content = report_content(evaluation, draft=draft, charts=charts)
    return as_document(content, evaluation.subject.template.folder / BASE), content.gaps


def open_report_base(base: Path) -> Document:
    """Open a Word base; raises ``CannotDoError`` where it lacks what a report needs."""
    paragraphs = (*_LEVELS.values(), "Title", *_ANNEX_STYLES, *STYLES.values())
    return open_base(base, paragraphs, (TABLE,))


def as_document(content: ReportContent, base: Path) -> bytes:
    """Write a report into a copy of a Word base."""
    document = open_report_base(base)
    writer = _Writer(document)
    writer.body(content)
    writer.signature(content)
    for label, annex in zip(content.annex_labels, content.annexes, strict=False):
        writer.annex(annex, label)
    if content.charts is not None:
        writer.charts(content.charts, content.annex_labels[-1])
    _sign(document, content)
    stream = io.BytesIO()
    document.save(stream)
    return rewritten(stream.getvalue())


class _Writer:
    """Writes at the end of a document, in the styles of its base."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.style_id = style_ids(document)

    def paragraph(self, text: str, style: str) -> BaseOxmlElement:
        """Write a paragraph and return its properties."""
        made, properties = paragraph(self.style_id(style))
        if text:
            add_text(made, text)
        self.block(made)
        return properties

    def block(self, made: BaseOxmlElement) -> None:
        """Write a paragraph or a table before the properties of the last section."""
        self.document.element.body.sectPr.addprevious(made)

    def body(self, content: ReportContent) -> None:
        """Write the title, the text, and the list of annexes."""
        if content.draft:
            add(self.paragraph(DRAFT, "表注"), "jc", val="center")
        if content.number:
            self.paragraph(content.number, "落款")
            self.paragraph("", "落款")
        self.paragraph("\n".join(title_lines(content.title)), "Title")
        if content.addressee:
            properties = self.paragraph(f"{content.addressee}：", _LEVELS[0])
            add(properties, "ind", firstLineChars=0, firstLine=0)
        for part in content.paragraphs:
            properties = self.paragraph(part.text, _LEVELS[part.level])
            if part is content.paragraphs[-1] and len(part.text) < _SHORT:
                add(properties, "keepNext")
        for line in ("", *content.annex_list):
            add(self.paragraph(line, "附件说明"), "keepNext")

    def signature(self, content: ReportContent) -> None:
        """Sign with the unit's name over the date of filing, where that is filled in."""
        if not content.date:
            return
        indents = signature_indents(content.unit, content.date)
        add(self.paragraph("", "落款"), "keepNext")
        for text, indent in ((content.unit, indents.unit), (content.date, indents.date)):
            properties = self.paragraph(text, "落款")
            add(properties, "keepNext")
            add(properties, "ind", right=round(indent * _CHARACTER))
        if content.note:
            self.paragraph(f"（{content.note}）", _LEVELS[0])

    def annex(self, annex: Annex, label: str) -> None:
        """Write an annex on pages of its own, and on one where it can be read."""
        annex, size = on_one_page(annex, _upright_room(self.document), LINE)
        width = self._begin_annex(annex.title, label, landscape=annex.landscape)
        for text in annex.above:
            self.paragraph(text, "表注")
        for index, table in enumerate(annex.tables):
            if index:
                self.block(word_joint())
            self.block(word_table(table, width.twips, self.style_id, size))
        for text in annex.below:
            self.paragraph(text, "表注")
        if not annex.below:
            self.block(word_end(self.style_id))

    def charts(self, charts: Charts, label: str) -> None:
        """Write the annex of charts."""
        width = self._begin_annex(charts.title, label, landscape=False)
        style = self.style_id(STYLES["center"])
        self.block(charts_table(self.document, charts, width.twips, style))
        self.block(word_end(self.style_id))

    def _begin_annex(self, title: str, label: str, *, landscape: bool) -> Length:
        width = _begin_section(self.document, landscape=landscape)
        self.paragraph(label, "附件序号")
        self.paragraph(title, "附件标题")
        return width


def _upright_room(document: Document) -> Room:
    """Return what an upright page of the document has for text."""
    page = document.sections[0]
    width, height, *margins = as_lengths(
        *(page.page_width, page.page_height, page.left_margin, page.right_margin),
        *(page.top_margin, page.bottom_margin),
    )
    left, right, top, bottom = margins
    return Room(Length(width - left - right).twips, Length(height - top - bottom).twips)


def _begin_section(document: Document, *, landscape: bool) -> Length:
    """Begin a page of the same paper and margins as the first; return its text's width.

    A page on its side is the upright one turned clockwise: what is at its left is on top.
    """
    first = document.sections[0]
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _end_in_last_line(document)
    width, height = as_lengths(first.page_width, first.page_height)
    top, right, bottom, left, footer = as_lengths(
        first.top_margin,
        first.right_margin,
        first.bottom_margin,
        first.left_margin,
        first.footer_distance,
    )
    above_number = bottom - footer
    if landscape:
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Length(max(0, bottom - above_number))
    # Neither a first page of its own, nor page numbers from 1 again.
    section.different_first_page_header_footer = False
    properties = document.element.body.sectPr
    for numbering in properties.findall(qn("w:pgNumType")):
        numbering.attrib.pop(qn("w:start"), None)
    return Length(width - left - right)


def _end_in_last_line(document: Document) -> None:
    """Let a section end in its last paragraph, not in a line more, which may want a page more."""
    *_, last, ending, _ = document.element.body
    if last.tag == qn("w:p"):
        last.get_or_add_pPr().append(ending.pPr.sectPr)
        ending.getparent().remove(ending)


def _sign(document: Document, content: ReportContent) -> None:
    """Say whose the report is."""
    properties = document.core_properties
    properties.title, properties.author = content.title.text[:_PROPERTY], content.unit[:_PROPERTY]
    properties.language = "zh-CN"
