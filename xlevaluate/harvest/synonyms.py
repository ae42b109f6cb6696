"""Other words for the labels of a form: ``synonyms.toml`` beside ``form.toml``.

What the form prints itself is known already and not repeated there. A template has the words of
the one that it is like, and its own.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from xlevaluate.files.slips import Slip
from xlevaluate.files.toml import TomlFile, load_toml, open_toml
from xlevaluate.form.roles import FieldRole, IndicatorRole
from xlevaluate.form.toml_part import Part
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.lookup import FORM, templates_folder
from xlevaluate.template.template import Template

FILE = "synonyms.toml"

Words = tuple[str, ...]


class SynonymsDef(Part):
    """What ``synonyms.toml`` may say.

    ``labels`` are by what the form prints or calls: a row, a column, a field, a 一级 or 二级指标, a
    heading of the report. ``fields`` and ``indicators`` are by role.
    """

    labels: dict[str, Words] = Field(default_factory=dict)
    fields: dict[FieldRole, Words] = Field(default_factory=dict)
    indicators: dict[IndicatorRole, Words] = Field(default_factory=dict)


def synonyms_of(template: Template) -> SynonymsDef:
    """Return a template's words, those of the template that it is like among them."""
    labels: dict[str, Words] = {}
    fields: dict[FieldRole, Words] = {}
    indicators: dict[IndicatorRole, Words] = {}
    for folder in _folders(template.folder):
        if not (folder / FILE).is_file():
            continue
        given = load_toml(folder / FILE, SynonymsDef.model_validate)
        _add(labels, {plain_label(label): words for label, words in given.labels.items()})
        _add(fields, given.fields)
        _add(indicators, given.indicators)
    return SynonymsDef(labels=labels, fields=fields, indicators=indicators)


def _add(all_words: dict[Any, Words], given: Mapping[Any, Words]) -> None:
    for key, words in given.items():
        all_words[key] = (*all_words.get(key, ()), *words)


def _folders(folder: Path) -> Iterator[Path]:
    seen: set[Path] = set()
    while folder not in seen:
        seen.add(folder)
        yield folder
        like = (open_toml(folder / FORM).data or {}).get("like")
        if not isinstance(like, str):
            return
        folder = templates_folder() / like


def synonym_slips(template: Template, printed: Mapping[str, str]) -> tuple[Slip, ...]:
    """Return what is wrong in a template's own file.

    ``printed`` are the plain labels that the form has, and its names, with what each is.
    """
    path = template.folder / FILE
    if not path.is_file():
        return ()
    file = open_toml(path)
    given = file.read(SynonymsDef.model_validate)
    if given is not None:
        _lint(file, given, printed)
    return tuple(file.slips)


def _lint(file: TomlFile, given: SynonymsDef, printed: Mapping[str, str]) -> None:
    said: dict[str, str] = {}
    for label, words in given.labels.items():
        if plain_label(label) not in printed:
            file.add(f"表中没有“{label}”", "labels", label)
        for number, word in enumerate(words):
            plain = plain_label(word)
            place = ("labels", label, number)
            if plain == plain_label(label):
                file.add(f"“{word}”就是表中的“{label}”，不必再写", *place)
            elif said.setdefault(plain, label) != label:
                file.add(f"“{word}”既是“{said[plain]}”，又是“{label}”", *place)
    for section in ("fields", "indicators"):
        roles: Mapping[str, Words] = getattr(given, section)
        for role, words in roles.items():
            for number, word in enumerate(words):
                if not plain_label(word):
                    file.add(f"“{word}”里没有可以比较的文字", section, role, number)
