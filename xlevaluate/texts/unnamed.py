"""Quantities before which nothing is named: whether the unit as a whole may be meant."""

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.quantities import Quantity
from xlevaluate.texts.sentence_state import State

_OF_WHOLE = {"share", "joint"}


def is_vague(quantity: Quantity, state: State, lead: Lead) -> bool:
    """Tell whether the words before do not say that the unit's own figure is meant."""
    if state.loose or state.unknown or "cause" in lead.roles or names_something(quantity, lead):
        return True
    said = bool(lead.aspects or state.of_whole)
    if quantity.kind == "money":
        compares = lead.base or lead.direction or lead.saving
        return not (said or compares or lead.roles & _OF_WHOLE)
    return bool(lead.direction) and not (said or lead.ratio)


def names_something(quantity: Quantity, lead: Lead) -> bool:
    """Tell whether an amount is said of something by common words: 工作经费, 财政收入."""
    return quantity.kind == "money" and not lead.things and "noun" in lead.roles


def compared(state: State, lead: Lead, things: tuple[object, ...]) -> tuple[str, bool]:
    """Return what a quantity is compared with, and whether it is last year's."""
    base, before = lead.base or state.base, state.time == "last"
    if lead.direction and before and base in {"", "last"} and state.now and state.now == things:
        # 486万元，上年为470.5万元，增加15.5万元: of this year again
        return "last", False
    return base, before
