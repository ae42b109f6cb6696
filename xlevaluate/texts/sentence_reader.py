"""Reading of a sentence: which quantity is said of which thing, and how surely.

Words are read from left to right. What is named stays the subject over commas until another thing
is named; what is said of a part, a project or another time stays doubtful to the end of the
sentence. Whatever stands before a quantity and is not understood makes the statement doubtful.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Lexicon, Thing, Word
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.stated import Doubt, Statement, StatementKind
from xlevaluate.texts.tokens import Token

_DEEPEST = 3
"""Brackets in brackets beyond which nobody writes."""
_MOST_TURNS = 8
"""Quantities after one 分别 beyond which nobody writes."""
_COMMAS = frozenset("，；：,;")
_PERSONS = frozenset({"人", "名", "个"})
_SHARED = {"share", "done", "than"}


@dataclass
class _State:
    """What is known from the words before, to the end of the sentence."""

    things: tuple[Thing, ...] = ()
    unknown: bool = False
    part: bool = False
    plan: bool = False
    loose: bool = False
    """Whether words that are not understood stand between: a bare 支出 may be anything's."""
    time: str = ""
    base: str = ""
    aspect: str = "spent"
    """Which figure was said last, which is what a change after it is the change of."""
    outer: tuple[Thing, ...] | None = None
    """What was spoken of before 其中: after a semicolon it may be meant again."""
    also: tuple[Thing, ...] = ()
    said: list[Thing] = field(default_factory=list)
    """Things of which something was said, in order."""
    turns: list[Thing | str] = field(default_factory=list)
    """What the next quantities are said of, one each: 分别."""
    shape: Lead | None = None
    """The words that all quantities of 分别 share."""
    pending: tuple[str, str, tuple[Thing, ...]] = ("", "", ())


class SentenceReader:
    """Reads sentences of one text in turn."""

    def __init__(
        self, text: str, lexicon: Lexicon, organs: re.Pattern[str], about: Thing | None
    ) -> None:
        self._text = text
        self._lexicon = lexicon
        self._organs = organs
        self._about = about
        self._last: tuple[Thing, ...] = ()
        self._last_unknown = False
        self._last_time = ""

    def read(self, tokens: Sequence[Token]) -> Iterator[Statement]:
        """Yield what a sentence states."""
        if not tokens:
            return
        state, lead = _State(), Lead(tokens[0].start)
        outer: list[tuple[_State, Lead]] = []
        in_title = 0
        for index, token in enumerate(tokens):
            if token.sign in {"《", "》"}:
                in_title += 1 if token.sign == "《" else -1
                continue
            if in_title > 0:
                continue
            if token.sign == "（" and len(outer) < _DEEPEST:
                outer.append((_copied(state), lead))
                self._end_clause(state, lead)
                lead = Lead(token.end)
            elif token.sign == "）":
                if outer:
                    state, lead = outer.pop()
                    lead.start = token.end if lead.says_nothing else lead.start
            elif token.sign == "、":
                lead.joined = bool(lead.things)
                if not lead.things:
                    self._end_clause(state, lead)
                    lead = Lead(token.end)
            elif token.sign in _COMMAS:
                self._end_clause(state, lead)
                if token.sign in "；;" and state.outer is not None:
                    state.also, state.things, state.outer = state.things, state.outer, None
                lead = Lead(token.end)
            elif token.quantity is not None:
                yield from self._quantity(token.quantity, state, lead)
                lead = Lead(token.end)
            elif token.word is not None:
                if token.word.role == "flat":
                    yield from self._flat(token, state, lead)
                self._word(token.word, state, lead, tokens, index)
            elif token.quantity is None and not token.sign:
                lead.add_unknown(self._text, token.start, token.end)
        self._end_clause(state, lead)
        if state.things:
            self._last = state.things
        self._last_unknown = state.unknown or state.part
        self._last_time = state.time

    # ------------------------------------------------------------------ words

    def _word(
        self, word: Word, state: _State, lead: Lead, tokens: Sequence[Token], index: int
    ) -> None:
        if word.role == "part":
            state.part = True
        elif word.role == "unit":
            state.part = False
        elif word.role == "plan":
            state.plan = True
        if word.role == "each":
            self._take_turns(state, lead, tokens, index)
        lead.add(word)

    def _take_turns(self, state: _State, lead: Lead, tokens: Sequence[Token], index: int) -> None:
        """Note what the quantities after 分别 are said of, in turn."""
        count = _run_of_quantities(tokens, index)
        aspects = [aspect for aspect, _ in lead.aspects]
        if len(lead.things) > 1:
            state.turns = list(lead.things)
        elif len(lead.times) > 1:
            state.turns = [f"time:{time}" for time in lead.times]
            lead.times = []
        elif len(set(aspects)) > 1:
            state.turns = [f"aspect:{aspect}" for aspect in dict.fromkeys(aspects)]
            lead.aspects = []
        elif len(state.said) >= count > 1:
            state.turns = list(state.said[-count:])
        else:
            state.turns, state.unknown = [], True
        state.shape = None
        if len(state.turns) != count:
            state.turns, state.unknown = [], True

    def _end_clause(self, state: _State, lead: Lead) -> None:
        """Take over what a clause without a quantity names."""
        if lead.things:
            state.things = tuple(lead.things)
            state.unknown, state.base = False, ""
        if lead.is_strange and "cause" not in lead.roles:
            state.loose = True
            self._look_for_parts(state, lead)
        if lead.base:
            state.base = lead.base
        if lead.times:
            state.time = lead.times[-1]

    def _look_for_parts(self, state: _State, lead: Lead) -> None:
        """Note that a project or a part of the unit is named."""
        if lead.is_strange and self._organs.search(
            self._text, lead.strange_start, lead.strange_end
        ):
            state.part = True

    # ------------------------------------------------------------------ quantities

    def _quantity(self, quantity: Quantity, state: _State, lead: Lead) -> Iterator[Statement]:
        lead = self._with_shape(state, lead)
        turn = state.turns.pop(0) if state.turns else None
        if isinstance(turn, Thing):
            lead.things, lead.joined = [turn], False
        elif isinstance(turn, str):
            what, _, which = turn.partition(":")
            if what == "time":
                lead.times = [which]
            else:
                lead.aspects = [(which, 0)]
        if turn is not None:
            state.unknown = False
        if lead.times and "from" not in lead.roles:
            state.time = lead.times[-1]
        self._look_for_parts(state, lead)
        if quantity.kind == "count":
            yield from self._count(quantity, state, lead)
            return
        named = tuple(lead.things)
        if named and "among" in lead.roles and state.outer is None:
            state.outer = state.things
        things = self._subject(state, lead, named, quantity)
        statement = self._statement(quantity, state, lead, things, named)
        if statement is not None:
            yield statement

    def _with_shape(self, state: _State, lead: Lead) -> Lead:
        """Give the later quantities of 分别 the words of the first."""
        if not state.turns:
            return lead
        if state.shape is None:
            state.shape = copy(lead)
            return lead
        if lead.says_nothing:
            shaped = copy(state.shape)
            shaped.start = state.shape.start
            return shaped
        if lead.direction and not lead.things:
            lead.base = lead.base or state.shape.base
        return lead

    def _count(self, quantity: Quantity, state: _State, lead: Lead) -> Iterator[Statement]:
        things = tuple(thing for thing in lead.things[-1:] if thing.kind == "count")
        fits = quantity.unit in _PERSONS and not lead.direction and "than" not in lead.roles
        if things and fits:
            yield Statement(
                "figure",
                things,
                quantity,
                lead.start,
                quantity.end,
                doubt=self._doubt(state, lead),
                last_year=state.time == "last",
            )

    def _subject(
        self, state: _State, lead: Lead, named: tuple[Thing, ...], quantity: Quantity
    ) -> tuple[Thing, ...]:
        if named:
            things = named
            if "from" not in lead.roles or not state.things or state.things != named:
                state.base = ""
            state.unknown = False
            state.loose = False
        elif lead.is_strange and quantity.kind == "money":
            state.unknown, state.things = True, ()
            things = ()
        else:
            things = state.things
        state.things = things
        return things

    def _statement(
        self,
        quantity: Quantity,
        state: _State,
        lead: Lead,
        things: tuple[Thing, ...],
        named: tuple[Thing, ...],
    ) -> Statement | None:
        doubt = self._doubt(state, lead)
        base = lead.base or state.base
        pending, state.pending = state.pending, ("", "", ())
        bare = not things
        if bare:
            things = self._whole_or_last(lead)
            of_whole = {"initial", "final", "supplement"} & {aspect for aspect, _ in lead.aspects}
            also = () if of_whole else state.also
            things = tuple(dict.fromkeys((*things, *also)))
            if state.loose or state.unknown:
                doubt = doubt or "unknown_thing"
        if lead.base:
            state.base = lead.base
        elif not named and lead.aspects and quantity.kind == "money":
            wholes = self._whole_or_last(lead, only_wholes=True)
            things = tuple(dict.fromkeys((*things, *wholes, *state.also)))
        sole = things[-1:] if len(things) > 1 and quantity.kind != "money" else things
        made = Statement(
            "figure",
            sole,
            quantity,
            lead.start,
            quantity.end,
            last_year=state.time == "last",
            may_be_this_year=state.time != "last",
            doubt=doubt,
            bare=bare,
            base=base,
        )
        if quantity.kind == "money":
            return self._money(made, state, lead, named)
        if quantity.kind == "points":
            if lead.direction and things and not lead.ratio:
                return replace(made, kind="growth_points", sign=lead.direction)
            return None
        return self._percentage(made, state, lead, pending)

    def _money(
        self,
        made: Statement,
        state: _State,
        lead: Lead,
        named: tuple[Thing, ...],
    ) -> Statement | None:
        if "share" in lead.roles:
            # 占采购预算2,100万元的…: what it is a part of is said first
            aspect = lead.aspects[-1][0] if lead.aspects else "spent"
            whole = "" if lead.whole is None else lead.whole.name
            state.pending = ("share", aspect if aspect != "spent" else whole, made.things)
            thing = (lead.whole,) if lead.whole is not None else made.things
            return replace(made, things=thing, aspect=aspect, base="")
        if "done" in lead.roles and lead.aspects and lead.aspects[-1][0] != "spent":
            state.pending = ("done", lead.aspects[-1][0], made.things)
        if lead.saving:
            # 比年初预算12万元节约0.86万元; 节约4.6万元
            return replace(made, kind="saving", sign=lead.saving)
        if lead.direction and "to" not in lead.roles:
            made = replace(made, aspect=self._changed(lead, state, named))
            return self._compared(replace(made, kind="change", sign=lead.direction))
        if "to" in lead.roles:
            state.said += named
            return made
        if "from" in lead.roles:
            return replace(
                made,
                last_year=True,
                may_be_this_year=False,
                doubt=made.doubt or ("" if "last" in lead.times else "compared"),
            )
        if "than" in lead.roles:
            if lead.base == "last":
                return replace(made, last_year=True, may_be_this_year=False)
            if lead.base in {"budget", "initial", "final"}:
                return replace(made, aspect=lead.base)
            return None
        state.said += named
        meant = _aspect(lead, made.things)
        state.aspect = meant or "spent"
        if meant is None:
            return replace(made, doubt="unknown_thing")
        if len(named) > 1:
            doubt: Doubt = made.doubt or ("" if "joint" in lead.roles else "unknown_words")
            return replace(made, kind="sum", aspect=meant, doubt=doubt)
        return replace(made, aspect=meant)

    def _percentage(
        self,
        made: Statement,
        state: _State,
        lead: Lead,
        pending: tuple[str, str, tuple[Thing, ...]],
    ) -> Statement | None:
        if pending[0] and lead.says_nothing:
            _, what, things = pending
            kind: StatementKind = (
                "completion" if what in {"budget", "initial", "final"} else "share"
            )
            return replace(made, kind=kind, base=what, things=things or made.things, bare=False)
        if lead.ratio:
            of_whole = made.bare or all(thing.is_whole for thing in made.things)
            if of_whole or not lead.is_generic:
                return replace(made, kind="ratio", ratio=lead.ratio)
            ratio = "" if lead.things else lead.ratio
            return replace(made, kind="completion", ratio=ratio, base="budget")
        if "completion" in lead.roles:
            base = lead.aspects[-1][0] if lead.aspects else "budget"
            return replace(made, kind="completion", base=base)
        if "share" in lead.roles:
            whole = "" if lead.whole is None else lead.whole.name
            aspect = lead.aspects[-1][0] if lead.aspects else ""
            if aspect in {"budget", "initial", "final"}:
                return replace(made, kind="completion", base=aspect)
            return replace(made, kind="share", base=whole)
        if lead.saving:
            return replace(made, kind="saving_rate", sign=lead.saving)
        made = replace(made, aspect=self._changed(lead, state, tuple(lead.things)))
        if "change" in lead.roles and not lead.direction:
            return self._compared(replace(made, kind="growth"))
        if lead.direction:
            return self._compared(replace(made, kind="growth", sign=lead.direction))
        aspect = lead.aspects[-1][0] if lead.aspects else ""
        if aspect in {"budget", "initial", "final"}:
            return replace(made, kind="completion", base=aspect)
        return None

    def _changed(self, lead: Lead, state: _State, named: tuple[Thing, ...]) -> str:
        """Return which figure it is that changed."""
        said = [aspect for aspect, _ in lead.aspects if aspect != lead.base]
        if said:
            return said[-1]
        return "spent" if named else state.aspect

    def _compared(self, made: Statement) -> Statement:
        """Note what a change is a change from; without a word on it, it is doubtful."""
        if made.base == "other":
            return replace(made, doubt=made.doubt or "time")
        if not made.base:
            return replace(made, base="last", doubt=made.doubt or "compared")
        return made

    def _flat(self, token: Token, state: _State, lead: Lead) -> Iterator[Statement]:
        things = tuple(lead.things) or state.things
        base = lead.base or state.base or ("last" if "last" in lead.times else "")
        if things and base == "last":
            yield Statement(
                "flat",
                things[-1:],
                None,
                lead.start,
                token.end,
                base="last",
                doubt=self._doubt(state, lead),
            )

    def _whole_or_last(self, lead: Lead, *, only_wholes: bool = False) -> tuple[Thing, ...]:
        """Return what a figure without a subject may be said of."""
        flow = next((sign for _, sign in reversed(lead.aspects) if sign), -1)
        wanted = "income" if flow > 0 else "expenditure"
        wholes = tuple(thing for thing in self._lexicon.whole() if thing.flow == wanted)
        if only_wholes:
            return wholes
        about = (self._about,) if self._about is not None else ()
        return tuple(dict.fromkeys((*wholes, *about, *self._last)))

    def _doubt(self, state: _State, lead: Lead) -> Doubt:
        times = lead.times[-1:] or ([state.time] if state.time else [])
        if not lead.base and ("other" in times or "within" in times):
            return "time"
        if state.plan:
            return "plan"
        if "per" in lead.roles:
            return "per"
        if state.part:
            return "part"
        if state.unknown:
            return "unknown_thing"
        if lead.is_strange:
            return "unknown_words"
        if not lead.things and ("among" in lead.roles or (not state.things and self._last_unknown)):
            return "unknown_thing"
        return ""


def _copied(state: _State) -> _State:
    kept = copy(state)
    kept.said, kept.turns = list(state.said), list(state.turns)
    return kept


def _aspect(lead: Lead, things: tuple[Thing, ...]) -> str | None:
    """Return which figure is meant; ``None`` where the words do not fit the thing."""
    aspect, flow = "spent", 0
    for name, sign in lead.aspects:
        # 预算支出数: the budget; 预算执行: what was done of it
        if name != "spent" or aspect == "spent" or sign == 0:
            aspect = name
        flow = sign or flow
    flows = {thing.flow for thing in things}
    if flow < 0 and flows == {"income"}:
        return None
    if flow > 0 and flows == {"expenditure"}:
        return None
    return aspect


def _links(token: Token) -> bool:
    return token.word is not None and token.word.role in {"and", "link", "direction"}


def _run_of_quantities(tokens: Sequence[Token], index: int) -> int:
    """Count the quantities after a word that are parted by nothing but 、 and linking words."""
    count = 0
    for token in tokens[index + 1 :]:
        if token.quantity is not None:
            count += 1
            if count > _MOST_TURNS:
                break
        elif token.sign and token.sign not in {"、", "，"}:
            break
        elif token.sign == "，" and count:
            if count > 1:
                break
        elif count and not token.sign and not _links(token):
            break
    return count
