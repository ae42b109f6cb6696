"""Variants of forms as they are written down in ``variants/*.toml``.

A ``file`` is written as a document looks: lines of text, and tables as rows between bars, of which
a blank line parts two. ``<`` is joined to the cell at its left, ``^`` to that above, ``⏎`` breaks a
line in a cell; what begins with ``=`` is a formula without a result, with ``#`` an error. Of a
variant with ``each`` there are as many as there are words, which stand for ``{each}``. ``found`` is
all that is placed, by path; ``left`` is what is listed as not placed, ``asked`` are the questions.
"""

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.harvest.foreign import Cell, grid, source
from xlevaluate.sources.grid import Grid, Source, SourceCell

FOLDER = Path(__file__).parent / "variants"


class Variant(Struct, frozen=True):
    """A file with one variant, what of it is placed, and what is listed or asked instead."""

    name: str
    file: Source
    found: Mapping[str, object] = {}
    left: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    template: str = "hunan_department"
    answers: Mapping[str, str] = {}


def all_variants() -> Iterator[Variant]:
    """Yield every variant of every file."""
    for path in sorted(FOLDER.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        for given in tomllib.loads(text, parse_float=Decimal)["variant"]:
            found = dict(_flat(given.pop("found", {})))
            name, file = given.pop("name"), given.pop("file")
            rest: dict[str, Any] = {
                key: tuple(v) if isinstance(v, list) else v for key, v in given.items()
            }
            for word in rest.pop("each", ("",)):
                yield Variant(
                    name.replace("{each}", word),
                    document(file.replace("{each}", word)),
                    found,
                    **rest,
                )


def _flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", Decimal(value) if isinstance(value, int) else value


def document(text: str) -> Source:
    """Return a file of the lines and tables that a text shows."""
    blocks: list[Grid | str] = []
    rows: list[list[Cell]] = []
    for line in [*text.strip("\n").split("\n"), ""]:
        if line.startswith("|"):
            rows.append([_cell(cell) for cell in line.split("|")[1:-1]])
            continue
        if rows:
            number = sum(isinstance(block, Grid) for block in blocks) + 1
            blocks.append(grid(rows, f"第{number}张表"))
            rows = []
        if line:
            blocks.append(line)
    return source(*blocks)


def _cell(text: str) -> Cell:
    """Return a cell without the blanks that part it from its bars."""
    text = text[1:-1].replace("⏎", "\n")
    if text.startswith("="):
        return SourceCell(text, "uncomputed")
    return SourceCell(text, "error") if text.startswith("#") else text
