"""``score``: tell how every point came about."""

import argparse
import sys

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.output.score_tables import score_tables
from xlevaluate.output.terminal import show_table


def run(arguments: argparse.Namespace) -> int:
    """Tell how every point came about."""
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    profile = evaluation.subject.template.profile
    ratios = profile.ratios.source
    of_ratios = f"；比率：{ratios}" if ratios else ""
    say(f"评分办法：{profile.name}；依据：{profile.source}{of_ratios}")
    for source in dict.fromkeys((profile.source, ratios)):
        if source and source.notice:
            say(f"《{source.document}》{source.notice}")
    tables = score_tables(evaluation)
    if not tables:
        say("这种表只申报目标，不评分。")
    for number, table in enumerate(tables):
        if number:
            print()
        show_table(table.title, table.heads, table.lines, sys.stdout)
    return ERRORS_FOUND if evaluation.count("error") else FINE
