"""Small tables in a text: a line of heads, and lines of a name and its figures."""

import re
from collections.abc import Iterator

from xlevaluate.texts.characters import Plain, plain_of
from xlevaluate.texts.lexicon import Lexicon, Thing, Word
from xlevaluate.texts.periods import period_at
from xlevaluate.texts.quantities import Quantity, quantity_at
from xlevaluate.texts.stated import Statement

_CELL = re.compile(r"[^\t|｜\u3000 ]+")
_UNIT = re.compile(r"[（(：:位]\s*(亿元|万元|元)\s*[)）]?")
_ROW_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_NUMBER = re.compile(r"-?\d[\d,，.]*")
_LAST_COLUMN = 12


def statements_of_tables(
    plain: Plain, written: str, lexicon: Lexicon, year: int | None
) -> Iterator[Statement]:
    """Yield what the tables in a text state. Without a unit above it, a table says nothing."""
    heads: list[tuple[str, bool] | None] = []
    unit, place = "", 0
    places = {at: index for index, at in enumerate(plain.places)}
    for line in written.split("\n"):
        start, place = place, place + len(line) + 1
        found = _UNIT.search(line[:200])
        cells = list(_CELL.finditer(line[:1000]))[:_LAST_COLUMN]
        if found and len(cells) <= 3:
            unit, heads = found[1], []
        elif len(cells) > 1 and not heads and unit:
            heads = [_head(cell[0], lexicon, year) for cell in cells]
            heads = heads if sum(head is not None for head in heads[1:]) else []
        elif len(cells) > 1 and heads:
            named = int(bool(_ROW_NUMBER.fullmatch(cells[0][0])) and len(cells) == len(heads))
            thing = _thing(cells[named][0], lexicon)
            for cell, head in zip(cells[1:], heads[1:], strict=False):
                if thing is None or head is None or not _NUMBER.fullmatch(cell[0]):
                    continue
                quantity = _quantity(cell[0], unit)
                first = places.get(start + cells[named].start())
                last = places.get(start + cell.end() - 1)
                if quantity is not None and first is not None and last is not None:
                    aspect, last_year = head
                    yield Statement(
                        "figure",
                        (thing,),
                        quantity,
                        first,
                        last + 1,
                        aspect=aspect,
                        last_year=last_year,
                    )
        elif len(cells) < 2:
            heads = []


def _quantity(written: str, unit: str) -> Quantity | None:
    text = plain_of(written).text + unit
    quantity = quantity_at(text, 0)
    return quantity if quantity is not None and quantity.end == len(text) else None


def _thing(cell: str, lexicon: Lexicon) -> Thing | None:
    text = re.sub(r"^(?:其中[：:]?|[\d一二三四五六七八九十]+[、.．])", "", plain_of(cell).text)
    found = lexicon.at(text, 0) if text else None
    return found[1].thing if found is not None and found[0] == len(text) else None


def _head(cell: str, lexicon: Lexicon, year: int | None) -> tuple[str, bool] | None:
    """Return the aspect and the year that a head says; ``None`` where it says another thing."""
    text, place = plain_of(cell).text, 0
    aspect, last_year, dated = "", False, False
    while place < len(text):
        time = period_at(text, place, year)
        found = (time[0], Word(time[1])) if time is not None else lexicon.at(text, place)
        if found is None:
            return None
        place, word = found
        if word.role == "aspect":
            aspect = word.value
        elif word.role in {"last", "this"}:
            last_year, dated = word.role == "last", True
        elif word.role != "link":
            return None
    if dated:
        aspect = aspect or "spent"
    return (aspect, last_year) if aspect else None
