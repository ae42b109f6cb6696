"""完整性: texts with more characters than the form has room for, where it says how many."""

import re
from decimal import Decimal

from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, any_of
from xlevaluate.checks.rule import RuleDef, Subject, rule
from xlevaluate.template.template import Template

_LIMITED = any_of(
    lambda template: (name for name, item in template.form.fields.items() if item.longest)
)


@rule(
    "C14",
    "error",
    "完整性",
    "文字不超过表式规定的字数",
    "表式的填报要求",
    _LIMITED,
    needs=NOTHING,
)
def longest(subject: Subject) -> RuleResult:
    """Find texts with more characters than the form allows, blanks and ends of lines left out."""
    found = []
    seen = False
    for item in subject.template.form.fields.values():
        text = subject.figures.value(item.name) if item.longest else None
        if not isinstance(text, str) or item.longest is None:
            continue
        seen = True
        written, most = Decimal(len(re.sub(r"\s", "", text))), Decimal(item.longest)
        if written > most:
            path, beyond = item.path, written - most
            found.append(Observation("longer_than_allowed", path, (), written, most, beyond))
    return RuleResult(tuple(found), applicable=seen)


def limit_rules(template: Template) -> tuple[RuleDef, ...]:
    """Return the rule, where the form limits a text."""
    is_limited = any(item.longest for item in template.form.fields.values())
    return (longest,) if is_limited else ()
