"""Slips in ``identities.toml``: totals, their parts, and the formulas that fill them in."""

import re
from collections.abc import Iterable, Iterator, Mapping

from xlevaluate.files.toml import TomlFile
from xlevaluate.form.form import Form
from xlevaluate.scoring.indicator_rules import repeated
from xlevaluate.template.record_definitions import IdentitiesDef, IdentityDef
from xlevaluate.template.record_linter import each_once

_ID = re.compile(r"[FXS]\d{2,3}")


def lint_identities(
    file: TomlFile, given: IdentitiesDef, form: Form, computed: Iterable[str] | None
) -> None:
    """Note identities of names that there are not; ``computed`` is ``None`` where unknown."""
    each_once(file, (identity.id for identity in given.identity), "编号", "identity", "id")
    filled: dict[str, str] = {}
    for i, identity in enumerate(given.identity):
        place = ("identity", i)
        if not _ID.fullmatch(identity.id):
            words = "编号由 F（表内）、X（表间）或 S（评分）和两三位数字组成，如 F01"
            file.add(words, *place, "id")
        if not identity.parts:
            file.add("至少要有一项", *place, "parts")
        _each_part_once(file, i, identity)
        _named_items(file, i, identity, form, {other.id for other in given.identity[:i]})
        _formulas(file, i, identity)
        for column in [f"_{column}" for column in identity.columns] or [""]:
            total = identity.total + column
            if total not in form.fields or not form.fields[total].is_number:
                file.add(_unknown(identity.id, total), *place, "total")
            elif _is_filled(identity) and filled.setdefault(total, identity.id) != identity.id:
                key = "fills" if identity.fills else "brings"
                file.add(f"{filled[total]} 已经给“{total}”放了求和公式", *place, key)
            names = [part.removeprefix("-") + column for part in identity.parts]
            for number, name in enumerate(names):
                field = form.all_fields.get(name)
                if not (field.is_number if field else computed is None or name in computed):
                    file.add(_unknown(identity.id, name), *place, "parts", number)

    _brought(file, given, form, filled)
    _circles(file, given)
    _in_rows(file, given, form)


def _each_part_once(file: TomlFile, number: int, given: IdentityDef) -> None:
    """Note a part that is counted twice, or is the total itself, and a column twice."""
    for key in ("parts", "columns"):
        names = [name.removeprefix("-") for name in getattr(given, key)]
        for name in repeated(names):
            file.add(f"“{name}”写了两次", "identity", number, key)
    for n, part in enumerate(given.parts):
        if part.removeprefix("-") == given.total:
            file.add(f"合计“{given.total}”又是它自己的一项", "identity", number, "parts", n)


def _circles(file: TomlFile, given: IdentitiesDef) -> None:
    """Note formulas that lead back to their own cell, each circle where it is closed."""
    parts = {total: names for _, total, names in _formulas_of(given)}
    for place, total, names in _formulas_of(given):
        way = next((way for name in names if (way := _way(parts, name, total))), ())
        if way and total not in names:
            words = f"“{total}”的公式绕回它自己：{'、'.join((total, *way))}"
            file.add(words, *place)
            del parts[total]  # the circle is open here, and told once


def _formulas_of(given: IdentitiesDef) -> Iterator[tuple[tuple[str | int, ...], str, set[str]]]:
    """Yield each formula: where it is declared, its cell, the cells that it reads."""
    for i, identity in enumerate(given.identity):
        if _is_filled(identity):
            key = "fills" if identity.fills else "brings"
            for column in [f"_{column}" for column in identity.columns] or [""]:
                names = {part.removeprefix("-") + column for part in identity.parts}
                yield ("identity", i, key), identity.total + column, names
    for i, bring in enumerate(given.bring):
        names = {part.removeprefix("-") for part in bring.parts}
        yield ("bring", i, "total"), bring.total, names


def _way(parts: Mapping[str, set[str]], start: str, end: str) -> tuple[str, ...]:
    """Return the cells from one to another by what formulas read; none where there is no way."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop()
        if way[-1] == end:
            return way
        beyond = parts.get(way[-1], set()) - seen
        seen |= beyond
        ways += [(*way, name) for name in sorted(beyond)]
    return ()


def _is_filled(identity: IdentityDef) -> bool:
    return identity.fills or identity.brings


def _formulas(file: TomlFile, number: int, given: IdentityDef) -> None:
    """Note identities that no formula can say."""
    is_sum = not any(part.startswith("-") for part in given.parts)
    if given.fills and not (is_sum and given.relation == "equal"):
        file.add("fills 只用于各项相加、应当相等的合计", "identity", number, "fills")
    if given.brings and given.relation != "equal":
        file.add("brings 只用于应当相等的", "identity", number, "brings")


def _brought(file: TomlFile, given: IdentitiesDef, form: Form, filled: Mapping[str, str]) -> None:
    """Note figures that cannot come from elsewhere."""
    for i, bring in enumerate(given.bring):
        place = ("bring", i)
        if bring.total not in form.fields or not form.fields[bring.total].is_number:
            file.add(_unknown("bring", bring.total), *place, "total")
        elif bring.total in filled:
            file.add(f"{filled[bring.total]} 已经给“{bring.total}”放了公式", *place, "total")
        for number, part in enumerate(bring.parts):
            field = form.all_fields.get(part.removeprefix("-"))
            if field is None or not field.is_number:
                file.add(_unknown("bring", part), *place, "parts", number)


def _in_rows(file: TomlFile, given: IdentitiesDef, form: Form) -> None:
    """Note identities of rows whose list or columns there are not."""
    ids = [identity.id for identity in given.identity]
    for i, each in enumerate(given.each):
        place = ("each", i)
        if not _ID.fullmatch(each.id) or each.id in ids:
            file.add("编号由 F、X 或 S 和两三位数字组成，不能与别的相同", *place, "id")
        ids.append(each.id)
        listing = form.listings.get(each.list)
        numbers = {f.name for f in listing.fields if f.is_number} if listing else set()
        if listing is None or len(listing.groups) != 1:
            file.add(f"没有名为“{each.list}”的可增减的行", *place, "list")
            continue
        for name in (each.total, *each.parts):
            if f"{each.list}_{name}" not in numbers:
                file.add(f"“{each.list}”没有名为“{name}”的数字列", *place, "total")


def _named_items(
    file: TomlFile, number: int, given: IdentityDef, form: Form, above: set[str]
) -> None:
    """Note conditions of an identity that name what there is not."""
    place = ("identity", number)
    parts = {part.removeprefix("-") for part in given.parts}
    for n, name in enumerate(given.may_be_blank):
        if name not in parts:
            file.add(f"“{name}”不在 parts 中", *place, "may_be_blank", n)
    for key in ("unless", "while_blank"):
        for n, name in enumerate(getattr(given, key)):
            for column in [f"_{column}" for column in given.columns] or [""]:
                if name + column not in form.fields:
                    file.add(_unknown(given.id, name + column), *place, key, n)
    if given.told_by and given.told_by not in above:
        file.add(f"前面没有编号为“{given.told_by}”的一条", *place, "told_by")


def _unknown(identity: str, name: str) -> str:
    return f"{identity} 用了 form.toml 中没有的项目“{name}”"
