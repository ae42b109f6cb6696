"""``rules``: list the rules."""

import argparse
import json
import sys

from xlevaluate.checks.registry import rules_of
from xlevaluate.commands.talk import FINE
from xlevaluate.inspection.template_choice import chosen_template
from xlevaluate.output.rule_table import rule_heads, rule_lines
from xlevaluate.output.terminal import show_table

_KEYS = ("id", "level", "family", "title", "source", "reads")
"""What a program finds a rule's columns under, whatever the form calls them."""


def run(arguments: argparse.Namespace) -> int:
    """List the rules."""
    template = chosen_template(arguments.template)
    heads, lines = rule_heads(template.form), rule_lines(rules_of(template))
    if arguments.json:
        rows = [dict(zip(_KEYS, line, strict=True)) for line in lines]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        show_table("", heads, lines, sys.stdout)
    return FINE
