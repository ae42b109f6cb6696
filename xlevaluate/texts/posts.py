"""Posts of one kind, spoken of by themselves: 行政编制40名，在职37人."""

import re

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Lexicon, Thing
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


def with_another_kind(
    things: tuple[Thing, ...], lead: Lead, text: str, lexicon: Lexicon
) -> tuple[Thing, ...]:
    """Add what makes it unclear who is counted: 离休 beside 退休; 今年退休3人."""
    (thing,) = things
    other = lexicon.things.get(thing.near_thing)
    if other is None:
        return things
    is_unclear = lead.times or any(word in text for word in thing.near)
    return (other, thing) if is_unclear else things


def names_one_kind(posts: Thing, text: str) -> bool:
    """Tell whether a kind of posts is the only one of which a text says a number."""
    if posts.places or not posts.wholes:
        return False
    whole = re.escape(posts.wholes[0])
    return len(re.findall(rf"{whole}[^，。；、\d]{{0,6}}\d", text)) == 1


def counts_posts(thing: Thing, state: State, lead: Lead, lexicon: Lexicon) -> bool:
    """Tell whether posts of a kind are counted, or may be: 编制26名，其中行政11名."""
    if not (thing.places and thing.wholes) or thing.kind != "count":
        return False
    is_of_staff = state.counting in thing.wholes
    return state.counting in lexicon.posts or (lead.is_short and not is_of_staff)
