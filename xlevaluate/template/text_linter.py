"""Slips in ``texts.toml``: names that there are not, figures that are none, slow patterns."""

from collections.abc import Iterable, Iterator

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.form import Form
from xlevaluate.template.patterns import wrong_pattern
from xlevaluate.template.text_rules import TextRules

_TEXTS = frozenset({"text", "paragraph"})


def lint_texts(file: TomlFile, given: TextRules, form: Form, ratios: Iterable[str] | None) -> None:
    """Note every slip; ``ratios`` is ``None`` where ``ratios.toml`` cannot be read."""
    rates = {rate.ratio for rate in given.rate}
    for name in given.unknown(form, dict.fromkeys(ratios or (), object())):
        if ratios is not None or name not in rates:
            file.add(f"用了没有的项目：{name}", *_place_of(file, name))
    _texts(file, given, form)
    _figures(file, given, form)
    for item, thing in enumerate(given.thing):
        if not thing.words or not all(thing.words):
            file.add("至少要有一个", "thing", item, "words")
    for kind in ("rate", "mention"):
        for item, worded in enumerate(getattr(given, kind)):
            if not worded.words:
                file.add("至少要有一个", kind, item, "words")
    for at, word in _patterns(given):
        if wrong := wrong_pattern(word):
            file.add(wrong, *at)


def _patterns(given: TextRules) -> Iterator[tuple[KeyPath, str]]:
    """Yield the regular expressions, each with its place."""
    for number, prompt in enumerate(given.prompts):
        yield ("prompts", number), prompt
    for kind in ("rate", "mention"):
        for item, worded in enumerate(getattr(given, kind)):
            for number, word in enumerate(worded.words):
                yield (kind, item, "words", number), word


def _texts(file: TomlFile, given: TextRules, form: Form) -> None:
    """Note what is read as a text and is none."""
    for kind in ("narrative", "results"):
        for number, name in enumerate(getattr(given, kind)):
            field = form.all_fields.get(name)
            if field is not None and field.kind not in _TEXTS:
                file.add(f"“{name}”不是文字", kind, number)


def _figures(file: TomlFile, given: TextRules, form: Form) -> None:
    """Note figures of things that are none."""
    for item, thing in enumerate(given.thing):
        for aspect, sums in thing.cells.items():
            for number, names in enumerate(sums):
                fields = map(form.all_fields.get, names.split(" + "))
                if any(field is not None and not field.is_number for field in fields):
                    file.add(f"“{names}”不是数字", "thing", item, "cells", aspect, number)


def _place_of(file: TomlFile, name: str) -> KeyPath:
    """Return where a name is written, or the row of which it is a cell."""
    stem = name
    while stem:
        found = list(file.places_of(stem))
        if found:
            return min(found, key=lambda place: "words" in place)
        stem = stem.rpartition("_")[0]
    return ()
