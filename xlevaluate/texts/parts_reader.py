"""Reading of parts and wholes: from left to right, by the words and signs between quantities.

Parts follow a whole behind a word such as 其中 or 包括, or in brackets; or they stand first, and
合计 tells their sum. Whatever is compared, a share or of another time is no part, nor is an amount
of another kind than the whole (a budget beside an outcome).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct, field

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Thing, Word
from xlevaluate.texts.parts_of_whole import PartsOfWhole
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.spoken_rates import RateReader
from xlevaluate.texts.tokens import Token

_ELSE = frozenset({"direction", "than", "saving", "share", "per", "from", "to", "change"})
"""Roles of words that make a quantity something else than a part or a whole."""
_BUDGETS = frozenset({"budget", "initial", "final"})
_PERSONS = frozenset({"人", "名", "个"})
_DEEPEST = 3
_AND_MORE = "等"
_IN_IT = ("中，", "当中，", "之中，")
_MADE_OF = ("构成", "组成")


class _Item(Struct, frozen=True):
    """A quantity with the words before it, and the sign before those."""

    quantity: Quantity
    lead: Lead
    sign: str

    @property
    def is_named(self) -> bool:
        dated = not {"within", "day"}.isdisjoint(self.lead.times)
        named = self.lead.things or self.lead.is_strange or dated
        return bool(named or "part" in self.lead.roles)

    @property
    def aspect(self) -> str:
        """Which figure it is, as far as that keeps parts apart."""
        said = self.lead.aspects[-1][0] if self.lead.aspects else ""
        return "budget" if said in _BUDGETS else "more" if said == "supplement" else "spent"

    @property
    def is_plain(self) -> bool:
        lead = self.lead
        dated = set(lead.times) - {"this", "within", "day"}
        return self.quantity.exact and not (lead.roles & _ELSE or lead.ratio or dated)

    @property
    def thing(self) -> Thing | None:
        return self.lead.things[-1] if self.lead.things else None

    @property
    def is_joint(self) -> bool:
        return "joint" in self.lead.roles and not self.is_named

    def is_like(self, other: "_Item") -> bool:
        """Tell whether it is the same figure, counted in the same unit."""
        mine, its = self.quantity, other.quantity
        if mine.kind != its.kind or (self.lead.aspects and self.aspect != other.aspect):
            return False
        return mine.kind == "money" or mine.unit == its.unit or {mine.unit, its.unit} <= _PERSONS


class _List(Struct):
    """Parts that are being read."""

    whole: _Item
    is_all: bool = False
    has_colon: bool = False
    in_brackets: bool = False
    is_doubtful: bool = False
    """Whether only a word that follows tells that they are parts: 由…构成."""
    parts: list[_Item] = field(default_factory=list)
    total: Decimal = Decimal(0)
    signs: set[str] = field(default_factory=set)
    """The signs between its parts."""
    is_carried: bool = False
    """Whether a part was named of which another figure was said first."""
    is_closed: bool = False
    """Whether a sign stands behind the last part that ends the list."""

    @property
    def is_full(self) -> bool:
        """Tell whether the parts come to the whole, so that what follows is no part of it."""
        return len(self.parts) > 1 and self.whole.quantity.agrees(self.total)

    def add(self, item: _Item) -> None:
        """Take in the next part."""
        if self.parts:
            self.signs.add(item.sign)
        self.parts.append(item)
        self.total += item.quantity.number

    def see(self, sign: str) -> None:
        """Take in a sign behind a part."""
        if sign == "；" and self.parts and (not self.has_colon or self.signs - {"；"}):
            self.is_closed = True

    def goes_on_with(self, item: _Item) -> bool:
        """Tell whether an item may be the next part, by its sign and by what it names."""
        if self.is_closed or self.is_full or "besides" in item.lead.roles:
            return False
        whole, part = self.whole.thing, item.thing
        if whole is None or part is None or not whole.places:
            return True
        if whole.kind == "count":
            return part.kind != "count" or whole.name in part.wholes
        if not part.places or part.is_given or item.lead.is_strange:
            return True
        return whole.name in part.wholes

    @property
    def is_sure(self) -> bool:
        """Tell whether its parts are joined by 、 or stand behind a colon."""
        return self.has_colon or self.signs <= {"、", ""}


class PartsReader:
    """Reads the parts and wholes of sentences of one text."""

    def __init__(self, text: str, rates: RateReader) -> None:
        self._rates = rates
        self._text = text
        self._whole: _Item | None = None
        self._list: _List | None = None
        self._run: list[_Item] = []
        self._first: _Item | None = None
        """What stands before the run and names nothing."""
        self._lead, self._sign = Lead(0), ""
        self._outer: list[tuple[_Item | None, _List | None, Lead, str]] = []

    def read(self, tokens: Sequence[Token]) -> Iterator[PartsOfWhole]:
        """Yield the parts and wholes of a sentence."""
        self._whole, self._list, self._run, self._outer = None, None, [], []
        self._first = None
        self._lead, self._sign = Lead(0), ""
        self._rates.begin()
        for token in tokens:
            if token.quantity is not None:
                self._rates.take(token.quantity, self._lead)
                item = _Item(token.quantity, self._lead, self._sign)
                self._lead, self._sign = Lead(token.end), ""
                yield from self._take(item)
                if self._whole is item and self._text.startswith(_IN_IT, token.end):
                    self._list = _List(item)
            elif token.sign == "（" and len(self._outer) < _DEEPEST:
                self._rates.open()
                self._outer.append((self._whole, self._list, self._lead, self._sign))
                self._list = self._behind(token.start)
                self._lead, self._sign = Lead(token.end), ""
            elif token.sign == "）" and self._outer:
                yield from self._end()
                self._rates.close()
                self._whole, self._list, self._lead, self._sign = self._outer.pop()
            elif token.sign:
                self._mark(token)
            elif token.word is None:
                self._lead.add_unknown(self._text, token.start, token.end)
            elif self._begins_list(token.word):
                yield from self._end()
                if self._whole is not None:
                    is_all = token.word.role != "among" or bool(token.word.value)
                    is_all = is_all and token.word.role != "cause"
                    doubtful = token.word.role == "from"
                    self._list = _List(self._whole, is_all=is_all, is_doubtful=doubtful)
                self._lead = Lead(token.end)
            else:
                self._lead.add(token.word)
        yield from self._end()

    def _begins_list(self, word: Word) -> bool:
        """Tell whether what follows a word are parts: 其中, 分别为, 由…构成."""
        if word.role == "among" or (word.role, word.value) == ("cause", "for"):
            return True
        is_of = word.role == "each" or (word.role, word.value) == ("from", "of")
        return is_of and self._lead.says_nothing and self._whole is not None

    def _behind(self, place: int) -> _List | None:
        """Begin the parts in brackets, or after a colon, that stand right behind a whole."""
        whole = self._whole
        if whole is None or whole.quantity.end != place:
            return None
        return _List(whole, in_brackets=True)

    def _mark(self, token: Token) -> None:
        if token.sign == "：":
            if self._list is None:
                self._list = self._behind(token.start)
            if self._list is not None and not self._list.parts:
                self._list.has_colon = True
        self._sign = {";": "；", ",": "，"}.get(token.sign, token.sign)
        if self._list is not None:
            self._list.see(self._sign)
        if self._sign == "；":
            self._run = []
            self._rates.end_part()
        self._lead = Lead(token.end)

    def _take(self, item: _Item) -> Iterator[PartsOfWhole]:
        """Take in a quantity: a part, a whole, or something else."""
        if item.quantity.kind not in {"money", "count"}:
            return
        parts = self._list
        if parts is not None:
            if item.is_plain and not parts.goes_on_with(item):
                # Where something else comes between, more parts may follow behind it.
                parts.is_all = parts.is_all and (parts.is_closed or parts.is_full)
                yield from self._end()
            elif self._is_part(item, parts):
                parts.add(item)
                yield from self._look_behind(item, parts)
            elif self._list is not None:
                return
        elif item.is_joint and item.is_plain and len(self._run) > 1:
            yield from self._summed(item)
        if not item.is_plain:
            self._run = []
            return
        self._whole = item
        if parts is None or self._list is None:
            self._run_on(item)

    def _run_on(self, item: _Item) -> None:
        """Take in an amount that may be one of several that are summed behind them."""
        before = self._run[0] if self._run else self._first
        goes_on = before and item.is_like(before) and item.sign in {"、", "，", ""}
        if not goes_on:
            self._first = None
        if item.is_named:
            self._run = [*self._run, item] if goes_on else [item]
        else:
            self._first, self._run = item, []

    def _is_part(self, item: _Item, parts: _List) -> bool:
        """Tell whether an item is the next part; end the list where that is not clear."""
        if not item.is_plain or not item.is_like(parts.whole):
            parts.is_carried = item.is_named and item.quantity.kind == parts.whole.quantity.kind
            if not item.quantity.exact and item.is_named:
                self._list = None
            return False
        if item.is_named or parts.is_carried:
            parts.is_carried = False
            return True
        self._list = None
        return False

    def _look_behind(self, item: _Item, parts: _List) -> Iterator[PartsOfWhole]:
        """Look at what follows a part: 等, 构成."""
        end = item.quantity.end
        if self._text.startswith(_AND_MORE, end):
            parts.is_all = False
            yield from self._end()
        elif self._text.startswith(_MADE_OF, end):
            parts.is_all, parts.is_doubtful = True, False
            yield from self._end()

    def _summed(self, whole: _Item) -> Iterator[PartsOfWhole]:
        run, self._run = self._run, []
        first, self._first = self._first, None
        if first is not None and whole.is_like(first):
            # 预算执行得10分，产出得50分: the first one may be a part too
            beyond = whole.quantity.number - sum(part.quantity.number for part in run)
            run = [first, *run] if abs(beyond - first.quantity.number) < abs(beyond) else run
        if all(whole.is_like(part) for part in run):
            is_sure = all(part.sign != "，" for part in run[1:])
            yield _made(whole, run, is_all=True, is_sure=is_sure)

    def _end(self) -> Iterator[PartsOfWhole]:
        parts, self._list, self._run = self._list, None, []
        if parts is not None and len(parts.parts) > 1 and not parts.is_doubtful:
            is_sure = parts.is_sure and not parts.in_brackets
            yield _made(parts.whole, parts.parts, is_all=parts.is_all, is_sure=is_sure)


def _made(whole: _Item, parts: Sequence[_Item], *, is_all: bool, is_sure: bool) -> PartsOfWhole:
    quantities = [whole.quantity, *(part.quantity for part in parts)]
    starts = [whole.lead.start or whole.quantity.start, parts[0].lead.start]
    return PartsOfWhole(
        whole.quantity,
        tuple(quantities[1:]),
        min(starts),
        max(quantity.end for quantity in quantities),
        is_all=is_all,
        is_sure=is_sure,
    )
