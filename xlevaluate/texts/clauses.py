"""The texts of a submission: where they stand, and the pieces of them that speak of this year."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from xlevaluate.form.figures import Figures
from xlevaluate.template.text_rules import TextRules

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"[^，；,;]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_LAST_YEAR = re.compile(r"(?<![比较])(?:上年|去年|上一年)")


class TextAt(Struct, frozen=True):
    """A text, the field it stands in, and the concrete path of that field."""

    name: str
    path: str
    text: str

    def clauses(self, year: int | None) -> tuple[str, ...]:
        """Return the pieces between punctuation marks that speak of this year.

        A year goes for the rest of its sentence; what is said of another is passed over.
        """
        return _clauses(self.text, year)


@lru_cache(maxsize=256)  # every rule asks for the same few texts
def _clauses(text: str, year: int | None) -> tuple[str, ...]:
    found = []
    for sentence in _SENTENCE.finditer(text):
        about = year
        for clause in _CLAUSE.finditer(sentence[0]):
            years = _YEAR.findall(clause[0])
            about = int(years[-1]) if years else about
            if year in {None, about} and not _LAST_YEAR.search(clause[0]):
                found.append(clause[0])
    return tuple(found)


def texts_of(figures: Figures, names: Iterable[str]) -> list[TextAt]:
    """Return the texts in some fields that are filled in, in the order given."""
    return [
        TextAt(name, entry.path, entry.value)
        for name in names
        for entry in figures[name]
        if isinstance(entry.value, str)
    ]


def narrative_of(figures: Figures, rules: TextRules) -> list[TextAt]:
    """Return the texts of the report that are filled in, in its order."""
    return texts_of(figures, rules.narrative)
