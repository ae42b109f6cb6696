"""Posts of one kind, spoken of by themselves: 行政编制40名，在职37人."""

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Thing
from xlevaluate.texts.sentence_state import State


def counts_persons(lead: Lead) -> bool:
    """Tell whether persons or posts that the form holds were named last."""
    return bool(lead.things) and lead.things[-1].kind == "count" and bool(lead.things[-1].places)


def note_posts(thing: Thing, state: State, lead: Lead, *, is_sole: bool) -> None:
    """Note whether a part of the posts is spoken of by itself: 行政编制40名，在职37人.

    Where no other kind is named in the text, they may be all there are.
    """
    is_kind = not thing.places and bool(thing.wholes)
    if is_kind and is_sole and not state.counted:
        state.sole = True
    elif is_kind and "among" not in lead.roles and not state.counted:
        state.posts = thing.wholes
    elif thing.name in state.posts:
        state.posts = ()
    if thing.places and not state.posts:
        state.counted = True
