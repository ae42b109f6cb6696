"""The .xlsm: its macros, its package, its formulas, and what it shows without Python."""

import io
import re
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from oletools.olevba import VBA_Parser
from openpyxl.formula import Tokenizer
from pyopenvba import ExcelFile

from tests.conftest import CREATED, workbook_of
from tests.hunan import MODEL
from tests.spreadsheet import convert
from xlevaluate.cells.calls import MOST
from xlevaluate.cells.cell_functions import FUNCTIONS
from xlevaluate.errors import CannotDoError
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.setup.machine import workbook_macros
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import BUTTONS, EVERY, SHEET_BUTTONS
from xlevaluate.vba.project import modules, this_workbook, upgraded
from xlevaluate.vba.wrapper import wrapper
from xlevaluate.workbook.front_end import HELP_SHEET
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.read import read_workbook


@pytest.fixture(scope="module")
def content(template: Template) -> bytes:
    text = (template.folder / "samples" / "seed.json").read_text(encoding="utf-8")
    submission = MODEL.model_validate_json(text)
    return workbook_of(template, submission, "excel")


@pytest.fixture(scope="module")
def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def formulas(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def body(text: str) -> str:
    """Take off what VBA keeps as a module's header, and settle line ends."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].startswith("VERSION"):
        lines = lines[lines.index("END") + 1 :]
    return "\n".join(line for line in lines if not line.startswith("Attribute VB_")).strip()


def test_every_module_is_read_back_exactly(parts: dict[str, bytes]) -> None:
    found = {
        name.rsplit(".", 1)[0]: text
        for _, _, name, text in VBA_Parser("x", data=parts["xl/vbaProject.bin"]).extract_macros()
    }
    for name, text in modules().items():
        assert body(found[name]) == body(text), name
    assert body(found["ThisWorkbook"]) == body(this_workbook())


def test_code_names_are_those_of_the_project(parts: dict[str, bytes]) -> None:
    project = VBA_Parser("x", data=parts["xl/vbaProject.bin"])
    documents = {name.rsplit(".", 1)[0] for _, _, name, _ in project.extract_macros()}
    workbook = parts["xl/workbook.xml"].decode()
    assert 'codeName="ThisWorkbook"' in workbook
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    names = [re.findall(r'<sheetPr[^>]*codeName="(\w+)"', parts[name].decode()) for name in sheets]
    assert all(len(found) == 1 for found in names)
    assert {found[0] for found in names} | {"ThisWorkbook"} <= documents
    assert len({found[0] for found in names}) == len(sheets)


def test_the_package_is_well_formed(parts: dict[str, bytes]) -> None:
    types = fromstring(parts["[Content_Types].xml"])
    declared = {item.get("PartName") for item in types} | {item.get("Extension") for item in types}
    for name in parts:
        if name != "[Content_Types].xml":
            assert f"/{name}" in declared or name.rsplit(".", 1)[1] in declared, name
    main = next(i.get("ContentType") for i in types if i.get("PartName") == "/xl/workbook.xml")
    assert main == "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    for name, part in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = Path(name).parent.parent
        for relation in fromstring(part):
            if relation.get("TargetMode") != "External":
                target = str(relation.get("Target"))
                path = target.removeprefix("/") if target.startswith("/") else str(folder / target)
                resolved = str(Path("/", path).resolve()).removeprefix("/")
                assert resolved in parts, (name, target)
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            fromstring(part)


def test_the_other_parts_are_those_of_the_workbook_without_macros(
    parts: dict[str, bytes], template: Template, sample: Callable[[str], Submission]
) -> None:
    plain = workbook_of(template, sample("seed"))
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        for name in (
            "xl/styles.xml",
            "xl/theme/theme1.xml",
            "docProps/core.xml",
            "docProps/custom.xml",
        ):
            assert parts[name] == package.read(name), name


def test_macros_are_ascii_and_buttons_are_bound_to_them(parts: dict[str, bytes]) -> None:
    texts = modules()
    assert all(text.isascii() for text in texts.values())
    subs = set(re.findall(r"^Public Sub (\w+)\(", texts["XleMain"], re.MULTILINE))
    bound = set(
        re.findall(r"<x:FmlaMacro>(?:\[0\]!)?(\w+)<", parts["xl/drawings/vmlDrawing1.vml"].decode())
    )
    assert bound == {button.macro for button in BUTTONS} <= subs
    others = [
        set(re.findall(r"<x:FmlaMacro>(?:\[0\]!)?(\w+)<", part.decode()))
        for name, part in parts.items()
        if name.endswith(".vml") and name != "xl/drawings/vmlDrawing1.vml"
    ]
    assert len(others) > 5
    assert all(found == {button.macro for button in SHEET_BUTTONS} for found in others)
    ribbon = fromstring(parts["customUI/customUI14.xml"])
    buttons = [item for item in ribbon.iter() if item.tag.endswith("}button")]
    assert {item.get("id") for item in buttons} == {button.macro for button in EVERY} <= subs
    assert {item.get("onAction") for item in buttons} <= subs


def test_every_command_of_a_macro_exists() -> None:
    from xlevaluate.live import buttons

    called = re.findall(
        r'Sub (\w+)\(\)\s+(?:XleCalculateAll\s+)?XleRun "(\w+)"', modules()["XleMain"]
    )
    assert set(called) == {(button.macro, button.command) for button in EVERY}
    assert len(called) == len(set(called))
    assert {command for _, command in called} == set(buttons.COMMANDS)


def test_the_wrapper_calls_every_function_that_there_is() -> None:
    text = wrapper()
    assert set(re.findall(r"^Public Function (\w+)\(", text, re.MULTILINE)) == set(FUNCTIONS)
    called = re.findall(r'XleCall\("(\w+)"', text)
    assert {name.upper() for name in called} == set(FUNCTIONS)
    assert max(map(len, text.split("\r\n"))) < 1000


def test_every_procedure_that_is_called_is_there() -> None:
    """One that is not keeps its module from being compiled."""
    opening = this_workbook()
    texts = [text for name, text in modules().items() if name.startswith("Xle")]
    code = re.sub(
        r'"[^"\n]*"|\'.*|^Attribute .*', "", "\n".join([opening, *texts]), flags=re.MULTILINE
    )
    declared = r"^(?:Public|Private) (?:Sub|Function) (\w+)|^Private (\w+) As"
    there = {name for names in re.findall(declared, code, re.MULTILINE) for name in names}
    assert set(re.findall(r"\bXle\w+", code)) <= there
    every = "\n".join(modules().values())
    assert re.search(r"^Public (?:Sub|Function) RunPython\(", every, re.MULTILINE)


def test_no_argument_is_optional_before_one_that_may_be_repeated() -> None:
    """VBA compiles no module that has such a function, and then no function of it works."""
    heads = re.findall(r"^Public Function \w+\((.*)\) As", wrapper(), re.MULTILINE)
    assert any("Optional" in head for head in heads)
    assert any("ParamArray" in head for head in heads)
    assert [head for head in heads if "Optional" in head and "ParamArray" in head] == []


def _calls(formula: str) -> list[tuple[str, int]]:
    """Return the calls of our functions in a formula, with how many arguments each has."""
    found: list[tuple[str, int]] = []
    open_: list[list[object]] = []
    for token in Tokenizer(formula).items:
        if token.type == "FUNC" and token.subtype == "OPEN":
            open_.append([token.value.rstrip("("), 0, False])
        elif token.type == "FUNC":
            name, commas, filled = open_.pop()
            if str(name).startswith("XLE_"):
                found.append((str(name), int(str(commas)) + bool(filled)))
        elif token.type == "SEP" and open_:
            open_[-1][1] = int(str(open_[-1][1])) + 1
        if open_ and token.type != "FUNC":
            open_[-1][2] = True
        if token.type == "FUNC" and token.subtype == "CLOSE" and open_:
            open_[-1][2] = True
    return found


def test_every_call_fits_its_function_and_falls_back(formulas: list[str]) -> None:
    calls = [call for formula in formulas for call in _calls(formula)]
    assert 30 < len(calls) <= MOST
    for name, count in calls:
        function = FUNCTIONS[name]
        most = len(function.arguments)
        least = most - function.optional - function.has_rest
        assert count >= least, (name, count)
        assert function.has_rest or count <= most, (name, count)
    with_calls = [formula for formula in formulas if "XLE_" in formula]
    assert all(re.search(r"IFERROR\(XLE_", formula) for formula in with_calls)


def test_many_indicators_do_not_make_many_calls(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    row = {"name": "会议", "target": "1次", "actual": "1次", "weight": "0.1", "score": "0.1"}
    data = sample("seed").model_dump(mode="json")
    data["self_evaluation"]["indicators"]["quantity"] = [row] * 120
    many = MODEL.model_validate(data)
    book = openpyxl.load_workbook(
        io.BytesIO(make_workbook(template, many, created=CREATED, macros="excel")[0])
    )
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert sum(str(cell.value).count("XLE_") for cell in cells if cell.data_type == "f") == MOST


def test_an_upgrade_changes_the_macros_and_nothing_else(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "旧.xlsm"
    path.write_bytes(content)
    with ExcelFile(path) as book:
        book.set_module("XleMain", "Sub Old()\r\nEnd Sub\r\n")
        book.vba_project().add_module("Mine", "Sub Hello()\r\nEnd Sub\r\n")
        book.save()
    assert workbook_macros(path.read_bytes(), "表.xlsm") == version("xlwings")
    with zipfile.ZipFile(path) as package:
        before = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(io.BytesIO(upgraded(path.read_bytes(), path.name))) as package:
        after = {name: package.read(name) for name in package.namelist()}
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"xl/vbaProject.bin"}
    found = {
        name.rsplit(".", 1)[0]: text
        for _, _, name, text in VBA_Parser("x", data=after["xl/vbaProject.bin"]).extract_macros()
    }
    assert all(body(found[name]) == body(text) for name, text in modules().items())
    assert "Sub Hello()" in found["Mine"]


def test_for_libreoffice_nothing_in_the_package_runs(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = workbook_of(template, sample("seed"), "libreoffice")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [name for name in package.namelist() if name.endswith((".bin", ".vml"))] == []
        types = package.read("[Content_Types].xml").decode()
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types


def test_a_workbook_without_macros_has_nothing_to_upgrade(
    template: Template, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    path = tmp_path / "无宏.xlsx"
    path.write_bytes(workbook_of(template, sample("seed")))
    assert workbook_macros(path.read_bytes(), "表.xlsm") == ""
    with pytest.raises(CannotDoError, match="不带宏"):
        upgraded(path.read_bytes(), path.name)


def test_the_help_of_the_functions_is_in_a_hidden_sheet(content: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content))[HELP_SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    assert [row[0] for row in rows] == list(FUNCTIONS)


def test_the_same_workbook_is_the_same_bytes(
    content: bytes, template: Template, sample: Callable[[str], Submission]
) -> None:
    again = make_workbook(template, sample("seed"), created=CREATED, macros="excel")[0]
    assert again == content


@pytest.mark.libreoffice
def test_without_macros_every_cell_shows_its_native_value(
    content: bytes, template: Template, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    path = tmp_path / "宏.xlsm"
    path.write_bytes(content)
    (opened,) = convert([path], "xlsx", tmp_path / "out", tmp_path / "profile")
    after = read_workbook(opened)[0]
    expected: Snapshot = snapshot_of_submission(template, sample("seed"), macros="excel")
    compared = 0
    for sheet, cells in expected.sheets.items():
        for place, cell in cells.items():
            if cell.is_formula:
                found = after.sheets[sheet].get(place)
                shown = found.value if found else None
                assert shown == cell.value or shown == pytest.approx(cell.value, rel=1e-12)
                compared += 1
    assert compared > 200
