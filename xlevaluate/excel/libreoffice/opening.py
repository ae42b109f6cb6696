"""A workbook opened by LibreOffice itself, at the request of ``xlevaluate open``.

The request is a file in the user's profile, the answer another: LibreOffice makes windows in its
first thread only, where nobody outside can call it. Runs in LibreOffice's own Python.
"""

from pathlib import Path
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.excel.libreoffice.profile import ANSWER, REQUEST
from xlevaluate.excel.libreoffice.uno_bridge import property_value, uno
from xlevaluate.workbook.macros import has_our_macros

_ALWAYS = 4
"""``MacroExecMode``: macros run without asking."""


def answer_request() -> Any:
    """Open what is asked for and return the document; say in the answer what went wrong."""
    context = uno.getComponentContext()
    paths = context.ServiceManager.createInstance("com.sun.star.util.PathSubstitution")
    user = Path(uno.fileUrlToSystemPath(paths.getSubstituteVariableValue("$(user)")))
    request = user / REQUEST
    path = Path(request.read_text(encoding="utf-8"))
    request.unlink()
    document, answer = None, ""
    try:
        document = _open(context, path)
    except CannotDoError as error:
        answer = str(error)
    except Exception as error:  # noqa: BLE001 - the last frame before LibreOffice, told in the answer
        answer = f"LibreOffice 打不开“{path.name}”（{type(error).__name__}: {error}）。"
    (user / ANSWER).write_text(answer, encoding="utf-8")
    return document


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
