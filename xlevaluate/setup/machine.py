"""Gathers what ``doctor`` judges. What cannot be found out here stays unknown."""

import ctypes
import io
import platform
import re
import shutil
import struct
import sys
import zipfile
from contextlib import suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.errors import CannotDoError
from xlevaluate.files import programs
from xlevaluate.files.file_names import shown_name
from xlevaluate.live.libreoffice.user_profile import unconnected
from xlevaluate.setup.diagnosis import REPORT_FONTS, Facts
from xlevaluate.setup.xlwings_conf import conf_path, load_conf, read_conf
from xlevaluate.template.template_loading import load_template
from xlevaluate.vba.ownership import ownership
from xlevaluate.vba.project import PROJECT_PART, damage_reported, opened_project
from xlevaluate.workbook.read import names_of, whole_book
from xlevaluate.xlsx.saved_book import SavedBook

_MACRO_VERSION = re.compile(r'XLWINGS_VERSION As String = "([\d.]+)"')


def gather(workbook: Path | None = None, home: Path | None = None) -> Facts:
    """Look at this machine, and at a workbook where one is given.

    Raises ``CannotDoError`` where the workbook cannot be read.
    """
    system = platform.system()
    book = _looked_at(workbook) if workbook else {}
    found = _package("xlwings")
    return Facts(
        system=system,
        python=sys.version_info[:3],
        bits=8 * struct.calcsize("P"),
        interpreter=sys.executable,
        xlwings=found,
        macros_version=_macros_version(),
        dll=_dll(found),
        excel_server=_excel_server(),
        conf_interpreter=_conf_interpreter(system, home or Path.home()),
        code_page=_code_page(),
        macro_setting=_macro_setting(),
        fonts=frozenset(_fonts()),
        libreoffice=None if system in {"Windows", "Darwin"} else unconnected(),
        **book,
    )


def _looked_at(path: Path) -> dict[str, Any]:
    """Return what is judged of a workbook, whose bytes are read once."""
    book, name = whole_book(path), shown_name(path.name)
    content = book.package.content
    return {
        "workbook": name,
        "workbook_template": _template_of(book, path),
        "workbook_macros": workbook_macros(content, name),
        "workbook_for_libreoffice": LIVE_NAME in book.names,
        "ownership": ownership(content, name),
        "from_internet": _from_internet(path),
    }


def _package(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _macros_version() -> str | None:
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        return None
    text = (Path(spec.origin).parent / "xlwings.bas").read_text(encoding="ascii", errors="replace")
    found = _MACRO_VERSION.search(text)
    return found[1] if found else None


def _dll(installed: str | None) -> str | None:
    beside = sorted(Path(sys.executable).parent.glob("xlwings*.dll"))
    prefix = sorted(Path(sys.prefix).glob("xlwings*.dll"))
    names = [path.name for path in (*beside, *prefix)]
    fitting = [name for name in names if installed and installed in name]
    return next(iter(fitting or names), None)


def _registry(root: str, key: str, value: str = "") -> Any:
    """Return a value of the registry; ``None`` where there is none, or no registry."""
    with suppress(ImportError, OSError):
        library: Any = import_module("winreg")  # of Windows alone
        with library.OpenKey(getattr(library, root), key) as handle:
            return library.QueryValueEx(handle, value)[0]
    return None


def _excel_server() -> str | None:
    clsid = _registry("HKEY_CLASSES_ROOT", r"Excel.Application\CLSID")
    if clsid is None:
        return None
    server = _registry("HKEY_CLASSES_ROOT", rf"CLSID\{clsid}\LocalServer32")
    return None if server is None else str(server)


def _macro_setting() -> int | None:
    for area in (r"Software\Policies\Microsoft", r"Software\Microsoft"):
        key = rf"{area}\Office\16.0\Excel\Security"
        found = _registry("HKEY_CURRENT_USER", key, "VBAWarnings")
        if found is not None:
            return int(found)
    return None


def _conf_interpreter(system: str, home: Path) -> str | None:
    with suppress(CannotDoError, OSError):
        conf = read_conf(load_conf(conf_path(system, home), system))
        return conf.get("INTERPRETER_MAC" if system == "Darwin" else "INTERPRETER_WIN")
    return None


def _code_page() -> int | None:
    with suppress(AttributeError, OSError):  # only Windows has windll
        library: Any = ctypes
        return int(library.windll.kernel32.GetACP())
    return None


def _fonts() -> set[str]:
    wanted = {name for names in REPORT_FONTS.values() for name in names}
    if lister := shutil.which("fc-list"):
        listed = programs.run([lister, ":", "family"]).stdout
        known = {name.strip() for line in listed.splitlines() for name in line.split(",")}
        return known & wanted
    return {name for name in wanted if _has_windows_font(name)}


def _has_windows_font(name: str) -> bool:
    key = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
    return _registry("HKEY_LOCAL_MACHINE", key, f"{name} (TrueType)") is not None


def workbook_macros(content: bytes, file: str) -> str:
    """Return the version of xlwings' VBA in a workbook, an empty text where there is none."""
    with damage_reported(file):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if PROJECT_PART not in package.namelist():
                return ""
        with opened_project(content) as book:
            if "xlwings" not in book.module_names():
                return ""
            found = _MACRO_VERSION.search(str(book.get_module("xlwings")))
    return found[1] if found else ""


def _template_of(book: SavedBook, path: Path) -> str | None:
    """Return the template of a workbook; ``None`` where it is ours and does not say which."""
    snapshot, made = names_of(book, path)
    if made.family or any(name in snapshot.names for name in load_template().form.fields):
        return made.family or None
    return ""


def _from_internet(path: Path) -> bool | None:
    """Tell whether Windows has marked a file as coming from elsewhere."""
    if platform.system() != "Windows":
        return None
    with suppress(OSError):
        mark = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
        return "ZoneId=3" in mark or "ZoneId=4" in mark
    return False
