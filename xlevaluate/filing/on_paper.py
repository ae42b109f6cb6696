"""What an office hands in on paper: both official forms and the report, as one PDF."""

import datetime

from msgspec import Struct

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.file_names import as_file_name
from xlevaluate.report.content import DRAFT, report_content
from xlevaluate.report.document import BASE, as_document
from xlevaluate.report.pdf import joined_as_pdf
from xlevaluate.workbook.filed_values import make_values


class Paper(Struct, frozen=True):
    """The PDF, and its name by unit and year; with errors in the workbook it is a draft."""

    name: str
    content: bytes


def on_paper(evaluation: Evaluation, *, created: datetime.datetime) -> Paper:
    """Print the forms, then the report.

    Raises ``CannotDoError`` where there is no program for it, or it does not do it.
    """
    subject, errors = evaluation.subject, evaluation.count("error")
    mark = DRAFT if errors else ""
    forms = make_values(subject.template, subject.submission, created=created, mark=mark)
    content = report_content(evaluation, draft=bool(errors))
    report = as_document(content, subject.template.folder / BASE)
    stem = f"{_stem(evaluation)}自评材料{mark}"
    printed = joined_as_pdf(stem, (f"自评表式{mark}", forms), (f"自评报告{mark}", report))
    return Paper(f"{stem}.pdf", printed)


def _stem(evaluation: Evaluation) -> str:
    figures = evaluation.subject.figures
    unit, year = figures.text("unit_name") or "", figures.year
    return f"{as_file_name(unit)}{f'{year}年度' if year else ''}"
