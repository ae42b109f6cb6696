"""Whether the macros of a workbook are exactly ours: for ``doctor``, never for running them.

Source texts that are the same do not prove what runs: a project may carry compiled code, which
Excel runs in place of the source. Only a project that is ours byte for byte is known to be.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from defusedxml.ElementTree import ParseError, fromstring
from msgspec import Struct

from xlevaluate.vba.project import (
    PROJECT_PART,
    damage_reported,
    macro_project,
    modules,
    opened_project,
    ribbon,
    this_workbook,
)

_CLASS_HEAD = ("VERSION 1.0 CLASS", "BEGIN", "MultiUse = -1  'True", "END")
_ATTRIBUTE = re.compile(r'Attribute (?:\w+\.)*VB_\w+ = (?:"(?:[^"]|"")*"|True|False)')
"""A line that says something of a module and nothing else: all of it has to be so."""

_DOCUMENT = re.compile(r"Sheet\d+")
RUNNING = {
    "xlMacrosheet": "Excel 4.0 宏表",
    "xlIntlMacrosheet": "Excel 4.0 宏表",
    "dialogsheet": "对话框",
    "control": "控件",
    "oleObject": "嵌入的对象",
    "package": "嵌入的对象",
    "externalLink": "外部链接",
    "queryTable": "外部数据",
    "connections": "外部数据",
    "webextension": "加载项",
}
"""Kinds of relations that lead to what may run or load something, in the user's words."""


class Ownership(Struct, frozen=True):
    """What is known of a workbook's macros."""

    exact: bool
    """The project is ours byte for byte, and nothing else in the file runs."""
    foreign: tuple[str, ...]
    """What is not ours, in the user's words. Neither: the sources are, compiled code may not be."""


def ownership(content: bytes, file: str) -> Ownership | None:
    """Judge the macros of a workbook and what else in it may run; ``None`` where there is nothing.

    ``file`` is what it is called. Raises ``CannotDoError`` where it is damaged.
    """
    with damage_reported(file), zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        foreign = list(dict.fromkeys(_foreign_parts(package)))
        project = package.read(PROJECT_PART) if PROJECT_PART in names else None
    if project is None:
        return Ownership(False, tuple(foreign)) if foreign else None
    with damage_reported(file), opened_project(content) as book:
        texts = {name: str(book.get_module(name)) for name in book.module_names()}
        references = [reference.name for reference in book.vba_project().references]
    sheets = sum(_DOCUMENT.fullmatch(name) is not None for name in texts)
    fresh = macro_project(sheets, modules())
    foreign += _foreign_modules(texts)
    foreign += [f"引用“{name}”" for name in references if name not in {"stdole", "Office"}]
    return Ownership(project == fresh and not foreign, tuple(foreign))


def _foreign_modules(found: dict[str, str]) -> Iterator[str]:
    """Yield modules that are not ours, changed, or missing."""
    expected = {name: _statements(text) for name, text in modules().items()}
    expected["ThisWorkbook"] = _statements(this_workbook())
    for name, text in found.items():
        if _statements(text) != expected.get(name, []):
            yield f"模块“{name}”{'改过' if name in expected else '不是本程序的'}"
    for name in expected.keys() - found.keys():
        yield f"缺模块“{name}”"


def _statements(text: str) -> list[str]:
    """Return the lines of a module that say what it does."""
    lines = [line.strip() for line in text.splitlines()]
    if lines[:1] == [_CLASS_HEAD[0]]:
        lines = [line for line in lines if line not in _CLASS_HEAD]
    return [line for line in lines if line and not _ATTRIBUTE.fullmatch(line)]


def _foreign_parts(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield what may run beside the VBA project, and what hides another one."""
    names = package.namelist()
    if len({name.casefold() for name in names}) < len(names):
        yield "重复的部件"
    for name in names:
        if name.casefold().startswith("customui/") and package.read(name) != ribbon():
            yield "功能区按钮"
        if name.endswith(".rels"):
            yield from _foreign_relations(name, package.read(name))


def _foreign_relations(name: str, part: bytes) -> Iterator[str]:
    try:
        relations = list(fromstring(part))
    except (ParseError, ValueError):
        yield f"部件“{name}”"
        return
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in relations:
        kind = str(relation.get("Type")).rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target"))))
        if kind in RUNNING:
            yield RUNNING[kind]
        elif kind == "vbaProject" and target != f"/{PROJECT_PART}":
            yield f"部件“{target.lstrip('/')}”"
        elif kind == "extensibility" and not target.startswith("/customUI/"):
            yield "功能区按钮"
