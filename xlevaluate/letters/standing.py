"""How things stand with what is due: handed in, returned, missing, of another year, late."""

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.rollup.collection import CollectedLine, HandingState
from xlevaluate.submission.amounts import percent


class Standing(Struct, frozen=True):
    """Some lines by their states; each line that is due is in exactly one of them."""

    lines: tuple[CollectedLine, ...]

    @property
    def due(self) -> int:
        """How many have to hand in."""
        return len(self.lines)

    def of(self, state: HandingState) -> tuple[CollectedLine, ...]:
        """Return the lines in a state."""
        return tuple(line for line in self.lines if line.state == state)

    def count(self, state: HandingState) -> int:
        """Return how many lines are in a state."""
        return Counter(line.state for line in self.lines)[state]

    def share(self, state: HandingState) -> Decimal | None:
        """Return which part of what is due is in a state, in percent; ``None`` of nothing."""
        return percent(Decimal(self.count(state)) / self.due) if self.due else None


def late(lines: Sequence[CollectedLine], deadline: datetime.date | None) -> list[CollectedLine]:
    """Return the lines whose form was filled in (填报日期) after a day; none without a day.

    A date that is no date tells of nothing.
    """
    found = []
    for line in lines:
        filed = None if line.handed_in is None else _date(line.handed_in.filed)
        if deadline is not None and filed is not None and filed > deadline:
            found.append(line)
    return found


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
