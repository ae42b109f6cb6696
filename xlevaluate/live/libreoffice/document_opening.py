"""A workbook opened in LibreOffice at the request of ``xlevaluate open``.

The request is a file in the user's profile, the answer another: LibreOffice makes windows in its
first thread only, where nobody outside can call it. Runs in LibreOffice's own Python.

What is loaded is never the user's file but a harmless copy of it; it is saved to the file.
"""

import json
from pathlib import Path
from typing import Any

from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import replace_file
from xlevaluate.live.libreoffice.add_in import add_functions
from xlevaluate.live.libreoffice.button_shapes import add_buttons
from xlevaluate.live.libreoffice.double_clicks import follow_double_clicks
from xlevaluate.live.libreoffice.insertions import follow_insertions
from xlevaluate.live.libreoffice.script import fill_up, run
from xlevaluate.live.libreoffice.uno_bridge import property_value, uno
from xlevaluate.live.libreoffice.user_profile import ANSWER, COPY, DECLARATIONS, REQUEST
from xlevaluate.template.lookup import remember_folder

_NEVER = 0
"""``MacroExecMode`` and ``UpdateDocMode``: no macro runs, no link is followed."""

_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
"""How a file is read and saved: LibreOffice is not left to guess from what it holds."""

_NO_FUNCTIONS = (
    "LibreOffice 先已打开着别的表格，这次单元格不由 Python 计算，用表格自带的公式；按钮照常可用。"
    "要由 Python 计算，请关闭 LibreOffice 的所有窗口，再运行一次 xlevaluate open。"
)


def open_requested(*_: Any) -> None:
    """Open the workbook that is asked for, its cells and buttons alive; answer when that is done.

    What went wrong is said in the answer.
    """
    context = uno.getComponentContext()
    user = _user_folder(context)
    request, copy = user / REQUEST, user / COPY
    path, content = Path(request.read_text(encoding="utf-8")), copy.read_bytes()
    request.unlink()
    copy.unlink()
    said = {"error": f"LibreOffice 打不开“{path.name}”：程序内部出错。", "remark": ""}
    try:
        live = add_functions(user / DECLARATIONS)
        enliven(_open(context, path, content), live=live)
        said = {"error": "", "remark": "" if live else _NO_FUNCTIONS}
    except CannotDoError as error:
        said["error"] = str(error)
    finally:
        replace_file(user / ANSWER, json.dumps(said).encode())  # whoever waits finds it whole


def enliven(document: Any, *, live: bool) -> None:
    """Give a document its buttons, and let its cells call Python or keep to their own formulas."""
    add_buttons(document, run)
    follow_double_clicks(document)
    follow_insertions(document, fill_up)
    names = document.NamedRanges
    if names.hasByName(LIVE_NAME):
        area = names.getByName(LIVE_NAME).getReferredCells()
        if area is not None:  # whoever made the file may have named anything so
            area.getCellByPosition(0, 0).Value = int(live)
    document.calculateAll()  # a stored value may be anything
    document.UndoManager.clear()
    document.setModified(False)


def load(context: Any, path: Path, content: bytes, *, hidden: bool = False) -> Any:
    """Load a workbook from a harmless copy of it, every macro off; it is saved to ``path``.

    Functions in cells know no workbook: from now on they find templates beside this one.
    """
    remember_folder(str(path))
    manager = context.ServiceManager
    stream = manager.createInstanceWithContext("com.sun.star.io.TempFile", context)
    stream.OutputStream.writeBytes(uno.ByteSequence(content))
    stream.OutputStream.flush()
    stream.seek(0)
    options = {
        "Stream": stream,
        "FilterName": _FILTERS[path.suffix.lower()],
        "MacroExecutionMode": _NEVER,
        "UpdateDocMode": _NEVER,
        "Hidden": hidden,
    }
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    given = tuple(property_value(name, value) for name, value in options.items())
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, given)
    if document is None:
        raise CannotDoError(
            f"LibreOffice 没有打开“{path.name}”：文件可能已损坏，或正在别处打开着。"
        )
    return document


def _open(context: Any, path: Path, content: bytes) -> Any:
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    parts = desktop.Components.createEnumeration()
    while parts.hasMoreElements():
        if getattr(parts.nextElement(), "URL", "") == path.as_uri():
            raise CannotDoError(f"“{path.name}”已经在 LibreOffice 中打开着。请先关闭它，再试一次。")
    document = load(context, path, content)
    if not document.getCurrentController().Frame.ContainerWindow.isVisible():
        document.close(True)
        raise CannotDoError(
            f"LibreOffice 正在后台运行，没有窗口，没有打开“{path.name}”。请先结束它，再试一次。"
        )
    return document


def _user_folder(context: Any) -> Path:
    """Return the profile that this LibreOffice runs with."""
    paths = context.ServiceManager.createInstance("com.sun.star.util.PathSubstitution")
    return Path(uno.fileUrlToSystemPath(paths.getSubstituteVariableValue("$(user)")))
