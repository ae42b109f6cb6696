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
from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.rollup.collection import ObjectKind, RosterEntry
from xlevaluate.rollup.same_names import same_code, same_name
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
_STRETCHED = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_YEAR = re.compile("20[0-9][0-9]")
_SUMS = ("合计", "总计", "小计")
_GONE = re.compile("撤销|注销|停用|并入|合并|裁撤|不填报|免报|不用报")
"""Words beside a unit that say that it may have nothing to hand in."""

_TELLING: frozenset[_Column] = frozenset({"code", "both", "project_name", "kind"})
"""Columns of which a list of telephone numbers has none."""

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

    Sheets with the same heads, and those that say more of units and projects than names, are read
    one after another. A unit or project that stands twice is kept once, with a remark: by its kind
    and its code or, without one, its name.
    """
    name = shown_name(path.name)
    if path.suffix.lower() not in _TABLES and path.is_file():
        raise CannotDoError(f"“{name}”：名单应是一张表（.xlsx、.xls 或 .csv）。")
    for source in read_sources(path):
        found = [
            (grid, heads)
            for grid in source.grids()
            if not grid.hidden and (heads := _heads(grid)) is not None
        ]
        if found:
            return _roster(found)
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


def _roster(tables: Sequence[tuple[Grid, _Heads]]) -> Roster:
    """Read the first table, and all that are like it or say whose projects and codes they are."""
    reading = _Reading(len(tables) > 1)
    first, year = set(tables[0][1].columns), _years(tables[0][0])
    for grid, heads in tables:
        if _years(grid) != year and _years(grid) and year:
            reading.remarks.append(f"{grid.place}是另一年的，没有读。")
        elif set(heads.columns) == first or heads.columns.keys() & _TELLING:
            reading.take(grid, heads)
        else:
            reading.remarks.append(f"{grid.place}也有单位名称，不像名单，没有读。")
    return reading.roster()


def _unit(entry: RosterEntry) -> str:
    return same_code(entry.code) or same_name(entry.name)


def _years(grid: Grid) -> set[str]:
    return set(_YEAR.findall(grid.sheet))


class _Reading:
    """Takes tables, and keeps each unit and project once."""

    def __init__(self, has_several: bool) -> None:
        self.has_several = has_several
        self.entries: dict[tuple[str, ...], tuple[RosterEntry, str]] = {}
        self.remarks: list[str] = []
        self.read_as: list[str] = []

    def take(self, grid: Grid, heads: _Heads) -> None:
        """Take the rows of a table."""
        where = grid.place if self.has_several else "名单"
        nameless: list[str] = []
        for number, cells in enumerate(grid.rows[heads.below :], heads.below):
            place = grid.starts_at[0] + number + 1
            entry = _entry(cells, heads.columns, place, grid.sheet)
            if entry is not None:
                self._keep(entry, f"{where}第 {place} 行")
                self._doubt(entry, cells, f"{where}第 {place} 行")
            elif any(cell.text.strip() for cell in cells) and not _is_a_sum(cells):
                nameless.append(str(place))
        if nameless:
            rows = "、".join(nameless)
            self.remarks.append(
                f"{where}第 {rows} 行没有单位名称，像是小计、说明或小标题，没有计入。"
            )
        read_as = "、".join(
            f"{grid.address(heads.below - 1, at)} {_CALLED[column]}"
            for column, at in sorted(heads.columns.items(), key=lambda item: item[1])
        )
        unused = f"；没有用的列：{'、'.join(heads.unused)}" if heads.unused else ""
        sheet = f"{grid.place}：" if self.has_several else ""
        self.read_as.append(f"{sheet}{read_as}{unused}")

    def _keep(self, entry: RosterEntry, place: str) -> None:
        key = (entry.kind, entry.code or entry.name, entry.project_code or entry.project_name)
        if key not in self.entries:
            self.entries[key] = entry, place
            return
        first, there = self.entries[key]
        same = "" if first.name == entry.name else f"（“{first.name}”）"
        self.remarks.append(
            f"{place}“{entry.title}”与{there.removeprefix('名单')}{same}重复，只计一次。"
        )

    def _doubt(self, entry: RosterEntry, cells: Sequence[SourceCell], place: str) -> None:
        """Ask about a unit of which something in its row says that it is no more."""
        said = (" ".join(cell.text.split()) for cell in cells)
        own = {entry.name, entry.project_name, entry.department, entry.short_name}
        gone = next((text for text in said if _GONE.search(text) and _joined(text) not in own), "")
        if gone:
            self.remarks.append(
                f"{place}“{entry.title}”写着“{gone}”，仍计入应报；不用报的，请从名单里删去这一行。"
            )

    def roster(self) -> Roster:
        """Return all of it."""
        entries = [entry for entry, _ in self.entries.values()]
        departments = {_unit(entry): entry.department for entry in entries if entry.department}
        # A list of projects may say the departments that the list of units does not.
        whole = tuple(
            entry
            if entry.department
            else replace(entry, department=departments.get(_unit(entry), ""))
            for entry in entries
        )
        return Roster(whole, tuple(self.remarks), "；".join(self.read_as))


def _entry(
    cells: Sequence[SourceCell], columns: Mapping[_Column, int], place: int, sheet: str
) -> RosterEntry | None:
    said = {column: _joined(cells[at].text) for column, at in columns.items() if at < len(cells)}
    code, name = said.get("code", ""), said.get("name", "")
    if match := _BOTH.fullmatch(said.get("both", "")):
        code, name = code or match[1], name or match[2]
    name = name or said.get("both", "")
    if not name or _is_a_sum(cells) or (not code and _bare(name).endswith(_SUMS)):
        return None
    project = said.get("project_name", "")
    department = said.get("department", "")
    if match := _BOTH.fullmatch(department):
        department = match[2]
    elif _CODE_ALONE.fullmatch(department):
        department = ""
    usual: ObjectKind = "department" if department == name else "unit"
    if "kind" not in columns:
        usual = _kind(sheet, usual)
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
    return any(_bare(cell.text) in _SUMS for cell in cells)


def _joined(text: str) -> str:
    """Return a text without the blanks that stretch Chinese words: 青 禾 县, 甲局 　一所."""
    return _STRETCHED.sub("", " ".join(text.split()))


def _bare(text: str) -> str:
    """Return a head without blanks and with half-width brackets and dashes."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（）－—", "()--"))
