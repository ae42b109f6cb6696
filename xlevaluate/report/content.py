"""All that a report says, before it is a document or a page."""

from msgspec import Struct

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.figures import Figures
from xlevaluate.form.printing import printed
from xlevaluate.report.annex import Annex, explanations_annex, make_annex
from xlevaluate.report.chart_annex import Charts, charts_of
from xlevaluate.sentences.outline import Gap, Paragraph, write_narrative
from xlevaluate.sentences.title import Title
from xlevaluate.template.laid_out import lay_out_all

DRAFT = "（草稿）"
"""Stands over the title of a report on figures that still hold errors."""


class ReportContent(Struct, frozen=True):
    """A report: title, text, signature and annexes; ``gaps`` are the sentences it lacks.

    ``date`` is when the forms were filled in, in words, ``""`` where that is blank.
    """

    title: Title
    draft: bool
    paragraphs: tuple[Paragraph, ...]
    annexes: tuple[Annex, ...]
    unit: str
    date: str
    gaps: tuple[Gap, ...]
    charts: Charts | None = None
    """What the last annex shows, where one with charts is wanted; a page only says where it is."""
    number: str = ""
    """发文字号 of a letter, over its title."""
    addressee: str = ""
    """主送机关 of a letter."""
    note: str = ""
    """附注 of a letter, under the date: whom to ask."""

    @property
    def annex_list(self) -> tuple[str, ...]:
        """The lines 附件：1.… that follow the text; one alone has no number (GB/T 9704)."""
        if len(self._titles) == 1:
            return (f"附件：{self._titles[0]}",)
        return tuple(
            f"{'附件：' if number == 1 else '　　　'}{number}.{title}"
            for number, title in enumerate(self._titles, 1)
        )

    @property
    def annex_labels(self) -> tuple[str, ...]:
        """What stands at the head of each annex: 附件1 …; 附件 where there is only one."""
        count = len(self._titles)
        return ("附件",) if count == 1 else tuple(f"附件{number + 1}" for number in range(count))

    @property
    def _titles(self) -> tuple[str, ...]:
        last = (self.charts.title,) if self.charts else ()
        return (*(annex.title for annex in self.annexes), *last)


def report_content(
    evaluation: Evaluation, *, draft: bool = False, charts: bool = False
) -> ReportContent:
    """Return what the report of an evaluation says.

    Raises ``CannotDoError`` where the unit or the year is blank, a row of the outline is wrong, or
    charts are wanted where the template has none.
    """
    template = evaluation.subject.template
    submission = template.completed(evaluation.subject.submission)
    figures = Figures(template.form, submission)
    narrative = write_narrative(
        figures,
        template.profile,
        submission.outline or (),
        dict(evaluation.subject.reading.places),
        template.title,
        template.outline_definition.empty,
    )
    projects = evaluation.subject.projects.values()
    blank = {number for number, project in enumerate(projects) if project.is_untouched}
    annexes = [
        make_annex(item.page, item.figures, item.template)
        for item in lay_out_all(template, submission, on_paper=True)
        if item.page.sheet.annex and item.project not in blank
    ]
    explained = explanations_annex(evaluation)
    date = figures.with_role("filing_date")
    return ReportContent(
        title=narrative.title,
        draft=draft,
        paragraphs=narrative.paragraphs,
        annexes=(*annexes, *([explained] if explained else [])),
        unit=figures.text("unit_name") or "",
        date="" if date is None else printed(date, "date"),
        gaps=narrative.gaps,
        charts=charts_of(template, figures) if charts else None,
    )
