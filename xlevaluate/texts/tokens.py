"""Tokens of a sentence: words that mean something, quantities, times, signs, and the rest."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.texts.lexicon import Lexicon, Word
from xlevaluate.texts.periods import period_at
from xlevaluate.texts.quantities import QUANTITY_STARTS, Quantity, other_number_at, quantity_at

_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*")
_TIME_STARTS = frozenset("0123456789第前一二三四两")
_NUMBER_STARTS = frozenset("0123456789[（【〔第×*xX")
_SIGNS = frozenset("，；：（）、,;《》")
_STARTS = _TIME_STARTS | _NUMBER_STARTS | _SIGNS | QUANTITY_STARTS
"""Characters with which a token may begin, beside those of words."""


class Token(Struct, frozen=True):
    """A piece of a sentence. What means nothing known has neither word, quantity nor sign."""

    start: int
    end: int
    word: Word | None = None
    quantity: Quantity | None = None
    sign: str = ""


def tokens_of(
    text: str, start: int, end: int, lexicon: Lexicon, year: int | None
) -> Iterator[Token]:
    """Yield the tokens of a sentence; runs of unknown characters are one each."""
    place = unknown = start
    words = lexicon.by_start
    while place < end:
        char = text[place]
        is_known = char in words or text[place : place + 2] in words
        if not is_known and char not in _STARTS and not char.isdigit():
            place += 1
            continue
        token = _token_at(text, place, lexicon, year)
        if token is None or token.end > end:
            run = _DIGITS.match(text, place, end)
            place = run.end() if run else place + 1
            continue
        if unknown < place:
            yield Token(unknown, place)
        yield token
        place = unknown = token.end
    if unknown < end:
        yield Token(unknown, end)


def _token_at(text: str, place: int, lexicon: Lexicon, year: int | None) -> Token | None:
    char = text[place]
    if char in _NUMBER_STARTS:
        number_end = other_number_at(text, place)
        if number_end:
            return Token(place, number_end)
    if char in _TIME_STARTS and not text[place - 1 : place].isdigit():
        time = period_at(text, place, year)
        if time is not None:
            return Token(place, time[0], Word(time[1]))
    quantity = quantity_at(text, place)
    found = lexicon.at(text, place)
    if quantity is not None and (found is None or quantity.end > found[0]):
        return Token(place, quantity.end, quantity=quantity)
    if found is not None:
        is_opaque = found[1].role == "opaque"
        return Token(place, found[0], None if is_opaque else found[1])
    return Token(place, place + 1, sign=char) if char in _SIGNS else None
