"""The part of the page of findings that shows what was understood of the texts."""

from importlib import resources

import jinja2

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.output.understood import (
    HEADS,
    RESULTS,
    counts_of_results,
    lines_of,
    sentences_read,
)


def understood_part(evaluation: Evaluation) -> str:
    """Return the HTML of a table of all statements, folded; nothing where texts state none."""
    sentences = list(sentences_read(evaluation))
    lines = lines_of(sentences)
    if not lines:
        return ""
    counts = counts_of_results(sentences)
    results = [read.result for sentence in sentences for read in sentence.statements]
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    source = resources.files("xlevaluate.output").joinpath("understood.html.j2")
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        heads=HEADS,
        lines=list(zip(results, lines, strict=True)),
        counts=[(words, counts[result]) for result, words in RESULTS.items()],
    )
