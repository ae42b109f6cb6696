"""``doctor``: tell what is right on this machine, what is not, and what to do about it."""

import argparse
import json

from msgspec.structs import asdict

from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.setup.diagnosis import examine
from xlevaluate.setup.machine import gather


def run(arguments: argparse.Namespace) -> int:
    """Examine this machine, and the macros of a workbook where one is given."""
    lines = examine(gather(arguments.file))
    wrong = sum(line.verdict == "wrong" for line in lines)
    if arguments.json:
        told = [asdict(line) for line in lines]
        print(json.dumps({"version": 1, "wrong": wrong, "lines": told}, ensure_ascii=False))
    else:
        print(*lines, sep="\n")
        say(f"有 {wrong} 处不对，请按 → 后面的办法处理。" if wrong else "没有发现不对的地方。")
    return ERRORS_FOUND if wrong else FINE
