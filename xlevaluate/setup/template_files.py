"""The generated files of a template's folder: ``xlevaluate template make``.

The empty workbook is for whoever has only Excel or WPS; the Word base carries the report's
styles; the list of rules is part of the documentation. They are committed beside the files they
are made from, and a test holds them together.
"""

import datetime
from pathlib import Path

from xlevaluate.checks.registry import rules_of
from xlevaluate.files.new_files import replace_file
from xlevaluate.output.rule_table import rule_heads, rule_lines
from xlevaluate.report.base import make_base
from xlevaluate.template.lookup import is_ours
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook

WORKBOOK, BASE, RULES = "空白工作簿.xlsx", "report.docx", "校验规则.md"

_CREATED = datetime.datetime(2024, 1, 1)


def template_files(template: Template) -> dict[str, bytes]:
    """Return the files by name; the same bytes every time."""
    workbook, _ = make_workbook(template, template.blank(), created=_CREATED)
    return {WORKBOOK: workbook, BASE: make_base(), RULES: _rules(template).encode()}


def _rules(template: Template) -> str:
    """Return the table of rules as Markdown."""
    heads, lines = rule_heads(template.form), rule_lines(rules_of(template))
    rows = [heads, ("---",) * len(heads), *lines]
    table = "\n".join(f"| {' | '.join(cell.replace('|', '｜') for cell in row)} |" for row in rows)
    return (
        f"# 校验规则：{template.form.definition.title}\n\n"
        "由程序的规则表生成（`xlevaluate template make`），请勿手工修改。"
        "错误必须改正；核实项可能属实，核对后写明原因；提示供参考。\n\n"
        f"{table}\n"
    )


def write_template_files(folder: Path) -> list[Path]:
    """Make the generated files of a template's folder anew, and return their paths.

    The Word base of an office's own template is left as the office has it.
    """
    base = folder / BASE
    written = []
    if is_ours(folder) or not base.is_file():
        replace_file(base, make_base())  # first, for the workbook remembers a digest of it
        written.append(base)
    made = template_files(load_template(folder=folder))
    for name in (WORKBOOK, RULES):
        replace_file(folder / name, made[name])
        written.append(folder / name)
    return written
