"""What hands do to a workbook that is open in a LibreOffice: typing, pasting, cutting, inserting.

Everything goes through the commands of LibreOffice's menus, so that locked cells refuse, numbers
are recognised, and names follow cells as they do for a user.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from tests.hands import live_door
from tests.live.libreoffice.office import accepting, connect, desktop_of, load
from xlevaluate.form.snapshot import a1
from xlevaluate.live.libreoffice import soffice
from xlevaluate.live.libreoffice.uno_bridge import property_value

XLSX, XLS, ODS = "Calc MS Excel 2007 XML", "MS Excel 97", "calc8"

_NEVER_ASK = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Input">
<prop oor:name="ReplaceCellsWarning" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
"""Whoever is asked whether to paste over cells says yes; here nobody is asked."""


class Desk:
    """A LibreOffice without a screen, in which documents are opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_NEVER_ASK, encoding="utf-8")
        live_door.install(user)
        pipe = f"xle-hands-{uuid4().hex}"
        root = f"-env:UserInstallation={user.parent.as_uri()}"
        self.process = soffice.start(root, "--headless", accepting(pipe))
        self.context = connect(pipe)
        self.desktop = desktop_of(self.context)

    def close(self) -> None:
        """End it."""
        self.desktop.terminate()
        try:
            self.process.wait(30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End it at once, whatever is open in it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def open(self, path: Path) -> "Hands":
        """Open a document."""
        return Hands(self, load(self.desktop, path))

    def blank(self) -> "Hands":
        """Open a new, empty document."""
        options = (property_value("Hidden", True),)
        made = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, options)
        return Hands(self, made)


class Running(Protocol):
    """A LibreOffice that runs."""

    context: Any


class Hands:
    """A document, and what is done to it."""

    def __init__(self, desk: Running, document: Any) -> None:
        self.desk, self.document = desk, document
        manager = desk.context.ServiceManager
        self._helper, self._toolkit = (
            manager.createInstanceWithContext(f"com.sun.star.{name}", desk.context)
            for name in ("frame.DispatchHelper", "awt.Toolkit")
        )

    def close(self) -> None:
        """Close it without saving."""
        self.document.close(True)

    def sheet(self, name: str) -> Any:
        """Return a sheet."""
        return self.document.Sheets.getByName(name)

    def cell(self, sheet: str, place: str) -> Any:
        """Return a cell or an area by its address."""
        return self.sheet(sheet).getCellRangeByName(place)

    def command(self, name: str, **arguments: Any) -> None:
        """Give a command of the menus to what is selected."""
        self._dispatch(name, arguments)
        if self._is_told_something():
            window = self.document.CurrentController.Frame
            self._dispatch("NewWindow", {})
            self.document.CurrentController.Frame.ContainerWindow.setVisible(False)
            window.close(True)

    def _dispatch(self, name: str, arguments: dict[str, Any]) -> None:
        frame = self.document.CurrentController.Frame
        given = tuple(property_value(key, value) for key, value in arguments.items())
        self._helper.executeDispatch(frame, f".uno:{name}", "", 0, given)

    def _is_told_something(self) -> bool:
        """Tell whether a message stands in front of the window, as that cells are locked.

        Nobody is there to close it, and a second one before the same window ends LibreOffice 7.4.
        """
        front = self._toolkit.getTopWindow(0)
        return front is not None and front.AccessibleContext.AccessibleRole in _MESSAGES

    def select(self, sheet: str, place: str) -> None:
        """Select cells."""
        controller = self.document.CurrentController
        controller.setActiveSheet(self.sheet(sheet))
        controller.select(self.cell(sheet, place))

    def type(self, sheet: str, place: str, text: str) -> None:
        """Type into a cell, as at the keyboard."""
        self.select(sheet, place)
        self.command("EnterString", StringName=text)

    def copy(self, sheet: str, place: str) -> None:
        """Copy cells."""
        self.select(sheet, place)
        self.command("Copy")

    def cut(self, sheet: str, place: str) -> None:
        """Cut cells."""
        self.select(sheet, place)
        self.command("Cut")

    def paste(self, sheet: str, place: str) -> None:
        """Paste all, formats too."""
        self.select(sheet, place)
        self.command("Paste")

    def paste_values(self, sheet: str, place: str, *, transposed: bool = False) -> None:
        """Paste texts, numbers and days only."""
        self.select(sheet, place)
        self.command("InsertContents", Flags="SVD", Transpose=transposed)

    def insert_row(self, sheet: str, place: str) -> None:
        """Insert a row above a cell."""
        self.select(sheet, place)
        self.command("InsertRowsBefore")

    def delete_row(self, sheet: str, place: str) -> None:
        """Delete the row of a cell."""
        self.select(sheet, place)
        self.command("DeleteRows")

    def unprotect(self, sheet: str) -> None:
        """Take a sheet's protection off, which has no password."""
        self.sheet(sheet).unprotect("")

    def named(self, name: str) -> str:
        """Return the address of a named cell in its sheet."""
        cell = self.document.NamedRanges.getByName(name).getReferredCells()
        at = cell.RangeAddress
        return a1(at.StartRow, at.StartColumn)

    def save(self, path: Path, kind: str = XLSX) -> Path:
        """Save a copy."""
        self.document.storeToURL(path.as_uri(), (property_value("FilterName", kind),))
        return path

    def numbers(self) -> dict[str, dict[tuple[int, int], float]]:
        """Return the numbers that were typed or pasted, by sheet, row and column."""
        return live_door.numbers(self.desk.context, self.document)


_MESSAGES = {1, 14}
"""``AccessibleRole`` of alerts and dialogs."""
