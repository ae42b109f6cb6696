"""A project's form as it stands in a department's workbook, and what still holds of it there.

Of its family's sheets the official forms stand there, each once for every project, and once the
numbers of the profile. What the department's own sheets say already (unit, year) is borrowed from
them. Texts, charts and the outline of a report of its own are left out.
"""

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from xlevaluate.computed.ratio import Ratio
from xlevaluate.errors import CannotDoError
from xlevaluate.form.carried_definition import CarriedDef
from xlevaluate.form.definition import (
    AbsentDef,
    BlockDef,
    CellGroupDef,
    FormDef,
    ProjectsDef,
    SheetDef,
)
from xlevaluate.form.fields import Scored
from xlevaluate.form.form import Form
from xlevaluate.form.roles import OF_THE_UNIT
from xlevaluate.template.lookup import named_folder, profiles_in
from xlevaluate.template.record_definitions import IdentitiesDef, IdentityDef
from xlevaluate.template.text_rules import TextRules, ThingDef


def project_form(form: Form, scored: Scored, given: ProjectsDef, department: Form) -> Form:
    """Return what a department's workbook shows of a project's form."""
    definition = form.definition
    forms = tuple(sheet for sheet in definition.sheet if sheet.annex)
    kept = {name for sheet in forms for name in _names(form, sheet)}
    borrowed = {
        role: item
        for role in OF_THE_UNIT
        if (item := form.with_role(role)) is not None
        and item.name not in kept
        and department.with_role(role) is not None
    }
    kept |= {item.name for item in borrowed.values()}
    small = definition.model_copy(
        update={
            "sheet": (*forms, *_parameters(definition, given)),
            "names": definition.names.model_copy(update={"parameter": given.parameter}),
            "complete": tuple(group for group in definition.complete if _within(group, kept)),
            "absent": tuple(group for group in definition.absent if _said(group, kept)),
            "carried": _carried(definition.carried, kept),
        }
    )
    unseen = (block for block in definition.blocks if block.composition)
    return Form.compile(small, scored, borrowed, tuple(unseen))


def _names(form: Form, sheet: SheetDef) -> Iterable[str]:
    return (name for name, item in form.all_fields.items() if item.sheet == sheet.name)


def _parameters(definition: FormDef, given: ProjectsDef) -> Iterable[SheetDef]:
    """Yield the sheet of parameters, without what else its family has there."""
    title = BlockDef(grid=((f"# {given.parameters}",),))
    for sheet in definition.sheet:
        for block in sheet.block:
            if block.parameters is not None:
                update = {"name": given.parameters, "block": (title, block)}
                yield sheet.model_copy(update=update)


def _within(group: CellGroupDef, names: set[str]) -> bool:
    return set(group.names) <= names


def _carried(given: CarriedDef, names: set[str]) -> CarriedDef:
    pairs = {ours: theirs for ours, theirs in given.fields.items() if {ours, theirs} <= names}
    return given.model_copy(update={"fields": pairs})


def _said(group: AbsentDef, names: set[str]) -> bool:
    return group.said in names and _within(group, names)


def kept_ratios(ratios: dict[str, Ratio], form: Form) -> dict[str, Ratio]:
    """Return the ratios of figures that the form has, as it makes names."""
    return {
        name: ratio
        for name, ratio in ratios.items()
        if all(used in form.fields for basis in ratio.bases for used in basis.names)
    }


def kept_identities(given: IdentitiesDef, names: set[str], before: str) -> IdentitiesDef:
    """Return the identities of figures and computed cells of these names.

    ``before`` begins their ids, lest one mean something else in the unit's own forms.
    """

    def is_known(identity: IdentityDef) -> bool:
        columns = [f"_{column}" for column in identity.columns] or [""]
        stems = (identity.total, *(part.removeprefix("-") for part in identity.parts))
        used = {stem + column for stem in stems for column in columns}
        return used | set(identity.unless) | set(identity.while_blank) <= names

    return given.model_copy(
        update={
            "identity": tuple(
                identity.model_copy(
                    update={
                        "id": f"{before}{identity.id}",
                        "told_by": identity.told_by and f"{before}{identity.told_by}",
                    }
                )
                for identity in given.identity
                if is_known(identity)
            ),
            "bring": tuple(b for b in given.bring if {b.total, *b.parts} <= names),
        }
    )


def kept_texts(given: TextRules, form: Form) -> TextRules:
    """Return the rules of texts as far as they speak of what the form has."""
    fields = form.all_fields
    rows = {row.name for row in form.rows}
    things = tuple(thing for thing in given.thing if _is_known(thing, form, rows))
    called = {thing.name for thing in things}
    things = tuple(
        thing
        if thing.near is None or thing.near.thing in called
        else thing.model_copy(update={"near": None})
        for thing in things
    )
    return given.model_copy(
        update={
            "narrative": tuple(name for name in given.narrative if name in fields),
            "results": tuple(name for name in given.results if name in fields),
            "mention": tuple(item for item in given.mention if item.field in fields),
            "overrun": tuple(item for item in given.overrun if set(item.rows) <= rows),
            "thing": things,
            "about": {
                name: thing
                for name, thing in given.about.items()
                if name in fields and thing in called
            },
        }
    )


def _is_known(thing: ThingDef, form: Form, rows: set[str]) -> bool:
    """Tell whether the form has all that is said of a thing."""
    sums = (one for cells in thing.cells.values() for one in cells)
    names = {name for one in sums for name in one.split(" + ")}
    return (not thing.row or thing.row in rows) and names <= set(form.all_fields)


def scoring_projects(folder: Path, form: Form, profile: str) -> Form:
    """Return a department's form by which projects are scored with another profile."""
    given = form.definition.projects
    if not profile:
        return form
    if given is None:
        raise CannotDoError(f"模板“{folder.name}”没有项目自评表，不能给项目另选评分办法。")
    known = profiles_in(folder_of_projects(folder, given))
    if profile not in known:
        which = f"现有：{'、'.join(known)}" if known else "这个模板只有自带的一种"
        raise CannotDoError(
            f"项目自评表的模板“{given.family}”没有名为“{profile}”的评分办法；{which}。"
        )
    projects = given.model_copy(update={"profile": profile})
    return replace(form, definition=form.definition.model_copy(update={"projects": projects}))


def folder_of_projects(folder: Path, given: ProjectsDef) -> Path:
    """Return the folder of the projects' family: beside the department's, or where it is found."""
    beside = folder.parent / given.family
    return beside if beside.is_dir() else named_folder(given.family)
