"""A workbook opened in LibreOffice: by its user, or at the request of ``xlevaluate open``.

The request is a file in the user's profile, the answer another: LibreOffice makes windows in its
first thread only, where nobody outside can call it. Runs in LibreOffice's own Python.
"""

from pathlib import Path
from typing import Any

from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import replace_file
from xlevaluate.live.libreoffice.button_shapes import restore_buttons
from xlevaluate.live.libreoffice.uno_bridge import property_value, uno
from xlevaluate.live.libreoffice.user_profile import ANSWER, REQUEST
from xlevaluate.vba.project import has_our_macros

_ALWAYS = 4
"""``MacroExecMode``: macros run without asking."""


def open_requested(*_: Any) -> None:
    """Open the workbook that is asked for, its cells and buttons alive; answer when that is done.

    What went wrong is said in the answer.
    """
    context = uno.getComponentContext()
    user = _user_folder(context)
    request = user / REQUEST
    path = Path(request.read_text(encoding="utf-8"))
    request.unlink()
    answer = f"LibreOffice 打不开“{path.name}”：程序内部出错。"
    try:
        opened(_open(context, path))
        answer = ""
    except CannotDoError as error:
        answer = str(error)
    finally:
        replace_file(user / ANSWER, answer.encode())  # whoever waits finds it whole


def opened(document: Any) -> None:
    """Let the cells of a document call Python from now on, and give it back its buttons."""
    restore_buttons(document)
    named = document.NamedRanges.getByName(LIVE_NAME)
    named.getReferredCells().getCellByPosition(0, 0).Value = 1


def _user_folder(context: Any) -> Path:
    """Return the profile that this LibreOffice runs with."""
    paths = context.ServiceManager.createInstance("com.sun.star.util.PathSubstitution")
    return Path(uno.fileUrlToSystemPath(paths.getSubstituteVariableValue("$(user)")))


def _open(context: Any, path: Path) -> Any:
    if not has_our_macros(path):
        raise CannotDoError(f"“{path.name}”的宏不是本程序的，没有打开。")
    manager = context.ServiceManager
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    options = (property_value("MacroExecutionMode", _ALWAYS),)
    document = desktop.loadComponentFromURL(path.as_uri(), "_default", 0, options)
    if document is None:
        raise CannotDoError(
            f"LibreOffice 没有打开“{path.name}”：文件可能已损坏，或正在别处打开着。"
        )
    if not document.getCurrentController().Frame.ContainerWindow.isVisible():
        document.close(True)
        raise CannotDoError(
            f"LibreOffice 正在后台运行，没有窗口，没有打开“{path.name}”。请先结束它，再试一次。"
        )
    return document
