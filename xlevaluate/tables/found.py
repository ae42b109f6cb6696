"""What was found in files made elsewhere: figures and texts for fields of a form, and the rest."""

import re
from typing import Any

from msgspec import Struct


class Origin(Struct, frozen=True):
    """Where something stood: file, table, cell, the labels that it stood under, and its own text.

    ``row`` and ``column`` are label paths, outermost first, joined by “ / ”. ``unit`` is the unit
    of its table (``元``, ``万元``), blank for what is not money.
    """

    file: str
    place: str
    address: str = ""
    row: str = ""
    column: str = ""
    text: str = ""
    unit: str = ""

    def is_in(self, file: str, place: str) -> bool:
        """Tell whether it stands in a table of a file, or has a part there.

        Behind the place of a grid may stand the title of its table, and more places after it.

        >>> Origin("a.xlsx", "工作表“Z01” 收支总表、工作表“Z03”").is_in("a.xlsx", "工作表“Z03”")
        True
        """
        return _has(self.file, file, "、") and _has(self.place, place, "、 ")


def _has(joined: str, one: str, behind: str) -> bool:
    return re.search(rf"(?:^|、){re.escape(one)}(?:$|[{behind}])", joined) is not None


class Found(Struct, frozen=True):
    """A value for one field of a submission.

    ``path`` is concrete (``self_evaluation.budget.executed``, ``….0.name``); ``value`` is
    what the form's model takes there, money in 万元 rounded half up once, of which ``exact`` is the
    amount before. ``note`` says what a person should know (converted, of a wider notion);
    ``certain`` is false where a person must say yes before it is placed. ``stood`` are the cells of
    its parts, and of others that say the same; nothing where that is ``origin`` alone.
    """

    path: str
    value: Any
    origin: Origin
    exact: Any = None
    note: str = ""
    certain: bool = True
    stood: tuple[Origin, ...] = ()


class Unplaced(Struct, frozen=True):
    """Something that stands in a file and found no field, and why, in a sentence for the user."""

    origin: Origin
    reason: str


class Question(Struct, frozen=True):
    """What only the user can say, such as the unit of a table; nothing of it is placed before.

    ``key`` and one of ``answers`` are what ``--answer KEY=ANSWER`` takes.
    """

    key: str
    text: str
    answers: tuple[str, ...]


class Contradiction(Struct, frozen=True):
    """A table whose own figures do not add up: imported all the same, and told.

    ``is_used`` is false where it was not, because nobody can tell which figure is meant.
    """

    origin: Origin
    message: str
    is_used: bool = True


class Harvest(Struct, frozen=True):
    """All that was found in one source."""

    found: tuple[Found, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    agreed: tuple[Unplaced, ...] = ()
    """What the workbook prints itself and found said alike; the reason says so."""
    alike: tuple[Origin, ...] = ()
    """Tables that may be another kind than that for which somebody else takes them."""
    known: tuple[Origin, ...] = ()
    """Grids of which nobody else need say anything: their titles say what they are."""
