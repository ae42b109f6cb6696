"""The report as a Word document: narrative, then the forms as annexes on pages of their own."""

import io
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Twips

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation import Evaluation
from xlevaluate.form.form import Figures
from xlevaluate.form.layout import lay_out
from xlevaluate.form.printing import printed
from xlevaluate.packages import rewritten
from xlevaluate.report import base
from xlevaluate.report.annex import Annex, explanations_annex, make_annex
from xlevaluate.report.charts import charts_annex
from xlevaluate.report.narrative import Gap, Narrative, write_narrative

_STYLES = {0: "Normal", 1: "heading 1", 2: "heading 2", 3: "heading 3"}


DRAFT = "（草稿）"
"""Stands over the title of a report on figures that still hold errors."""


def make_report(
    evaluation: Evaluation, *, draft: bool = False, charts: bool = False
) -> tuple[bytes, tuple[Gap, ...]]:
    """Return the report as .docx, and the sentences it had to do without.

    A ``draft`` says so above its title. With ``charts`` the last annex holds the charts.
    The same submission gives the same bytes. Raises ``CannotDoError`` where the unit or the year
    is blank, where a row of the outline is wrong, or where the Word base cannot be used.
    """
    template = evaluation.subject.template
    submission = template.completed(evaluation.subject.submission)
    figures = Figures(template.form, submission)
    narrative = write_narrative(
        figures,
        template.profile,
        submission.outline or (),
        dict(evaluation.subject.reading.places),
    )
    pages = lay_out(template.form, submission, template.printed, spare=False)
    annexes = [
        make_annex(
            page,
            figures,
            template,
            base.LANDSCAPE_WIDTH if page.sheet.orientation == "landscape" else base.PORTRAIT_WIDTH,
        )
        for page in pages
        if page.sheet.annex
    ]
    explained = explanations_annex(evaluation, base.PORTRAIT_WIDTH)
    annexes += [explained] if explained else []
    document = _open(template.folder / "report.docx")
    annexes += [charts_annex(document, evaluation)] if charts else []
    _write_body(document, narrative, annexes, draft=draft)
    _write_signature(document, figures)
    for number, annex in enumerate(annexes, 1):
        _write_annex(document, annex, number)
    document.core_properties.title = narrative.title
    document.core_properties.author = str(figures.value("单位名称"))
    stream = io.BytesIO()
    document.save(stream)
    return rewritten(stream.getvalue()), narrative.gaps


def _open(path: Path) -> Document:
    try:
        document = docx.Document(str(path))
    except Exception as error:
        raise CannotDoError(
            f"报告样式文件 {path.name} 打不开，请恢复模板文件夹中的原文件。"
        ) from error
    lacking = [
        name for name in (*_STYLES.values(), "Title", *_ANNEX_STYLES) if name not in document.styles
    ]
    if lacking:
        raise CannotDoError(
            f"报告样式文件 {path.name} 缺少样式：{'、'.join(lacking)}。请补上后再试。"
        )
    return document


_ANNEX_STYLES = ("附件说明", "落款", "附件序号", "附件标题", "表注", "表格居中", "表格文字", "表格")


def _write_body(
    document: Document, narrative: Narrative, annexes: list[Annex], *, draft: bool
) -> None:
    for paragraph in document.element.body.p_lst:
        document.element.body.remove(paragraph)
    if draft:
        document.add_paragraph(DRAFT, "Title")
    document.add_paragraph(narrative.title, "Title")
    for part in narrative.paragraphs:
        document.add_paragraph(part.text, _STYLES[part.level])
    document.add_paragraph("", "附件说明")
    for number, annex in enumerate(annexes, 1):
        lead = "附件：" if number == 1 else "\u3000\u3000\u3000"
        document.add_paragraph(f"{lead}{number}.{annex.title}", "附件说明")


def _write_signature(document: Document, figures: Figures) -> None:
    """Sign with the unit's name over the date of filing, where that is filled in."""
    date = figures.value("填报日期")
    if date is None:
        return
    document.add_paragraph("", "落款")
    document.add_paragraph(str(figures.value("单位名称")), "落款")
    document.add_paragraph(printed(date, "date"), "落款")


def _write_annex(document: Document, annex: Annex, number: int) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    width, height = base.PAGE_WIDTH, base.PAGE_HEIGHT
    top, right, bottom, left = base.TOP, base.RIGHT, base.BOTTOM, base.LEFT
    if annex.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
        top, right, bottom, left = left, bottom, right, top
    else:
        section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    section.top_margin, section.bottom_margin = Twips(top), Twips(bottom)
    section.left_margin, section.right_margin = Twips(left), Twips(right)
    section.footer_distance = Twips(base.FOOTER if not annex.landscape else 850)
    document.add_paragraph(f"附件{number}", "附件序号")
    document.add_paragraph(annex.title, "附件标题")
    for text in annex.above:
        document.add_paragraph(text, "表注")
    body = document.element.body
    body.insert(len(body) - 1, annex.table)
    for text in annex.below or ("",):
        document.add_paragraph(text, "表注")
