"""Where a form's fields stand by their labels: in which row, under which head, in which sheet.

The labels are those that the form prints on screen and on paper, and their synonyms; positions
are never used.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from xlevaluate.form.cells_definition import IndicatorsDef, TableDef
from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.layout import lay_out
from xlevaluate.form.page import Cell, Page
from xlevaluate.harvest.synonyms import SynonymsDef, SynonymWords, synonyms_of, versions_of
from xlevaluate.harvest.wordings import LAST, THIS, Wording, of_words
from xlevaluate.tables.label_text import plain_label, read_label
from xlevaluate.template.template import Template

_ABOVE = {"label", "head"}
_BESIDE = {"label", "head", "row_label", "note"}
_PRINTED = {*_BESIDE, "title", "section"}
_SHOWN = re.compile(r"(?:(?P<label>[^{}：]+)：)?\{(?P<name>\w+)\}")
_GENERATED = (
    *("ratios", "ratio_scores", "composition", "parameters", "findings", "rules"),
    *("usable", "functions", "charts", "projects", "outline"),
)
"""Blocks of sheets that hold nothing typed, or what is the program's own."""

_TEXTS = {"text", "paragraph", "date", "choice", "year"}


class _Standing(Struct, frozen=True):
    """How a field stands: in a row, under a head, or both; ``None`` where it has none."""

    left: str | None
    above: str | None


class Slot(Struct, frozen=True):
    """A field that stands once, or a cell that the program computes (``field`` is ``None``)."""

    path: str
    field: Field | None
    name: str
    ways: tuple[_Standing, ...]

    @property
    def is_text(self) -> bool:
        """Tell whether it holds words, and so stands beside one label."""
        return self.field is not None and self.field.kind in _TEXTS


class SheetWords(Struct, frozen=True, dict=True):
    """One sheet of a form: its fields by their labels, its tables, whatever is printed in it."""

    name: str
    titles: frozenset[str]
    slots: tuple[Slot, ...]
    tables: tuple[TableDef, ...]
    indicators: IndicatorsDef | None
    printed: frozenset[str]
    synonyms: SynonymsDef

    def wordings(self, label: str) -> tuple[Wording, ...]:
        """Return what a label of the form may read, itself first."""
        others = self.synonyms.labels.get(label, ())
        return tuple(of_words(plain, None) for plain in (label, *map(plain_label, others)))

    def means(self, label: str | None, given: Wording) -> bool:
        """Tell whether a label of the form, in its words or in others, is what is given."""
        return label is not None and any(own.means(given) for own in self._known[label])

    @cached_property
    def _known(self) -> dict[str, tuple[Wording, ...]]:
        labels = {way.left for slot in self.slots for way in slot.ways}
        labels |= {way.above for slot in self.slots for way in slot.ways}
        labels |= set(self.printed)
        return {label: self.wordings(label) for label in labels if label}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(own.words for every in self._known.values() for own in every)

    @cached_property
    def rows(self) -> frozenset[str]:
        """The labels that begin rows."""
        return frozenset(way.left for slot in self.slots for way in slot.ways if way.left)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The labels that stand above columns."""
        return frozenset(way.above for slot in self.slots for way in slot.ways if way.above)

    def is_row(self, given: Wording) -> bool:
        """Tell whether a label begins a row of the form."""
        return given.words in self._words and any(self.means(row, given) for row in self.rows)

    def is_head(self, given: Wording) -> bool:
        """Tell whether a label stands above a column of the form."""
        return given.words in self._words and any(self.means(head, given) for head in self.heads)

    def is_printed(self, given: Wording) -> bool:
        """Tell whether the form prints a label anywhere, in its words or in others."""
        return given.words in self._words and any(own.means(given) for own in self._all)

    @cached_property
    def _all(self) -> frozenset[Wording]:
        return frozenset(own for every in self._known.values() for own in every)


class FormWords(Struct, frozen=True):
    """All sheets of a form that hold fields."""

    template: Template
    synonyms: SynonymsDef
    sheets: tuple[SheetWords, ...]

    def text_slot(self, given: Wording) -> Slot | None:
        """Return the one text of all sheets that a label stands beside; ``None`` for several."""
        slots = {
            slot.path: slot
            for sheet in self.sheets
            for slot in sheet.slots
            if slot.is_text and any(sheet.means(way.left, given) for way in slot.ways)
        }
        return next(iter(slots.values())) if len(slots) == 1 else None

    def listing(self, name: str) -> Listing:
        """Return a list of the form by its name."""
        return self.template.form.listings[name]


_KEPT: dict[tuple[str, str, tuple[tuple[str, int], ...]], FormWords] = {}


def form_words(template: Template) -> FormWords:
    """Return the labels of a template's form; worked out once for each version of its files."""
    key = (template.digest, template.profile_name, versions_of(template.folder))
    if key not in _KEPT:
        _KEPT[key] = _form_words(template)
    return _KEPT[key]


def _form_words(template: Template) -> FormWords:
    form, synonyms = template.form, synonyms_of(template)
    blank = template.completed(template.blank())
    layouts = [lay_out(form, blank, template.printed, on_paper=paper) for paper in (True, False)]
    sheets = []
    for definition in form.definition.sheet:
        pages = [page for pages in layouts for page in pages if page.sheet.name == definition.name]
        tables = tuple(block.table for block in definition.block if block.table)
        indicators = next((b.indicators for b in definition.block if b.indicators), None)
        if any(getattr(block, kind) for block in definition.block for kind in _GENERATED):
            continue
        slots = _slots(template, pages, synonyms)
        if not slots and indicators is None:
            continue
        titles = {definition.annex} if definition.annex else set()
        sheets.append(
            SheetWords(
                definition.name,
                frozenset(map(plain_label, titles)),
                slots,
                tables,
                indicators,
                _printed(template, pages),
                synonyms,
            )
        )
    return FormWords(template, synonyms, tuple(sheets))


def _plain(template: Template, text: str) -> str:
    return plain_label(filled(template, text))


_SOME_YEAR = 2000


def filled(template: Template, text: str) -> str:
    """Return a printed text with 本年 and 上年 for its years, whatever the form calls them."""
    labels = template.form.labels
    said = labels.fill(text, lambda name: _SOME_YEAR if name == labels.year else None)
    return said.replace(f"{_SOME_YEAR}年", f"{THIS}").replace(f"{_SOME_YEAR - 1}年", LAST)


def _printed(template: Template, pages: list[Page]) -> frozenset[str]:
    texts = {
        _plain(template, cell.text)
        for page in pages
        for cell in page.cells
        if cell.role in _PRINTED and cell.text
    }
    return frozenset(texts - {""})


def _slots(template: Template, pages: list[Page], synonyms: SynonymsDef) -> tuple[Slot, ...]:
    found: dict[str, list[_Standing]] = {}
    things: dict[str, Field | str] = {}
    for page in pages:
        places = {
            (row, col): cell
            for cell in page.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        }
        for cell in page.cells:
            for path, thing, way in _standings(template, cell, places):
                things[path] = thing
                found.setdefault(path, []).append(way)
    return tuple(
        _slot(template, path, things[path], dict.fromkeys(ways), synonyms)
        for path, ways in found.items()
    )


def _slot(
    template: Template,
    path: str,
    thing: Field | str,
    ways: dict[_Standing, None],
    synonyms: SynonymsDef,
) -> Slot:
    if isinstance(thing, str):
        return Slot(path, None, thing, tuple(ways))
    by_role: dict[str | None, SynonymWords] = {
        str(key): words for key, words in synonyms.fields.items()
    }
    words = [_plain(template, thing.label), plain_label(thing.name)]
    if any(way.left is None or way.above is None for way in ways):
        # One label is enough of it: its own name is, on whichever side it stands.
        for word in filter(None, (*words, *map(plain_label, by_role.get(thing.role, ())))):
            ways |= dict.fromkeys((_Standing(word, None), _Standing(None, word)))
    return Slot(path, thing, thing.name, tuple(ways))


def _standings(
    template: Template, cell: Cell, places: dict[tuple[int, int], Cell]
) -> Iterator[tuple[str, Field | str, _Standing]]:
    """Yield what a cell holds, and between which labels."""
    if cell.field is not None:
        if "*" not in cell.field.path:
            text = cell.field.kind in _TEXTS
            yield cell.path, cell.field, _between(template, cell, places, text=text)
    elif cell.computed:
        yield f"={cell.computed}", cell.computed, _between(template, cell, places, text=False)
    elif shown := _SHOWN.fullmatch(cell.text):
        field = template.form.fields.get(shown["name"])
        if field is None:
            return
        if shown["label"]:
            yield field.path, field, _Standing(plain_label(shown["label"]), None)
        elif cell.role in _BESIDE:
            yield field.path, field, _between(template, cell, places, text=True)


def _between(
    template: Template, cell: Cell, places: dict[tuple[int, int], Cell], *, text: bool
) -> _Standing:
    left, is_beside = _left_of(template, cell, places)
    above = _above(template, cell, places)
    return _Standing(left, None if text and left and is_beside else above)


def _left_of(
    template: Template, cell: Cell, places: dict[tuple[int, int], Cell]
) -> tuple[str | None, bool]:
    """Return the label of a cell's row, and whether nothing stands between."""
    is_beside = True
    for col in range(cell.col - 1, -1, -1):
        beside = places.get((cell.row, col))
        if beside is None:
            continue
        if beside.role not in _BESIDE:
            is_beside = False
            continue
        if beside.row != cell.row:
            break
        words = _plain(template, beside.text)
        if words.strip("-/") and not _SHOWN.fullmatch(beside.text):
            return words, is_beside
    return None, False


def _above(template: Template, cell: Cell, places: dict[tuple[int, int], Cell]) -> str | None:
    for row in range(cell.row - 1, -1, -1):
        over = places.get((row, cell.col))
        if over is None or over.role in {"input", "computed"}:
            continue
        if over.role not in _ABOVE:
            return None
        heads = [
            beside.text
            for col in range(over.col + 1)
            if (beside := places.get((row, col))) and beside.role in _ABOVE and beside.col == col
        ]
        words = among(tuple(filled(template, text) for text in heads))[-1]
        if words.strip("-/"):
            return words
    return None


def among(heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return heads from left to right as plain labels; “其中：” is of what stands before it.

    >>> among(("年初预算数", "全年预算数：总额", "其中：财政资金"))
    ('年初预算数', '全年预算数：总额', '全年预算数财政资金')
    """
    found: list[str] = []
    whole = ""
    for head in heads:
        label = read_label(head)
        if label.among and whole:
            found.append(whole + label.plain)
            continue
        whole = label.plain.partition("：")[0]
        found.append(label.plain)
    return tuple(found)
