"""``libreoffice install``: the script that opens workbooks in LibreOffice, run by nobody else.

LibreOffice runs it in its own Python, and lets it import what is installed here; so both have to
be of the same version. Beside it stands what our functions look like to LibreOffice.
"""

import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

import xlevaluate
from xlevaluate.errors import CannotDoError
from xlevaluate.files import programs
from xlevaluate.files.new_files import replace_file
from xlevaluate.files.soffice_program import look_for_soffice
from xlevaluate.live.libreoffice.add_in_names import interface_text

SCRIPT = "xlevaluate_host.py"
_SCRIPTS = Path("Scripts", "python")

DECLARATIONS = _SCRIPTS / "xlevaluate_functions.idl"

REQUEST, COPY, ANSWER = "xlevaluate-open.txt", "xlevaluate-open.copy", "xlevaluate-opened.txt"
"""Files in the profile: which workbook is to be opened, what is to be read in place of it, and
what came of it."""

_LONGEST = 30.0
"""Seconds that LibreOffice's Python may take to say its version."""

_TEXT = '''"""Made by “xlevaluate libreoffice install”: opens workbooks in LibreOffice."""

import sys

VERSION, PATHS = {version!r}, {paths!r}

if sys.version_info[:2] != VERSION:
    raise ImportError(
        "xlevaluate 装在 Python " + ".".join(map(str, VERSION)) + "，LibreOffice 用的是 Python "
        + ".".join(map(str, sys.version_info[:2])) + "。请用后者安装 xlevaluate。"
    )
sys.path[:0] = [path for path in PATHS if path not in sys.path]

from xlevaluate.live.libreoffice.document_opening import open_requested

g_exportedScripts = (open_requested,)
'''


def user_folder(system: str | None = None) -> Path:
    """Return the folder of the user's LibreOffice profile."""
    match system or platform.system():
        case "Windows":
            root = Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming")) / "LibreOffice"
        case "Darwin":
            root = Path.home() / "Library/Application Support/LibreOffice"
        case _:
            config = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
            root = Path(config) / "libreoffice"
    return root / "4" / "user"


def host_script() -> str:
    """Return the script's text: which Python it is for, and where to import from."""
    paths = sysconfig.get_paths()
    here = str(Path(xlevaluate.__file__).resolve().parent.parent)
    places = list(dict.fromkeys([here, paths["purelib"], paths["platlib"]]))
    return _TEXT.format(version=sys.version_info[:2], paths=places)


def _files() -> dict[Path, str]:
    """Return what has to stand in a profile, by its place there."""
    return {_SCRIPTS / SCRIPT: host_script(), DECLARATIONS: interface_text()}


def install(user: Path) -> Path:
    """Write the script and the declarations into a profile and return the script's path."""
    for place, text in _files().items():
        target = user / place
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, text.encode())
    return user / _SCRIPTS / SCRIPT


def unconnected() -> str | None:
    """Say what keeps LibreOffice from this Python; ``None`` where nothing does."""
    user = user_folder()
    try:
        refuse_unfit(find_soffice())
        written = {place: (user / place).read_text(encoding="utf-8") for place in _files()}
    except CannotDoError as error:
        return str(error)
    except (OSError, UnicodeDecodeError):
        written = {}
    return None if written == _files() else "请运行 xlevaluate libreoffice install。"


def find_soffice() -> Path:
    """Return LibreOffice's program; raises ``CannotDoError`` where there is none."""
    found = look_for_soffice()
    if found is None:
        raise CannotDoError(
            "这台机器上没有找到 LibreOffice。"
            "Debian、Ubuntu 上请运行 sudo apt install libreoffice-calc 后再试。"
        )
    return found


def refuse_unfit(soffice: Path) -> None:
    """Raise ``CannotDoError`` where LibreOffice cannot run this Python's packages."""
    program = soffice.resolve().parent
    if not (program / "pythonscript.py").exists():
        raise CannotDoError(
            "LibreOffice 没有安装 Python 脚本支持，按钮和单元格函数不能用。"
            "Debian、Ubuntu 上请运行 sudo apt install libreoffice-script-provider-python 后再试。"
        )
    own = next(
        (path for path in (program / "python", program / "python.exe") if path.exists()), None
    )
    version = _version(own or Path("/usr/bin/python3"))
    ours = ".".join(map(str, sys.version_info[:2]))
    if version != ours:
        raise CannotDoError(
            f"LibreOffice 用的是 Python {version or '（未知）'}，xlevaluate 装在 Python {ours}，"
            "两者版本要相同。请用 LibreOffice 的那个版本建立虚拟环境，重新安装 xlevaluate。"
        )


def _version(python: Path) -> str:
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return programs.run([python, "-c", asked], timeout=_LONGEST).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
