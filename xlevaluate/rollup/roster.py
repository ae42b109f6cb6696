"""The roster (名单): who has to hand in, as a table of a bureau's own.

A workbook or CSV whose columns are found by their heads, in any order: 单位编码 and 单位名称, or
both in one (预算单位(编码-名称), as the budget system exports it), 主管部门, 业务科室 or 业务处室,
类型, 简称, 项目名称, 项目编码.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

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
    "name": ("单位名称", "预算单位名称", "单位全称", "单位", "名称"),
    "short_name": ("单位简称", "简称"),
    "department": ("主管部门", "主管部门名称", "主管预算单位"),
    "office": ("业务科室", "业务处室", "科室", "处室", "归口科室", "归口处室"),
    "kind": ("类型", "对象类型", "评价对象类型", "应报表", "类别"),
    "project_name": ("项目名称", "项目"),
    "project_code": ("项目编码", "项目代码"),
}

_KINDS: dict[str, ObjectKind] = {
    "部门": "department",
    "主管部门": "department",
    "一级预算单位": "department",
    "部门整体": "department",
    "部门整体支出": "department",
    "单位": "unit",
    "二级单位": "unit",
    "二级预算单位": "unit",
    "单位整体": "unit",
    "项目": "project",
    "项目支出": "project",
}

_BOTH = re.compile(r"\s*([0-9A-Za-z]+)\s*[-－—\s]\s*(.+?)\s*")
_WITHIN = 15
"""Rows from the top in which the heads stand."""


class Roster(Struct, frozen=True):
    """Its lines in their order, and what is odd about it (doubled lines, lines without a name)."""

    entries: tuple[RosterEntry, ...]
    remarks: tuple[str, ...] = ()


def read_roster(path: Path) -> Roster:
    """Read a roster; raises ``CannotDoError`` where no table in the file is one.

    A unit or project that stands twice is kept once, with a remark: by its kind and its code or,
    without one, its name.
    """
    name = shown_name(path.name)
    for source in read_sources(path):
        for grid in source.grids():
            found = _heads(grid)
            if found is not None and not grid.hidden:
                return _roster(grid, *found)
    raise CannotDoError(
        f"“{name}”里没有找到名单：需要一张表，表头有“单位名称”（或“预算单位编码-名称”），"
        "可以另有单位编码、主管部门、业务科室、类型、简称、项目名称。"
    )


def _heads(grid: Grid) -> tuple[int, dict[_Column, int]] | None:
    for number, row in enumerate(grid.rows[:_WITHIN]):
        texts = [_bare(cell.text) for cell in row]
        columns: dict[_Column, int] = {}
        for column, heads in _HEADS.items():
            places = [texts.index(head) for head in map(_bare, heads) if head in texts]
            if places:
                columns[column] = places[0]
        if {"name", "both"} & columns.keys() and len(columns) > 1:
            return number, columns
        if columns.keys() in ({"name"}, {"both"}) and sum(map(bool, texts)) <= 2:
            return number, columns  # names alone, perhaps numbered
    return None


def _roster(grid: Grid, head: int, columns: Mapping[_Column, int]) -> Roster:
    entries: dict[tuple[str, ...], RosterEntry] = {}
    remarks: list[str] = []
    for number, cells in enumerate(grid.rows[head + 1 :], head + 1):
        place = grid.starts_at[0] + number + 1
        entry = _entry(cells, columns, place)
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
    return Roster(tuple(entries.values()), tuple(remarks))


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
    kind = _KINDS.get(_bare(said.get("kind", "")), "project" if project else "unit")
    department = said.get("department", "")
    if match := _BOTH.fullmatch(department):
        department = match[2]
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


def _is_a_sum(cells: Sequence[SourceCell]) -> bool:
    return any(_bare(cell.text) in {"合计", "总计", "小计"} for cell in cells)


def _bare(text: str) -> str:
    """Return a head without blanks and with half-width brackets and dashes."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（）－—", "()--"))
