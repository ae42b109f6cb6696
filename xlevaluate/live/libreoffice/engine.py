"""LibreOffice as an engine of xlwings, so that commands written for Excel run on its documents.

xlwings asks an engine for objects with the methods of ``xlwings/base_classes.py``. That interface
is private to xlwings, hence the pinned version; here is what our commands use and no more.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw

from xlevaluate.form.snapshot import ErrorValue, quoted_sheet
from xlevaluate.live.libreoffice.failures import last_failure
from xlevaluate.live.libreoffice.formulas import excel_reference
from xlevaluate.live.libreoffice.sheets import HostPart, Range, Sheet, Sheets
from xlevaluate.live.libreoffice.uno_bridge import property_value, uno

NAME = "libreoffice"

_visited: dict[str, str] = {}
"""Which finding was gone to last, by the document's id."""


def remember_visit(document: Any, finding: str) -> None:
    """Keep which finding was gone to last in a document."""
    _visited[document.RuntimeUID] = finding


def unlock(document: Any, sheet: str) -> bool:
    """Take a sheet's protection off, which has no password; tell whether there was any."""
    api = document.Sheets.getByName(sheet)
    was_locked = bool(api.isProtected())
    if was_locked:
        api.unprotect("")
    return was_locked


def _pick_file(document: Any, title: str, kinds: str) -> str:
    """Let the user choose a file, as the dialog of Excel does; nothing where none was chosen.

    ``kinds`` are a name and patterns, with a comma between.
    """
    if not document.CurrentController.Frame.ContainerWindow.isVisible():
        return ""  # nobody is there to choose
    context = uno.getComponentContext()
    picker = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.ui.dialogs.FilePicker", context
    )
    name, _, patterns = kinds.partition(",")
    picker.appendFilter(name, patterns)
    picker.setTitle(title)
    picker.setDisplayDirectory(document.URL.rpartition("/")[0])
    chosen = picker.execute() == 1
    return str(uno.fileUrlToSystemPath(picker.getSelectedFiles()[0])) if chosen else ""


_MACROS: dict[str, Callable[..., Any]] = {
    "XleLastFailure": lambda _: last_failure(),
    "XleLock": lambda document, sheet: document.Sheets.getByName(sheet).protect(""),
    "XlePickFile": _pick_file,
    "XleUnlock": unlock,
    "XleVisit": remember_visit,
    "XleVisited": lambda document: _visited.get(document.RuntimeUID, ""),
}
"""What commands ask a macro for in Excel, given the document."""


def open_book(document: Any) -> xw.Book:
    """Return an open document as xlwings' own ``Book``, and make it the one that is worked on."""
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=ENGINE))
    xw.engines[NAME].activate()
    ENGINE.apps = [App(Book(document))]
    return xw.Book(impl=Book(document))


class Engine(HostPart):
    """What xlwings knows the host by."""

    __slots__ = ("apps", "indicator")
    name, type = NAME, "desktop"
    apps: list[App]
    indicator: Any

    @staticmethod
    def clean_value_data(
        data: Any,
        dates: Callable[..., Any],
        empty: Any,
        numbers: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Pass rows of values through the options of the one who reads them."""

        def clean(value: Any) -> Any:
            if value is None:
                return empty
            if isinstance(value, datetime.datetime) and dates is not datetime.datetime:
                return dates(year=value.year, month=value.month, day=value.day)
            if isinstance(value, float) and numbers is not None:
                return numbers(value)
            return value if err_to_str or not isinstance(value, ErrorValue) else None

        return [[clean(value) for value in line] for line in data]

    @staticmethod
    def prepare_xl_data_element(value: Any, _: dict[str, Any]) -> Any:
        """Leave a value as it is; the block is made when it is written."""
        return value


ENGINE = Engine()
ENGINE.indicator = None


class App(HostPart):
    """The running program, seen from one of its documents."""

    __slots__ = ("book",)
    engine = ENGINE

    def __init__(self, book: Book) -> None:
        self.book, self.api = book, book.api

    @property
    def pid(self) -> int:
        """The process we run in."""
        return os.getpid()

    @property
    def version(self) -> str:
        """Which LibreOffice."""
        return f"LibreOffice {_product('ooSetupVersionAboutBox')}"

    def activate(self, steal_focus: bool = False) -> None:
        """Stay where we are: the document is the one whose button was pressed."""

    def calculate(self) -> None:
        """Calculate every formula."""
        self.api.calculateAll()

    @property
    def calculation(self) -> str:
        """Whether formulas follow by themselves, as xlwings says it."""
        return "automatic" if self.api.isAutomaticCalculationEnabled() else "manual"

    @property
    def selection(self) -> Range | None:
        """The selected cells, ``None`` where something else is."""
        selected = self.api.getCurrentSelection()
        if selected is None or not hasattr(selected, "RangeAddress"):
            return None
        area = selected.RangeAddress
        first, last = (
            (area.StartRow + 1, area.StartColumn + 1),
            (area.EndRow + 1, area.EndColumn + 1),
        )
        return Range(Sheet(self.book, selected.Spreadsheet), first, last)

    @property
    def status_bar(self) -> bool:
        """Only set."""
        return False

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        # Each one made lies upon the one before: the bar is back when the same one ends.
        if ENGINE.indicator is not None:
            ENGINE.indicator.end()
            ENGINE.indicator = None
        if text:
            ENGINE.indicator = self.book.controller.Frame.createStatusIndicator()
            ENGINE.indicator.start(text, 0)

    def alert(self, prompt: str, title: str, buttons: str | None, *_: Any) -> str:
        """Tell the user something, or ask; returns ``ok``, ``yes`` or ``no``."""
        return message_box(self.book.controller.Frame.ContainerWindow, prompt, title, buttons)

    def run(self, macro: str, arguments: list[Any]) -> Any:
        """Answer for a macro of ours, ``'book.xlsm'!XleLastFailure``; a document's never runs."""
        return _MACROS[macro.rpartition("!")[2]](self.api, *arguments)


def _product(key: str) -> str:
    """Return a fact about the program from its own registry."""
    context = uno.getComponentContext()
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    node = property_value("nodepath", "/org.openoffice.Setup/Product")
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (node,)
    )
    return str(access.getByName(key))


def message_box(window: Any, prompt: str, title: str, buttons: str | None) -> str:
    """Show a message in a window; with nobody to see it, print it and take the cautious answer."""
    asks = buttons == "yes_no"
    if not window.isVisible():
        sys.stderr.write(f"{prompt}\n")
        return "no" if asks else "ok"
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX" if asks else "INFOBOX")
    wanted = uno.getConstantByName(
        f"com.sun.star.awt.MessageBoxButtons.BUTTONS_{'YES_NO' if asks else 'OK'}"
    )
    box = window.getToolkit().createMessageBox(window, kind, wanted, title, prompt)
    yes = uno.getConstantByName("com.sun.star.awt.MessageBoxResults.YES")
    answer = box.execute()
    box.dispose()
    return ("yes" if answer == yes else "no") if asks else "ok"


class Book(HostPart):
    """An open document."""

    __slots__ = ("_formats",)

    def __init__(self, document: Any) -> None:
        self.api = document
        self._formats: dict[int, str] = {}

    @property
    def app(self) -> App:
        """The program."""
        return App(self)

    @property
    def controller(self) -> Any:
        """What the user looks at the document through."""
        return self.api.getCurrentController()

    @property
    def name(self) -> str:
        """The file's name."""
        return str(self.api.Title)

    @property
    def fullname(self) -> str:
        """The file's path; the name alone where it was never saved."""
        url = str(self.api.URL)
        return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else self.name

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names."""
        return Names(self)

    def activate(self) -> None:
        """Stay: it is the one whose button was pressed."""

    def format_text(self, key: int) -> str:
        """Return the number format that has a number."""
        if key not in self._formats:
            self._formats[key] = str(self.api.NumberFormats.getByKey(key).FormatString)
        return self._formats[key]

    def format_key(self, text: str) -> int:
        """Return the number of a number format, which is added where it is new."""
        formats, locale = self.api.NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
        key = formats.queryKey(text, locale, False)
        return int(key if key != -1 else formats.addNew(text, locale))


class Names(HostPart):
    """The defined names: of the document, and of single sheets, which begin with the sheet's."""

    __slots__ = ("book",)

    def __init__(self, book: Book) -> None:
        self.book, self.api = book, book.api.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        """Return all names with what they are called."""
        found = [(name, Name(self.api.getByName(name))) for name in self.api.ElementNames]
        for sheet in self.book.sheets:
            own, of = sheet.api.NamedRanges, quoted_sheet(sheet.name)
            found += [(f"{of}!{n}", Name(own.getByName(n), f"{of}!")) for n in own.ElementNames]
        return found

    def __len__(self) -> int:
        return len(self.snapshot())

    def __iter__(self) -> Iterator[Name]:
        for _, name in self.snapshot():
            yield name


class Name(HostPart):
    """One defined name."""

    __slots__ = ("before",)

    def __init__(self, api: Any, before: str = "") -> None:
        self.api, self.before = api, before

    @property
    def name(self) -> str:
        """What it is called, as Excel says it."""
        return f"{self.before}{self.api.Name}"

    @property
    def refers_to(self) -> str:
        """What it stands for, as Excel writes it."""
        return excel_reference(str(self.api.Content))
