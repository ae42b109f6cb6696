"""The macros of an .xlsm: the VBA project and the ribbon, put together when a workbook is made.

xlwings' own VBA is taken from the installed package, so that it always fits; it is not part of
this repository. ``pyOpenVBA`` writes the project from text modules.
"""

import io
import tempfile
import zipfile
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import xlsxwriter
from pyopenvba import ExcelFile, VBAModuleKind

from xlevaluate.errors import CannotDoError
from xlevaluate.excel.wrapper import MODULE, wrapper
from xlevaluate.packages import replaced

PROJECT_PART = "xl/vbaProject.bin"

OURS = ("XleMain", "XleHelp")


def macros_folder() -> Path:
    """Return ``macros``: inside an installed package, or beside a checkout's."""
    package = Path(str(resources.files("xlevaluate")))
    inside = package / "macros"
    return inside if inside.is_dir() else package.parent / "macros"


def modules() -> dict[str, str]:
    """Return every standard and class module by name, xlwings' among them."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise CannotDoError("没有安装 xlwings，不能制作带宏的工作簿：请运行 pip install xlwings。")
    theirs = Path(spec.origin).parent
    texts = {name: _text(macros_folder() / f"{name}.bas") for name in OURS}
    texts[MODULE] = wrapper()
    texts["xlwings"] = _text(theirs / "xlwings.bas")
    texts["Dictionary"] = _text(theirs / "addin" / "Dictionary.cls")
    return texts


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
                is_class = text.startswith("VERSION")
                kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(name, text, kind=kind)
            book.set_module("ThisWorkbook", _text(macros_folder() / "ThisWorkbook.cls"))
            book.save()
        with zipfile.ZipFile(path) as package:
            return package.read(PROJECT_PART)


def upgraded(path: Path) -> bytes:
    """Return the workbook with the macros of this version; every other part stays as it is.

    Modules of the user's own stay too. Raises ``CannotDoError`` where there are no macros.
    """
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
            for name, text in modules().items():
                is_class = text.startswith("VERSION")
                if name.casefold() in present:
                    project.delete_module(name)
                kind = VBAModuleKind.other if is_class else VBAModuleKind.standard
                project.add_module(name, text, kind=kind)
            book.set_module("ThisWorkbook", _text(macros_folder() / "ThisWorkbook.cls"))
            book.save()
        with zipfile.ZipFile(copy) as package:
            project_part = package.read(PROJECT_PART)
    with zipfile.ZipFile(path) as package:
        return replaced(package, {PROJECT_PART: project_part})


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
