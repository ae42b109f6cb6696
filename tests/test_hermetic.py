"""No test waits for a time, or judges by one: machines differ, and are busy."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
CLOCKS = {"sleep", "monotonic", "perf_counter"}
MAY = {
    "waiting.py": "waits for what happens in another process",
    "workbook/edit.py": "runs in LibreOffice's Python, where it can import nothing of ours",
    "fuzz/__main__.py": "says how long a run by hand took",
}


def clocks_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.attr if isinstance(node, ast.Attribute) else None
        if name in CLOCKS or (isinstance(node, ast.Name) and node.id in CLOCKS):
            yield str(name)


def test_one_place_waits() -> None:
    found = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if path.parent.name != "benchmarks" and any(clocks_in(path))
    }
    assert found == set(MAY)
