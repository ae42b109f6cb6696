"""Quantities before which nothing is named: whether the unit as a whole may be meant."""

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.sentence_state import State
from xlevaluate.texts.stated import Doubt


def doubt_of_words(
    quantity: Quantity, state: State, lead: Lead, things: tuple[Thing, ...]
) -> Doubt:
    """Return why the words before do not say what a quantity is said of."""
    if quantity.kind != "money":
        return "unknown_words" if len(lead.things) > 1 else ""
    if "noun" in lead.roles and not lead.things:
        state.unknown = True  # 工作经费, 财政收入
        return "unknown_thing"
    is_price = lead.says_nothing and lead.start == state.count_end
    of_persons = any(thing.kind == "count" for thing in things)
    return "unknown_words" if is_price or of_persons or _is_unclear(lead) else ""


def _is_unclear(lead: Lead) -> bool:
    return bool(lead.ratio) or "object" in lead.roles


_DONE_OF_COUNTS = ("完成率", "完成比例", "完成进度")


def doubt_of_counts(words: str, state: State) -> Doubt:
    """Return whether what is completed are things, not money: 7项中6项完成，完成率85.71%."""
    return "unknown_thing" if state.is_of_counts and words.endswith(_DONE_OF_COUNTS) else ""


def doubt_of_whole(quantity: Quantity, state: State, lead: Lead) -> Doubt:
    """Return why the unit's own figure may not be meant where nothing is named."""
    if lead.names_ratio:
        return ""
    if state.unknown or "cause" in lead.roles:
        return "unknown_thing"
    says = bool(lead.aspects or state.of_whole)
    if quantity.kind == "money":
        state.of_whole = says
        compares = lead.base or lead.direction or lead.saving or "share" in lead.roles
        state.adrift = not (says or compares)
    is_unsaid = lead.direction and not (says or lead.ratio) and quantity.kind != "money"
    is_of_any = state.adrift and (quantity.kind == "money" or lead.is_of_part)
    if is_unsaid or is_of_any:
        return "unknown_thing"
    return "loose" if state.loose else ""


def compared(state: State, lead: Lead, things: tuple[Thing, ...]) -> tuple[str, bool]:
    """Return what a quantity is compared with, and whether it is last year's."""
    base, before = lead.base or state.base, state.time == "last"
    if lead.direction and before and base in {"", "last"} and state.now and state.now == things:
        # 486万元，上年为470.5万元，增加15.5万元: of this year again
        return "last", False
    return base, before
