"""The report's title, broken into lines as official documents break theirs.

GB/T 9704-2012, 7.3.1: lines end where words end, and are laid out as a trapezoid or a rhombus:
词意完整，排列对称，长短适宜.
"""

import re
from itertools import combinations, pairwise

from msgspec import Struct

from xlevaluate.form.measure import text_width

LINE_WIDTH = 40
"""Half characters of 2号 that a line of 156 mm takes."""

_MOST_LINES = 4
"""A longer title is left to the word processor."""

_WHOLE = r"\d+年|[A-Za-z0-9]+"
_YEAR = re.compile(r"(?=\d{4}年)")
_WORDS = re.compile(
    "办公[室厅]|委员会|人民政府|人民代表大会|政治协商会议|街道办事处|管理局|[^市县区]{2}(?:[局院]|中心|大队)"
)
_DIVISION = re.compile(
    "(?<=[省市县区州盟旗])(?![市县区州盟旗场政容民直级委长域划城辖])(?=..)"
    "|(?<=自治区)|(?<=街道)(?=.)|(?<=[乡镇])(?![镇乡村政])(?=.)"
    "|(?<=委员会)|(?<=人民政府)|(?<=[省市县区州]委)(?!员|办)|(?<=[局厅院])(?=[^长机校士])"
)
_CLOSING = "）)》〉”’、，。"
_OPENING = "（(《〈“‘"

_AT_DIVISION, _BEFORE_ENDING, _BETWEEN_WORDS, _INSIDE_WORD = 1.0, 0.3, 4.0, 8.0
_BAD_SHAPE = 2.0


class Title(Struct, frozen=True):
    """A report's title; ``ending`` is the part at its end that is never broken, if there is one."""

    text: str
    ending: str = ""


def ending_of(pattern: str) -> str:
    """Return what stands after the last ``{名称}`` of a title's pattern, but for 年."""
    return pattern.rpartition("}")[2].removeprefix("年")


def title_lines(of: Title) -> tuple[str, ...]:
    """Return the title's lines; one line where it fits, or where it is too long for any shape."""
    title = of.text
    lines = -(-text_width(title) // LINE_WIDTH)
    if lines == 1 or lines > _MOST_LINES:
        return (title,)
    costs = _costs(title, of.ending)
    best: tuple[float, tuple[str, ...]] | None = None
    for count in range(lines, min(lines + 1, _MOST_LINES) + 1):
        for cuts in combinations(sorted(costs), count - 1):
            parts = tuple(title[a:b] for a, b in pairwise((0, *cuts, len(title))))
            widths = [text_width(part) for part in parts]
            if max(widths) <= LINE_WIDTH:
                cost = sum(costs[cut] for cut in cuts) + _shape(widths) + (count - lines)
                if best is None or cost < best[0]:
                    best = cost, parts
    return best[1] if best else (title,)


def _costs(title: str, ending: str) -> dict[int, float]:
    """Return where a line may end, and how much is against it."""
    costs = dict.fromkeys(range(1, len(title)), _BETWEEN_WORDS)
    for word in _WORDS.finditer(title):
        costs |= dict.fromkeys(range(word.start() + 1, word.end()), _INSIDE_WORD)
    costs |= {found.start(): _AT_DIVISION for found in _DIVISION.finditer(title)}
    whole = [_WHOLE]
    if ending and title.endswith(ending):
        costs[len(title) - len(ending)] = _BEFORE_ENDING
        whole.insert(0, re.escape(ending))
    costs |= {found.start(): 0.0 for found in _YEAR.finditer(title)}
    for word in re.finditer("|".join(whole), title):
        for place in range(word.start() + 1, word.end()):
            costs.pop(place, None)
    return {
        place: cost
        for place, cost in costs.items()
        if 0 < place < len(title)
        and title[place] not in _CLOSING
        and title[place - 1] not in _OPENING
    }


def _shape(widths: list[int]) -> float:
    """Return what is against a shape: lines of one length, a narrow waist, much imbalance."""
    shape = (max(widths) - min(widths)) / max(widths)
    if max(widths) - min(widths) <= 2:
        shape += _BAD_SHAPE  # neither a trapezoid nor a rhombus
    inner = list(zip(widths, widths[1:], widths[2:], strict=False))
    if any(middle < min(before, after) for before, middle, after in inner):
        shape += _BAD_SHAPE
    return shape
