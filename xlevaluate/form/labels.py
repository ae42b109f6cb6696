"""Printed texts with ``{名称}`` in them: as words, and as a spreadsheet formula.

A form says what the year is called, and the year before it. While the year is blank, “{年度}年”
reads 本年 and “{上年度}年” reads 上年, or as the form has it; any other blank field prints nothing.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from xlevaluate.submission.amounts import plain

_PLACE = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
"""A name in single braces; double ones are those of sentences, and are printed."""

_SENTENCE_BRACE = re.compile(r"\{[{%]|[}%]\}")

_OF_YEAR = "年"
"""Stands after a year."""


def has_places(text: str) -> bool:
    """Tell whether anything is to be put into the text."""
    return _PLACE.search(text) is not None


def places_of(text: str) -> tuple[str, ...]:
    """Return the names of what is to be put into the text."""
    return tuple(_PLACE.findall(text))


def has_odd_brace(text: str) -> bool:
    """Tell whether a brace is left when names are put into it; those of sentences are printed.

    >>> has_odd_brace("{年度}年{{ 总分 }}"), has_odd_brace("{年度年")
    (False, True)
    """
    return bool(set(_SENTENCE_BRACE.sub("", _PLACE.sub("", text))) & set("{}"))


def quoted(text: str) -> str:
    """Write a text as a string constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


class Labels(Struct, frozen=True):
    """How a form's printed texts are filled in.

    ``year`` is the name of the field that holds the year, ``None`` where there is none, and
    ``prior_year`` what a text calls the year before it.
    """

    year: str | None
    prior_year: str
    this_year_words: str
    last_year_words: str

    def _yearless(self, text: str) -> str:
        text = text.replace(f"{{{self.year}}}{_OF_YEAR}", self.this_year_words)
        return text.replace(f"{{{self.prior_year}}}{_OF_YEAR}", self.last_year_words)

    def fill(self, text: str, value_of: Callable[[str], object]) -> str:
        """Put values into a text; ``value_of`` returns ``None`` for a blank field."""
        year = value_of(self.year) if self.year else None
        if year is None:
            text = self._yearless(text)

        def put(match: re.Match[str]) -> str:
            name = match[1]
            if name == self.prior_year:
                return "" if year is None else str(int(str(year)) - 1)
            value = value_of(name)
            if value is None:
                return ""
            return plain(value) if isinstance(value, Decimal) else str(value)

        return _PLACE.sub(put, text)

    def as_formula(self, text: str) -> str:
        """Return the formula that prints the same text from the cells named in it."""
        if self.year and {self.year, self.prior_year} & set(places_of(text)):
            return (
                f"=IF(ISNUMBER({self.year}),{self._joined(text)},"
                f"{self._joined(self._yearless(text))})"
            )
        return "=" + self._joined(text)

    def _joined(self, text: str) -> str:
        parts = []
        for index, piece in enumerate(_PLACE.split(text)):
            if index % 2:
                parts.append(f"({self.year}-1)" if piece == self.prior_year else piece)
            elif piece:
                parts.append(quoted(piece))
        # A lone reference to a blank cell would print 0; joined to a text it prints nothing.
        return "&".join(parts if len(parts) > 1 else [*parts, '""'])
