"""Workbooks of a hostile hand, opened in the real LibreOffice: nothing of theirs runs.

Where LibreOffice itself would run it, that is shown too: a mark that nothing could leave proves
nothing.
"""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import workbook_of
from tests.live.libreoffice import hostile
from tests.live.libreoffice.hostile import ATTACKS, ROW, Marks, packed, parts_of
from tests.live.libreoffice.hostile_packages import REFUSED
from tests.live.libreoffice.office import Office, Workbook, copied
from tests.waiting import happens
from xlevaluate.cells.calls import Host
from xlevaluate.cli import main
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice.button_shapes import SCRIPT_TYPE
from xlevaluate.live.libreoffice.uno_bridge import property_value, uno
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import ADD_PROJECT, EVERY
from xlevaluate.vba.project import PROJECT_PART

pytestmark = pytest.mark.libreoffice

ALWAYS = 4
"""``MacroExecMode``: macros run without asking."""

HOSTS: tuple[Host, ...] = ("excel", "libreoffice")

LONGEST = 20.0
MOMENT = 0.5
"""Seconds that a mark may take where it is expected, and that are waited where it is not."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, screen: str) -> Iterator[Office]:
    """A LibreOffice with windows: what a document does by itself, it does only when it is seen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", screen)
        patch.setenv("SAL_USE_VCLPLUGIN", "gen")
        office = Office(tmp_path_factory.mktemp("seen"), headless=False)
    yield office
    office.close()


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """A server here, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - so called by the library

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/", asked
        running.shutdown()


@pytest.fixture
def marks(tmp_path: Path, server: tuple[str, list[str]]) -> Marks:
    """Where marks are left; none is there in the beginning."""
    server[1].clear()
    return Marks(tmp_path / "marked", server[0])


@pytest.fixture(scope="module")
def contents(template: Template, sample: Callable[[str], Submission]) -> dict[str, bytes]:
    """Good workbooks, for each program."""
    return {host: workbook_of(template, sample("corrected"), host) for host in HOSTS}


def carelessly(office: Office, path: Path) -> Any:
    """Open a file as one does who lets every macro run."""
    given = (property_value("MacroExecutionMode", ALWAYS),)
    return office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, given)


def use(workbook: Workbook) -> None:
    """Do what a user does: look at every sheet, type, recalculate, press a button, save."""
    document = workbook.document
    controller = document.CurrentController
    for number in range(document.Sheets.Count):
        sheet = document.Sheets.getByIndex(number)
        if sheet.IsVisible:
            controller.setActiveSheet(sheet)
            controller.select(sheet.getCellRangeByName("A1"))
    workbook.type("三公经费_本年预算", "10")
    workbook.type("三公经费_本年决算", "9.5")
    document.calculateAll()
    controller.setActiveSheet(document.Sheets.getByIndex(0))
    assert workbook.press("校验").startswith("校验完成")
    document.store()


def assert_untouched(marks: Marks, asked: list[str]) -> None:
    assert not happens(lambda: marks.file.exists() or bool(asked), MOMENT), asked


def assert_holds_nothing_foreign(workbook: Workbook) -> None:
    document = workbook.document
    assert list(document.BasicLibraries.ElementNames) in (["Standard"], [])
    for links in ("ExternalDocLinks", "DDELinks", "AreaLinks", "SheetLinks"):
        assert not getattr(document, links).createEnumeration().hasMoreElements(), links
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
    for sheet in sheets:
        shapes = [sheet.DrawPage.getByIndex(index) for index in range(sheet.DrawPage.Count)]
        kinds = {shape.ShapeType for shape in shapes}
        assert kinds <= {"com.sun.star.drawing.ControlShape", "com.sun.star.drawing.OLE2Shape"}
        charts = [shape for shape in shapes if shape.ShapeType.endswith("OLE2Shape")]
        assert {shape.CLSID.lower() for shape in charts} <= {CHART}
    links = json.loads(workbook.in_its_process("links", document))
    assert links, "the cover has some"
    assert [address for address in links if not address.startswith("#")] == []


CHART = "12dcae26-281f-416f-a234-c3086127382e"
"""The class of LibreOffice's own charts."""


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_nothing_of_a_hostile_workbook_runs(
    name: str,
    seen: Office,
    contents: dict[str, bytes],
    marks: Marks,
    server: tuple[str, list[str]],
    tmp_path: Path,
) -> None:
    path = tmp_path / "单位.xlsm"
    made = ATTACKS[name](parts_of(contents["libreoffice"]), marks)
    path.write_bytes(made if isinstance(made, bytes) else packed(made))
    with MarkingFunction(seen, marks), seen.opened(path, hidden=False) as workbook:
        document = workbook.document
        assert_holds_nothing_foreign(workbook)
        assert set(workbook.buttons()) == {button.caption for button in EVERY} - {
            ADD_PROJECT.caption
        }
        assert {kind for _, kind, _ in workbook.events()} == {SCRIPT_TYPE}
        cover = document.Sheets.getByIndex(0)
        if f'r="A{ROW}"'.encode() in hostile.parts_of(path.read_bytes())[hostile.SHEET]:
            column = cover.getCellRangeByName(f"A{ROW}:A{ROW + len(hostile.FUNCTIONS)}")
            shown = [row[0] for row in column.getDataArray() if row[0] != ""]
            # A stored value stays where a formula goes; a name that is gone gives an error.
            assert set(shown) <= ({None} if "names" in name else {7.0, "x"})
            kept = {str(row[0]) for row in column.getFormulaArray() if str(row[0]).startswith("=")}
            assert kept <= (
                {f"=evil_{number}" for number in range(4)} if "names" in name else set()
            )
        use(workbook)
        assert workbook.named("三公经费控制率").String == "95.00%"
    assert_untouched(marks, server[1])


class MarkingFunction:
    """A macro of the user's own, which a workbook may not call either."""

    def __init__(self, office: Office, marks: Marks) -> None:
        self.libraries = office.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.script.ApplicationScriptLibraryContainer", office.context
        )
        self.text = f"Function Marking(x)\n{marks.basic}\nMarking = x\nEnd Function\n"

    def __enter__(self) -> None:
        library = self.libraries.getByName("Standard")
        library.insertByName("Marker", self.text)

    def __exit__(self, *_: object) -> None:
        self.libraries.getByName("Standard").removeByName("Marker")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_that_can_be_read_in_two_ways_is_not_opened(
    name: str, contents: dict[str, bytes], marks: Marks, tmp_path: Path
) -> None:
    path = tmp_path / "单位.xlsm"
    path.write_bytes(REFUSED[name](parts_of(contents["libreoffice"]), marks))
    with pytest.raises(CannotDoError, match=r"“单位\.xlsm”.*没有打开"):
        copied(path)


def opening(marks: Marks) -> dict[str, str]:
    return {"ThisWorkbook": f"Private Sub Workbook_Open()\n{marks.basic}\nEnd Sub\n"}


def changing(marks: Marks) -> dict[str, str]:
    events = ("Activate()", "Change(ByVal t As Range)", "SelectionChange(ByVal t As Range)")
    subs = (f"Private Sub Worksheet_{event}\n{marks.basic}\nEnd Sub\n" for event in events)
    return {"Sheet2": "".join(subs)}


def hidden_in_a_line(marks: Marks) -> dict[str, str]:
    """A line that begins as one that says nothing of what a module does."""
    line = f"Option VBASupport 1: Sub Hidden(): {marks.basic}: End Sub\n"
    return {"Evil": line, "ThisWorkbook": "Private Sub Workbook_Open()\nHidden\nEnd Sub\n"}


PROJECTS = {"opening": opening, "changing": changing, "hidden_in_a_line": hidden_in_a_line}


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in_its_place", "elsewhere"])
@pytest.mark.parametrize("kind", sorted(PROJECTS))
def test_macros_that_run_by_themselves_run_only_for_the_careless(
    kind: str,
    elsewhere: bool,
    seen: Office,
    contents: dict[str, bytes],
    marks: Marks,
    server: tuple[str, list[str]],
    tmp_path: Path,
) -> None:
    path, excel = tmp_path / "单位.xlsm", tmp_path / "excel.xlsm"
    excel.write_bytes(contents["excel"])
    parts = parts_of(contents["excel"])
    project = hostile.project(excel, tmp_path, **PROJECTS[kind](marks))
    if elsewhere:  # ours stays where it is looked for
        parts["xl/other.bin"] = project
        parts[hostile.WORKBOOK_RELATIONS] = hostile.replaced(
            parts[hostile.WORKBOOK_RELATIONS], '"vbaProject.bin"', '"other.bin"'
        )
    else:
        parts[PROJECT_PART] = project
    path.write_bytes(packed(parts))
    with seen.opened(path, hidden=False) as workbook:
        assert_holds_nothing_foreign(workbook)
        use(workbook)
        assert_untouched(marks, server[1])
    path.write_bytes(packed(parts))
    document = carelessly(seen, path)
    controller = document.CurrentController
    first, second = (document.Sheets.getByIndex(number) for number in range(2))

    def provoked() -> bool:
        for sheet in (first, second):
            controller.setActiveSheet(sheet)
            controller.select(sheet.getCellRangeByName("B2"))
        return marks.file.exists()

    try:
        assert happens(provoked, LONGEST), "the attack would work"
    finally:
        document.close(True)


@pytest.mark.parametrize(
    ("filter_", "decoy"), [("calc8", True), ("OpenDocument Spreadsheet Flat XML", False)]
)
def test_a_file_of_another_format_is_not_opened_whatever_it_is_called(
    filter_: str,
    decoy: bool,
    seen: Office,
    contents: dict[str, bytes],
    marks: Marks,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path, foreign = tmp_path / "单位.xlsm", tmp_path / "foreign"
    document = seen.desktop.loadComponentFromURL(
        "private:factory/scalc", "_blank", 0, (property_value("Hidden", True),)
    )
    libraries = document.BasicLibraries
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Evil", f"Sub Run\n{marks.basic}\nEnd Sub\n")
    url = "vnd.sun.star.script:Standard.Evil.Run?language=Basic&location=document"
    event = (property_value("EventType", "Script"), property_value("Script", url))
    given = uno.Any("[]com.sun.star.beans.PropertyValue", event)
    uno.invoke(document.Events, "replaceByName", ("OnLoad", given))
    document.storeToURL(foreign.as_uri(), (property_value("FilterName", filter_),))
    document.close(True)
    content = foreign.read_bytes()
    if decoy:
        content = packed({**parts_of(content), **parts_of(contents["excel"])})
    path.write_bytes(content)
    if decoy:  # a package of two kinds is opened as the one that it is called
        with seen.opened(path, hidden=False) as workbook:
            use(workbook)
            assert not happens(marks.file.exists, MOMENT)
        path.write_bytes(content)
    else:
        assert main(["open", str(path)]) == 2
        assert "不是 Excel 工作簿" in capsys.readouterr().err
    careless = carelessly(seen, foreign)
    try:
        assert happens(marks.file.exists, LONGEST), "the attack would work"
    finally:
        careless.close(True)


def test_a_file_that_is_swapped_after_it_was_looked_at_is_not_the_one_that_is_opened(
    seen: Office,
    contents: dict[str, bytes],
    marks: Marks,
    server: tuple[str, list[str]],
    tmp_path: Path,
) -> None:
    path, excel = tmp_path / "单位.xlsm", tmp_path / "excel.xlsm"
    excel.write_bytes(contents["excel"])
    path.write_bytes(contents["libreoffice"])
    parts = parts_of(contents["excel"])
    parts[PROJECT_PART] = hostile.project(excel, tmp_path, **opening(marks))
    with seen.opened(
        path, hidden=False, meanwhile=partial(path.write_bytes, packed(parts))
    ) as workbook:
        assert list(workbook.document.BasicLibraries.ElementNames) in (["Standard"], [])
    assert_untouched(marks, server[1])
