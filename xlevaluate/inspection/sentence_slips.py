"""Slips in the sentences of ``outline.toml``: syntax, names, functions and what they are given.

Each is filled in twice, with every field blank and with every field filled in, so that a function
meets both; a sentence that a blank field keeps from being written is as it should be.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from xlevaluate.files.toml import TomlFile
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.sentence_functions import FUNCTIONS
from xlevaluate.sentences.values import BlankFieldError, SentenceError, SentenceValue
from xlevaluate.template.record_definitions import OutlineDef

_SAMPLES: dict[str, SentenceValue] = {
    "year": 2023,
    "date": datetime.date(2023, 12, 31),
    **dict.fromkeys(("text", "paragraph", "choice"), "文字"),
}
_NUMBER = Decimal(2)


def lint_sentences(file: TomlFile, outline: OutlineDef, form: Form) -> None:
    """Note every sentence that is no proper one, and examples of functions that there are not."""
    blank = context_of(Figures(form, form.model()), lambda _: None)
    renderers = (Renderer(blank, form), Renderer(_filled_in(form, blank), form))
    for number, row in enumerate(outline.row):
        _lint(file, row.text, renderers, "row", number, "text")
    for name, example in outline.examples.items():
        if name not in FUNCTIONS:
            file.add(f"没有“{name}”这个函数", "examples", name)
        _lint(file, example, renderers, "examples", name)
    for name in (*form.fields, *form.plain_lists):
        if name in FUNCTIONS:
            file.add(f"form.toml 的“{name}”与句子的函数同名，请给填写项换一个名称", "row")


def _filled_in(form: Form, blank: Mapping[str, SentenceValue]) -> dict[str, SentenceValue]:
    kinds = {name: field.kind for name, field in form.fields.items()}
    filled = {name: _SAMPLES.get(kinds.get(name, "text"), _NUMBER) for name in blank}
    projects = form.project_list.totals.values() if form.project_list else ()
    lists = {name: ["文字"] for name in form.plain_lists}
    return filled | lists | dict.fromkeys(projects, _NUMBER)


def _lint(file: TomlFile, text: str, renderers: tuple[Renderer, ...], *place: str | int) -> None:
    for renderer in renderers:
        try:
            renderer.render(text)
        except BlankFieldError:
            continue
        except SentenceError as error:
            file.add(f"句子{error}", *place)
            return
