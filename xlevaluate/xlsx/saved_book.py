"""A saved workbook without its cells: its sheets, its names, and what it was made from.

So much is read at once. A sheet is read when it is first asked for; of a file that is not ours,
none is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from lxml import etree

from xlevaluate.form.snapshot import DAY_0, Area, CellValue
from xlevaluate.xlsx.cell_styles import read_formats
from xlevaluate.xlsx.cell_values import Shared, SheetContents, read_cells
from xlevaluate.xlsx.defined_names import MOST_NAMES, defined_names
from xlevaluate.xlsx.row_stream import RowValues, read_rows
from xlevaluate.xlsx.serial_days import DAY_0_OF_1904
from xlevaluate.xlsx.shared_strings import read_shared_strings
from xlevaluate.xlsx.xml_events import NAMESPACES
from xlevaluate.xlsx.zip_parts import Package, Relationship

MOST_SHEETS = 1_000

_DEFAULT = "xl/workbook.xml"
_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)

_Part = TypeVar("_Part")


class AsNeeded(Mapping[str, _Part], Generic[_Part]):
    """What belongs to each sheet, made when it is first asked for."""

    def __init__(self, sheets: Sequence[str], make: Callable[[str], _Part]) -> None:
        self._sheets, self._make = dict.fromkeys(sheets), make
        self._made: dict[str, _Part] = {}

    def __getitem__(self, sheet: str) -> _Part:
        made = self._made.get(sheet)
        if made is None:
            if sheet not in self._sheets:
                raise KeyError(sheet)
            made = self._made[sheet] = self._make(sheet)
        return made

    def __contains__(self, sheet: object) -> bool:
        return sheet in self._sheets

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


class SavedBook:
    """A workbook's package, opened; ``part`` is where its list of sheets is."""

    def __init__(self, package: Package, part: str) -> None:
        self.package, self._part = package, part
        book = package.tree(part)
        if not _is_workbook(book):
            raise package.damaged(part)
        self._related = package.relationships(part)
        self._parts = self._sheet_parts(book)
        self.sheet_ids = {
            str(item.get("name")): str(item.get("sheetId"))
            for item in book.iterfind("{*}sheets/{*}sheet")
        }
        """What the order of calculation calls each sheet."""
        self.hidden = {
            str(item.get("name"))
            for item in book.iterfind("{*}sheets/{*}sheet")
            if item.get("state", "visible") != "visible"
        }
        """Sheets that nobody sees."""
        names = defined_names(book, self._parts)
        self.names, self.constants, self.local_names = names.cells, names.texts, names.local
        self.is_manual = _is_calculated_by_hand(book)
        self._day_0 = DAY_0_OF_1904 if _counts_from_1904(book) else DAY_0
        if len(self.names) + sum(map(len, self.local_names.values())) > MOST_NAMES:
            raise package.too_large("名称", MOST_NAMES)
        self._read: dict[str, SheetContents] = {}
        self.sheets: Mapping[str, Mapping[tuple[int, int], CellValue]] = AsNeeded(
            list(self._parts), lambda sheet: self._contents(sheet).cells
        )
        self.merges: Mapping[str, tuple[Area, ...]] = AsNeeded(
            list(self._parts), lambda sheet: self._contents(sheet).merges
        )

    def _sheet_parts(self, book: etree._Element) -> dict[str, str]:
        """Return the part of each sheet that has cells, in their order; charts have none."""
        by_id = {related.id: related for related in self._related}
        parts: dict[str, str] = {}
        for item in book.iterfind("{*}sheets/{*}sheet"):
            name, id_ = item.get("name"), next(filter(None, map(item.get, _IDS)), None)
            if name is None or id_ not in by_id or name in parts:
                raise self.package.damaged(self._part)
            if by_id[id_].kind == "worksheet":
                parts[name] = by_id[id_].part
        if len(parts) > MOST_SHEETS:
            raise self.package.too_large("工作表", MOST_SHEETS, "张")
        return parts

    @property
    def chain_part(self) -> str | None:
        """The part that holds the order of calculation."""
        related = _of_kind(self._related, "calcChain")
        return related.part if related is not None and related.part in self.package else None

    @property
    def list_part(self) -> str:
        """The part that lists the sheets."""
        return self._part

    def part_of(self, sheet: str) -> str | None:
        """Return what the zip calls the part of a sheet; ``None`` where there is no such sheet."""
        return self.package.member(self._parts[sheet]) if sheet in self._parts else None

    def hand_rows(self, sheet: str, take: Callable[[RowValues], None]) -> None:
        """Hand over the rows of a sheet one after another; nothing of it stays in memory."""
        read_rows(self.package, self._parts[sheet], self._shared, take)

    def _contents(self, sheet: str) -> SheetContents:
        if sheet not in self._read:
            self._read[sheet] = read_cells(self.package, self._parts[sheet], self._shared)
        return self._read[sheet]

    @cached_property
    def _shared(self) -> Shared:
        styles = _of_kind(self._related, "styles")
        formats = read_formats(self.package, styles.part) if styles else []
        return Shared(lambda: self._strings, formats, self._day_0)

    @cached_property
    def _strings(self) -> list[str]:
        related = _of_kind(self._related, "sharedStrings")
        return read_shared_strings(self.package, related.part) if related else []

    @cached_property
    def properties(self) -> dict[str, str]:
        """What the file's own properties say, by name."""
        kinds = ("custom-properties", "customProperties")  # the second in Strict
        related = _of_kind(self.package.relationships(), *kinds)
        if related is None or related.part not in self.package:
            return {}
        properties = self.package.tree(related.part)
        return {
            str(item.get("name")): "".join(map(str, item.itertext())).strip()
            for item in properties.iterfind("{*}property")
        }


def workbook_part(package: Package) -> str | None:
    """Return the part that lists a workbook's sheets; ``None`` where there is none."""
    related = _of_kind(package.relationships(), "officeDocument")
    part = _DEFAULT if related is None else related.part
    if part not in package or not part.lower().endswith(".xml"):
        return None
    # Where it lies is the program's choice; what lies elsewhere may be another kind of document.
    return part if part.lower() == _DEFAULT or _is_workbook(package.tree(part)) else None


def _is_workbook(root: etree._Element) -> bool:
    return root.tag in {f"{{{namespace}}}workbook" for namespace in NAMESPACES}


def _of_kind(related: Sequence[Relationship], *kinds: str) -> Relationship | None:
    return next((item for item in related if item.kind in kinds), None)


def _counts_from_1904(book: etree._Element) -> bool:
    given = book.find("{*}workbookPr")
    return given is not None and given.get("date1904", "0").lower() in {"1", "true", "on"}


def _is_calculated_by_hand(book: etree._Element) -> bool:
    given = book.find("{*}calcPr")
    return given is not None and given.get("calcMode") == "manual"
