"""Goals as they were declared before the year, in a form of another family.

``[forms]`` of ``synonyms.toml`` says which family it is of, and by which words of its title it is
told. Its indicators are those of the own form. Of what stands once, what has the same role is
ours; all the rest (tasks and their money) has no place in a self-evaluation.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.form.roles import FieldRole
from xlevaluate.harvest.form_slots import FormWords, form_words
from xlevaluate.harvest.grid_harvest import GridHarvest
from xlevaluate.harvest.grid_stack import Stack
from xlevaluate.harvest.regions import regions_of
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced
from xlevaluate.tables.label_text import compared
from xlevaluate.template.template_loading import load_template

_ROWS = 3
"""Rows of a table in which its title stands."""

_LONGEST_TITLE = 60

_SAME: Mapping[FieldRole, str] = {
    "unit_name": "",
    "unit_code": "",
    "expected_goal": "",
    "initial_budget": "目标申报表的金额合计；任务没有列全的，不是全部年初预算",
}
"""What a declaration says of the year too, by role; with what a person has to say yes to."""


class Declaration(Struct):
    """What was found in a declaration."""

    found: list[Found] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    unit_unknown: bool = False


def declared_form(form: FormWords, stack: Stack) -> FormWords | None:
    """Return the form of which a table is a declaration; ``None`` for any other table."""
    texts = [*stack.above, *(cell.text for row in stack.rows[:_ROWS] for cell in row)]
    titles = [compared(text) for text in texts if len(text) <= _LONGEST_TITLE]
    if any(own in title for title in titles for sheet in form.sheets for own in sheet.titles):
        return None
    for name, words in form.synonyms.forms.items():
        if name != form.template.name and any(word in t for t in titles for word in words):
            return form_words(load_template(name))
    return None


def read_declaration(
    form: FormWords, other: FormWords, file: str, stack: Stack, year: int | None, unit: str
) -> Declaration:
    """Read a table that declares goals; ``unit`` is what the user said that its money stands in."""
    own = [GridHarvest(form, r, file, unit).read() for r in regions_of(form, stack, year)]
    theirs = [GridHarvest(other, r, file, unit).read() for r in regions_of(other, stack, year)]
    indicators, table = (f"{each.template.form.indicators.path}." for each in (form, other))
    made = Declaration(unit_unknown=any(harvest.unit_unknown for harvest in theirs))
    made.found = [one for h in own for one in h.found if one.path.startswith(indicators)]
    used = {_place(one.origin) for one in made.found}
    rest: list[Found] = []
    as_rows: set[tuple[str, str]] = set()
    for item in (item for harvest in theirs for item in harvest.found):
        if item.path.startswith(table):
            as_rows.add(_place(item.origin))
        elif (ours := _ours(form, other, item)) is not None:
            made.found.append(ours)
        else:
            rest.append(item)
    left = [one for harvest in theirs for one in harvest.unplaced]
    left += [one for h in own for one in h.unplaced if _place(one.origin) in as_rows]
    made.unplaced = [one for one in left if _place(one.origin) not in used]
    made.unplaced += _without_place(rest)
    made.contradictions = [told for harvest in theirs for told in harvest.contradictions]
    return made


def _ours(form: FormWords, other: FormWords, item: Found) -> Found | None:
    """Return a value that stands once as that of the own form; ``None`` where it has no such."""
    role = other.template.form.field_at(item.path).role
    for same, doubt in _SAME.items():
        own = form.template.form.with_role(same)
        if role == same and own is not None:
            note = "；".join(filter(None, (item.note, doubt)))
            return replace(item, path=own.path, note=note, certain=not doubt)
    return None


def _without_place(rest: list[Found]) -> Iterator[Unplaced]:
    """Say once for each table what of it is no part of a self-evaluation."""
    by_table: dict[tuple[str, str], list[Origin]] = {}
    for item in rest:
        by_table.setdefault((item.origin.file, item.origin.place), []).append(item.origin)
    for origins in by_table.values():
        addresses = "、".join(dict.fromkeys(one.address for one in origins))
        texts = "、".join(dict.fromkeys(one.text for one in origins))
        whole = replace(origins[0], address=addresses, row="", column="", text=texts)
        yield Unplaced(whole, "目标申报表里的这些内容，本表没有对应的项")


def _place(origin: Origin) -> tuple[str, str]:
    return origin.place, origin.address
