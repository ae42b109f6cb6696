"""Into which cell of a workbook each value goes: that of its field, or one of a row still blank."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.form import PROJECTS, Form
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Address, place_of
from xlevaluate.template.template import Template

_NO_SHEETS = (
    "工作簿里没有项目表，请用 xlevaluate new --projects 个数 做一个有项目表的，或不写 --into，"
    "用 -o 新工作簿.xlsx 导入"
)


class Targets(Struct, frozen=True):
    """Where values go by their paths, and the rows for which there is no place, with what to do."""

    cells: Mapping[str, Address]
    no_room: Mapping[str, str]


def targets_of(template: Template, reading: Reading, paths: Iterable[str]) -> Targets:
    """Find the cells of paths, in rows that are blank where there is no such row yet."""
    cells: dict[str, Address] = {}
    rows: dict[str, dict[int, dict[str, Address]]] = {}
    no_room: dict[str, str] = {}
    sheets = list(reading.projects)
    for path in paths:
        if (place := reading.places.get(path)) is not None and place.cell:
            cells[path] = Address(place.sheet, *place_of(place.cell))
            continue
        form, within, prefix = template.form, reading, ""
        own = path
        if path.startswith(PROJECTS) and template.project is not None:
            number, own = path.removeprefix(PROJECTS).split(".", 1)
            prefix = f"{PROJECTS}{number}."
            if int(number) >= len(sheets):
                no_room[prefix.rstrip(".")] = _more_sheets(template) if sheets else _NO_SHEETS
                continue
            form, within = template.project.form, reading.projects[sheets[int(number)]]
        found = _row_of(form, own)
        if found is None:
            no_room[path] = "工作簿里找不到这一格"
            continue
        listing, base, row, name = found
        new = rows.setdefault(prefix + base, _Blank(form, within, listing, base).numbered())
        if row in new:
            cells[path] = new[row][name]
        else:
            no_room[f"{prefix}{base}.{row}"] = _advice(listing, base)
    return Targets(cells, no_room)


def _more_sheets(template: Template) -> str:
    sheet = template.form.sheet_with("projects")
    return f"工作簿里没有空着的项目表，请先用《{sheet}》的“新增项目”加一张，再导入一次"


def _advice(listing: Listing, base: str) -> str:
    group = next(name for name, path in listing.groups.items() if path == base)
    what = f"“{group or listing.name}”"
    return f"《{listing.sheet}》{what}的空行不够，请在那里插入行，再导入一次"


def _row_of(form: Form, path: str) -> tuple[Listing, str, int, str] | None:
    """Return the list that a path is in: it, the path of its rows, the row, the field's name."""
    for listing in form.listings.values():
        for base in listing.groups.values():
            if path.startswith(f"{base}."):
                row, _, leaf = path.removeprefix(f"{base}.").partition(".")
                for item in listing.fields:
                    if row.isdecimal() and item.path.rsplit("*", 1)[1].lstrip(".") == leaf:
                        return listing, base, int(row), item.name
    return None


class _Blank(Struct, frozen=True):
    """The rows of one group of a list in which nothing stands, behind those that are filled in."""

    form: Form
    reading: Reading
    listing: Listing
    base: str

    def numbered(self) -> dict[int, dict[str, Address]]:
        """Return the cells of each such row by the names of fields, by the row's number."""
        heads = {item.name: self.reading.snapshot.names.get(item.name) for item in self._fields}
        columns = {name: at for name, at in heads.items() if at is not None}
        end = self.reading.snapshot.names.get(self.listing.end)
        if end is None or len(columns) < len(heads):
            return {}
        top = max(at.row for at in columns.values())
        filled = [
            (int(path.removeprefix(f"{self.base}.").partition(".")[0]), place_of(place.cell)[0])
            for path, place in self.reading.places.items()
            if path.startswith(f"{self.base}.") and place.cell
        ]
        last = max((row for _, row in filled), default=top)
        first = max((number for number, _ in filled), default=-1) + 1
        rows = (
            row
            for row in self._of_group(range(top + 1, end.row), end.sheet)
            if row > last and self._is_blank(end.sheet, row, columns)
        )
        return {
            number: {name: Address(end.sheet, row, at.col) for name, at in columns.items()}
            for number, row in enumerate(rows, first)
        }

    @property
    def _fields(self) -> Iterable[Field]:
        return self.listing.fields

    def _of_group(self, rows: range, sheet: str) -> Iterator[int]:
        """Yield the rows of the group; one without a group belongs to that above it."""
        head = self.reading.snapshot.names.get(self.listing.group_column or "")
        if head is None:
            yield from rows
            return
        wanted = next(name for name, path in self.listing.groups.items() if path == self.base)
        current = None
        for row in rows:
            said = self.reading.snapshot.at(Address(sheet, row, head.col)).value
            current = current if said is None else said
            if current == wanted:
                yield row

    def _is_blank(self, sheet: str, row: int, columns: Mapping[str, Address]) -> bool:
        cells = (self.reading.snapshot.at(Address(sheet, row, at.col)) for at in columns.values())
        return all(cell.value in {None, ""} for cell in cells)
