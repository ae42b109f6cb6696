"""``doctor``: tell what is right on this machine, what is not, and what to do about it."""

import argparse
import json
from pathlib import Path

from msgspec.structs import asdict

from xlevaluate.commands.opening import open_workbook
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.setup.diagnosis import DiagnosisLine, examine
from xlevaluate.setup.machine import gather


def run(arguments: argparse.Namespace) -> int:
    """Examine this machine, and the macros of a workbook where one is given."""
    facts = gather(arguments.file)
    lines = examine(facts)
    if arguments.file is not None and facts.workbook_template != "":
        lines += _unread(arguments.file)
    wrong = sum(line.verdict == "wrong" for line in lines)
    if arguments.json:
        told = [asdict(line) for line in lines]
        print(json.dumps({"version": 1, "wrong": wrong, "lines": told}, ensure_ascii=False))
    else:
        print(*lines, sep="\n")
        say(f"有 {wrong} 处不对，请按 → 后面的办法处理。" if wrong else "没有发现不对的地方。")
    return ERRORS_FOUND if wrong else FINE


def _unread(path: Path) -> list[DiagnosisLine]:
    """Return what of a workbook of ours cannot be read, as ``check`` tells it."""
    try:
        evaluation = open_workbook(path, only="读取").evaluation
    except CannotDoError as error:  # its template may be elsewhere
        return [DiagnosisLine("unknown", f"没有查看表中的内容：{error}")]
    return [
        DiagnosisLine("wrong", text, advice)
        for found in evaluation.findings
        if found.finding.level == "error"
        for text, _, advice in [found.message.partition("。")]
    ]
