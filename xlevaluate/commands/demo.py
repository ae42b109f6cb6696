"""``demo``: make the samples."""

import argparse

from xlevaluate.commands.talk import FINE
from xlevaluate.demo import make_demo


def run(given: argparse.Namespace) -> int:
    """Make the samples: workbooks, what the check says of them, reports."""
    for line in make_demo(given.folder):
        print(line)
    return FINE
