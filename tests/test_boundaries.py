"""What each part may know of."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xlevaluate
from xlevaluate.template.template import Template

PACKAGE = Path(xlevaluate.__file__).parent
ROOMS = (
    *("errors", "submission", "files", "form", "xlsx", "computed", "scoring", "template"),
    *("sentences", "texts", "sources", "tables", "harvest", "accounts", "checks", "evaluation"),
    *(
        "cells",
        "output",
        "vba",
        "workbook",
        "report",
        "inspection",
        "filing",
        "importing",
        "rollup",
        "history",
        "review",
        "letters",
        "live",
    ),
    *("setup", "commands", "cli", "__main__"),
)
"""Each imports only those before it."""
PURE = ("submission", "form", "computed", "scoring", "checks")
OUTSIDE = {"openpyxl", "xlwings", "docx", "pandas", "xlsxwriter", "lxml", "io", "os", "pathlib"}
HEAVY = ("pandas", "xlwings", "openpyxl", "docx", "xlsxwriter", "pydantic", "jinja2")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def test_rooms_import_only_those_before_them() -> None:
    upward = []
    for path in PACKAGE.rglob("*.py"):
        if path.parent == PACKAGE and path.name == "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            root, _, below = node.module.partition(".")
            room = below.partition(".")[0]
            if root == "xlevaluate" and room and ROOMS.index(room) > ROOMS.index(room_of(path)):
                upward.append((str(path.relative_to(PACKAGE)), node.module))
    assert not upward


def test_no_module_name_stands_twice() -> None:
    names = [path.stem for path in PACKAGE.rglob("*.py") if path.stem != "__init__"]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_name_of_a_class_means_two_things() -> None:
    names = [
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("part", PURE)
def test_the_centre_knows_no_files(part: str) -> None:
    for path in (PACKAGE / part).rglob("*.py"):
        assert not imports_of(path) & OUTSIDE, path.name


def test_only_the_report_knows_word() -> None:
    knows = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "docx" in imports_of(path)
    }
    assert knows == {"report"}


def test_only_the_workbook_and_its_macros_know_spreadsheet_files() -> None:
    knows = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.rglob("*.py")
        if "xlsxwriter" in imports_of(path)
    }
    assert knows == {"workbook", "vba"}  # vba takes the ribbon apart


def test_nothing_of_ours_is_read_with_openpyxl() -> None:
    """It serves files that are not ours, and expands entities without defusedxml."""
    knows = [path.name for path in PACKAGE.rglob("*.py") if "openpyxl" in imports_of(path)]
    assert knows == ["formula_tokens.py"]  # which takes a list of names from it, and reads nothing


@pytest.mark.parametrize("part", ["form", "computed", "workbook"])
def test_forms_are_made_by_code_that_knows_no_label(part: str, template: Template) -> None:
    """Only the year, which changes the printed heads, is known by its name."""
    labels = {field.label for field in template.form.all_fields.values()} - {"年度"}
    for path in (PACKAGE / part).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in labels, (path.name, node.value)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom xlevaluate.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


SLOW = {
    "pandas",
    "xlwings",
    "openpyxl",
    "docx",
    "xlsxwriter",
    "pyopenvba",
    "rich",
    "packaging",
    "uv",
}


@pytest.mark.parametrize(
    ("module", "needed"),
    [
        ("commands.check", set()),
        ("commands.dump", set()),
        ("commands.new", {"xlsxwriter"}),
        ("commands.report", {"docx", "xlsxwriter"}),
        ("commands.export", {"docx", "xlsxwriter"}),
        ("commands.verify", {"xlsxwriter"}),
        ("commands.bundle", set()),
        ("cells.cell_functions", set()),
        ("cells.calls", set()),
    ],
)
def test_nothing_slow_is_imported_that_is_not_needed(module: str, needed: set[str]) -> None:
    code = (
        f"import sys\nimport xlevaluate.{module}\n"
        f"print(*[name for name in {sorted(SLOW)!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= needed
