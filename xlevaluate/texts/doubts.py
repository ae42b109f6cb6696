"""How surely a quantity is said of what stands before it."""

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.posts import counts_persons
from xlevaluate.texts.sentence_state import State
from xlevaluate.texts.stated import Doubt

_WHOLE_YEARS = frozenset({"this", "last"})


def is_of_whole_budget(state: State, lead: Lead) -> bool:
    """Tell whether strange words are why the unit's budget was changed: 因抢险追加20万元."""
    last = lead.aspects[-1][0] if lead.aspects else ""
    return state.of_whole and last in {"final", "supplement"}


def doubt_of(state: State, lead: Lead, *, last_unknown: bool) -> Doubt:
    """Return what is doubtful of a quantity; an empty text where all before it is understood.

    ``last_unknown`` tells that the sentence before spoke of something else than the unit.
    """
    times = lead.times[-1:] or ([state.time] if state.time else [])
    if not _WHOLE_YEARS.issuperset(times):
        return "time"
    if state.plan:
        return "plan"
    if "per" in lead.roles or state.per:
        return "per"
    is_indicator = bool(lead.things) and lead.things[-1].kind == "indicator"
    is_part = (state.part and not is_indicator) or state.foreign
    if is_part or (state.posts and counts_persons(lead)):
        return "part"
    return _of_words(state, lead, last_unknown=last_unknown)


def _of_words(state: State, lead: Lead, *, last_unknown: bool) -> Doubt:
    """Return what is doubtful because of words that are not understood."""
    if state.qualified:
        is_strange = state.unknown or lead.is_strange
        return "qualified" if lead.is_qualified else "part" if is_strange else "beside"
    if state.unknown and not lead.names_ratio:
        return "unknown_thing"
    if lead.is_strange:
        return "loose" if is_of_whole_budget(state, lead) else "unknown_words"
    goes_on = not state.things and last_unknown and not lead.names_ratio
    return "unknown_thing" if not lead.things and ("among" in lead.roles or goes_on) else ""
