"""How every point came about: dimensions, indicators, ratios, as tables of texts."""

from decimal import Decimal
from typing import NamedTuple

from xlevaluate.checks.proposals import proposals_of
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.definition import RatioScoresDef
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.names_definition import COMPOSITION_PARTS, RatioScorePart, RatioTotalPart
from xlevaluate.form.printing import printed
from xlevaluate.form.roles import IndicatorRole
from xlevaluate.scoring.indicator_rules import band_span
from xlevaluate.scoring.indicator_score import Proposal
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_score import ScoredRatio
from xlevaluate.scoring.verdict import CeilingCell, WarningCell
from xlevaluate.submission.amounts import in_words, plain


class ScoreTable(NamedTuple):
    """A table: its key in JSON, its title, the heads of its columns, its lines."""

    key: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


_HOW = "怎样得来"

_Lines = tuple[tuple[str, ...], ...]


def score_tables(evaluation: Evaluation) -> tuple[ScoreTable, ...]:
    """Return the tables that the form has. Blank figures are empty texts."""
    form = evaluation.subject.template.form
    found = []
    if form.composition is not None:
        heads = form.composition.heads
        found.append(ScoreTable("composition", "得分构成", heads, _composition(evaluation)))
    if "score" in form.indicator_columns:
        found.append(_indicators(evaluation))
    if evaluation.subject.template.scored and form.ratio_scores is not None:
        found.append(_ratios(evaluation, form.ratio_scores))
    return tuple(found)


def _shown(evaluation: Evaluation, name: str) -> str:
    template = evaluation.subject.template
    computation = template.computations[name]
    value = computation.shown(evaluation.subject.figures)
    return plain(value) if isinstance(value, Decimal) else printed(value, computation.style)


def _composition(evaluation: Evaluation) -> _Lines:
    template = evaluation.subject.template
    names = template.form.names.composition
    rows = [label for label, _ in template.printed.portions]
    lines = tuple(
        (row, *(_shown(evaluation, names.cell(row, part)) for part in COMPOSITION_PARTS))
        for row in ((*rows, names.total, *template.printed.goals) if rows else ())
    )
    verdicts = tuple(
        (name, *("",) * (len(COMPOSITION_PARTS) - 1), said)
        for name, cell in template.computations.items()
        if isinstance(cell, CeilingCell | WarningCell) and (said := _shown(evaluation, name))
    )
    return (*lines, *verdicts)


def _indicators(evaluation: Evaluation) -> ScoreTable:
    form, profile = evaluation.subject.template.form, evaluation.subject.template.profile
    lines = tuple(
        (
            row.name or "",
            row.target or "",
            row.actual or "",
            in_words(row.weight),
            "" if proposal.score is None else plain(proposal.score),
            in_words(row.score),
            _words(row, proposal, profile) or "指标值或完成值没有填写",
        )
        for row, proposal in proposals_of(evaluation.subject)
    )
    roles: tuple[IndicatorRole, ...] = ("name", "target", "actual", "weight")
    columns = form.indicator_columns
    heads = [columns[role].label if role in columns else "" for role in roles]
    own = form.ratio_scores.own.name if form.ratio_scores else ""
    if not own and "score" in columns:
        own = columns["score"].label
    return ScoreTable(
        "indicators",
        form.indicators.name,
        (*heads, form.names.ratio_score.proposed, own, _HOW),
        lines,
    )


def _words(row: Indicator, proposal: Proposal, profile: Profile) -> str:
    """Say how the score comes about: by what was reached, or by the band that was chosen."""
    band = profile.band_named(row.band)
    if proposal.kind != "qualitative" or band is None or not isinstance(row.weight, Decimal):
        return proposal.words
    return f"定性指标，完成档次为“{band.name}”，{band_span(band, row.weight)}分"


def _ratios(evaluation: Evaluation, given: RatioScoresDef) -> ScoreTable:
    subject = evaluation.subject
    names = subject.template.form.names.ratio_total

    def own(ratio: str) -> str:
        field = subject.template.form.own_score(ratio)
        return "" if field is None else in_words(subject.figures.amount(field.name))

    def shown(row: ScoredRatio, *parts: RatioScorePart) -> tuple[str, ...]:
        return tuple(_shown(evaluation, row.cell(part)) for part in parts)

    def whole(part: RatioTotalPart) -> str:
        return _shown(evaluation, names.cell(part))

    lines = tuple(
        (
            row.name,
            printed(row.ratio.shown(subject.figures), row.ratio.style),
            *shown(row, "weight", "proposed"),
            own(row.name),
            *shown(row, "adopted", "words"),
        )
        for row in subject.template.scored
    )
    total = (given.total, "", whole("weight"), "", "", whole("score"), whole("words"))
    # The columns as they are laid out, but for ordinal, way of scoring, words and note.
    heads = (*(given.heads[column] for column in (1, 3, 4, 6, 7, 8)), _HOW)
    return ScoreTable("ratios", names.row, heads, (*lines, total))
