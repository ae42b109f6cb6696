"""规范性: texts that are not finished: holes, and amounts in two units."""

import re
from decimal import Decimal

from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import NARRATIVE
from xlevaluate.texts.clauses import narrative_of
from xlevaluate.texts.holes import holes_of

_MOST = 5
"""Holes of a text that are named."""


@rule(
    "W13",
    "query",
    "规范性",
    "文字中没有空着没填的数字、日期和括号",
    "公文写作的一般要求",
    NARRATIVE,
    needs=NOTHING,
)
def holes(subject: Subject) -> RuleResult:
    """Find units without a number, dates without a day, empty brackets; once a text."""
    found = []
    for text in narrative_of(subject.figures, subject.template.texts):
        seen = list(dict.fromkeys(holes_of(text.text)))
        if seen:
            note = "、".join(f"“{hole}”" for hole in seen[:_MOST])
            more = f" 等{len(seen)}处" if len(seen) > _MOST else ""
            found.append(Observation("hole", text.path, note=note + more))
    return RuleResult(tuple(found))


_IN_YUAN = re.compile(r"(?<![\d.,，])(\d[\d,，]*(?:\.\d+)?)元")
_IN_TEN_THOUSANDS = re.compile(r"(?<![\d.])\d[\d,，]*(?:\.\d+)?\s*万元")
_LARGE = Decimal(10000)
"""An amount from which on 万元 is the unit to write."""


@rule(
    "W14",
    "hint",
    "规范性",
    "同一段文字的金额用同一单位",
    "公文写作的一般要求",
    NARRATIVE,
    needs=NOTHING,
)
def mixed_units(subject: Subject) -> RuleResult:
    """Find large amounts in 元 beside others in 万元; once a text."""
    found = []
    for text in narrative_of(subject.figures, subject.template.texts):
        other = _IN_TEN_THOUSANDS.search(text.text)
        if other is None:
            continue
        for match in _IN_YUAN.finditer(text.text):
            if Decimal(re.sub("[,，]", "", match[1])) >= _LARGE:
                note = f"{match[0]}、{other[0]}"
                found.append(Observation("mixed_units", text.path, note=note))
                break
    return RuleResult(tuple(found))


RULES = (holes, mixed_units)
