"""The language of Hunan's form, for tests of the reader: a lexicon and a text read with it."""

from functools import cache

from tests.hunan import MODEL
from xlevaluate.form.figures import Figures
from xlevaluate.template.template_loading import load_template
from xlevaluate.texts.clauses import TextAt
from xlevaluate.texts.lexicon import Lexicon
from xlevaluate.texts.report_reading import TextRead, read_text
from xlevaluate.texts.vocabulary import lexicon_of, organs_of

YEAR = 2023


@cache
def lexicon() -> Lexicon:
    """Return the words of Hunan's form."""
    template = load_template()
    return lexicon_of(template, Figures(template.form, MODEL()))


def read(text: str) -> TextRead:
    """Read a text of the year 2023."""
    organs = organs_of(load_template().texts.words)
    return read_text(TextAt("", "texts.other", text), lexicon(), organs, YEAR)
