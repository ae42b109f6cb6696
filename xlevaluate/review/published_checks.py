"""What a unit has published held against what it handed in.

Looked at is what bureaus ask of a disclosure: form, report and mark are there; the mark, the budget
and the execution are those handed in; the sentence on projects counts what the roll-up counts;
nothing personal is left. When and where it was published stands in no file: a person fills it in.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.review.published_files import PublishedFile
from xlevaluate.rollup.collection import CollectedLine, ObjectKind
from xlevaluate.rollup.five_figures import FiveFigures, five_figures
from xlevaluate.rollup.same_names import same_code, same_name
from xlevaluate.submission.amounts import plain, round_half_up

_PROJECT: tuple[ObjectKind, ...] = ("project",)
_YUAN = Decimal(10_000)
_SHOWN = 2
"""Decimals to which figures are published."""


class Published(Struct, frozen=True):
    """A unit with its published files, and what is wrong with them, in sentences."""

    line: CollectedLine
    files: tuple[PublishedFile, ...]
    problems: tuple[str, ...] = ()


def names_of(line: CollectedLine) -> tuple[str, ...]:
    """Return by which names the documents of a unit are known."""
    return tuple(filter(None, (line.entry.name, line.entry.short_name)))


def held_against(
    units: Sequence[CollectedLine],
    lines: Sequence[CollectedLine],
    files: Iterable[PublishedFile],
) -> tuple[Published, ...]:
    """Return each unit with its files and what is wrong; ``lines`` are all that were handed in."""
    of_unit: dict[int, list[PublishedFile]] = {}
    for file in files:
        if file.unit is not None:
            of_unit.setdefault(file.unit, []).append(file)
    return tuple(
        Published(line, tuple(of), tuple(_problems(line, lines, of)))
        for place, line in enumerate(units)
        for of in [of_unit.get(place, [])]
    )


def _problems(
    line: CollectedLine, lines: Sequence[CollectedLine], files: Sequence[PublishedFile]
) -> Iterator[str]:
    if not files:
        yield "没有找到公开的文件。"
        return
    if not any(file.has_form for file in files):
        yield "没有绩效自评表（有三级指标、指标值和得分的表）。"
    if not any(file.has_report for file in files):
        yield "没有绩效自评报告。"
    yield from _figures(line, files)
    yield from _of_projects(line, lines, files)
    yield from _personal(files)


def _figures(line: CollectedLine, files: Sequence[PublishedFile]) -> Iterator[str]:
    if line.handed_in is None:
        yield "没有报来算数的自评表，得分和金额没有核对。"
        return
    form = line.handed_in.form
    numbers = frozenset[Decimal]().union(*(file.numbers for file in files))
    if form.score is not None and form.score not in numbers:
        yield f"自评得分：报送的是 {plain(form.score)} 分，公开的文件里没有这个数。"
    for words, amount in (("全年预算数", form.final_budget), ("全年执行数", form.executed)):
        if amount and not _is_among(amount, numbers):
            yield f"{words}：报送的是 {plain(amount)} 万元，公开的文件里没有这个数。"


def _is_among(amount: Decimal, numbers: frozenset[Decimal]) -> bool:
    """Tell whether an amount of 万元 is published, as it is or rounded, or in 元."""
    return not numbers.isdisjoint({amount, round_half_up(amount, _SHOWN), amount * _YUAN})


def _of_projects(
    line: CollectedLine, lines: Sequence[CollectedLine], files: Sequence[PublishedFile]
) -> Iterator[str]:
    """Hold the sentence on projects against those of the unit, or of all units of a department."""
    said = next((file.projects for file in files if file.projects.count is not None), None)
    own = five_figures(_projects(line, lines, is_whole=False), _PROJECT)
    whole = five_figures(_projects(line, lines, is_whole=True), _PROJECT)
    if said is None:
        if own.evaluated:
            yield f"没有说明项目绩效自评的个数、资金和得分：报送的有 {own.evaluated} 个项目。"
        return
    of = whole if said.count == whole.evaluated else own
    yield from _differences(of, said.count, said.money, said.average)


def _differences(
    of: FiveFigures, count: int | None, money: Decimal | None, average: Decimal | None
) -> Iterator[str]:
    if count != of.evaluated:
        yield f"自评项目：公开的是 {count} 个，报送的是 {of.evaluated} 个。"
        return
    if money is not None and not {of.money, round_half_up(of.money, _SHOWN)} & {money}:
        yield f"项目资金：公开的是 {plain(money)} 万元，报送的是 {plain(of.money)} 万元。"
    if average is not None and of.average is not None and average != of.average:
        yield f"项目平均得分：公开的是 {plain(average)} 分，报送的是 {plain(of.average)} 分。"


def _projects(
    line: CollectedLine, lines: Sequence[CollectedLine], *, is_whole: bool
) -> list[CollectedLine]:
    entry = line.entry
    code, name = same_code(entry.code), same_name(entry.name)
    return [
        other
        for other in lines
        if other.entry.kind == "project"
        and (
            (same_code(other.entry.code) == code if code else same_name(other.entry.name) == name)
            or (is_whole and same_name(other.entry.department) == name)
        )
    ]


def _personal(files: Sequence[PublishedFile]) -> Iterator[str]:
    for words, count in (
        ("手机号码", sum(file.telephones for file in files)),
        ("身份证号码", sum(file.identities for file in files)),
    ):
        if count:
            yield f"有{words} {count} 个，公开前应删去。"
    if any(file.persons for file in files):
        yield "填表人、联系人后面有姓名，公开时应写作（略）。"
