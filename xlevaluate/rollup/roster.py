"""The roster (名单): who has to hand in, as a table of a bureau's own.

A workbook or CSV whose columns are found by their heads, in any order: 单位编码 and 单位名称, or
both in one (预算单位(编码-名称), as the budget system exports it), 主管部门, 业务科室 or 业务处室,
类型, 简称, 项目名称, 项目编码.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.rollup.collection import ObjectKind, RosterEntry
from xlevaluate.sources.grid import Grid, SourceCell
from xlevaluate.sources.opened_files import read_sources

_Column = Literal[
    "code", "name", "both", "short_name", "department", "office", "kind", "project_name",
    "project_code",
]  # fmt: skip

_HEADS: dict[_Column, tuple[str, ...]] = {
    "both": ("预算单位编码-名称", "预算单位(编码-名称)", "预算单位", "单位编码-名称"),
    "code": ("单位编码", "单位代码", "预算单位编码", "预算单位代码", "编码", "代码"),
    "name": ("单位名称", "预算单位名称", "单位全称", "预算单位全称", "单位", "名称"),
    "short_name": ("单位简称", "简称"),
    "department": ("主管部门", "主管部门名称", "主管预算单位"),
    "office": (
        *("业务科室", "业务处室", "业务股室", "科室", "处室", "股室"),
        *("归口科室", "归口处室", "归口股室", "归口业务科室"),
    ),
    "kind": ("类型", "对象类型", "评价类型", "评价对象类型", "应报表", "类别"),
    "project_name": ("项目名称", "项目"),
    "project_code": ("项目编码", "项目代码"),
}
_CALLED: dict[_Column, str] = {
    "both": "单位编码和名称",
    "code": "单位编码",
    "name": "单位名称",
    "short_name": "简称",
    "department": "主管部门",
    "office": "业务科室",
    "kind": "类型",
    "project_name": "项目名称",
    "project_code": "项目编码",
}

_KINDS: tuple[tuple[str, ObjectKind], ...] = (
    ("项目", "project"),
    ("部门", "department"),
    ("一级", "department"),
    ("单位", "unit"),
    ("二级", "unit"),
)
"""Words in the column of kinds, the telling ones first: “部门整体”, “二级预算单位”, “项目支出”."""

_SUFFIX = re.compile(r"\(?编码-名称\)?$")
"""Ends the head of a column with codes and names, whatever they are of."""

_BOTH = re.compile(r"\s*([0-9A-Za-z]+)\s*[-－—\s]\s*(.+?)\s*")
_CODE_ALONE = re.compile(r"[0-9A-Za-z]*\s*[-－—]?")
_WITHIN = 15
"""Rows from the top in which the heads stand."""


_DEEPEST = 3
"""Rows that heads take."""

_TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".csv", ".txt")


class Roster(Struct, frozen=True):
    """Its lines in their order, and what is odd about it (doubled lines, lines without a name).

    ``read_as`` says which column was read as what, and which were not used.
    """

    entries: tuple[RosterEntry, ...]
    remarks: tuple[str, ...] = ()
    read_as: str = ""


class _Heads(NamedTuple):
    """The first row below the heads, and the columns with what they were read as."""

    below: int
    columns: dict[_Column, int]
    unused: tuple[str, ...]


def read_roster(path: Path) -> Roster:
    """Read a roster; raises ``CannotDoError`` where no table in the file is one.

    A unit or project that stands twice is kept once, with a remark: by its kind and its code or,
    without one, its name.
    """
    name = shown_name(path.name)
    if path.suffix.lower() not in _TABLES and path.is_file():
        raise CannotDoError(f"“{name}”：名单应是一张表（.xlsx、.xls 或 .csv）。")
    for source in read_sources(path):
        for grid in source.grids():
            found = _heads(grid)
            if found is not None and not grid.hidden:
                return _roster(grid, found)
    raise CannotDoError(
        f"“{name}”里没有找到名单：需要一张表，表头有“单位名称”（或“预算单位编码-名称”），"
        "可以另有单位编码、主管部门、业务科室、类型、简称、项目名称。"
    )


def _heads(grid: Grid) -> _Heads | None:
    """Find the rows of heads: those, one or several together, that name most columns."""
    best: _Heads | None = None
    for top in range(min(_WITHIN, len(grid.rows))):
        for depth in range(1, _DEEPEST + 1):
            found = _read_heads(grid, top, depth)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def _read_heads(grid: Grid, top: int, depth: int) -> _Heads | None:
    rows = grid.rows[top : top + depth]
    if len(rows) < depth or not any(cell.text.strip() for cell in rows[-1]):
        return None
    columns: dict[_Column, int] = {}
    unused = []
    for at in range(len(rows[0])):
        levels = list(dict.fromkeys(filter(None, (_bare(row[at].text) for row in rows))))
        kind = _read_as(levels)
        if kind is not None and kind not in columns:
            columns[kind] = at
        elif levels and _KNOWN_NUMBER not in levels:
            unused.append("".join(levels))
    if not {"name", "both"} & columns.keys():
        return None
    # Names alone, perhaps numbered, may be a roster; among other columns they may be anything.
    if len(columns) == 1 and (depth > 1 or sum(bool(cell.text.strip()) for cell in rows[0]) > 2):
        return None
    return _Heads(top + depth, columns, tuple(unused))


_KNOWN_NUMBER = "序号"


def _read_as(levels: Sequence[str]) -> _Column | None:
    """Return what a column is, by its heads from the top: joined, else the lowest, else any."""
    for text in ("".join(levels), *reversed(levels)):
        for said in (text, _SUFFIX.sub("", text)):
            for column, heads in _HEADS.items():
                if said in map(_bare, heads):
                    return column
    return None


def _roster(grid: Grid, heads: _Heads) -> Roster:
    entries: dict[tuple[str, ...], RosterEntry] = {}
    remarks: list[str] = []
    for number, cells in enumerate(grid.rows[heads.below :], heads.below):
        place = grid.starts_at[0] + number + 1
        entry = _entry(cells, heads.columns, place)
        if entry is None:
            if any(cell.text.strip() for cell in cells) and not _is_a_sum(cells):
                remarks.append(f"名单第 {place} 行没有单位名称，没有计入。")
            continue
        key = (entry.kind, entry.code or entry.name, entry.project_code or entry.project_name)
        if key in entries:
            first = entries[key]
            same = "" if first.name == entry.name else f"（“{first.name}”）"
            remarks.append(
                f"名单第 {place} 行“{entry.title}”与第 {first.row} 行{same}重复，只计一次。"
            )
        else:
            entries[key] = entry
    read_as = "、".join(
        f"{grid.address(heads.below - 1, at)} {_CALLED[column]}"
        for column, at in sorted(heads.columns.items(), key=lambda item: item[1])
    )
    unused = f"；没有用的列：{'、'.join(heads.unused)}" if heads.unused else ""
    return Roster(tuple(entries.values()), tuple(remarks), f"{read_as}{unused}")


def _entry(
    cells: Sequence[SourceCell], columns: Mapping[_Column, int], place: int
) -> RosterEntry | None:
    said = {
        column: " ".join(cells[at].text.split())
        for column, at in columns.items()
        if at < len(cells)
    }
    code, name = said.get("code", ""), said.get("name", "")
    if match := _BOTH.fullmatch(said.get("both", "")):
        code, name = code or match[1], name or match[2]
    name = name or said.get("both", "")
    if not name or _is_a_sum(cells):
        return None
    project = said.get("project_name", "")
    department = said.get("department", "")
    if match := _BOTH.fullmatch(department):
        department = match[2]
    elif _CODE_ALONE.fullmatch(department):
        department = ""
    usual: ObjectKind = "department" if department == name else "unit"
    kind = _kind(said.get("kind", ""), "project" if project else usual)
    return RosterEntry(
        kind=kind,
        name=name,
        code=code,
        short_name=said.get("short_name", ""),
        project_name=project or (name if kind == "project" else ""),
        project_code=said.get("project_code", ""),
        department=department or (name if kind == "department" else ""),
        office=said.get("office", ""),
        row=place,
    )


def _kind(said: str, usual: ObjectKind) -> ObjectKind:
    return next((kind for word, kind in _KINDS if word in said), usual)


def _is_a_sum(cells: Sequence[SourceCell]) -> bool:
    return any(_bare(cell.text) in {"合计", "总计", "小计"} for cell in cells)


def _bare(text: str) -> str:
    """Return a head without blanks and with half-width brackets and dashes."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（）－—", "()--"))
