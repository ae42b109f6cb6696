"""A LibreOffice that runs, and a workbook open in it, handled as its user would handle it."""

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from xlevaluate.form.snapshot import Snapshot
from xlevaluate.live.book import read_sheets
from xlevaluate.live.libreoffice import soffice
from xlevaluate.live.libreoffice import user_profile as profile
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.live.libreoffice.uno_bridge import property_value, run_macro, uno

_IN_ITS_PROCESS = '''
import dataclasses
import json

from xlevaluate.cells import cell_functions as functions
from xlevaluate.live.libreoffice import engine

calls, originals = [], dict(functions.FUNCTIONS)


def answer_messages(path, answer):
    """Keep messages in a file instead of showing them, and answer questions."""

    def told(window, prompt, title, buttons):
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(prompt) + "\\n")
        return answer if buttons else "ok"

    engine.message_box = told


def replace_functions(result):
    """Let every function for cells count its calls, and return something of ours, if given."""
    calls.clear()
    for name, original in originals.items():
        def counting(*arguments, _name=name, _call=original.call):
            calls.append(_name)
            return _call(*arguments) if result is None else result

        counting.__signature__ = __import__("inspect").signature(original.call)
        functions.FUNCTIONS[name] = dataclasses.replace(original, call=counting)


def counted():
    return json.dumps(calls)


g_exportedScripts = (answer_messages, replace_functions, counted)
'''


_ALWAYS, _AS_SET_UP = 4, 3
"""``MacroExecMode``: macros run without asking, or as the user has set it up."""


def accepting(pipe: str) -> str:
    """Return the argument that lets LibreOffice be driven through a named pipe."""
    return f"--accept=pipe,name={pipe};urp"


def connect(pipe: str) -> Any:
    """Return the desktop of a LibreOffice that has just been started, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    not_yet: type[Exception] = uno.getClass("com.sun.star.connection.NoConnectException")
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except not_yet:
            time.sleep(0.1)
        else:
            manager = context.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    raise AssertionError("LibreOffice did not start")


def load(desktop: Any, path: Path, *, trusted: bool) -> Any:
    """Open a document that nobody sees; only a trusted one runs its macros."""
    mode = _ALWAYS if trusted else _AS_SET_UP
    options = (property_value("MacroExecutionMode", mode), property_value("Hidden", True))
    document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, options)
    assert document is not None, path
    return document


class Office:
    """A running LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        user = folder / "profile" / "user"
        script = profile.install(user)
        inside = profile.host_script() + _IN_ITS_PROCESS
        script.with_name("in_its_process.py").write_text(inside, encoding="utf-8")
        pipe = f"xle-test-{uuid4().hex}"  # workers run side by side
        root = f"-env:UserInstallation={user.parent.as_uri()}"
        self.process = soffice.start(root, "--headless", accepting(pipe))
        self.desktop = connect(pipe)

    def close(self) -> None:
        """End it, and leave nothing of it behind."""
        self.desktop.terminate()
        try:
            self.process.wait(30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            shutil.rmtree(self.folder / "profile", ignore_errors=True)

    @contextmanager
    def opened(self, path: Path, *, trusted: bool = True) -> Iterator["Workbook"]:
        """Open a workbook; without macros where it is not trusted."""
        document = load(self.desktop, path, trusted=trusted)
        workbook = Workbook(document)
        workbook.keep_messages(self.folder / "told.jsonl")
        try:
            if trusted:
                run_macro(document, "XleHost.XleOpened")
            yield workbook
        finally:
            workbook.in_its_process("replace_functions", None)
            document.close(True)


class Workbook:
    """An open workbook; one that was not opened by ``Office`` is only looked at."""

    def __init__(self, document: Any) -> None:
        self.document, self._told = document, Path()

    def snapshot(self) -> Snapshot:
        """Read its cells as the buttons do; names take long from outside, and are left out."""
        return Snapshot(read_sheets(open_book(self.document)), {})

    def in_its_process(self, name: str, *arguments: Any) -> Any:
        """Run a function of ours inside LibreOffice."""
        provider = self.document.getScriptProvider()
        url = f"vnd.sun.star.script:in_its_process.py${name}?language=Python&location=user"
        return provider.getScript(url).invoke(tuple(arguments), (), ())[0]

    def keep_messages(self, told: Path) -> None:
        """Keep messages in a file from now on, and answer questions with no."""
        self._told = told
        self.answering("no")

    def answering(self, answer: str) -> None:
        """Answer questions from now on."""
        self._told.write_text("", encoding="utf-8")
        self.in_its_process("answer_messages", str(self._told), answer)

    @property
    def told(self) -> list[str]:
        """Every message that was shown."""
        return [json.loads(line) for line in self._told.read_text(encoding="utf-8").splitlines()]

    def cell(self, sheet: str, place: str) -> Any:
        """Return a cell by its address."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(place)

    def named(self, name: str) -> Any:
        """Return the cell that a name stands for."""
        area = self.document.NamedRanges.getByName(name).getReferredCells()
        return area.getCellByPosition(0, 0)

    def type(self, name: str, text: str) -> None:
        """Type into a named cell."""
        self.named(name).Formula = text

    def save(self, path: Path) -> None:
        """Save it under a name."""
        given = (property_value("FilterName", "Calc MS Excel 2007 VBA XML"),)
        self.document.storeAsURL(path.resolve().as_uri(), given)

    def insert_row(self, below: str) -> int:
        """Insert a row below a named cell and return its number, counted from 0."""
        cell = self.named(below)
        cell.Spreadsheet.unprotect("")
        row = int(cell.CellAddress.Row) + 1
        cell.Spreadsheet.Rows.insertByIndex(row, 1)
        return row

    def buttons(self) -> dict[str, str]:
        """Return what each button runs, by its caption."""
        forms = self.document.Sheets.getByIndex(0).DrawPage.Forms
        found = {}
        for form in (forms.getByIndex(number) for number in range(forms.Count)):
            for index in range(form.Count):
                for event in form.getScriptEvents(index):
                    found[str(form.getByIndex(index).Label)] = str(event.ScriptCode)
        return found

    def press(self, caption: str) -> str:
        """Press a button, by the event that is bound to it, and return what it said last."""
        before = len(self.told)
        script = self.document.getScriptProvider().getScript(self.buttons()[caption])
        script.invoke((), (), ())
        said = self.told[before:]
        assert said, f"{caption}: nothing was said"
        return said[-1]

    def results(self) -> list[list[str]]:
        """Return the lines of 校验结果."""
        head = self.named("校验_级别")
        end = self.named("校验_止").CellAddress.Row
        top = head.CellAddress.Row + 1
        area = head.Spreadsheet.getCellRangeByPosition(0, top, 6, max(end - 1, top))
        rows = [[str(value) for value in row] for row in area.getDataArray()]
        return [row for row in rows if row[0]]

    def selected(self) -> tuple[str, str]:
        """Return the sheet and the address of what is selected."""
        selected = self.document.getCurrentSelection()
        return selected.Spreadsheet.Name, re.sub(r".*\.|\$", "", selected.AbsoluteName)
