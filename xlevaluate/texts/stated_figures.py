"""What an amount or a percentage states, with the words before it."""

from msgspec.structs import replace

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.sentence_state import State
from xlevaluate.texts.stated import Doubt, Statement, StatementKind

_OF_ANOTHER = frozenset({"share", "completion", "than", "change", "from"})
_BUDGETS = frozenset({"budget", "initial", "final"})
"""Figures of which a part is done."""


def money_statement(
    made: Statement,
    state: State,
    lead: Lead,
    named: tuple[Thing, ...],
) -> Statement | None:
    """Return what an amount of money states, if it states anything."""
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
        made = replace(made, aspect=_changed(lead, state, named))
        return _compared(replace(made, kind="change", sign=lead.direction))
    if "to" in lead.roles:
        state.said += named
        return _of_budget(made, "final") if _is_budget(lead) else made
    if lead.roles & {"from", "than"}:
        return _of_before(made, lead)
    return _said_of(made, state, lead, named)


def _said_of(
    made: Statement, state: State, lead: Lead, named: tuple[Thing, ...]
) -> Statement | None:
    """Return the figure itself, of one thing or of several together."""
    state.said += named
    meant = _aspect(lead, made.things)
    if "limit" not in lead.roles or meant not in _BUDGETS:
        state.aspect = meant or "spent"  # 控制在预算34.5万元以内 is said beside
    state.budgeted = state.budgeted or meant in _BUDGETS
    if lead.aspects:
        state.among = ""
    elif state.among in _BUDGETS and named:
        made = replace(made, may_be_of=state.among)
    if meant is None:
        state.unknown = True
        return replace(made, doubt="unknown_thing")
    if meant in _BUDGETS and not lead.roles & {"share", "done"}:
        # 预算12万元的92.83%
        state.pending = ("of", meant, made.things)
    if "before" in lead.roles or (meant == "budget" and lead.aspects[-1][1]):
        # 安排支出: a budget, or what was spent of it
        made = replace(made, may_be_of="spent")
    if meant == "spent" and "limit" in lead.roles:
        made = replace(made, may_be_of="budget")
    made = _within_budget(made, lead, meant)
    if len(named) > 1:
        doubt: Doubt = made.doubt or ("" if "joint" in lead.roles else "unknown_words")
        return replace(made, kind="sum", aspect=meant, doubt=doubt)
    return made if meant == made.aspect else replace(made, aspect=meant)


def _within_budget(made: Statement, lead: Lead, meant: str) -> Statement:
    """Return the budget exactly: 控制在预算12万元以内 bounds what is spent, not the budget."""
    said = made.quantity
    bounded = said is not None and not said.exact and said.least < 0 < said.most
    if said is None or not bounded or meant not in _BUDGETS or lead.last != "aspect":
        return made
    if "limit" not in lead.roles:
        return made
    exact = replace(said, least=2 * said.number - said.most, exact=True)
    return replace(made, quantity=exact)


def _is_budget(lead: Lead) -> bool:
    return bool(lead.aspects) and lead.aspects[-1][0] in _BUDGETS


def _of_budget(made: Statement, which: str) -> Statement | None:
    """Return what a budget was changed from or to; of a row there is one budget alone."""
    if all(thing.is_whole for thing in made.things):
        return replace(made, aspect=which, last_year=False)
    return replace(made, aspect="budget") if which == "final" else None


def _of_before(made: Statement, lead: Lead) -> Statement | None:
    """Return what is said of the figure that another is compared with: 从12.5万元降到…."""
    if "from" in lead.roles and _is_budget(lead):
        return _of_budget(made, "initial")
    if "from" in lead.roles:
        return replace(
            made,
            last_year=True,
            doubt=made.doubt or ("" if "last" in lead.times else "compared"),
        )
    if lead.base == "last":
        return replace(made, last_year=True)
    return replace(made, aspect=lead.base) if lead.base in _BUDGETS else None


def percentage_statement(
    made: Statement,
    state: State,
    lead: Lead,
    pending: tuple[str, str, tuple[Thing, ...]],
) -> Statement | None:
    """Return what a percentage states, if it states anything."""
    if pending[0] and lead.says_nothing:
        _, what, things = pending
        state.aspect = "spent"  # 为预算12万元的92.83%，比上年…
        kind: StatementKind = "completion" if what in _BUDGETS else "share"
        return replace(made, kind=kind, base=what, things=things or made.things, bare=False)
    if lead.things and lead.things[-1].kind == "indicator":
        return (
            None
            if lead.direction or lead.roles & _OF_ANOTHER
            else replace(made, things=tuple(lead.things[-1:]))
        )
    if lead.ratio:
        of_whole = made.bare or all(thing.is_whole for thing in made.things)
        if of_whole or not lead.is_generic:
            return replace(made, kind="ratio", ratio=lead.ratio)
        ratio = "" if lead.things else lead.ratio
        return replace(made, kind="completion", ratio=ratio, base="budget")
    if lead.roles & {"completion", "share"} or (state.budgeted and _is_done(lead)):
        return _part_of_whole(made, lead)
    if lead.saving:
        return replace(made, kind="saving_rate", sign=lead.saving)
    made = replace(made, aspect=_changed(lead, state, tuple(lead.things)))
    if "change" in lead.roles and not lead.direction:
        return _compared(replace(made, kind="growth"))
    if lead.direction:
        return _compared(replace(made, kind="growth", sign=lead.direction))
    aspect = lead.aspects[-1][0] if lead.aspects else ""
    if aspect in _BUDGETS:
        return replace(made, kind="completion", base=aspect)
    return None


def _part_of_whole(made: Statement, lead: Lead) -> Statement:
    """Return what is said to be done of a budget, or to be a share of a whole."""
    if "controlled" in lead.roles and made.bare:
        # of posts or of money, who knows
        return replace(made, kind="completion", base="budget", doubt=made.doubt or "unknown_thing")
    if _is_done(lead):
        return replace(made, kind="completion", base="budget")
    aspect = lead.aspects[-1][0] if lead.aspects else ""
    if "completion" in lead.roles:
        return replace(made, kind="completion", base=aspect or "budget")
    if aspect in _BUDGETS:
        return replace(made, kind="completion", base=aspect)
    return replace(made, kind="share", base="" if lead.whole is None else lead.whole.name)


def _is_done(lead: Lead) -> bool:
    """Tell whether a percentage is what was done of a budget said before: 完成92%."""
    return lead.says_only("done") or (
        lead.says_only("aspect") and {aspect for aspect, _ in lead.aspects} == {"spent"}
    )


def _changed(lead: Lead, state: State, named: tuple[Thing, ...]) -> str:
    """Return which figure it is that changed."""
    said = [aspect for aspect, _ in lead.aspects if aspect != lead.base]
    if said:
        return said[-1]
    return "spent" if named else state.aspect


def _compared(made: Statement) -> Statement:
    """Note what a change is a change from; without a word on it, it is doubtful."""
    if made.base == "other":
        return replace(made, doubt=made.doubt or "time")
    if not made.base:
        return replace(made, base="last", doubt=made.doubt or "compared")
    return made


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
