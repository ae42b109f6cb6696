"""``rules``: list the rules."""

import argparse
import json
import sys

from xlevaluate.checks.registry import rules_of
from xlevaluate.commands.talk import FINE
from xlevaluate.commands.template_choice import chosen_template
from xlevaluate.output.rule_table import RULE_HEADS, rule_lines
from xlevaluate.output.terminal import show_table


def run(arguments: argparse.Namespace) -> int:
    """List the rules."""
    lines = rule_lines(rules_of(chosen_template(arguments.template)))
    if arguments.json:
        rows = [dict(zip(RULE_HEADS, line, strict=True)) for line in lines]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        show_table("", RULE_HEADS, lines, sys.stdout)
    return FINE
