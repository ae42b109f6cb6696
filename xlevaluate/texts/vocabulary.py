"""The words of a template and of a submission: the lexicon by which its texts are read."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product

from msgspec.structs import replace

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.table_rows import Row
from xlevaluate.submission import entries
from xlevaluate.template.template import Template
from xlevaluate.template.text_rules import TextRules, ThingDef, Words
from xlevaluate.texts.characters import plain_of
from xlevaluate.texts.lexicon import Lexicon, Thing, Word, WordRole
from xlevaluate.texts.quantities import quantity_at

_ASPECTS = {
    "current": "spent",
    "final": "spent",
    "prior": "prior",
    "prior_final": "prior",
    "budget": "budget",
}
_SHORTEST_NAME = 4
"""Characters below which a name that a unit gives is taken for a common word."""

_ROLES: dict[str, tuple[WordRole, str, int]] = {
    "spent": ("aspect", "spent", 0),
    "received": ("aspect", "spent", 1),
    "paid": ("aspect", "spent", -1),
    "budget": ("aspect", "budget", 0),
    "initial": ("aspect", "initial", 0),
    "final": ("aspect", "final", 0),
    "supplement": ("aspect", "supplement", 0),
    "saved": ("saving", "", 1),
    "overspent": ("saving", "", -1),
    "more": ("direction", "", 1),
    "less": ("direction", "", -1),
    "change": ("change", "", 0),
    "flat": ("flat", "", 0),
    "than": ("than", "", 0),
    "compared": ("than", "after", 0),
    "yearly": ("yearly", "", 0),
    "since": ("from", "", 0),
    "made_of": ("from", "of", 0),
    "until": ("to", "", 0),
    "share": ("share", "", 0),
    "done": ("done", "spent", 0),
    "completion": ("completion", "", 0),
    "controlled": ("completion", "controlled", 0),
    "joint": ("joint", "", 0),
    "each": ("each", "", 0),
    "every": ("every", "", 0),
    "noun": ("link", "noun", 0),
    "opaque": ("opaque", "", 0),
    "limit": ("link", "limit", 0),
    "per": ("per", "", 0),
    "part": ("part", "", 0),
    "besides": ("besides", "", 0),
    "unit": ("unit", "", 0),
    "plan": ("plan", "", 0),
    "outcome": ("outcome", "", 0),
    "cause": ("cause", "", 0),
    "spent_on": ("cause", "for", 0),
    "among": ("among", "", 0),
    "consists": ("among", "all", 0),
    "conjunction": ("and", "", 0),
    "link": ("link", "", 0),
    "this": ("this", "", 0),
    "last": ("last", "", 0),
    "other": ("other", "", 0),
    "within": ("within", "", 0),
    "opening": ("opening", "", 0),
    "midyear": ("day", "", 0),
}


def lexicon_of(template: Template, figures: Figures) -> Lexicon:
    """Return the words of a template, with the names that a submission gives to its rows."""
    given = (*_given_names(figures), *_indicators(figures), *_self_names(figures))
    return _own_words(template).with_names(given)


@lru_cache(maxsize=4)
def _own_words(template: Template) -> Lexicon:
    """Return the words of a template alone."""
    rules = template.texts
    return Lexicon.of((*_things(rules, template.form), *_ratios(rules), *_common(rules.words)))


def organs_of(words: Words) -> re.Pattern[str]:
    """Return what tells a project or a part of the unit by its name."""
    return re.compile("|".join(map(re.escape, words.organs)) or "(?!)")


def _common(words: Words) -> Iterator[tuple[str, Word]]:
    for key, (role, value, sign) in _ROLES.items():
        for text in spelt_out(getattr(words, key)):
            yield text, Word(role, value, sign)


def _ratios(rules: TextRules) -> Iterator[tuple[str, Word]]:
    for rate in rules.rate:
        for text in rate.words:
            yield text, Word("ratio", rate.ratio, int(text in rules.words.completion))


def _things(rules: TextRules, form: Form) -> Iterator[tuple[str, Word]]:
    for given in rules.thing:
        thing = thing_of(given, form)
        for text in spelt_out(given.words):
            # What no form holds is called what the text calls it.
            own = thing if thing.places else replace(thing, name=text)
            yield text, Word("thing", own.name, thing=own)
        for text in spelt_out(given.figure_words):
            yield text, Word("thing", given.name, thing=thing, before_figure=True)
        for text in spelt_out(given.budget_words):
            yield text, Word("thing", given.name, thing=thing, aspect="budget")


_CHOICE = re.compile(r"\{([^{}]*)\}")


def spelt_out(words: Iterable[str]) -> Iterator[str]:
    """Yield words with every choice made that they leave: 公车{运行,维护}费.

    >>> list(spelt_out(["公车{运行,维护}{费,}"]))
    ['公车运行费', '公车运行', '公车维护费', '公车维护']
    """
    for word in words:
        pieces = _CHOICE.split(word)
        choices = [piece.split(",") if i % 2 else [piece] for i, piece in enumerate(pieces)]
        yield from map("".join, product(*choices))


def thing_of(given: ThingDef, form: Form) -> Thing:
    """Return a thing of the template with the places of its figures."""
    places: dict[str, tuple[tuple[str, ...], ...]] = {
        aspect: tuple(
            tuple(form.all_fields[name].path for name in one.split(" + ")) for one in several
        )
        for aspect, several in given.cells.items()
    }
    for row in form.rows:
        if row.name == given.row:
            for aspect, place in _row_places(row).items():
                places[aspect] = (*places.get(aspect, ()), place)
    return Thing(
        given.name,
        given.kind,
        given.flow,
        places,
        given.wholes,
        is_whole=given.is_whole,
        is_funding=given.is_funding,
        near=given.near.words if given.near else (),
        near_thing=given.near.thing if given.near else "",
    )


def _row_places(row: Row) -> Mapping[str, tuple[str, ...]]:
    return {
        _ASPECTS[role]: (item.path,)
        for role, item in row.cells.items()
        if role in _ASPECTS and item.is_number
    }


def _given_names(figures: Figures) -> Iterator[tuple[str, Word]]:
    """Yield the names of rows that a unit adds to a table: special funds."""
    for listing in figures.form.listings.values():
        columns = {
            _ASPECTS[item.role]: item.path.rsplit(".", 1)[1]
            for item in listing.fields
            if item.role in _ASPECTS
        }
        if not columns:
            continue
        for path, value in entries(figures.submission, listing.fields[0].path):
            base = path.rsplit(".", 1)[0]
            name = plain_of(value).text if isinstance(value, str) else ""
            if len(name) >= _SHORTEST_NAME and "\n" not in name:
                places = {aspect: ((f"{base}.{key}",),) for aspect, key in columns.items()}
                thing = Thing(name, "money", "expenditure", places, is_given=True)
                for text in (f"{name}项目", f"{name}资金", f"{name}经费", name):
                    yield text, Word("thing", name, thing=thing)


def _indicators(figures: Figures) -> Iterator[tuple[str, Word]]:
    """Yield the names of indicators, with the quantity that was reached where it is one."""
    for row in figures.indicators:
        name = plain_of(row.name or "").text
        if len(name) < _SHORTEST_NAME or "\n" in name:
            continue
        actual = plain_of(row.actual or "").text
        value = quantity_at(actual, 0) if actual else None
        whole = value is not None and value.end == len(actual)
        thing = Thing(
            name,
            "indicator",
            places={"spent": ((row.paths["actual"],),)} if whole else {},
            values=(value,) if whole and value is not None else (),
        )
        yield name, Word("thing", name, thing=thing)


def _self_names(figures: Figures) -> Iterator[tuple[str, Word]]:
    for role in ("unit_name", "self_name", "project_name"):
        name = figures.text(role)
        if name and len(name) > 1:
            yield plain_of(name).text, Word("unit")
