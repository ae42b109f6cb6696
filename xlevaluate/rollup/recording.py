"""From an evaluation to the record that is kept of it."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.form.figures import Figures
from xlevaluate.form.roles import OF_THE_UNIT, FieldRole
from xlevaluate.rollup.form_record import (
    Counts,
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    NotChecked,
    RecordOrigin,
)
from xlevaluate.rollup.score_faults import score_faults
from xlevaluate.submission.amounts import NOT_APPLICABLE, number_or_none, plain


def record_of(
    evaluation: Evaluation,
    key: str,
    *,
    origin: RecordOrigin,
    program: str = "",
    is_draft: bool = False,
    is_public: bool = False,
    notes: tuple[str, ...] = (),
) -> FileRecord:
    """Return what is kept of a file whose forms were evaluated."""
    findings = tuple(_finding(evaluation, told) for told in evaluation.findings)
    projects = set(evaluation.projects)
    own = [item for item in findings if item.sheet not in projects]
    unit = _form(evaluation, own, len(evaluation.not_checked))
    department = unit.unit_name if unit.kind == "unit" else ""
    forms = [unit]
    for sheet, project in evaluation.projects.items():
        found = [item for item in findings if item.sheet == sheet]
        forms.append(_form(project, found, len(project.not_checked), sheet, department))
    return FileRecord(
        key=key,
        origin=origin,
        program=program,
        is_draft=is_draft,
        is_public=is_public,
        notes=notes,
        forms=tuple(forms),
        findings=findings,
        not_checked=tuple(
            NotChecked(rule, evaluation.rules[rule].title, reasons)
            for rule, reasons in evaluation.not_checked.items()
        ),
    )


def _finding(evaluation: Evaluation, told: ReportedFinding) -> FindingRecord:
    finding = told.finding
    return FindingRecord(
        rule=finding.rule,
        level=finding.level,
        title=evaluation.rules[finding.rule].title,
        sheet=told.place.sheet,
        cell=told.place.cell,
        label=told.place.label,
        message=told.message,
        statement=told.statement,
        key=told.key,
        actual=_text(finding.actual),
        expected=_text(finding.expected),
        difference=_text(finding.difference),
        explanation=told.explanation or "",
        is_explained=told.is_explained,
    )


def _form(
    evaluation: Evaluation,
    findings: list[FindingRecord],
    not_checked: int,
    sheet: str = "",
    unit: str = "",
) -> FormRecord:
    """Return the record of one form; ``unit`` is the unit in whose workbook a project stands."""
    template, figures = evaluation.subject.template, evaluation.subject.figures
    is_project = template.form.with_role("project_name") is not None
    open_ = [item for item in findings if not item.is_explained]
    rate = template.ratio_with("execution_rate")
    shown_rate = None if rate is None else rate.shown(figures)
    frame = template.profile.frame
    execution = template.form.execution
    score = template.computations[execution.score].shown(figures) if execution else None
    return FormRecord(
        kind="project" if is_project else "unit",
        template=template.name,
        profile=template.profile_name,
        form_title=template.form.definition.title,
        sheet=sheet,
        unit_code=_words(figures, "unit_code"),
        unit_name=unit or _words(figures, "unit_name"),
        department=_words(figures, "supervising_department"),
        project_name=_words(figures, "project_name"),
        year=figures.year,
        filing_date=_date(figures.with_role("filing_date")),
        initial_budget=figures.number("initial_budget"),
        final_budget=figures.number("final_budget"),
        executed=figures.number("executed"),
        execution_rate=number_or_none(shown_rate),
        execution_score=number_or_none(score),
        execution_weight=frame.execution,
        indicator_score=_sum(item.score for item in figures.indicators),
        indicator_weight=frame.total - frame.execution,
        score=evaluation.score,
        grade=evaluation.grade or "",
        score_faults=tuple(score_faults(evaluation.score, frame.total, findings)),
        is_blank=_is_blank(evaluation),
        counts=Counts(
            error=sum(item.level == "error" for item in open_),
            query=sum(item.level == "query" for item in open_),
            hint=sum(item.level == "hint" for item in open_),
            explained=len(findings) - len(open_),
            not_checked=not_checked,
        ),
        figures=dict(_amounts(figures)),
        indicators=tuple(_indicators(figures)),
    )


def _is_blank(evaluation: Evaluation) -> bool:
    """Tell whether nothing was filled in but whose form it is.

    The outline of the report does not count: a new workbook comes with one.
    """
    subject = evaluation.subject
    outlines = (item for item in subject.template.form.listings.values() if item.is_outline)
    outline = {field.name for listing in outlines for field in listing.fields}
    return not subject.reading.problems and all(
        entry.value is None
        for field, entry in subject.figures.all_entries()
        if field.role not in OF_THE_UNIT and not field.has_default and field.name not in outline
    )


def _amounts(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield the amounts that stand once, by path; the profile's parameters are none of them."""
    for name, field in figures.form.fields.items():
        if field.is_number and not field.has_default:
            value = figures.value(name)
            if isinstance(value, Decimal):
                yield field.path, plain(value)
            elif value is NOT_APPLICABLE:
                yield field.path, str(value)


def _indicators(figures: Figures) -> Iterator[IndicatorRecord]:
    for item in figures.indicators:
        if item.name or item.target or item.weight is not None:
            yield IndicatorRecord(
                dimension=item.dimension.name,
                category=item.category.name,
                name=item.name or "",
                target=item.target or "",
                actual=item.actual or "",
                weight=number_or_none(item.weight),
                score=number_or_none(item.score),
                deviation=item.deviation or "",
            )


def _sum(values: Iterator[object]) -> Decimal | None:
    numbers = [value for value in values if isinstance(value, Decimal)]
    return sum(numbers, Decimal(0)) if numbers else None


def _words(figures: Figures, role: FieldRole) -> str:
    return (figures.text(role) or "").strip()


def _date(value: object) -> str:
    if isinstance(value, datetime.date):  # a moment is one, too
        return value.isoformat()[:10]
    return str(value or "").strip()


def _text(value: Decimal | str | None) -> str | None:
    return plain(value) if isinstance(value, Decimal) else value
