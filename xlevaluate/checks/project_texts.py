"""文表: what the report says of projects held against their forms.

Every disclosure quotes five figures of them: how many, their money, their average score, and the
score of one or another.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.project_forms import HAS_PROJECTS, filled, path_of
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import NARRATIVE
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.definition import ProjectTotal
from xlevaluate.submission.amounts import canonical
from xlevaluate.texts.characters import plain_of, sentences_of
from xlevaluate.texts.report_reading import TextRead

_NUMBER = r"(\d{1,9}(?:\.\d{1,6})?)"
_SCORE = re.compile(rf"(?:得分?|自评分|评分|总分|分数)(?:数)?(?:为|是|达到|达|:|：)?{_NUMBER}分")
_COUNT = re.compile(
    rf"{_NUMBER}个(?:预算|支出)?项目|项目(?:总数|数量)?(?:共计|共有|共|有|为){_NUMBER}个"
)
_MONEY = re.compile(
    rf"涉及(?:项目|财政|预算)?(?:资金|金额)(?:总额|共计|合计|共|计|为)?{_NUMBER}万元"
)
_AVERAGE = re.compile(rf"平均(?:自评)?(?:得分|分数|分)(?:为|是|达到|达|:|：)?{_NUMBER}分?")
_OF_SELF_EVALUATION = re.compile(r"自评|绩效评价")

_FIGURES: tuple[tuple[re.Pattern[str], tuple[ProjectTotal, ...]], ...] = (
    (_COUNT, ("count",)),
    (_MONEY, ("final_budget", "initial_budget", "executed")),
    (_AVERAGE, ("average",)),
)
"""What is said, and the totals of which one should be it."""

_SOURCE = "报告文字与表中数字一致"


@rule(
    "J04",
    "query",
    "文表",
    "文字中项目的得分与项目表一致",
    _SOURCE,
    NARRATIVE,
    requires=HAS_PROJECTS,
    needs=NOTHING,
)
def scores(subject: Subject) -> RuleResult:
    """Hold the score that a sentence gives a project against the total of its form."""
    named = {
        plain_of(name).text: (number, project)
        for number, project in filled(subject)
        if (name := project.figures.text("project_name"))
    }
    if not named:
        return RuleResult(applicable=False)
    # The longest first: a project may be called as the beginning of another one.
    names = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))))
    found, seen = [], False
    for text, start, end in _sentences(subject):
        at = list(names.finditer(text.plain.text, start, end))
        for match, next_ in zip_longest(at, at[1:]):
            until = end if next_ is None else next_.start()
            said = _SCORE.search(text.plain.text, match.end(), until)
            number, project = named[match[0]]
            total = project.figures.number("total_score")
            if said is None or total is None:
                continue
            seen = True
            if Decimal(said[1]) != total:
                path = path_of(subject, number, "total_score")
                quote = text.plain.quote(match.start(), said.end())
                found.append(_said(text, path, total, Decimal(said[1]), quote))
    return RuleResult(tuple(found), applicable=seen)


@rule(
    "J05",
    "query",
    "文表",
    "文字中项目的个数、金额和平均分与项目汇总一致",
    _SOURCE,
    NARRATIVE,
    requires=HAS_PROJECTS,
    needs=NOTHING,
)
def totals(subject: Subject) -> RuleResult:
    """Hold what the report says of all projects against the table of them."""
    given = subject.template.form.project_list
    if given is None or not any(True for _ in filled(subject)):
        return RuleResult(applicable=False)
    found, seen = [], False
    for text, start, end in _sentences(subject):
        if not _OF_SELF_EVALUATION.search(text.plain.text, start, end):
            continue
        for pattern, whats in _FIGURES:
            should = dict(_shown(subject, [given.totals[w] for w in whats if w in given.totals]))
            for match in pattern.finditer(text.plain.text, start, end) if should else ():
                said = Decimal(next(filter(None, match.groups())))
                seen = True
                if said not in should.values():
                    name, total = next(iter(should.items()))
                    quote = text.plain.quote(match.start(), match.end())
                    found.append(_said(text, f"{COMPUTED}{name}", total, said, quote))
    return RuleResult(tuple(found), applicable=seen)


def _sentences(subject: Subject) -> Iterator[tuple[TextRead, int, int]]:
    for text in subject.texts_read:
        for start, end in sentences_of(text.plain):
            yield text, start, end


def _shown(subject: Subject, names: list[str]) -> Iterator[tuple[str, Decimal]]:
    for name in names:
        value = subject.template.computations[name].shown(subject.figures)
        if isinstance(value, Decimal):
            yield name, canonical(value)


def _said(text: TextRead, path: str, should: Decimal, said: Decimal, quote: str) -> Observation:
    return Observation(
        "project_said_otherwise",
        text.text.path,
        (path,),
        said,
        canonical(should),
        canonical(abs(should - said)),
        note=quote,
    )


RULES = (scores, totals)
