"""分别: what each of several quantities is said of, in turn."""

from collections.abc import Sequence

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Lexicon, Thing
from xlevaluate.texts.sentence_state import State
from xlevaluate.texts.tokens import Token

_MOST_TURNS = 8
"""Quantities after one 分别 beyond which nobody writes."""


def take_turn(state: State, lead: Lead) -> None:
    """Give a quantity of 分别 what is said of it in turn."""
    turn = state.turns.pop(0) if state.turns else None
    if turn is None:
        return
    state.unknown = False
    if isinstance(turn, Thing):
        lead.things, lead.joined = [turn], False
        return
    what, _, which = turn.partition(":")
    if what == "time":
        lead.times = [which]
    elif what == "ratio":
        lead.ratio = which
    elif what == "flow":
        lead.aspects = [("spent", int(which))]
    else:
        lead.aspects = [(which, 0)]


def ratios_of(lead: Lead, lexicon: Lexicon) -> list[Thing | str]:
    """Return the ratios of things that share the last one's name: 三公经费、公用经费控制率."""
    its = max((name for name in lexicon.things if lead.ratio.startswith(name)), key=len, default="")
    rate = lead.ratio.removeprefix(its)
    found: list[Thing | str] = []
    for thing in lead.things:
        name = thing.name + rate
        word = lexicon.at(name, 0)
        if word is None or word[0] != len(name) or word[1].role != "ratio":
            return []
        found.append(f"ratio:{word[1].value}")
    return [*found, f"ratio:{lead.ratio}"]


def _links(token: Token) -> bool:
    return token.word is not None and token.word.role in {"and", "link", "direction"}


def _ends_run(token: Token) -> bool:
    is_each = token.word is not None and token.word.role == "each"
    return is_each or token.sign not in {"", "、", "，"}


def run_of_quantities(tokens: Sequence[Token], index: int) -> int:
    """Count the quantities after a word that are parted by nothing but 、 and linking words."""
    count = 0
    for place in range(index + 1, len(tokens)):
        token = tokens[place]
        if token.quantity is not None:
            count += 1
            if count > _MOST_TURNS:
                break
        elif _ends_run(token):
            break
        elif token.sign == "，" and count:
            if count > 1:
                break
        elif count and not token.sign and not _links(token):
            break
    return count
