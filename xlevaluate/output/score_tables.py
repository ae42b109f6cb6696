"""How every point came about: dimensions, indicators, ratios, as tables of texts."""

from decimal import Decimal
from typing import NamedTuple

from xlevaluate.checks.proposals import proposals_of
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.printing import printed
from xlevaluate.scoring.composition import PARTS
from xlevaluate.scoring.verdict import CEILING, WARNING
from xlevaluate.submission.amounts import in_words, plain


class ScoreTable(NamedTuple):
    """A table: its key in JSON, its title, the heads of its columns, its lines."""

    key: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def score_tables(evaluation: Evaluation) -> tuple[ScoreTable, ...]:
    """Return the tables, that of ratios where any are scored. Blank figures are empty texts."""
    scored = (_ratios(evaluation),) if evaluation.subject.template.scored else ()
    return (_composition(evaluation), _indicators(evaluation), *scored)


def _shown(evaluation: Evaluation, name: str) -> str:
    template = evaluation.subject.template
    computation = template.computations[name]
    value = computation.shown(evaluation.subject.figures)
    return plain(value) if isinstance(value, Decimal) else printed(value, computation.style)


def _composition(evaluation: Evaluation) -> ScoreTable:
    names = [
        name.removesuffix("_表头分值")
        for name in evaluation.subject.template.computations
        if name.endswith("_表头分值")
    ]
    lines = tuple(
        (name, *(_shown(evaluation, f"{name}_{part}") for part in PARTS)) for name in names
    )
    last = len(PARTS) - 1
    verdicts = tuple(
        (name, *("",) * last, said)
        for name in (CEILING, WARNING)
        if name in evaluation.subject.template.computations and (said := _shown(evaluation, name))
    )
    return ScoreTable("composition", "得分构成", ("项目", *PARTS), (*lines, *verdicts))


def _indicators(evaluation: Evaluation) -> ScoreTable:
    lines = tuple(
        (
            row.name or "",
            row.target or "",
            row.actual or "",
            in_words(row.weight),
            "" if proposal.score is None else plain(proposal.score),
            in_words(row.score),
            proposal.words or "指标值或完成值没有填写",
        )
        for row, proposal in proposals_of(evaluation.subject)
    )
    heads = ("三级指标", "年度指标值", "实际完成值", "分值", "建议得分", "自评得分", "怎样得来")
    return ScoreTable("indicators", "绩效指标", heads, lines)


def _ratios(evaluation: Evaluation) -> ScoreTable:
    subject = evaluation.subject
    lines = tuple(
        (
            scored.name,
            printed(scored.ratio.shown(subject.figures), scored.ratio.style),
            *(_shown(evaluation, f"{scored.name}_{what}") for what in ("评分分值", "建议得分")),
            in_words(subject.figures.amount(f"{scored.name}_自评得分")),
            *(_shown(evaluation, f"{scored.name}_{what}") for what in ("采用得分", "扣分说明")),
        )
        for scored in subject.template.scored
    )
    weight, score, words = (_shown(evaluation, f"比率评分_{w}") for w in ("分值", "得分", "说明"))
    total = ("合计", "", weight, "", "", score, words)
    heads = ("指标", "比率", "分值", "建议得分", "自评得分", "采用得分", "怎样得来")
    return ScoreTable("ratios", "比率评分", heads, (*lines, total))
