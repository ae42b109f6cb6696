"""From one finding to the next, wherever the selection is: the one gone to last is remembered.

The host keeps it as long as the workbook is open; nothing of it goes into a cell. A finding that
was mended since is no more: the next is then the one that has come into its place.
"""

from collections.abc import Sequence
from typing import Any

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import ReportedFinding
from xlevaluate.evaluation.suggestions import suggestion_of
from xlevaluate.live.book import OpenBook, evaluate_book
from xlevaluate.submission.amounts import plain

FOLLOWED = "followed"
"""Remembered when the user went to a finding by its line in 校验结果: the selection tells which."""


def go_to_finding(book: OpenBook, step: int) -> str:
    """Go to the finding ``step`` after the one gone to last, round and round; say what it is."""
    _, evaluation = evaluate_book(book)
    places = [told for told in evaluation.open_findings if told.place.sheet and told.place.cell]
    if not places:
        return "没有找到能定位的问题。"
    selected = (str(book.sheets.active.name), _plain_address(book.selection))
    visited = str(book.macro("XleVisited")() or "")
    index = following(places, step, selected, visited)
    told = places[index]
    sheet = book.sheets[told.place.sheet]
    sheet.activate()
    sheet.range(told.place.cell).select()
    book.macro("XleVisit")(_mark_of(places, index))
    figure = suggestion_of(told, evaluation)
    advice = "" if figure is None else f"可点“照建议改”，改为 {plain(figure)}。"
    level = LEVELS[told.finding.level]
    return f"第 {index + 1} 处，共 {len(places)} 处。{level}：{told.message}{advice}"


def _mark_of(places: Sequence[ReportedFinding], index: int) -> str:
    """Write down which finding it is: its number and sheet, then all by their rules and labels.

    Figures are left out: they may change.
    """
    return "\n".join((str(index), places[index].place.sheet, *map(_stem, places)))


def _stem(told: ReportedFinding) -> str:
    return told.key.partition("#")[0]


def following(
    places: Sequence[ReportedFinding], step: int, selected: tuple[str, str], visited: str
) -> int:
    """Return the index of the finding that comes next; ``step`` is 1 or -1.

    Where the user has meanwhile gone to the cell of another finding, in the same sheet or by a line
    of 校验结果, it goes on from there. At first it is the one that is selected, or the first.
    """
    here = [i for i, told in enumerate(places) if (told.place.sheet, told.place.cell) == selected]
    if not visited and here:
        return here[0]
    sheet, last, after = _remembered(places, step, visited)
    if here and last not in here and (visited == FOLLOWED or sheet == selected[0]):
        return (here[-1 if step > 0 else 0] + step) % len(places)
    if last is not None:
        return (last + step) % len(places)
    if after is not None:
        return after
    return 0 if step > 0 else len(places) - 1


def _remembered(
    places: Sequence[ReportedFinding], step: int, visited: str
) -> tuple[str, int | None, int | None]:
    """Return the sheet of the finding gone to last, its index now, and that of the next then."""
    number, _, rest = visited.partition("\n")
    sheet, *stems = rest.split("\n")
    if not number.isdecimal() or int(number) >= len(stems):
        return "", None, None
    now = {_stem(told): index for index, told in reversed(list(enumerate(places)))}
    then = stems[int(number) + 1 :] if step > 0 else stems[: int(number)][::-1]
    after = next((now[stem] for stem in then if stem in now), None)
    return sheet, now.get(stems[int(number)]), after


def _plain_address(selection: Any) -> str:
    return "" if selection is None else str(selection.address).replace("$", "")
