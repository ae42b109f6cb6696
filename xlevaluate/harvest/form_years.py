"""The year that a form made elsewhere is of: said in its title, its name, or by its heads."""

import re
from collections.abc import Iterable

from xlevaluate.sources.grid import Grid, Source
from xlevaluate.tables.label_text import compared

_IN_TITLE = re.compile(r"((?:19|20)\d\d)年(?:度)?(?!\d|月)")
_TITLE = re.compile(r"自评|绩效|评价|目标申报")
_HEAD = re.compile(r"(?:19|20)(\d\d)年度?(?:[\u4e00-\u9fff]{0,8})")
_LONGEST_TITLE = 60
_LONGEST_HEAD = 14
_LAST_TITLE_ROW = 4


def year_of(source: Source) -> int | None:
    """Return the year of the forms and reports in a file; ``None`` where nothing says it."""
    titled = [
        int(found[1]) for text in _titles(source) if (found := _IN_TITLE.search(text)) is not None
    ]
    if titled:
        return max(set(titled), key=lambda year: (titled.count(year), year))
    for part in reversed(source.name.split("/")):
        name = compared(part)
        if _TITLE.search(name) and (found := _IN_TITLE.search(name)) is not None:
            return int(found[1])
    headed = [
        int(found[0][:4])
        for grid in source.grids()
        for row in grid.rows
        for cell in row
        if len(words := compared(cell.text)) <= _LONGEST_HEAD
        and (found := _HEAD.fullmatch(words)) is not None
    ]
    return max(headed, default=None)


def _titles(source: Source) -> Iterable[str]:
    for block in source.blocks:
        if isinstance(block, Grid):
            texts = [cell.text for row in block.rows[:_LAST_TITLE_ROW] for cell in row]
        else:
            texts = [block.text]
        for text in texts:
            words = compared(text)
            if len(words) <= _LONGEST_TITLE and (
                _TITLE.search(words) or re.fullmatch(r"（?\d{4}年度）?", words)
            ):
                yield words
