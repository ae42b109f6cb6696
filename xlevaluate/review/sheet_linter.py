"""Files of mark sheets, the program's and a bureau's own, with every slip told by line.

A mark sheet is asked for by a name (``pidu``) or by a file of its own (``本局.toml``).
"""

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS, Family
from xlevaluate.checks.registry import rules_of
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import SlipsError, sorted_slips
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.review.mark_names import FOUND_SHEET, OBJECT_SHEET
from xlevaluate.review.sheet_definition import (
    DECIMALS,
    DeductDef,
    ItemDef,
    MarkingDef,
    MarkSheetDef,
)
from xlevaluate.submission.amounts import plain
from xlevaluate.template.lookup import asked_folder, families
from xlevaluate.template.template_loading import load_template

SHEETS = Path(__file__).with_name("sheets")

Families = Mapping[str, Family]
"""The family of each rule, by its id."""


class Marking(Struct, frozen=True):
    """A mark sheet that can be used: its name, what it says, a digest by which it is known again.

    ``families`` are those of the rules that its items may speak of.
    """

    name: str
    definition: MarkingDef
    digest: str
    families: Families


def own_sheets() -> list[str]:
    """Return the names of the mark sheets that come with the program."""
    return sorted(path.stem for path in SHEETS.glob("*.toml"))


def load_marking(asked: str, template: str | None = None) -> Marking:
    """Return a mark sheet by its name or file.

    ``template`` is the template that was asked for, whose rules count too. Raises ``SlipsError``
    with all that is wrong in the file, ``CannotDoError`` where there is none.
    """
    path = SHEETS / f"{asked}.toml"
    if asked not in own_sheets():
        path = Path(asked)
        if path.suffix.lower() != ".toml":
            raise CannotDoError(
                f"没有“{asked}”这种评分表。程序自带 {'、'.join(own_sheets())}；"
                "自己的评分表请指出 .toml 文件。"
            )
    known = _families(template)
    file = open_toml(path)
    definition = file.read(MarkingDef.model_validate)
    if definition is not None:
        _lint(file, definition, known)
    if file.slips or definition is None:
        raise SlipsError(sorted_slips(file.slips))
    digest = hashlib.sha256(file.text.encode()).hexdigest()[:16]
    return Marking(path.stem, definition, digest, known)


@cache
def _families(template: str | None) -> Families:
    """Return the families of the rules of all templates there are, and of one's own."""
    own = [] if template is None else [load_template("", folder=asked_folder(template))]
    every = [*map(load_template, families()), *own]
    return {id_: rule.family for one in every for id_, rule in rules_of(one).items()}


def _lint(file: TomlFile, definition: MarkingDef, known: Families) -> None:
    _lint_twice(file, [sheet.key for sheet in definition.sheet], "key")
    _lint_twice(file, [sheet.name.casefold() for sheet in definition.sheet], "name")
    compared = [s for s, sheet in enumerate(definition.sheet) if sheet.compared]
    for s in compared[1:]:
        words = "只能有一张工作表的合计与自评得分比较"
        file.add(words, "sheet", s, "compared")
    for s, sheet in enumerate(definition.sheet):
        if sheet.name in {FOUND_SHEET, OBJECT_SHEET}:
            file.add("这个名称程序自己要用，请换一个", "sheet", s, "name")
        for character in sorted(set(sheet.name) & set("[]:*?/\\'")):
            file.add(f"工作表的名称里不能有“{character}”", "sheet", s, "name")
        _lint_sheet(file, sheet, s, known)


def _lint_twice(file: TomlFile, values: list[str], key: str) -> None:
    for number, value in enumerate(values):
        if value in values[:number]:
            file.add(f"“{value}”写了两次", "sheet", number, key)


def _lint_sheet(file: TomlFile, sheet: MarkSheetDef, s: int, known: Families) -> None:
    at = ("sheet", s)
    if sheet.kind == "items" and not sheet.item:
        file.add("没有一个评分项目", *at)
    if sheet.kind != "items" and sheet.item:
        file.add("只有 kind = “items” 的工作表有评分项目", *at, "item")
    if sheet.kind == "problems" and (sheet.band or sheet.compared):
        file.add("记录问题的工作表没有合计，不能有分数线、不能比较", *at)
    if sheet.kind != "problems":
        if not sheet.result:
            file.add("没有写合计叫什么（result）", *at)
        if bool(sheet.band) != bool(sheet.verdict):
            file.add("verdict 和 band 要么都写，要么都不写", *at)
    _lint_bands(file, sheet, s)
    if sheet.item:
        _lint_items(file, sheet, s, known)


def _lint_bands(file: TomlFile, sheet: MarkSheetDef, s: int) -> None:
    for b, band in enumerate(sheet.band):
        at = ("sheet", s, "band", b)
        if band.name in [other.name for other in sheet.band[:b]]:
            file.add(f"“{band.name}”写了两次", *at, "name")
        if b and band.at_least >= sheet.band[b - 1].at_least:
            file.add("分数线要由高到低，一个比一个低", *at, "from")
        if band.at_least > sheet.total:
            file.add(f"分数线高于满分 {plain(sheet.total)}", *at, "from")
        _lint_decimals(file, band.at_least, *at, "from")
    if sheet.band and sheet.band[-1].at_least != 0:
        last = ("sheet", s, "band", len(sheet.band) - 1)
        file.add("最后一档要从 0 分起，否则有的得分没有结果", *last, "from")


def _lint_items(file: TomlFile, sheet: MarkSheetDef, s: int, known: Families) -> None:
    total = sum((item.points for item in sheet.item), Decimal(0))
    if total != sheet.total:
        words = f"各项分值合计 {plain(total)}，应为 {plain(sheet.total)}（total，不写是 100）"
        file.add(words, "sheet", s, "item")
    first: dict[str, str] = {}
    for i, item in enumerate(sheet.item):
        at = ("sheet", s, "item", i)
        if item.key in [other.key for other in sheet.item[:i]]:
            file.add(f"“{item.key}”写了两次", *at, "key")
        if item.points == 0:
            file.add("分值是 0", *at, "points")
        _lint_decimals(file, item.points, *at, "points")
        _lint_decimals(file, item.counted_points, *at, "counted")
        if item.counted > 0 and not item.deduct:
            file.add("有能计数的分值，却没有写怎样扣分（deduct）", *at, "counted")
        for d, deduct in enumerate(item.deduct):
            _lint_deduct(file, item, deduct, (*at, "deduct", d), known)
            for meant, key in _meant(deduct):
                if meant in first:
                    words = f"{meant}已经写在“{first[meant]}”一项里，一处问题不能扣两次"
                    file.add(words, *at, "deduct", d, key)
                first.setdefault(meant, item.name)


def _meant(deduct: DeductDef) -> Iterator[tuple[str, str]]:
    """Yield in words what a deduction is for, each with the key under which that stands."""
    for level in deduct.levels:
        yield from ((f"“{rule}”的{LEVELS[level]}", "rules") for rule in deduct.rules)
        yield from ((f"“{family}”的{LEVELS[level]}", "families") for family in deduct.families)
    yield from ((f"“{fact}”", "facts") for fact in deduct.facts)


def _lint_deduct(
    file: TomlFile, item: ItemDef, deduct: DeductDef, at: tuple[str | int, ...], known: Families
) -> None:
    if not (deduct.rules or deduct.families or deduct.facts):
        file.add("没有写为什么扣分：rules、families 或 facts", *at)
    for number, rule in enumerate(deduct.rules):
        if rule not in known:
            file.add(f"没有编号为“{rule}”的规则", *at, "rules", number)
    if not deduct.levels:
        file.add("没有写级别", *at, "levels")
    _lint_decimals(file, deduct.points, *at, "points")
    if deduct.most is not None:
        _lint_decimals(file, deduct.most, *at, "most")
        if deduct.most < deduct.points:
            file.add("最多扣的比一处扣的还少", *at, "most")
    if deduct.points > item.counted_points:
        words = f"一处扣的多于能计数的分值 {plain(item.counted_points)}"
        file.add(words, *at, "points")


def _lint_decimals(file: TomlFile, value: Decimal, *at: str | int) -> None:
    if value != round(value, DECIMALS):
        file.add(f"最多 {DECIMALS} 位小数，现在是 {plain(value)}", *at)
