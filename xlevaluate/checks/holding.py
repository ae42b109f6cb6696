"""Statements of texts held against the figures of the tables.

A statement contradicts where no figure that may be meant agrees at the precision written. It is
held only where subject, aspect, time and scope are all read.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.checks.computed_reads import ratio_sources
from xlevaluate.checks.rule import Subject
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission.amounts import canonical, number_or_none
from xlevaluate.submission.mistyped import mistyping
from xlevaluate.template.template import Template
from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.report_reading import TextRead
from xlevaluate.texts.stated import Statement
from xlevaluate.texts.vocabulary import thing_of

_HUNDRED = Decimal(100)
_FLAT = Decimal("0.01")
"""A change up to which 持平 is said."""
_OF_THIS_YEAR = {"ratio", "completion", "saving", "saving_rate"}
"""What no form holds of last year."""
_BUDGETS = {"budget", "initial", "final"}


_HELD = frozenset({"", "compared", "posts", "loose", "qualified", "beside"})
"""Doubts in spite of which a statement is held, and what differs is asked about."""
_TELLING = 3
"""Digits of a figure that nobody writes by chance."""
_ADRIFT = frozenset({"loose", "qualified", "beside"})
"""Doubts in which only another figure of the sentence tells whether the unit is spoken of."""


class Figure(Struct, frozen=True):
    """A figure that may be meant, and the places it is worked out from."""

    value: Decimal
    places: tuple[str, ...]


class Held(Struct, frozen=True):
    """A statement beside the figures that it may mean; without any it is not held."""

    text: TextRead
    statement: Statement
    figures: tuple[Figure, ...]

    @property
    def contradicts(self) -> bool:
        """Tell whether it agrees with none."""
        return bool(self.figures) and not any(map(self._agrees, self.figures))

    @property
    def is_sure(self) -> bool:
        """Tell whether all of it is read, and the figure is said exactly."""
        quantity = self.statement.quantity
        return not self.statement.doubt and quantity is not None and quantity.exact

    @property
    def sentence(self) -> int:
        """Where the sentence of the statement begins in the text as it is read."""
        text, start = self.text.plain.text, self.statement.start
        return max(text.rfind(sign, 0, start) for sign in "。\n")

    @property
    def is_telling(self) -> bool:
        """Tell whether it agrees with a figure that has so many digits that it is no other one.

        A round one (6800万元) tells as much where the form's figure is as round.
        """
        quantity = self.statement.quantity
        if quantity is None or quantity.kind != "money" or self.contradicts:
            return False
        digits = len(quantity.number.normalize().as_tuple().digits)
        is_same = any(figure.value == quantity.number for figure in self.figures)
        return bool(self.figures) and (digits >= _TELLING or (digits > 1 and is_same))

    @property
    def nearest(self) -> Figure:
        """The figure that comes nearest to what is said; before all one that was mistyped."""
        said = self.said

        def apart(figure: Figure) -> tuple[bool, Decimal]:
            is_mistyped = mistyping(said, canonical(figure.value)) is not None
            return not is_mistyped, abs(figure.value - said)

        return min(self.figures, key=apart)

    @property
    def said(self) -> Decimal:
        """What is said, with the sign of the words."""
        quantity = self.statement.quantity
        return Decimal(0) if quantity is None else quantity.number * self.statement.sign

    def _agrees(self, figure: Figure) -> bool:
        statement = self.statement
        if statement.kind == "flat" or statement.quantity is None:
            return abs(figure.value) <= _FLAT * _HUNDRED
        return statement.quantity.agrees(figure.value * statement.sign)


_GOALS: tuple[FieldRole, ...] = ("expected_goal", "objectives")
"""Texts that say what is meant to be done."""


def held_statements(subject: Subject) -> Iterator[Held]:
    """Yield every statement of the texts beside the figures that it may mean.

    What a goal says of an indicator is its target, and no claim of what was done.
    """
    holder = _Holder(subject)
    goals = {subject.path_of(role) for role in _GOALS}
    for text in subject.texts_read:
        is_goal = text.text.path in goals
        beside = []
        for statement in text.statements:
            is_target = is_goal and any(thing.kind == "indicator" for thing in statement.things)
            held = statement.doubt in _HELD and not is_target
            beside.append(Held(text, statement, holder.figures(statement) if held else ()))
        yield from _with_anchors(beside)


def _with_anchors(statements: list[Held]) -> Iterator[Held]:
    """Yield the statements of a text; those of which nothing says that they are the unit's alone.

    Where another one of them in the sentence is a figure of the unit's, all of them may be.
    """
    anchored = {
        held.sentence
        for held in statements
        if (held.statement.doubt in _ADRIFT or held.statement.bare) and held.is_telling
    }
    for held in statements:
        doubt = held.statement.doubt
        is_adrift = (doubt in _ADRIFT and held.sentence not in anchored) or doubt == "qualified"
        yield replace(held, figures=()) if is_adrift else held


@lru_cache(maxsize=4)
def _things_of(template: Template) -> tuple[Thing, ...]:
    return tuple(thing_of(given, template.form) for given in template.texts.thing)


class _Holder:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        template = subject.template
        self._things = _things_of(template)
        self._unread = {
            subject.template.form.all_fields[name].path
            for name in subject.reading.unread
            if name in subject.template.form.all_fields
        }

    def figures(self, said: Statement) -> tuple[Figure, ...]:
        """Return the figures that a statement may mean; none where one of them is not known."""
        if said.last_year and said.kind in _OF_THIS_YEAR:
            return ()
        if said.kind == "ratio":
            return self._ratio(said.ratio)
        if said.kind == "sum":
            return self._sum(said)
        found: list[Figure] = []
        for thing in said.things:
            its = tuple(self._of(said, thing))
            if not its:
                return ()
            found += its
        if said.ratio:
            found += self._ratio(said.ratio)
        return tuple(found)

    def _of(self, said: Statement, thing: Thing) -> Iterator[Figure]:
        match said.kind:
            case "figure":
                yield from self._figure(said, thing)
            case "change":
                yield from self._changes(said, thing)
            case "growth" | "growth_points" | "flat":
                yield from self._rates(self._pairs(said, thing))
            case "saving":
                pairs = self._both(thing, "spent", "budget", "initial", "final")
                yield from (Figure(b.value - s.value, b.places + s.places) for s, b in pairs)
            case "saving_rate":
                pairs = self._both(thing, "spent", "budget", "initial", "final")
                for less in self._rates(pairs):
                    yield Figure(-less.value, less.places)
            case "completion":
                budgets = [said.base] if thing.is_whole and said.base != "budget" else _BUDGETS
                pairs = self._both(thing, "spent", *budgets)
                yield from self._parts(pairs)
            case "share":
                yield from self._shares(said, thing)

    def _figure(self, said: Statement, thing: Thing) -> Iterator[Figure]:
        aspect = said.aspect
        if thing.values and said.quantity is not None and aspect == "spent" and not said.last_year:
            ((place,),) = thing.places[aspect]
            yield from (
                Figure(value.number, (place,))
                for value in thing.values
                if (value.kind, value.unit) == (said.quantity.kind, said.quantity.unit)
            )
            return
        if said.last_year:
            if aspect == "spent":
                yield from self._known(thing, "prior")
            return
        if aspect == "supplement" and thing.is_whole:
            for more, less in self._both(thing, "final", "initial"):
                yield Figure(more.value - less.value, more.places + less.places)
        if aspect in {"initial", "final"} and not thing.is_whole:
            aspect = "budget"
        if said.may_be_of and aspect in thing.places:
            is_spent = said.may_be_of == "spent"
            other = said.may_be_of if thing.is_whole or is_spent else "budget"
            others = tuple(self._known(thing, other))
            if not others:
                return
            yield from others
        yield from self._known(thing, aspect)

    def _pairs(self, said: Statement, thing: Thing) -> Iterator[tuple[Figure, Figure]]:
        """Yield what it is with what it is compared with."""
        if said.aspect == "final" and said.base in {"initial", "budget"} and thing.is_whole:
            yield from self._both(thing, "final", "initial")
        if said.aspect != "spent" or said.last_year:
            return
        if said.base in _BUDGETS:
            yield from self._both(thing, "spent", *_BUDGETS)
        elif said.base == "last":
            yield from self._both(thing, "spent", "prior")

    def _changes(self, said: Statement, thing: Thing) -> Iterator[Figure]:
        for now, then in self._pairs(said, thing):
            yield Figure(now.value - then.value, now.places + then.places)

    def _rates(self, pairs: Iterator[tuple[Figure, Figure]]) -> Iterator[Figure]:
        for now, then in pairs:
            if then.value > 0:
                rate = (now.value - then.value) / then.value * _HUNDRED
                yield Figure(rate, now.places + then.places)

    def _parts(self, pairs: Iterator[tuple[Figure, Figure]]) -> Iterator[Figure]:
        for part, whole in pairs:
            if whole.value > 0:
                yield Figure(part.value / whole.value * _HUNDRED, part.places + whole.places)

    def _shares(self, said: Statement, thing: Thing) -> Iterator[Figure]:
        aspect = "prior" if said.last_year else "spent"
        names = (said.base,) if said.base else thing.wholes
        wholes = [whole for whole in self._things if whole.name in names]
        for whole in wholes:
            pairs = (
                (part, of)
                for part in self._known(thing, aspect)
                for of in self._known(whole, aspect)
            )
            yield from self._parts(pairs)

    def _sum(self, said: Statement) -> tuple[Figure, ...]:
        total = Decimal(0)
        places: tuple[str, ...] = ()
        for thing in said.things:
            its = tuple(self._figure(said, thing))
            if len({figure.value for figure in its}) != 1:
                return ()
            total, places = total + its[0].value, places + its[0].places[:1]
        return (Figure(total, places),)

    def _both(self, thing: Thing, first: str, *others: str) -> Iterator[tuple[Figure, Figure]]:
        for one in self._known(thing, first):
            for aspect in others:
                for other in self._known(thing, aspect):
                    yield one, other

    def _known(self, thing: Thing, aspect: str) -> Iterator[Figure]:
        """Yield the figures of an aspect that are filled in; the same figure once."""
        seen: set[Decimal] = set()
        for places in thing.places.get(aspect, ()):
            values = [self._value(place) for place in places]
            numbers = [value for value in values if value is not None]
            if len(numbers) == len(places):
                total = sum(numbers, Decimal(0))
                if total not in seen:
                    seen.add(total)
                    yield Figure(total, places)

    def _value(self, place: str) -> Decimal | None:
        if place in self._unread:
            return None
        found = self._subject.figures.at(place)
        return number_or_none(found[0].value) if found else None

    def _ratio(self, name: str) -> tuple[Figure, ...]:
        ratio = self._subject.template.ratios[name]
        if self._subject.is_unread(*ratio_sources(ratio)):
            return ()
        value = ratio.evaluate(self._subject.figures).value
        return () if value is None else (Figure(canonical(value) * _HUNDRED, (COMPUTED + name,)),)
