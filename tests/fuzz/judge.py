"""What a command may do with a damaged workbook: answer rightly, or say why it cannot."""

import contextlib
import html
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlevaluate.cli import main

MOST_SECONDS = 10
MOST_MEGABYTES = 500

_ENGLISH = re.compile(r"(?:\b[A-Za-z]{2,}\b[ ,:]+){3,}\b[A-Za-z]{2,}\b")
_CHINESE = re.compile(r"[一-鿿]")
_INTERNAL = re.compile(r"（[A-Za-z]\w*(?:Error|Exception)[:）]| object at 0x")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_FORMULA = re.compile(r"<f[^>]*>([^<]*)</f>")
_STRING = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_CALL = re.compile(r"([A-Za-z_.][\w.]*)\(")
_NAME = re.compile(r"[^\W\d][\w.\\?]*")


@dataclass(frozen=True)
class Answer:
    """How a command ended: its exit code, what it said, what it took."""

    code: int
    out: str
    talk: str
    seconds: float
    megabytes: float


def run(*arguments: str) -> Answer:
    """Run a command in this process."""
    out, talk = io.StringIO(), io.StringIO()
    before = _reset_peak()
    start = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(talk):
        try:
            code = main(list(arguments))
        except SystemExit as error:
            code = int(error.code or 0)
    took = time.process_time() - start
    return Answer(code, out.getvalue(), talk.getvalue(), took, _peak() - before)


def faults(answer: Answer) -> Iterator[str]:
    """Say what is wrong with an answer, whatever the file was."""
    said = answer.talk + answer.out
    if answer.code not in {0, 1, 2}:
        yield f"退出码 {answer.code}：{answer.talk[-300:]}"
    if "Traceback" in said or _INTERNAL.search(said):
        yield "有程序内部信息"
    if answer.code == 2 and not _CHINESE.search(said):
        yield f"没有说明：{said[-300:]!r}"
    yield from (f"英文：{line}" for line in answer.talk.splitlines() if _ENGLISH.search(line))
    if _CONTROL.search(said):
        yield "有控制字符"
    if answer.seconds > MOST_SECONDS:
        yield f"用了 {answer.seconds:.1f} 秒"
    if answer.megabytes > MOST_MEGABYTES:
        yield f"用了 {answer.megabytes:.0f} MB"


def strange_in(content: bytes, usual: bytes) -> Iterator[str]:
    """Say what a workbook of ours holds that none may: other functions, names that are none."""
    known = _functions(usual)
    yield from (f"公式里有 {name}" for name in sorted(_functions(content) - known))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        book = package.read("xl/workbook.xml").decode()
    for name in re.findall(r'<definedName name="([^"]*)"', book):
        if not _NAME.fullmatch(name):
            yield f"名称“{name}”"


def _functions(content: bytes) -> frozenset[str]:
    """Return the functions that stand in a workbook's formulas, outside of texts."""
    found: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/sheet"):
                for formula in _FORMULA.findall(package.read(part).decode()):
                    plain = _STRING.sub("", html.unescape(formula))
                    found.update(_CALL.findall(plain))
    return frozenset(found)


def values(data: Any, path: str = "") -> dict[str, Any]:
    """Return the single values of a dump by path; what is blank is not there."""
    if isinstance(data, dict):
        items: Any = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    else:
        return {} if data in {None, ""} else {path: data}
    return {k: v for key, item in items for k, v in values(item, f"{path}.{key}").items()}


def dumped(path: Path) -> tuple[Answer, dict[str, Any]]:
    """Return what is read out of a workbook."""
    answer = run("dump", str(path))
    return answer, values(json.loads(answer.out)) if answer.code < 2 else {}


def _reset_peak() -> float:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024
