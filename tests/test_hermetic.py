"""Tests do not depend on the machine: on how busy it is, or on its fonts."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
CLOCKS = {"sleep", "monotonic", "perf_counter"}
MAY = {
    "waiting.py": "waits for what happens in another process",
    "rollup/test_rolling_up.py": "kills a program at any moment, and expects nothing of when",
    "rollup/whole_year.py": "tells a person how long commands took",
    "workbook/edit.py": "runs in LibreOffice's Python, where it can import nothing of ours",
}


def clocks_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.attr if isinstance(node, ast.Attribute) else None
        if name in CLOCKS or (isinstance(node, ast.Name) and node.id in CLOCKS):
            yield str(name)


def test_no_test_waits_for_a_time_or_judges_by_one() -> None:
    found = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if path.parent.name != "benchmarks" and any(clocks_in(path))
    }
    assert found == set(MAY)


def test_programs_see_the_stated_fonts_and_no_others() -> None:
    """Whatever is installed: page breaks would be those of other fonts."""
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"], check=True, capture_output=True, text=True
    )
    assert {Path(line).name for line in listed.stdout.splitlines()} == {
        f"Noto{kind}CJK-{face}.ttc" for kind in ("Sans", "Serif") for face in ("Regular", "Bold")
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("仿宋", "Noto Serif CJK SC"),
        ("仿宋_GB2312", "Noto Serif CJK SC"),
        ("楷体", "Noto Serif CJK SC"),
        ("黑体", "Noto Sans CJK SC"),
        ("方正小标宋简体", "Noto Serif CJK SC"),
        ("宋体", "Noto Serif CJK SC"),
        ("Times New Roman", "Noto Serif CJK SC"),
    ],
)
def test_each_font_has_its_place_taken(asked: str, found: str) -> None:
    matched = subprocess.run(
        ["fc-match", "--format", "%{family[0]}", asked], check=True, capture_output=True, text=True
    )
    assert matched.stdout == found
