"""A LibreOffice that runs, and a workbook open in it, handled as its user would handle it."""

import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.waiting import wait_for
from xlevaluate.form.snapshot import CellValue, Snapshot
from xlevaluate.live.book import read_sheets
from xlevaluate.live.libreoffice import soffice
from xlevaluate.live.libreoffice import user_profile as profile
from xlevaluate.live.libreoffice.add_in_names import CALLABLE, reaching_the_add_in
from xlevaluate.live.libreoffice.button_shapes import SCRIPT_TYPE
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.live.libreoffice.uno_bridge import property_value, uno
from xlevaluate.workbook.harmless import harmless_copy

_IN_ITS_PROCESS = '''
import json
from pathlib import Path

from msgspec.structs import replace

from xlevaluate.cells import cell_functions as functions
from xlevaluate.live.libreoffice import document_opening, double_clicks, engine, script
from xlevaluate.live.libreoffice.uno_bridge import uno

calls, originals = [], dict(functions.FUNCTIONS)


def answer_messages(path, answer):
    """Keep messages in a file instead of showing them, and answer questions."""

    def told(window, prompt, title, buttons):
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(prompt) + "\\n")
        return answer if buttons else "ok"

    engine.message_box = told


def choose(path):
    """Let whoever is asked for a file choose this one."""
    engine._MACROS["XlePickFile"] = lambda *_: path


def replace_functions(result):
    """Let every function for cells count its calls, and return something of ours, if given."""
    calls.clear()
    for name, original in originals.items():
        def counting(*arguments, _name=name, _call=original.call):
            calls.append(_name)
            return _call(*arguments) if result is None else result

        counting.__signature__ = __import__("inspect").signature(original.call)
        functions.FUNCTIONS[name] = replace(original, call=counting)


def counted():
    return json.dumps(calls)


def add_functions(declared):
    return document_opening.add_functions(Path(declared))


def open_copy(path, copy, live, hidden):
    """Open a workbook as ``xlevaluate open`` does."""
    content = Path(copy).read_bytes()
    document = document_opening.load(uno.getComponentContext(), Path(path), content, hidden=hidden)
    document_opening.enliven(document, live=live)
    return document


def press(document, command):
    script.run(document, command)


def click(document, cell, count):
    """Click on a cell so many times; return whether LibreOffice would go on with the click."""
    event = uno.createUnoStruct("com.sun.star.awt.EnhancedMouseEvent")
    event.Target, event.ClickCount = cell, count
    return double_clicks.click_handler(document).mousePressed(event)


def links(document):
    """Return where the links in a document's cells lead; from outside each cell takes long."""
    found, strings = [], uno.getConstantByName("com.sun.star.sheet.CellFlags.STRING")
    for number in range(document.Sheets.Count):
        texts = document.Sheets.getByIndex(number).queryContentCells(strings)
        cells = texts.Cells.createEnumeration()
        while cells.hasMoreElements():
            fields = cells.nextElement().TextFields
            found += [fields.getByIndex(index).URL for index in range(fields.Count)]
    return json.dumps(found)


def events(document):
    """Return every event that a control is bound to: caption, kind of script, script."""
    found = []
    for number in range(document.Sheets.Count):
        forms = document.Sheets.getByIndex(number).DrawPage.Forms
        for form in (forms.getByIndex(index) for index in range(forms.Count)):
            for index in range(form.Count):
                label = form.getByIndex(index).Label
                bound = form.getScriptEvents(index)
                found += [[label, event.ScriptType, event.ScriptCode] for event in bound]
    return json.dumps(found)


def shown(document):
    """Return what the cells of each sheet show, row by row."""
    sheets = {}
    for sheet in engine.open_book(document).sheets:
        last = sheet.used_range.last_cell
        area = sheet.range((1, 1), (last.row, last.column))
        sheets[sheet.name] = area.options(ndim=2, err_to_str=True).value
    return json.dumps(sheets, default=str)  # days that were typed


def formulas(document, asked):
    """Return of each sheet what its first rows show, where that is asked, and which cells fail."""
    found, failing = {}, uno.getConstantByName("com.sun.star.sheet.FormulaResult.ERROR")
    for name, (last_row, last_col, values) in json.loads(asked).items():
        sheet = document.Sheets.getByName(name)
        area = sheet.getCellRangeByPosition(0, 0, last_col, last_row)
        failed = [
            (row, col)
            for at in area.queryFormulaCells(failing).getRangeAddresses()
            for row in range(at.StartRow, at.EndRow + 1)
            for col in range(at.StartColumn, at.EndColumn + 1)
        ]
        found[name] = [area.getDataArray() if values else (), failed]
    return json.dumps(found)


g_exportedScripts = (
    *(answer_messages, choose, replace_functions, counted, add_functions, open_copy),
    *(press, click, links, events, shown, formulas),
)
'''


_AS_SET_UP = 3
"""``MacroExecMode``: macros run as the user has set it up."""


def accepting(pipe: str) -> str:
    """Return the argument that lets LibreOffice be driven through a named pipe."""
    return f"--accept=pipe,name={pipe};urp"


def connect(pipe: str) -> Any:
    """Return the context of a LibreOffice that has just been started, as soon as it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    not_yet: type[Exception] = uno.getClass("com.sun.star.connection.NoConnectException")
    found: list[Any] = []

    def answers() -> bool:
        try:
            found.append(resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"))
        except not_yet:
            return False
        return True

    wait_for(answers, "LibreOffice starts", soffice.LONGEST)
    return found[0]


def desktop_of(context: Any) -> Any:
    """Return what holds the open documents."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def load(desktop: Any, path: Path, mode: int = _AS_SET_UP) -> Any:
    """Open a document as LibreOffice does by itself, seen by nobody."""
    options = (property_value("MacroExecutionMode", mode), property_value("Hidden", True))
    document = desktop.loadComponentFromURL(path.resolve().as_uri(), "_blank", 0, options)
    assert document is not None, path
    return document


def copied(path: Path) -> bytes:
    """Return the harmless copy of a workbook that ``xlevaluate open`` hands to LibreOffice."""
    return _copied(path.read_bytes(), path.name)


@cache
def _copied(content: bytes, name: str) -> bytes:
    return harmless_copy(content, name, functions=CALLABLE, rewrite=reaching_the_add_in).content


def install(user: Path) -> None:
    """Put into a profile what this program puts there, and what the tests run there."""
    script = profile.install(user)
    inside = profile.host_script() + _IN_ITS_PROCESS
    script.with_name("in_its_process.py").write_text(inside, encoding="utf-8")


def in_its_process(context: Any, name: str, *arguments: Any) -> Any:
    """Run a function of ours inside a LibreOffice."""
    factory = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.script.provider.MasterScriptProviderFactory", context
    )
    url = f"vnd.sun.star.script:in_its_process.py${name}?language=Python&location=user"
    return factory.createScriptProvider("").getScript(url).invoke(tuple(arguments), (), ())[0]


def list_functions(context: Any) -> tuple[str, ...]:
    """Return every function that cells can call, as the user finds them listed."""
    service = "com.sun.star.sheet.FunctionDescriptions"
    return tuple(context.ServiceManager.createInstanceWithContext(service, context).ElementNames)


def choose_in_dialog(context: Any, title: str, name: str) -> None:
    """Choose a file in a dialog of LibreOffice's own, as soon as it is there."""
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    found: list[Any] = []

    def is_there() -> bool:
        windows = (toolkit.getTopWindow(n) for n in range(toolkit.getTopWindowCount()))
        found[:] = [w for w in windows if w.getAccessibleContext().getAccessibleName() == title]
        return bool(found)

    wait_for(is_there, title)
    parts = list(_parts_of(found[0]))
    (field,) = (part for part in parts if part.getAccessibleName() == "File name:" and _has(part))
    field.setText(name)
    (button,) = (part for part in parts if part.getAccessibleName() == "Open")
    button.doAccessibleAction(0)


def _has(part: Any) -> bool:
    return hasattr(part, "setText")


def _parts_of(node: Any) -> Iterator[Any]:
    """Yield what a screen reader finds in a window, from the outside in."""
    if not hasattr(node, "getAccessibleContext"):
        return
    part = node.getAccessibleContext()
    yield part
    for number in range(part.getAccessibleChildCount()):
        yield from _parts_of(part.getAccessibleChild(number))


class Office:
    """A running LibreOffice with a profile of its own."""

    def __init__(self, folder: Path, *, headless: bool = True, late: bool = False) -> None:
        self.folder = folder
        user = folder / "profile" / "user"
        install(user)
        pipe = f"xle-test-{uuid4().hex}"  # workers run side by side
        root = f"-env:UserInstallation={user.parent.as_uri()}"
        self.process = soffice.start(root, *(["--headless"] if headless else []), accepting(pipe))
        self.context = connect(pipe)
        self.desktop = desktop_of(self.context)
        if late:  # it has asked for its add-ins before ours is there
            list_functions(self.context)
        self.live = bool(self.in_its_process("add_functions", str(user / profile.DECLARATIONS)))
        assert self.live != late

    def in_its_process(self, name: str, *arguments: Any) -> Any:
        """Run a function of ours inside LibreOffice."""
        return in_its_process(self.context, name, *arguments)

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
    def opened(
        self,
        path: Path,
        *,
        live: bool = True,
        hidden: bool = True,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator["Workbook"]:
        """Open a workbook as ``xlevaluate open`` does; ``meanwhile`` its file may be changed."""
        copy = self.folder / "copy"
        copy.write_bytes(copied(path))
        meanwhile()
        given = (str(path.resolve()), str(copy), live, hidden)
        document = self.in_its_process("open_copy", *given)
        workbook = Workbook(document, self.context)
        workbook.keep_messages(self.folder / "told.jsonl")
        try:
            yield workbook
        finally:
            self.in_its_process("replace_functions", None)
            workbook.document.close(True)


class Workbook:
    """A workbook that is open in a LibreOffice."""

    def __init__(self, document: Any, context: Any) -> None:
        self.document, self.context, self._told = document, context, Path()
        self._pressed: dict[str, str] = {}

    def snapshot(self) -> Snapshot:
        """Read its cells as the buttons do; names take long from outside, and are left out."""
        return Snapshot(read_sheets(open_book(self.document)), {})

    def shown(self) -> Snapshot:
        """Return what its cells show: numbers, texts, errors; days that were typed as texts."""
        found = json.loads(self.in_its_process("shown", self.document))
        sheets = {
            name: {
                (row, col): CellValue("" if value is None else value)
                for row, line in enumerate(rows)
                for col, value in enumerate(line)
            }
            for name, rows in found.items()
        }
        return Snapshot(sheets, {})

    def in_its_process(self, name: str, *arguments: Any) -> Any:
        """Run a function of ours inside LibreOffice."""
        return in_its_process(self.context, name, *arguments)

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

    def save(self) -> None:
        """Save it to its file."""
        self.document.store()

    def insert_row(self, below: str) -> int:
        """Insert a row below a named cell and return its number, counted from 0."""
        cell = self.named(below)
        cell.Spreadsheet.unprotect("")
        row = int(cell.CellAddress.Row) + 1
        cell.Spreadsheet.Rows.insertByIndex(row, 1)
        return row

    def events(self) -> list[tuple[str, str, str]]:
        """Return every event that a control is bound to: caption, kind of script, script."""
        found = json.loads(self.in_its_process("events", self.document))
        return [(label, kind, code) for label, kind, code in found]

    def buttons(self) -> dict[str, str]:
        """Return which command of ours each button runs, by its caption."""
        return {caption: code for caption, kind, code in self.events() if kind == SCRIPT_TYPE}

    def press(self, caption: str) -> str:
        """Run what a button is bound to, and return what it said last.

        The first sheet need not be in front, as it has to be for a real click.
        """
        before = len(self.told)
        self._pressed = self._pressed or self.buttons()
        self.in_its_process("press", self.document, self._pressed[caption])
        said = self.told[before:]
        assert said, f"{caption}: nothing was said"
        return said[-1]

    def click(self, cell: Any, count: int) -> bool:
        """Click on a cell; tell whether LibreOffice would go on with the click, as to edit it."""
        return bool(self.in_its_process("click", self.document, cell, count))

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
