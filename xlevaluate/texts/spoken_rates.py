"""Rates beside the two amounts they come of: 预算18万元，支出17.9万元，执行率99.44%.

They can be held against one another even where the form has no row for what is spoken of.
"""

from decimal import Decimal

from msgspec import Struct, field

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.quantities import Quantity

_BUDGETS = frozenset({"budget", "initial", "final"})
_ELSE = frozenset({"direction", "than", "saving", "share", "per", "from", "to", "change", "among"})
"""Roles of words that make an amount something else than a budget or what was spent of it."""
_HUNDRED = Decimal(100)
_MOST = 4
"""Amounts of one thing beyond which nobody can tell which are meant."""


class SpokenRate(Struct, frozen=True):
    """A percentage, and the amounts that may be the part and the whole of it."""

    rate: Quantity
    parts: tuple[Quantity, ...]
    wholes: tuple[Quantity, ...]
    start: int
    end: int

    @property
    def nearest(self) -> Decimal:
        """The rate of those two amounts of which it comes nearest."""
        rates = (
            part.number / whole.number * _HUNDRED for part in self.parts for whole in self.wholes
        )
        return min(rates, key=lambda rate: abs(rate - self.rate.number))

    @property
    def contradicts(self) -> bool:
        """Tell whether no two of the amounts make it, at the precision in which all are written."""
        return not any(
            self.rate.least <= part.most / whole.least * _HUNDRED
            and part.least / whole.most * _HUNDRED <= self.rate.most
            for part in self.parts
            for whole in self.wholes
        )


class _Record(Struct):
    """What was said of one thing: its budget, and what was spent of it."""

    start: int
    wholes: list[Quantity] = field(default_factory=list)
    parts: list[Quantity] = field(default_factory=list)


class RateReader:
    """Reads the rates of one sentence from its quantities, in their order."""

    def __init__(self) -> None:
        self.found: list[SpokenRate] = []
        self._record: _Record | None = None
        self._outer: list[_Record | None] = []

    def begin(self) -> None:
        """Forget what was said in the sentence before."""
        self._record, self._outer = None, []

    def open(self) -> None:
        """Begin a bracket, in which something else may be spoken of."""
        self._outer.append(self._record)
        self._record = None

    def close(self) -> None:
        """End a bracket."""
        if self._outer:
            self._record = self._outer.pop()

    def end_part(self) -> None:
        """Take in a semicolon."""
        self._record = None

    def take(self, quantity: Quantity, lead: Lead) -> None:
        """Take in a quantity with the words before it."""
        if quantity.kind == "percent":
            self._hold(quantity, lead)
        elif quantity.kind == "money":
            self._note(quantity, lead)

    def _note(self, quantity: Quantity, lead: Lead) -> None:
        if not quantity.exact or quantity.least <= 0 or set(lead.times) - {"this", "opening"}:
            self._record = None
            return
        if lead.roles & _ELSE:
            return
        said = lead.aspects[-1][0] if lead.aspects else "spent"
        is_named = bool(lead.things) or lead.is_strange
        if self._record is None or is_named:
            # Where budgets stand in a row, what follows may be spent of them all.
            is_row = self._record is not None and not self._record.parts
            self._record = None if is_row else _Record(lead.start)
        if self._record is None or said == "supplement":
            self._record = None
            return
        is_whole = said in _BUDGETS or (lead.aspects and lead.aspects[-1][1] > 0)  # 到位80万元
        (self._record.wholes if is_whole else self._record.parts).append(quantity)
        if len(self._record.wholes) + len(self._record.parts) > _MOST:
            self._record = None

    def _hold(self, rate: Quantity, lead: Lead) -> None:
        record = self._record
        if record is None or not (record.wholes and record.parts) or not rate.exact:
            return
        if set(lead.times) - {"this"} or not _is_of_part(lead):
            return
        parts = tuple(part for part in record.parts if part.number <= record.wholes[-1].number)
        if parts:
            wholes = tuple(record.wholes)
            self.found.append(SpokenRate(rate, parts, wholes, record.start, rate.end))


def _is_of_part(lead: Lead) -> bool:
    """Tell whether a percentage is what was spent of a budget, and nothing else is named."""
    if lead.things or lead.is_strange:
        return False
    if lead.aspects and "done" not in lead.roles:
        return lead.says_only("aspect") and lead.aspects[-1][0] in _BUDGETS
    return any(lead.says_only(role) for role in ("completion", "done", "ratio"))
