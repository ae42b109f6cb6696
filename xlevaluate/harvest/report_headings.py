"""The headings of a report: which lines are some, and which of the form's own they mean."""

import re
from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.form.fields import Field
from xlevaluate.form.table_rows import Row
from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.wordings import Wording, of_words
from xlevaluate.sources.grid import Line
from xlevaluate.tables.label_text import plain_label, read_label
from xlevaluate.texts.ordinals import NUMBERED, Ordinal, ordinals_of

_ONLY = re.compile(r"\{\{\s*(?:(?:条目|支出情况)\(\s*)?(\w+)\s*(?:\}\}|\)|,)")
_BRANCH = re.compile(r"\{%\s*(?:else|elif[^%]*)\s*%\}")
_STATEMENT = re.compile(r"\{%.*?%\}")
_VALUE = re.compile(r"\{\{.*?\}\}")
_TELLING = 8
"""Characters of a sentence around its values by which it is known again."""

_COUNTED = re.compile(r"\w+")
_RUN_IN = re.compile(r"[。：:]")
_PUNCTUATION = re.compile(r"[。；！？，]")
_LONGEST = 40
_PROMPT = re.compile(r"对.+进行(?:具体)?分析")
_STYLES = {"plain": 1, "heading": 2, "digit": 3, "bracket": 4, "ring": 5}
"""How deep a numbering stands: 一、 （一） 1. （1） ①."""


class Chapter(Struct, frozen=True):
    """A heading of the form's outline: its level, its words, whose text stands below it."""

    level: int
    title: str
    words: frozenset[str]
    text: Field | None
    lines: Field | None
    """A list, of which each line is one item."""
    counts: tuple[Field, ...]
    """Numbers that its sentence says."""
    amounts: tuple[Field, ...]
    """Money that stands once and is said there."""
    rows: tuple[str, ...]
    """The names of rows of tables whose figures its sentences say, in their order."""
    generated: tuple[re.Pattern[str], ...]
    """What its own sentences look like, whatever stands in them."""
    is_shared: bool
    """Whether texts of several fields stand below it."""
    repeats_forms: bool
    """Whether a text of an official form stands below it too."""


class Heading(Struct, frozen=True):
    """A line that is a heading. ``depth`` is how deep it stands by its number or its style."""

    text: str
    ordinal: Ordinal | None
    depth: int
    chapter: Chapter | None
    rest: str = ""
    """What goes on in the same line."""
    prompts: tuple[str, ...] = ()


def chapters_of(form: FormWords) -> tuple[Chapter, ...]:
    """Return the headings of a template's outline, each with what stands below it."""
    template = form.template
    levels = template.form.outline_levels
    official = {sheet.name for sheet in template.form.definition.sheet if sheet.annex}
    found: list[tuple[int, str, list[str]]] = []
    for row in template.outline:
        level = levels.index(row.level) if row.level in levels else len(levels) - 1
        if level < len(levels) - 1:
            found.append((level + 1, row.text or "", []))
        elif found:
            found[-1][2].append(row.text or "")
    return tuple(
        _chapter(form, level, title, body, official)
        for level, title, body in found
        if "{" not in title
    )


def _chapter(
    form: FormWords, level: int, title: str, body: list[str], official: set[str]
) -> Chapter:
    fields, lists = form.template.form.fields, form.template.form.plain_lists
    names = [name for text in body for name in _ONLY.findall(text)]
    texts = [fields[n] for n in names if n in fields and fields[n].kind == "paragraph"]
    own = [item for item in texts if not item.column and item.sheet not in official]
    own = list(dict.fromkeys(own))
    label = plain_label(title)
    words = {wording.words for wording in _wordings(form, label)}
    for item in own[-1:]:
        words |= {w.words for w in _wordings(form, plain_label(item.label))}
    listed = [lists[n].fields[0] for n in names if n in lists]
    said = [
        fields[name]
        for text in body
        for name in dict.fromkeys(_COUNTED.findall(text))
        if name in fields
    ]
    return Chapter(
        level,
        title,
        frozenset(words),
        own[-1] if own else None,
        listed[0] if listed else None,
        tuple(item for item in said if item.kind == "count"),
        tuple(item for item in said if item.kind == "money" and not item.column),
        tuple(row.name for _, row in sorted(_rows_said(form, " ".join(body)))),
        tuple(pattern for text in body for pattern in _patterns(text)),
        is_shared=len(own) > 1,
        repeats_forms=any(item.sheet in official for item in texts),
    )


def _patterns(sentence: str) -> Iterator[re.Pattern[str]]:
    """Yield what the branches of a sentence of the outline look like, where they say enough."""
    for branch in _BRANCH.split(sentence):
        words = _STATEMENT.sub("", branch).strip()
        plain = _VALUE.split(words)
        if len("".join(plain)) >= _TELLING:
            yield re.compile(".*".join(map(re.escape, plain)), re.DOTALL)


def _rows_said(form: FormWords, body: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows that sentences name, each with where it is named first."""
    words: dict[str, int] = {}
    for found in _COUNTED.finditer(body):
        words.setdefault(found[0], found.start())
        words.setdefault(found[0].partition("_")[0], found.start())
    for number, row in enumerate(form.template.form.rows):
        if row.name in words and "current" in row.cells:
            yield words[row.name] * 1000 + number, row


def _wordings(form: FormWords, label: str) -> Iterator[Wording]:
    others = form.synonyms.labels.get(label, ())
    return (of_words(plain, None) for plain in (label, *map(plain_label, others)))


def heading_of(line: Line, chapters: tuple[Chapter, ...]) -> Heading | None:
    """Return the heading that a line is, ``None`` for running text.

    A number, a style or nothing but its own words make a heading; a long numbered sentence is an
    item of a list.
    """
    text = line.text.strip()
    ordinal = next(iter(ordinals_of(text[:_LONGEST])), None)
    if ordinal is not None and (ordinal.start > 0 or ordinal.style not in NUMBERED):
        ordinal = None
    for title, rest in _readings(text):
        chapter = _meant(title, chapters)
        if chapter is None:
            continue
        if rest and ordinal is None and not line.level:
            continue  # a sentence that begins with the words of a heading
        label = read_label(title)
        depth = _STYLES[ordinal.style] if ordinal else line.level or chapter.level
        prompts = tuple(f"（{prompt}）" for prompt in label.prompts if len(prompt) > 1)
        prompts += tuple(_PROMPT.findall(label.plain))
        return Heading(title, ordinal, depth, chapter, rest, prompts)
    is_short = len(text) <= _LONGEST and not _PUNCTUATION.search(text.rstrip("。"))
    if is_short and text and (line.level or ordinal is not None):
        return Heading(text, ordinal, _STYLES[ordinal.style] if ordinal else line.level, None)
    return None


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield a line as a heading alone, and as one with text behind it."""
    if len(text) <= _LONGEST:
        yield text, ""
    stop = _RUN_IN.search(text)
    if stop is not None and stop.start() <= _LONGEST:
        yield text[: stop.start()], text[stop.end() :].strip()


def _meant(title: str, chapters: tuple[Chapter, ...]) -> Chapter | None:
    words = of_words(plain_label(title), None).words
    return next((chapter for chapter in chapters if words and words in chapter.words), None)
