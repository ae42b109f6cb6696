"""The table of rules: at the terminal, as a sheet of the workbook, in the documentation."""

from collections.abc import Mapping

from xlevaluate.checks.findings import LEVELS
from xlevaluate.checks.rule import Rule
from xlevaluate.form.form import Form

_HEADS = ("规则编号", "规则级别", "规则类别", "规则", "依据", "读取的项目")
"""Where the form has no table of rules."""

_SHOWN = 6
"""A rule that reads more fields than this names the first few and says how many there are."""


def rule_heads(form: Form) -> tuple[str, ...]:
    """Return the heads of the columns, as the form has them."""
    return _HEADS if form.rules is None else form.rules.heads


def rule_lines(rules: Mapping[str, Rule]) -> tuple[tuple[str, ...], ...]:
    """Return a line for each rule that applies to the form, under ``rule_heads``."""
    return tuple(
        (rule.id, LEVELS[rule.level], rule.family, rule.title, rule.source, _reads(rule.reads))
        for rule in rules.values()
        if rule.is_for_form
    )


def _reads(names: tuple[str, ...]) -> str:
    words = [name.replace("_", "·") for name in names]
    if len(words) <= _SHOWN:
        return "、".join(words)
    return f"{'、'.join(words[: _SHOWN - 1])} 等 {len(words)} 项"
