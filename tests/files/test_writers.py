"""Nobody writes a file past the one place that does it whole."""

import ast
from pathlib import Path

import xlevaluate

PACKAGE = Path(xlevaluate.__file__).parent
WRITING = {"write_bytes", "write_text", "copyfile", "mkstemp"}
IN_FOLDERS_OF_THEIR_OWN = {
    "files/new_files.py",
    "filing/agreement.py",
    "report/pdf.py",
    "setup/bundle/fetching.py",
    "setup/bundle/folder.py",
    "vba/project.py",
}
"""Those that write into a temporary folder; a bundle's gets its name when it is whole."""


def writes(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        texts = [item.value for item in node.args if isinstance(item, ast.Constant)]
        opens = name == "open" and any(
            isinstance(text, str) and set(text) & set("wax") and len(text) < 4 for text in texts
        )
        if opens or (name in WRITING and node.args):
            return True
    return False


def test_files_are_written_in_one_place() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if writes(path)}
    assert found - IN_FOLDERS_OF_THEIR_OWN == set()
    assert "files/new_files.py" in found
