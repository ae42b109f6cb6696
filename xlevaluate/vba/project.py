"""The macros of an .xlsm: the VBA project and the ribbon, put together when a workbook is made.

xlwings' own VBA is taken from the installed package, so that it always fits; it is not part of
this repository. ``pyOpenVBA`` writes the project from text modules.
"""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile, PyOpenVBAError, VBAModuleKind

from xlevaluate.cells.calls import Host
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import replaced
from xlevaluate.vba.wrapper import MODULE, wrapper

PROJECT_PART = "xl/vbaProject.bin"

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, PyOpenVBAError)
"""What is raised for a damaged package or VBA project."""

_MAIN_MODULE, _HOST_MODULE = "xlemain", "xlehost"
"""Modules as names are compared: every workbook of ours has the first, LibreOffice's the second."""

_OURS: dict[Host, tuple[str, ...]] = {
    "excel": ("XleMain", "XleHelp"),
    "libreoffice": ("XleMain", "libreoffice/XleHost"),
}
_THIS_WORKBOOK: dict[Host, str] = {
    "excel": "ThisWorkbook.cls",
    "libreoffice": "libreoffice/ThisWorkbook.cls",
}


def macros_folder() -> Path:
    """Return ``macros``: inside an installed package, or beside a checkout's."""
    package = Path(str(resources.files("xlevaluate")))
    inside = package / "macros"
    return inside if inside.is_dir() else package.parent / "macros"


def modules(host: Host = "excel") -> dict[str, str]:
    """Return every standard and class module by name; for Excel, xlwings' are among them."""
    texts = {Path(name).name: _text(macros_folder() / f"{name}.bas") for name in _OURS[host]}
    texts[MODULE] = wrapper(host)
    return texts | (_of_xlwings() if host == "excel" else {})


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


def macro_project(sheets: int, texts: dict[str, str], host: Host = "excel") -> bytes:
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
            book.set_module("ThisWorkbook", _text(macros_folder() / _THIS_WORKBOOK[host]))
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read(PROJECT_PART)


def _kind(text: str) -> VBAModuleKind:
    return VBAModuleKind.other if text.startswith("VERSION") else VBAModuleKind.standard


def upgraded(path: Path) -> bytes:
    """Return the workbook with the macros of this version; every other part stays as it is.

    Modules of the user's own stay too. Raises ``CannotDoError`` where there are no macros, where
    they are not ours, and where the file is damaged.
    """
    with told_if_damaged(path):
        return _with_new_macros(path)


@contextmanager
def told_if_damaged(path: Path) -> Iterator[None]:
    """Put into words what a damaged package or VBA project raises."""
    try:
        yield
    except _DAMAGED as error:
        raise CannotDoError(
            f"“{path.name}”读不出，文件可能已损坏。请改用备份，"
            "或用 xlevaluate dump 取出数据，再用 xlevaluate new 新.xlsm --data 重新制作。"
        ) from error


def _with_new_macros(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        if PROJECT_PART not in package.namelist():
            raise CannotDoError(
                f"“{path.name}”不带宏，没有可升级的。"
                "带宏的工作簿请用 xlevaluate new 单位.xlsm 制作。"
            )
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsm"
        copy.write_bytes(path.read_bytes())
        with ExcelFile(copy) as book:
            project = book.vba_project()
            present = {name.casefold() for name in book.module_names()}
            host = _host_of(present)
            if host is None:
                raise CannotDoError(
                    f"“{path.name}”里的宏不是 xlevaluate 的，没有改动。"
                    "带宏的工作簿请用 xlevaluate new 单位.xlsm 制作。"
                )
            for name, text in modules(host).items():
                if name.casefold() in present:
                    project.delete_module(name)
                project.add_module(name, text, kind=_kind(text))
            book.set_module("ThisWorkbook", _text(macros_folder() / _THIS_WORKBOOK[host]))
            book.save()
        with zipfile.ZipFile(copy) as package:
            project_part = package.read(PROJECT_PART)
    with zipfile.ZipFile(path) as package:
        return replaced(package, {PROJECT_PART: project_part})


def made_for(path: Path) -> Host | None:
    """Return the program that a workbook's macros are for; ``None`` where they are not ours."""
    with told_if_damaged(path):
        with zipfile.ZipFile(path) as package:
            if PROJECT_PART not in package.namelist():
                return None
        with ExcelFile(path) as book:
            return _host_of({name.casefold() for name in book.module_names()})


def _host_of(modules_present: set[str]) -> Host | None:
    if _MAIN_MODULE not in modules_present:
        return None
    return "libreoffice" if _HOST_MODULE in modules_present else "excel"


def has_our_macros(path: Path) -> bool:
    """Tell whether a workbook's macros are those of this version for LibreOffice, and no others.

    LibreOffice adds lines of its own when it saves; they say nothing and do not count.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if PROJECT_PART not in package.namelist():
                return False
        with ExcelFile(path) as book:
            found = {name: _statements(str(book.get_module(name))) for name in book.module_names()}
    except (OSError, ValueError, KeyError, *_DAMAGED):
        return False
    this = _text(macros_folder() / _THIS_WORKBOOK["libreoffice"])
    ours = {name: _statements(text) for name, text in modules("libreoffice").items()}
    ours["ThisWorkbook"] = _statements(this)
    return {name: lines for name, lines in found.items() if lines} == ours


def _statements(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    said = ("Attribute ", "Rem Attribute ", "Option VBASupport")
    return [line for line in lines if line and not line.startswith(said)]


def _empty(sheets: int) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for number in range(sheets):
        book.add_worksheet(f"Sheet{number + 1}")
    book.close()
    return stream.getvalue()


def ribbon() -> bytes:
    """Return the ribbon's XML."""
    return (macros_folder() / "ribbon.xml").read_bytes()
