"""What units have published (公开): whose each file is, and what of it can be looked at.

Files are read one after another, and of each a short record is kept: no text of it, and nobody's
name.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.collection import Unread
from xlevaluate.rollup.found_files import files_in
from xlevaluate.rollup.same_names import same_name
from xlevaluate.sources.grid import Grid, Source
from xlevaluate.sources.opened_files import read_sources

_BEGINNING = 3_000
"""Characters of a document in which it says whose it is."""

_NUMBER = re.compile(r"(?<![\d.])\d[\d,，]*(?:\.\d+)?")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_IDENTITY = re.compile(r"(?<![\dXx])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dXx])")
_PERSON = re.compile(
    r"(?:填表人|填报人|经办人|联系人)[:：\s]*(?!\s|[（(]?略|签[字名章])[\u4e00-\u9fff·]{2,4}"
)
_SENTENCE = re.compile("[^。；;\n]*(?:项目[^。；;\n]*绩效自评|绩效自评[^。；;\n]*项目)[^。\n]*")
_WORDS = r"[\u4e00-\u9fff]{0,6}?"
_COUNT = re.compile(rf"(\d+)个{_WORDS}项目|项目{_WORDS}(\d+)个")
_MONEY = re.compile(r"(?:涉及)?资金(?:总额|共计|合计|约)?([\d,，.]+)(亿元|万元|元)")
_AVERAGE = re.compile(r"平均(?:得)?分(?:为|是)?([\d.]+)")
_IN_TEN_THOUSAND = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}

_FORM = {"三级指标", "指标值", "年度指标值", "实际完成值"}
_REPORT = re.compile(r"(?:整体支出|项目支出|部门)?绩效(?:自评|评价)(?:情况|自评)?报告")


class SaidOfProjects(Struct, frozen=True):
    """The sentence on the self-evaluation of projects; ``None`` for what it does not say.

    ``money`` is in 万元.
    """

    count: int | None = None
    money: Decimal | None = None
    average: Decimal | None = None


class PublishedFile(Struct, frozen=True, kw_only=True):
    """A published document; ``unit`` is the place of its unit in a list of names, if it has one.

    ``numbers`` are all that stand in it; what is personal is only counted.
    """

    name: str
    unit: int | None = None
    numbers: frozenset[Decimal] = frozenset()
    has_form: bool = False
    has_report: bool = False
    projects: SaidOfProjects = SaidOfProjects()
    telephones: int = 0
    identities: int = 0
    persons: int = 0


def published_in(
    paths: Iterable[Path], units: list[tuple[str, ...]]
) -> Iterator[PublishedFile | Unread]:
    """Yield the documents in folders, files and zips; ``units`` are the names of each unit.

    Raises ``CannotDoError`` where a path leads nowhere or there is no file.
    """
    names = [
        (same_name(name), place) for place, of in enumerate(units) for name in of if same_name(name)
    ]
    names.sort(key=lambda item: -len(item[0]))
    for shown, path in files_in(list(paths)):
        try:
            sources = read_sources(path)
        except CannotDoError as error:
            yield Unread(shown, str(error))
            continue
        for source in sources:
            whole = shown if source.name == path.name else f"{shown}{source.name[len(path.name) :]}"
            if source.blocks:
                yield _looked_at(source, whole, names)
            else:
                yield Unread(whole, "；".join(source.problems) or "没有内容。")


def _looked_at(source: Source, name: str, names: list[tuple[str, int]]) -> PublishedFile:
    text = "\n".join(_texts(source))
    bare = re.sub(r"[^\S\n]", "", text)
    return PublishedFile(
        name=name,
        unit=_unit_of(name, bare, names),
        numbers=frozenset(_numbers(text)),
        has_form=any(_is_form(grid) for grid in source.grids()),
        has_report=_REPORT.search(bare) is not None,
        projects=_said_of_projects(bare),
        telephones=len(set(_MOBILE.findall(text))),
        identities=len(set(_IDENTITY.findall(text))),
        persons=len(set(_PERSON.findall(text))),
    )


def _texts(source: Source) -> Iterator[str]:
    """Yield lines, and rows of tables as lines; what is merged stands once."""
    for block in source.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                cells = (cell.text for cell in row if cell.spread_from is None)
                yield " ".join(text for text in cells if text.strip())
        else:
            yield block.text


def _unit_of(name: str, text: str, names: list[tuple[str, int]]) -> int | None:
    """Return the unit whose name is the longest in the name of the file, else in its beginning."""
    for where in (same_name(name), same_name(text[:_BEGINNING])):
        for known, place in names:
            if known in where:
                return place
    return None


def _numbers(text: str) -> Iterator[Decimal]:
    for found in _NUMBER.findall(text):
        if (number := _number(found)) is not None:
            yield number


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub("[,，]", "", text))
    except InvalidOperation:
        return None


def _is_form(grid: Grid) -> bool:
    heads = {re.sub(r"\s", "", cell.text) for row in grid.rows for cell in row}
    return len(heads & _FORM) > 1 and any("得分" in head for head in heads)


def _said_of_projects(text: str) -> SaidOfProjects:
    """Return what the first sentence with a number of projects says."""
    for sentence in _SENTENCE.findall(text):
        count = _COUNT.search(sentence)
        if count is None:
            continue
        money, average = _MONEY.search(sentence), _AVERAGE.search(sentence)
        amount = _number(money[1]) if money else None
        return SaidOfProjects(
            int(count[1] or count[2]),
            amount * _IN_TEN_THOUSAND[money[2]] if money and amount is not None else None,
            _number(average[1].rstrip(".")) if average else None,
        )
    return SaidOfProjects()
