"""The texts of a submission as rules read them: clauses, and what is claimed in them.

A claim is an amount, a number or a percentage said of something: the words for that thing stand
directly before it, with nothing between but linking words. Whatever is not said so plainly is
not read, for a false alarm costs more trust than a slip that goes by.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlevaluate.form.form import Figures
from xlevaluate.template.text_rules import TextRules

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"[^，；,;]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_LAST_YEAR = re.compile(r"(?<![比较])(?:上年|去年|上一年)")
_LINKS = (
    r"(?:支出|收入|经费|拨款|资金|金额|总额|总数|预算|决算|数|额|为|是|共计|合计|共|达到|达|完成|"
    r"安排|实际|执行|约|计|：|:|\s|了|人员|的)*"
)
_NUMBER = r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"


@dataclass(frozen=True)
class TextAt:
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


@dataclass(frozen=True)
class Said:
    """A number said of something, and the digits after its point as written."""

    text: TextAt
    clause: str
    words: str
    number: Decimal
    decimals: int


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


def said_of(text: TextAt, words: tuple[str, ...], unit: str, year: int | None) -> Iterator[Said]:
    """Yield what a text says in ``unit`` of a thing called by ``words``, this year."""
    pattern = re.compile(rf"(?P<words>{'|'.join(words)}){_LINKS}{_NUMBER}{unit}")
    for clause in text.clauses(year):
        for match in pattern.finditer(clause):
            digits = match["number"]
            yield Said(
                text=text,
                clause=clause.strip(),
                words=match["words"],
                number=Decimal(digits.replace(",", "")),
                decimals=len(digits.partition(".")[2]),
            )


def agrees(said: Said, figure: Decimal) -> bool:
    """Tell whether a figure, rounded to the digits written, is what was said."""
    step = Decimal(1).scaleb(-said.decimals)
    return abs(figure - said.number) <= step / 2
