"""The macros of an .xlsm: the VBA project and the ribbon, put together when a workbook is made.

xlwings' own VBA is taken from the installed package, so that it always fits; it is not part of
this repository. ``pyOpenVBA`` writes the project from text modules.
"""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile, PyOpenVBAError, VBAModuleKind
from pyopenvba.cfb import CFB

from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import DAMAGED, replaced
from xlevaluate.vba.wrapper import MODULE, wrapper

PROJECT_PART = "xl/vbaProject.bin"

_DAMAGED = (*DAMAGED, PyOpenVBAError)
"""What is raised for a damaged package or VBA project."""

_MAIN_MODULE, _HOST_MODULE = "xlemain", "xlehost"
"""Modules as names are compared: every workbook with macros of ours has the first; the second
was in those for LibreOffice while they had macros."""

_OURS = ("XleMain", "XleHelp")

_NEVER_COMPILED = b"\xcc\x61\xff\xff\x00\x00\x00"
"""What begins a project without a cache of what a version of Office compiled (MS-OVBA 2.3.4.1)."""


def _macros_folder() -> Path:
    """Return ``macros``: inside an installed package, or beside a checkout's."""
    package = Path(str(resources.files("xlevaluate")))
    inside = package / "macros"
    return inside if inside.is_dir() else package.parent / "macros"


def modules() -> dict[str, str]:
    """Return every standard and class module by name; xlwings' are among them."""
    texts = {name: _text(_macros_folder() / f"{name}.bas") for name in _OURS}
    return {**texts, MODULE: wrapper(), **_of_xlwings()}


def this_workbook() -> str:
    """Return what stands in the workbook's own module."""
    return _text(_macros_folder() / "ThisWorkbook.cls")


def _of_xlwings() -> dict[str, str]:
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise CannotDoError("没有安装 xlwings，不能制作带宏的工作簿：请运行 pip install xlwings。")
    theirs = Path(spec.origin).parent
    return {
        "xlwings": _text(theirs / "xlwings.bas"),
        "Dictionary": _text(theirs / "addin" / "Dictionary.cls"),
    }


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("ascii")
    except FileNotFoundError:
        raise CannotDoError(
            f"找不到宏文件 {path.name}，请重新安装 xlevaluate 和 xlwings。"
        ) from None
    except UnicodeDecodeError:
        raise CannotDoError(f"宏文件 {path.name} 含有非 ASCII 字符，不能使用。") from None
    return "\r\n".join(text.splitlines()) + "\r\n"


def macro_project(sheets: int, texts: dict[str, str]) -> bytes:
    """Return ``vbaProject.bin`` for a workbook of so many sheets, called ``Sheet1`` and so on.

    The document modules are those that Excel makes for such a workbook; modules whose text
    begins as a class do (``VERSION``) are classes, all others standard modules.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.xlsm"
        path.write_bytes(_empty(sheets))
        with ExcelFile(path) as book:
            book.add_vba_project()
            project = book.vba_project()
            for name, text in texts.items():
                project.add_module(name, text, kind=_kind(text))
            book.set_module("ThisWorkbook", this_workbook())
            # The project that pyOpenVBA begins with has one sheet, which Excel compiled.
            book.set_module("Sheet1", str(book.get_module("Sheet1")))
            book.save()
        with zipfile.ZipFile(path) as package:
            return _uncompiled(package.read(PROJECT_PART))


def _uncompiled(project: bytes) -> bytes:
    """Let every version of Office compile a project anew; pyOpenVBA keeps the version's number."""
    file = CFB.from_bytes(project)
    file.write_stream_in_storage("VBA", "_VBA_PROJECT", _NEVER_COMPILED)
    return bytes(file.to_bytes())


def _kind(text: str) -> VBAModuleKind:
    return VBAModuleKind.other if text.startswith("VERSION") else VBAModuleKind.standard


def upgraded(content: bytes, file: str) -> bytes:
    """Return the workbook with the macros of this version; every other part stays as it is.

    Modules of the user's own stay too. Raises ``CannotDoError`` where there are no macros, where
    they are not ours, and where the file is damaged; ``file`` is what it is called then.
    """
    with damage_reported(file):
        return _with_new_macros(content, file)


@contextmanager
def damage_reported(file: str) -> Iterator[None]:
    """Put into words what a damaged package or VBA project raises."""
    try:
        yield
    except _DAMAGED as error:
        raise CannotDoError(
            f"“{file}”读不出，文件可能已损坏。请改用备份，"
            "或用 xlevaluate dump 取出数据，再用 xlevaluate new 新.xlsm --data 重新制作。"
        ) from error


@contextmanager
def opened_project(content: bytes) -> Iterator[ExcelFile]:
    """Open the VBA project of a workbook, whose bytes were read once; what is saved is a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsm"
        copy.write_bytes(content)
        with ExcelFile(copy) as book:
            yield book


def _with_new_macros(content: bytes, file: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if PROJECT_PART not in package.namelist():
            raise CannotDoError(
                f"“{file}”不带宏，没有可升级的。带宏的工作簿请用 xlevaluate new 单位.xlsm 制作。"
            )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsm"
        copy.write_bytes(content)
        with ExcelFile(copy) as book:
            project = book.vba_project()
            present = {name.casefold() for name in book.module_names()}
            if _HOST_MODULE in present:
                raise CannotDoError(
                    f"“{file}”用于 LibreOffice，不再需要宏，没有改动："
                    "请直接用 xlevaluate open 打开。"
                )
            if _MAIN_MODULE not in present:
                raise CannotDoError(
                    f"“{file}”里的宏不是 xlevaluate 的，没有改动。"
                    "带宏的工作簿请用 xlevaluate new 单位.xlsm 制作。"
                )
            for name, text in modules().items():
                if name.casefold() in present:
                    project.delete_module(name)
                project.add_module(name, text, kind=_kind(text))
            book.set_module("ThisWorkbook", this_workbook())
            book.save()
            kept = set(book.module_names()) - {*modules(), "ThisWorkbook"}
            own = [name for name in kept if _has_statements(str(book.get_module(name)))]
        with zipfile.ZipFile(copy) as package:
            project_part = _uncompiled(package.read(PROJECT_PART))
        if not own and kept == {f"Sheet{number + 1}" for number in range(len(kept))}:
            project_part = macro_project(len(kept), modules())  # nothing compiled comes along
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return replaced(package, {PROJECT_PART: project_part})


def _has_statements(text: str) -> bool:
    return any(line.strip() and not line.startswith("Attribute VB_") for line in text.splitlines())


def _empty(sheets: int) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for number in range(sheets):
        book.add_worksheet(f"Sheet{number + 1}")
    book.close()
    return stream.getvalue()


def ribbon() -> bytes:
    """Return the ribbon's XML."""
    return (_macros_folder() / "ribbon.xml").read_bytes()
