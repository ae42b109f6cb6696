"""Reading of a sentence: which quantity is said of which thing, and how surely.

Words are read from left to right. What is named stays the subject over commas until another thing
is named; what is said of a part, a project or another time stays doubtful to the end of the
sentence. Whatever stands before a quantity and is not understood makes the statement doubtful.
"""

import re
from collections.abc import Iterator, Sequence
from copy import copy

from msgspec.structs import replace

from xlevaluate.texts.doubts import doubt_of, is_of_whole_budget
from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Lexicon, Thing, Word
from xlevaluate.texts.posts import counts_posts, names_one_kind, note_posts, with_another_kind
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.sentence_state import State, copied
from xlevaluate.texts.stated import Doubt, Statement
from xlevaluate.texts.stated_figures import money_statement, percentage_statement
from xlevaluate.texts.tokens import Token
from xlevaluate.texts.turns import ratios_of, run_of_quantities, take_turn
from xlevaluate.texts.unnamed import compared, doubt_of_counts, doubt_of_whole, doubt_of_words

_DEEPEST = 3
"""Brackets in brackets beyond which nobody writes."""
_COMMAS = frozenset("，；：,;")
_EITHER = 2
_PERSONS = frozenset({"人", "名", "个"})
_NEAR = 100
"""Characters within which words before a thing may say that another is meant."""
_RATE_BEHIND = re.compile(r"：(?:-?\d|百分之)")
_BUDGET_BEHIND = re.compile(
    "的?(?:年初|全年|部门|批复|安排|核定)*预算(?!执行|完成|支出|收入|项目|单位)"
)
"""控制在12万元预算以内: the word on an amount that follows it."""


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
        self._state, self._lead = State(), Lead(0)
        self._outer: list[tuple[State, Lead]] = []
        """What was known before each bracket that is open."""
        self._titles = self._begin = 0

    def read(self, tokens: Sequence[Token]) -> Iterator[Statement]:
        """Yield what a sentence states."""
        if not tokens:
            return
        self._state, self._lead = State(), Lead(tokens[0].start)
        self._begin = tokens[0].start
        self._outer, self._titles = [], 0
        for index, token in enumerate(tokens):
            state, lead = self._state, self._lead
            if self._is_of_title(token):
                continue
            if token.sign:
                self._sign(token)
            elif token.quantity is not None:
                yield from self._quantity(token.quantity, state, lead)
                self._lead = Lead(token.end)
            elif token.word is not None:
                if token.word.role == "flat":
                    yield from self._flat(token, state, lead)
                self._word(token.word, state, lead, tokens, index)
            else:
                lead.add_unknown(self._text, token.start, token.end)
        state, lead = self._state, self._lead
        self._end_clause(state, lead)
        if state.things:
            self._last = state.things
        self._last_unknown = state.unknown or state.part
        self._last_time = state.time

    def _is_of_title(self, token: Token) -> bool:
        """Tell whether a token stands in 《》, which names a document and states nothing."""
        if token.sign in {"《", "》"}:
            self._titles += 1 if token.sign == "《" else -1
            return True
        return self._titles > 0

    def _sign(self, token: Token) -> None:
        """Take in a bracket or a comma, which end what was begun or go on with it."""
        state, lead = self._state, self._lead
        if token.sign == "（" and len(self._outer) < _DEEPEST:
            self._outer.append((copied(state), lead))
            self._end_clause(state, lead)
            self._lead = Lead(token.end)
        elif token.sign == "）":
            if self._outer:
                self._state, self._lead = self._outer.pop()
                if self._lead.says_nothing:
                    self._lead.start = token.end
        elif token.sign == "、":
            lead.joined = bool(lead.things)
            if not lead.things:
                self._end_clause(state, lead)
                self._lead = Lead(token.end)
        elif token.sign in _COMMAS:
            self._comma(token, state, lead)

    def _comma(self, token: Token, state: State, lead: Lead) -> None:
        """End a clause, and at a semicolon what goes no further."""
        if lead.ratio and _RATE_BEHIND.match(self._text, token.start):
            return  # 三公经费变动率：-10.88%
        self._end_clause(state, lead)
        if state.before_list is not None:
            state.qualified, state.before_list = state.before_list, None
        if token.sign in "；;":
            state.end_part()
        self._lead = Lead(token.end)

    # ------------------------------------------------------------------ words

    def _word(
        self, word: Word, state: State, lead: Lead, tokens: Sequence[Token], index: int
    ) -> None:
        if word.role in {"among", "cause"} and lead.things:
            # 人员经费主要包括…，全年支出…: what comes are words on it, not the subject
            state.things, lead.things = tuple(lead.things), []
        if word.role == "among":
            state.among = state.aspect
        if word.role in {"part", "besides"}:
            state.part = True
        elif word.role == "unit":
            state.part = state.qualified = state.foreign = False
        elif word.role == "plan":
            state.plan = True
        if word.is_of_what_was:
            state.plan = False
        if word.role == "each":
            self._take_turns(state, lead, tokens, index)
        lead.add(word)

    def _take_turns(self, state: State, lead: Lead, tokens: Sequence[Token], index: int) -> None:
        """Note what the quantities after 分别 are said of, in turn."""
        count = run_of_quantities(tokens, index)
        aspects = [aspect for aspect, _ in lead.aspects]
        ratios = ratios_of(lead, self._lexicon)
        if lead.ratio and lead.things:
            state.turns, lead.things, lead.ratio = ratios, [], ""
        elif len(lead.ratios) > 1:
            state.turns = [f"ratio:{ratio}" for ratio in lead.ratios]
            lead.ratio, lead.ratios = "", []
        elif len(lead.things) > 1:
            state.turns = list(lead.things)
        elif len(lead.times) > 1:
            state.turns = [f"time:{time}" for time in lead.times]
            lead.times = []
        elif {sign for _, sign in lead.aspects} >= {1, -1}:
            state.turns = [f"flow:{sign}" for _, sign in lead.aspects if sign]
            lead.aspects = []
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

    def _end_clause(self, state: State, lead: Lead) -> None:
        """Take over what a clause without a quantity names."""
        if lead.things and not lead.roles & {"among", "cause"}:
            state.things = tuple(lead.things)
            state.unknown, state.base = False, ""
        if lead.is_strange and "cause" not in lead.roles:
            state.loose = True
            self._look_for_parts(state, lead)
        if lead.base:
            state.base, state.ahead = lead.base, not lead.things
        if lead.times:
            state.time = lead.times[-1]

    def _look_for_parts(self, state: State, lead: Lead) -> None:
        """Note that a project or a part of the unit is named."""
        if lead.is_strange and self._organs.search(
            self._text, lead.strange_start, lead.strange_end
        ):
            state.part = True

    # ------------------------------------------------------------------ quantities

    def _quantity(self, quantity: Quantity, state: State, lead: Lead) -> Iterator[Statement]:
        lead = self._with_shape(state, lead)
        take_turn(state, lead)
        lead.end_at_quantity()
        if lead.times and "from" not in lead.roles:
            state.time = lead.times[-1]
        self._look_for_parts(state, lead)
        if quantity.kind == "count" and "among" in lead.roles:
            state.before_list = state.qualified
        if lead.is_qualified:
            state.qualified = True
        if quantity.kind == "count":
            yield from self._count(quantity, state, lead)
            state.is_of_counts = True
            return
        if quantity.kind == "money" and _BUDGET_BEHIND.match(self._text, quantity.end):
            lead.aspects = [("budget", 0)]
        named = tuple(lead.things)
        state.foreign = state.foreign or (state.unknown and "among" in lead.roles)
        if named and "among" in lead.roles and state.outer is None:
            state.outer = state.things
        things = self._subject(state, lead, named, quantity)
        statement = self._statement(quantity, state, lead, things, named)
        if statement is not None and "every" in lead.roles and len(named) > 1:
            kind = "figure" if statement.kind == "sum" else statement.kind
            doubt = self._doubt(state, lead)
            for thing in named:
                yield replace(statement, kind=kind, things=(thing,), doubt=doubt)
        elif statement is not None:
            yield statement
        state.is_of_counts = False

    def _with_shape(self, state: State, lead: Lead) -> Lead:
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

    def _count(self, quantity: Quantity, state: State, lead: Lead) -> Iterator[Statement]:
        state.count_end = quantity.end
        things = tuple(thing for thing in lead.things[-1:] if thing.kind != "money")
        fits = not lead.direction and not lead.roles & {"than", "from"}
        if things and things[0].kind == "count":
            fits = fits and quantity.unit in _PERSONS
            things = with_another_kind(things, lead, self._text, self._lexicon)
        elif lead.things:
            state.things = tuple(lead.things)  # 公务接待68批次，开支…
            # 采购电脑12台，金额…; but not 部门预算经三次会议审议
            state.unknown = lead.is_strange and not lead.things[-1].is_whole
        if things and things[0].kind == "count":
            note_posts(things[0], state, lead, is_sole=names_one_kind(things[0], self._text))
        if things and things[0].kind == "indicator":
            state.indicator = things
        elif not things and "outcome" in lead.roles and not lead.is_strange:
            things = state.indicator
        fits = fits and not (things and counts_posts(things[0], state, lead, self._lexicon))
        if things and things[0].places and not things[0].wholes:
            state.counting = things[0].name
        if things and fits:
            doubt = self._doubt(state, lead)
            if state.sole and not doubt:
                whole = self._lexicon.things.get(next(iter(things[0].wholes), ""))
                things = (whole,) if whole is not None and not things[0].places else things
                doubt = "posts"
            yield Statement(
                "figure",
                things,
                quantity,
                lead.start,
                quantity.end,
                doubt=doubt,
                last_year=state.time == "last",
            )

    def _subject(
        self, state: State, lead: Lead, named: tuple[Thing, ...], quantity: Quantity
    ) -> tuple[Thing, ...]:
        if named:
            things = self._with_near(named, quantity.start)
            if all(thing.is_given for thing in named) and not lead.is_strange:
                state.part = state.qualified = False
            is_same = "from" in lead.roles and state.things == named
            if not is_same and not state.ahead and state.base != "other":
                state.base = ""
            state.unknown = state.loose = state.per = False
        elif lead.is_strange and quantity.kind == "money" and not is_of_whole_budget(state, lead):
            state.unknown, state.things = True, ()
            things = ()
        elif quantity.kind == "money":
            things = tuple(thing for thing in state.things if thing.kind != "indicator")
        else:
            things = state.things
        state.things = things
        state.per = state.per or "per" in lead.roles
        return things

    def _with_near(self, named: tuple[Thing, ...], end: int) -> tuple[Thing, ...]:
        """Add what may be meant instead, by words before in the sentence: 用车…，运行维护费…."""
        (*_, thing) = named
        if not thing.near or len(named) > 1:
            return named
        before = self._text[max(self._begin, end - _NEAR) : end]
        other = self._lexicon.things.get(thing.near_thing)
        if other is None or not any(word in before for word in thing.near):
            return named
        return (other, thing)

    def _statement(
        self,
        quantity: Quantity,
        state: State,
        lead: Lead,
        things: tuple[Thing, ...],
        named: tuple[Thing, ...],
    ) -> Statement | None:
        doubt = self._doubt(state, lead) or doubt_of_words(quantity, state, lead, things)
        base, before = compared(state, lead, things)
        pending, state.pending = state.pending, ("", "", ())
        if pending[0] == "of" and not self._text.startswith("的", lead.start):
            pending = ("", "", ())
        bare = not things
        if bare:
            things = self._whole_or_last(lead)
            of_whole = {"initial", "final", "supplement"} & {aspect for aspect, _ in lead.aspects}
            also = () if of_whole else state.also
            things = tuple(dict.fromkeys((*things, *also)))
            words = self._text[lead.start : quantity.start]
            doubt = doubt or doubt_of_counts(words, state) or doubt_of_whole(quantity, state, lead)
        elif "joint" in lead.roles and not named and len(set(state.said)) > 1:
            doubt = doubt or "unknown_thing"
        if lead.base:
            state.base = lead.base
        elif not named and lead.aspects and quantity.kind == "money":
            wholes = self._whole_or_last(lead, only_wholes=True)
            things = tuple(dict.fromkeys((*things, *wholes, *state.also)))
        is_either = len(things) == _EITHER and things[0].name == things[1].near_thing
        sole = things if quantity.kind == "money" or is_either else things[-1:]
        made = Statement(
            "figure",
            sole,
            quantity,
            lead.start,
            quantity.end,
            last_year=before,
            doubt=doubt,
            bare=bare,
            base=base,
        )
        if quantity.kind == "money":
            if not before and not lead.direction:
                state.now = things
            return money_statement(made, state, lead, named)
        if quantity.kind == "points":
            grows = lead.direction and things and not lead.ratio
            return replace(made, kind="growth_points", sign=lead.direction) if grows else None
        return percentage_statement(made, state, lead, pending)

    def _flat(self, token: Token, state: State, lead: Lead) -> Iterator[Statement]:
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
        wholes = tuple([thing for thing in self._lexicon.wholes if thing.flow == wanted])
        if only_wholes or (self._about is None and not self._last):
            return wholes
        about = (self._about,) if self._about is not None else ()
        return tuple(dict.fromkeys((*wholes, *about, *self._last)))

    def _doubt(self, state: State, lead: Lead) -> Doubt:
        return doubt_of(state, lead, last_unknown=self._last_unknown)
