"""How a form is put on one page of the report, if it can be read there.

The margins are those of the standard. Text may be smaller than usual, and a form that is printed on
its side may stand upright, where rows have more room below one another. What does not fit even so
keeps its own way, in the usual size, and runs over to the next page under its heads again.
"""

from typing import NamedTuple

from msgspec.structs import replace

from xlevaluate.form.measure import lines_of
from xlevaluate.report.annex import Annex
from xlevaluate.report.word_table import Size, table_height

USUAL = Size(19)
"""9.5 points."""

_SIZES = (USUAL, Size(18), Size(17), Size(16))
"""Down to 8 points: smaller ones are for notes."""


class Room(NamedTuple):
    """What a page has for text, in twentieths of a point."""

    width: int
    height: int


class Fit(NamedTuple):
    """An annex as it is to be drawn, and the size of its text."""

    annex: Annex
    size: Size


def on_one_page(annex: Annex, upright: Room, line: int) -> Fit:
    """Return the annex in the largest text with which it takes one page.

    ``upright`` is what an upright page has; one on its side has it the other way round. ``line`` is
    the height of a line of the report's text.
    """
    for size in _SIZES:
        for turned in (annex, _turned(annex)):
            room = Room(upright.height, upright.width) if turned.landscape else upright
            if _height(turned, room.width, size, line) <= room.height:
                return Fit(turned, size)
    return Fit(annex, USUAL)


def _turned(annex: Annex) -> Annex:
    """Return a form on its side as it stands upright; one that may not stays as it is."""
    if not annex.landscape or not annex.may_turn:
        return annex
    tables = (replace(table, widths=annex.upright or table.widths) for table in annex.tables)
    return replace(annex, landscape=False, tables=tuple(tables))


_TITLE, _NOTE = 110, 52.5
"""Half a character of an annex's title (22 points), and of the notes beside a form (10.5)."""

_NOTE_LINE = 302
_AFTER_TITLE = 120
_JOINT = 20
"""Twentieths of a point, as the Word base has them; a joint of two tables takes one."""


def _height(annex: Annex, width: int, size: Size, line: int) -> int:
    """Return about how high an annex is; rather too much than too little."""
    title = line * (2 + lines_of(annex.title, width / _TITLE)) + _AFTER_TITLE
    notes = (*annex.above, *annex.below)
    beside = sum(_NOTE_LINE * lines_of(text, width / _NOTE) for text in notes)
    tables = sum(table_height(table, width, size) + _JOINT for table in annex.tables)
    return title + beside + tables
