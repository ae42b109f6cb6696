"""The identities of ``identities.toml``, resolved against the form.

Every name in one is a field or a computed cell, or the slip is told with the file.
"""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.computed.computation import Computation
from xlevaluate.computed.sums import Identity, Part
from xlevaluate.errors import CannotDoError
from xlevaluate.form.form import Form
from xlevaluate.scoring.verdict import CeilingCell
from xlevaluate.template.record_definitions import IdentitiesDef, IdentityDef


class IdentityRule(Struct, frozen=True):
    """An identity with its text and source, resolved against the form, column by column."""

    id: str
    title: str
    source: str
    columns: tuple[Identity, ...]
    fills: bool
    brings: bool = False


class RowIdentity(Struct, frozen=True):
    """An identity in each row of a list: fields by name, and the last steps of their paths."""

    id: str
    title: str
    source: str
    base: str
    """The path of the list."""
    total: str
    parts: tuple[str, ...]
    relation: Literal["equal", "at_most"]
    level: Literal["error", "query"]
    total_key: str
    part_keys: tuple[str, ...]


def identity_of(
    given: IdentityDef,
    source: str,
    form: Form,
    computations: dict[str, Computation],
    above: tuple[IdentityRule, ...] = (),
) -> IdentityRule:
    """Resolve an identity in all its columns; raises ``CannotDoError`` for an unknown name."""
    rows_of = {item.name: listing for listing in form.listings.values() for item in listing.fields}

    def part(text: str, column: str) -> Part:
        name = text.removeprefix("-") + column
        if name not in form.all_fields and name not in computations:
            raise unknown(name)
        sign = -1 if text.startswith("-") else 1
        may_be_blank = text.removeprefix("-") in given.may_be_blank
        return Part(name, sign, rows_of.get(name), computations.get(name), may_be_blank)

    def unknown(name: str) -> CannotDoError:
        return CannotDoError(
            f"模板文件 identities.toml 的 {given.id} 用了 form.toml 中没有的项目“{name}”"
        )

    columns = [f"_{column}" for column in given.columns] or [""]
    for column in columns:
        if given.total + column not in form.fields:
            raise unknown(given.total + column)
    total = form.with_role("total_score")
    ceiling = next((c for c in computations.values() if isinstance(c, CeilingCell)), None)
    twins = [rule.columns for rule in above if rule.id == given.told_by]
    identities = tuple(
        Identity(
            given.total + column,
            tuple(part(text, column) for text in given.parts),
            given.relation,
            # A sum beside its items says 0 at least; of a required one another rule tells.
            "zero"
            if given.fills and not form.fields[given.total + column].required
            else given.total_blank,
            ceiling if total is not None and given.total == total.name else None,
            given.level,
            tuple(name + column for name in given.unless),
            tuple(name + column for name in given.while_blank),
            twins[0][number] if twins else None,
        )
        for number, column in enumerate(columns)
    )
    rule = IdentityRule(given.id, given.title, source, identities, given.fills)
    return replace(rule, brings=given.brings)


def brought_of(
    given: IdentitiesDef, form: Form, computations: dict[str, Computation]
) -> tuple[Identity, ...]:
    """Resolve the figures that come from other cells, and are held against nothing."""
    rules = (
        identity_of(
            IdentityDef(id="", title="", total=bring.total, parts=bring.parts),
            given.source,
            form,
            computations,
        )
        for bring in given.bring
    )
    return tuple(identity for rule in rules for identity in rule.columns)


def identities_of(
    given: IdentitiesDef, form: Form, computations: dict[str, Computation]
) -> tuple[IdentityRule, ...]:
    """Resolve all identities, in their order."""
    made: tuple[IdentityRule, ...] = ()
    for identity in given.identity:
        made = (*made, identity_of(identity, given.source, form, computations, made))
    return made


def row_identities_of(given: IdentitiesDef, form: Form) -> tuple[RowIdentity, ...]:
    """Resolve the identities of rows."""
    made = []
    for each in given.each:
        listing = form.listings[each.list]
        (base,) = listing.groups.values()
        names = [f"{each.list}_{column}" for column in (each.total, *each.parts)]
        by_name = {item.name: item.path.rsplit(".", 1)[1] for item in listing.fields}
        keys = [by_name[name] for name in names]
        total, *parts = names
        made.append(
            RowIdentity(
                *(each.id, each.title, given.source, base, total, tuple(parts)),
                *(each.relation, each.level, keys[0], tuple(keys[1:])),
            )
        )
    return tuple(made)
