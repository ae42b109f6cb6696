"""The texts of a report, read: every statement with the text it stands in."""

import re

from msgspec import Struct

from xlevaluate.form.figures import Figures
from xlevaluate.template.template import Template
from xlevaluate.texts.characters import Plain, plain_of, sentences_of
from xlevaluate.texts.clauses import TextAt, texts_of
from xlevaluate.texts.lexicon import Lexicon, Thing
from xlevaluate.texts.parts_of_whole import PartsOfWhole
from xlevaluate.texts.parts_reader import PartsReader
from xlevaluate.texts.reckonings import Reckoning, reckonings_of
from xlevaluate.texts.sentence_reader import SentenceReader
from xlevaluate.texts.spoken_rates import RateReader, SpokenRate
from xlevaluate.texts.stated import Statement
from xlevaluate.texts.text_tables import statements_of_tables
from xlevaluate.texts.tokens import tokens_of
from xlevaluate.texts.vocabulary import lexicon_of, organs_of


class TextRead(Struct, frozen=True):
    """A text, and what it states."""

    text: TextAt
    plain: Plain
    statements: tuple[Statement, ...]
    parts: tuple[PartsOfWhole, ...] = ()
    rates: tuple[SpokenRate, ...] = ()
    reckonings: tuple[Reckoning, ...] = ()

    def quote(self, statement: Statement | PartsOfWhole | SpokenRate | Reckoning) -> str:
        """Return the words of a statement as they were written."""
        return self.plain.quote(statement.start, statement.end).lstrip("，；：、。（,; \n")


def read_text(
    text: TextAt,
    lexicon: Lexicon,
    organs: re.Pattern[str],
    year: int | None,
    about: Thing | None = None,
) -> TextRead:
    """Read a text in time linear in its length."""
    plain = plain_of(text.text)
    reader = SentenceReader(plain.text, lexicon, organs, about)
    rates = RateReader()
    parts_reader = PartsReader(plain.text, rates)
    found: list[Statement] = []
    parts: list[PartsOfWhole] = []
    reckonings: list[Reckoning] = []
    for start, end in sentences_of(plain):
        tokens = list(tokens_of(plain.text, start, end, lexicon, year))
        found += reader.read(tokens)
        parts += parts_reader.read(tokens)
        reckonings += reckonings_of(plain.text, tokens)
    found += statements_of_tables(plain, text.text, lexicon, year)
    spoken = (tuple(parts), tuple(rates.found), tuple(reckonings))
    return TextRead(text, plain, tuple(found), *spoken)


def read_texts(template: Template, figures: Figures) -> tuple[TextRead, ...]:
    """Read the texts of a report that are filled in."""
    rules = template.texts
    texts = texts_of(figures, rules.narrative)
    if not texts:
        return ()
    lexicon, organs = lexicon_of(template, figures), organs_of(rules.words)
    read = []
    for text in texts:
        about = lexicon.things.get(rules.about.get(text.name, ""))
        read.append(read_text(text, lexicon, organs, figures.year, about))
    return tuple(read)
