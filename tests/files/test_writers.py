"""Nobody writes a file past the one place that does it whole."""

import ast
from pathlib import Path

import pytest

import xlevaluate

PACKAGE = Path(xlevaluate.__file__).parent
WRITING = {"write_bytes", "write_text", "copyfile", "copytree", "mkstemp", "symlink_to", "touch"}
PACKING = {"ZipFile", "save", "Workbook"}
"""What writes where it is told to, which may be a place in memory."""

IN_MEMORY = {"BytesIO", "target", "stream", "_stream", "result"}
"""How a place in memory is called where something is packed into it."""
IN_FOLDERS_OF_THEIR_OWN = {
    "files/new_files.py",
    "filing/agreement.py",
    "report/pdf.py",
    "rollup/summary/spilled_rows.py",
    "setup/bundle/fetching.py",
    "setup/bundle/folder.py",
    "vba/project.py",
    "workbook/list_writer.py",
}
"""Those that write into a temporary folder; a bundle's gets its name when it is whole."""


def writes(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        texts = [item.value for item in node.args if isinstance(item, ast.Constant)]
        opens = name in {"open", "fdopen"} and any(
            isinstance(text, str) and set(text) & set("wax") and len(text) < 4 for text in texts
        )
        if opens or (name in WRITING and node.args) or (name in PACKING and packs(node)):
            return True
    return False


def packs(node: ast.Call) -> bool:
    """Tell whether a call packs something into a file on the disk."""
    if not node.args:  # a save into the file that was opened
        return isinstance(node.func, ast.Attribute) and node.func.attr == "save"
    mode = node.args[1] if len(node.args) > 1 else None
    if isinstance(node.func, ast.Attribute) and node.func.attr == "ZipFile" and mode is None:
        return False  # to be read
    place = node.args[0]
    name = place.func if isinstance(place, ast.Call) else place
    return getattr(name, "attr", getattr(name, "id", "")) not in IN_MEMORY


@pytest.mark.parametrize(
    "source",
    [
        *('open(path, "w")', 'path.open("xb")', 'os.fdopen(number, "a")', "path.write_text(text)"),
        *('zipfile.ZipFile(path, "w")', "document.save(path)", "book.save()", "Workbook(path)"),
    ],
)
def test_each_way_of_writing_is_seen(source: str) -> None:
    assert writes(source)


@pytest.mark.parametrize(
    "source",
    [
        *('open(path, "rb")', "path.open()", 'ZipFile(io.BytesIO(), "w")', "document.save(stream)"),
        "zipfile.ZipFile(path)",
    ],
)
def test_what_writes_nothing_is_left_alone(source: str) -> None:
    assert not writes(source)


def test_files_are_written_in_one_place() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    found = {path.relative_to(PACKAGE).as_posix() for path in sources if writes(sources[path])}
    assert found - IN_FOLDERS_OF_THEIR_OWN == set()
    assert "files/new_files.py" in found
