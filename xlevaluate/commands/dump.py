"""``dump``: print what is filled in, as JSON."""

import argparse

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say


def run(arguments: argparse.Namespace) -> int:
    """Print the submission of a workbook as JSON."""
    evaluation = open_workbook(
        arguments.file, profile=arguments.profile, template=arguments.template, only="读取"
    ).evaluation
    template = evaluation.subject.template
    print(template.reduced(evaluation.subject.submission).model_dump_json(indent=1))
    for told in evaluation.findings:
        say(told.message)
    return ERRORS_FOUND if evaluation.unread else FINE
