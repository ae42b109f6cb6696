"""The table of rules: at the terminal, as a sheet of the workbook, in the documentation."""

from collections.abc import Mapping

from xlevaluate.checks.findings import LEVELS
from xlevaluate.checks.rule import Rule

RULE_HEADS = ("编号", "级别", "类别", "规则", "依据", "读取的项目")

_SHOWN = 6
"""A rule that reads more fields than this names the first few and says how many there are."""


def rule_lines(rules: Mapping[str, Rule]) -> tuple[tuple[str, ...], ...]:
    """Return a line for each rule that applies to the form, under ``RULE_HEADS``."""
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
