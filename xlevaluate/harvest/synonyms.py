"""Other words for the labels of a form: ``synonyms.toml`` beside ``form.toml``.

What the form prints itself is known already and not repeated there. A template has the words of
the one that it is like, and its own.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field

from xlevaluate.files.toml import load_toml, open_toml
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.roles import FieldRole, IndicatorRole
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.lookup import FORM, templates_folder
from xlevaluate.template.template import Template

FILE = "synonyms.toml"

SynonymWords = tuple[str, ...]


class SynonymsDef(TomlPart):
    """What ``synonyms.toml`` may say.

    ``labels`` are by what the form prints or calls: a row, a column, a field, a 一级 or 二级指标, a
    heading of the report. ``fields`` and ``indicators`` are by role. ``forms`` are other templates
    whose forms declare what this one answers, by words of their titles.
    """

    labels: dict[str, SynonymWords] = Field(default_factory=dict)
    fields: dict[FieldRole, SynonymWords] = Field(default_factory=dict)
    indicators: dict[IndicatorRole, SynonymWords] = Field(default_factory=dict)
    forms: dict[str, SynonymWords] = Field(default_factory=dict)


def synonyms_of(template: Template) -> SynonymsDef:
    """Return a template's words, those of the template that it is like among them."""
    labels: dict[str, SynonymWords] = {}
    fields: dict[FieldRole, SynonymWords] = {}
    indicators: dict[IndicatorRole, SynonymWords] = {}
    forms: dict[str, SynonymWords] = {}
    for folder in _folders(template.folder):
        if not (folder / FILE).is_file():
            continue
        given = load_toml(folder / FILE, SynonymsDef.model_validate)
        _add(labels, {plain_label(label): words for label, words in given.labels.items()})
        _add(fields, given.fields)
        _add(indicators, given.indicators)
        _add(forms, given.forms)
    return SynonymsDef(labels=labels, fields=fields, indicators=indicators, forms=forms)


def versions_of(folder: Path) -> tuple[tuple[str, int], ...]:
    """Return the files that the words of a template come from, with when they were changed."""
    paths = (each / FILE for each in _folders(folder))
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths if path.is_file())


def _add(all_words: dict[Any, SynonymWords], given: Mapping[Any, SynonymWords]) -> None:
    for key, words in given.items():
        all_words[key] = (*all_words.get(key, ()), *words)


def _folders(folder: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    while folder not in seen:
        seen.add(folder)
        yield folder
        form = folder / FORM
        like = _like(form, form.stat().st_mtime_ns) if form.is_file() else ""
        if not like:
            return
        folder = templates_folder() / like


@lru_cache(maxsize=32)
def _like(form: Path, _: int) -> str:
    """Return the name of the template that a form is like, read once for each version."""
    like = (open_toml(form).data or {}).get("like")
    return like if isinstance(like, str) else ""
