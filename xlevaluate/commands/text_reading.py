"""``read``: tell what was understood of the texts, and what it was held against."""

import argparse
import json
import sys

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.output.terminal import show_table
from xlevaluate.output.understood import (
    HEADS,
    RESULTS,
    counts_of_results,
    lines_of,
    read_data,
    sentences_read,
)


def run(arguments: argparse.Namespace) -> int:
    """Tell what was understood of every sentence of a workbook's texts."""
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template
    ).evaluation
    sentences = list(sentences_read(evaluation))
    if arguments.json:
        print(json.dumps(read_data(sentences, str(arguments.file)), ensure_ascii=False))
    else:
        show_table("", HEADS, lines_of(sentences), sys.stdout)
        silent = sum(not sentence.statements for sentence in sentences)
        counts = counts_of_results(sentences)
        told = "，".join(f"{words} {counts[result]}" for result, words in RESULTS.items())
        say(f"共 {len(sentences)} 句，其中 {silent} 句没有读出数字。读出的数字：{told}。")
    contradicted = counts_of_results(sentences)["contradicts"]
    return ERRORS_FOUND if contradicted else FINE
