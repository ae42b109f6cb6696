"""The tables of some files that are accounts, each with its year, office and unit, or a question.

Nothing is guessed: a year, a unit or an office that the files do not say is asked for, and what
hangs on it waits for the answer.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.accounts.account_books import Books
from xlevaluate.accounts.account_figures import AccountFigure, FigureReader
from xlevaluate.accounts.catalogue import Catalogue
from xlevaluate.accounts.inner_sums import broken_sums
from xlevaluate.accounts.recognition import (
    Recognised,
    Unrecognised,
    is_titled,
    office_of,
    recognise,
    year_in,
)
from xlevaluate.sources.grid import Grid, Source
from xlevaluate.tables.found import Contradiction, Origin, Question, Unplaced
from xlevaluate.tables.label_text import compared
from xlevaluate.tables.money_units import UNITS_ASKED
from xlevaluate.tables.table import Table
from xlevaluate.tables.understanding import tables_in

_ABOUT_ACCOUNTS = re.compile(r"(?:19|20)\d\d年?度?.{0,40}(?:决算|预算)")
_OF_ACCOUNTS = re.compile(r"(?<!\d)(?:19|20)\d\d年?度?\D{0,40}(?:决算|预算)")
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d(?:年|[-._])\d{1,2}(?:(?:月|[-._])\d{1,2})?")
_DAY = re.compile(r"日期|时间|月")
_NO_YEAR = 0
_TOP = 12
"""Rows of a cover among which the year stands."""
_SETTLED = "万元"
"""The unit of a table in which every figure is 0, whatever it is."""


class AccountTables(Struct):
    """What some files hold of accounts of a year and the one before."""

    books: Books
    unplaced: list[Unplaced] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    read: list[Recognised] = field(default_factory=list)
    """Of those recognised, the tables whose figures are used."""
    known: list[Origin] = field(default_factory=list)
    """Grids in which every table is one of accounts by its title."""
    alike: list[Origin] = field(default_factory=list)
    """Tables with the rows of accounts alone of which nobody can tell what they are."""


class _Dated(Struct, frozen=True):
    of: Recognised
    year: int


def account_tables(
    sources: Sequence[Source], catalogue: Catalogue, year: int, answers: Mapping[str, str]
) -> AccountTables:
    """Read the tables of accounts in files, those of ``year`` and of the year before."""
    return _Collector(catalogue, year, answers).collect(sources)


class _Collector:
    def __init__(self, catalogue: Catalogue, year: int, answers: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._year = year
        self._answers = answers
        self._found = AccountTables(Books(catalogue))

    def collect(self, sources: Sequence[Source]) -> AccountTables:
        """Return all that the files hold."""
        dated = [item for source in sources for item in self._dated(source)]
        of_one_office = list(self._of_one_office(dated))
        for item in of_one_office:
            self._found.books.add_table(item.of, item.year)
        for item in of_one_office:
            self._read(item)
        return self._found

    # ------------------------------------------------------------------ years

    def _dated(self, source: Source) -> Iterator[_Dated]:
        recognised: list[Recognised] = []
        whole: dict[str, bool] = {}
        for table in tables_in(source):
            found = recognise(table, self._catalogue)
            is_known = isinstance(found, Recognised) and is_titled(found.definition, table)
            whole[table.place] = whole.get(table.place, True) and is_known
            if found is not None and table.grid.hidden:
                self._found.unplaced.append(Unplaced(_origin(table), "在隐藏的工作表里，没有导入"))
            elif isinstance(found, Recognised):
                recognised.append(found)
            elif isinstance(found, Unrecognised):
                self._found.unplaced.append(Unplaced(_origin(found.table), found.reason))
                if found.is_alike:
                    cells = "、".join(entry.address for entry in found.table.entries)
                    self._found.alike.append(replace(_origin(found.table), address=cells))
        self._found.recognised.extend(recognised)
        self._found.known += (Origin(source.name, place) for place, all_ in whole.items() if all_)
        own = {id(item): year_of(item) for item in recognised}
        said = set(own.values()) - {_NO_YEAR}
        common = year_of_file(source) or (said.pop() if len(said) == 1 else _NO_YEAR)
        for item in recognised:
            year = own[id(item)] or common or self._answered_year(source, item)
            if year in {self._year, self._year - 1}:
                yield _Dated(item, year)
            elif year:
                reason = f"是 {year}年的表，不是 {self._year}年或上年的"
                self._found.unplaced.append(Unplaced(_origin(item.table), reason))

    def _answered_year(self, source: Source, item: Recognised) -> int:
        key = f"year.{source.name}"
        answer = self._answers.get(key, "")
        years = (str(self._year), str(self._year - 1))
        if answer in years:
            return int(answer)
        text = f"“{source.name}”里的{item.definition.name}没有写年度，是哪一年的？"
        self._ask(Question(key, text, years))
        return _NO_YEAR

    # ------------------------------------------------------------------ offices

    def _of_one_office(self, dated: list[_Dated]) -> Iterator[_Dated]:
        """Yield the tables of one office: sums of several are never made."""
        offices = dict.fromkeys(name for item in dated if (name := office_of(item.of.table)))
        if len(offices) < 2:
            yield from dated
            return
        chosen = self._answers.get("office", "")
        if chosen not in offices:
            text = (
                f"这些文件里有 {len(offices)} 个单位的表（{'、'.join(offices)}），用哪一个单位的？"
            )
            self._ask(Question("office", text, tuple(offices)))
            return
        for item in dated:
            name = office_of(item.of.table)
            if name == chosen:
                yield item
            else:
                reason = f"是“{name}”的表" if name else "没有写是哪个单位的表"
                self._found.unplaced.append(Unplaced(_origin(item.of.table), f"{reason}，没有导入"))

    # ------------------------------------------------------------------ units and figures

    def _read(self, item: _Dated) -> None:
        unit = self._unit(item.of)
        reader = FigureReader(item.of, self._catalogue, item.year, unit)
        figures: list[AccountFigure] = []
        for found in reader.figures():
            if isinstance(found, Unplaced):
                self._found.unplaced.append(found)
            elif found.year in {self._year, self._year - 1}:
                figures.append(found)
        figures.extend(self._of_nothing(item, {figure.item for figure in figures}))
        self._found.books.add(figures)
        self._found.books.withhold(item.of.definition.key, item.year, reader.withheld)
        if unit:
            self._found.read.append(item.of)
        if unit or not item.of.table.entries:
            self._found.contradictions.extend(broken_sums(item.of))

    def _unit(self, of: Recognised) -> str:
        """Return the unit that a table says, or the user; asks for it where neither does."""
        table, definition = of.table, of.definition
        unsaid = [entry for entry in table.entries if not entry.unit and entry.amount.number]
        if table.unit or definition.counts or not unsaid:
            return table.unit or _SETTLED
        keys = (f"unit.{table.file}.{definition.key}", f"unit.{table.file}")
        answer = next((self._answers[key] for key in keys if key in self._answers), "")
        if answer in UNITS_ASKED:
            return answer
        largest = max(unsaid, key=lambda entry: entry.amount.number or Decimal(0))
        text = (
            f"“{table.file}”{table.place}（{definition.name}）没有写金额单位，"
            f"{largest.address} 是 {largest.text}，单位是元还是万元？"
        )
        self._ask(Question(keys[0], text, UNITS_ASKED))
        return ""

    def _of_nothing(self, item: _Dated, there: set[str]) -> Iterator[AccountFigure]:
        """Yield 0 where an empty table says in words that there was none."""
        table, definition = item.of.table, item.of.definition
        if any(entry.amount.number for entry in table.entries):
            return
        said = next((text for text in _texts(item.of) if self._says_none(text, item.of)), "")
        for name in definition.nothing if said else ():
            if name not in there:
                zero, origin = Decimal(0), _origin(table, said)
                yield AccountFigure(
                    definition, name, definition.stage, item.year, zero, zero, origin
                )

    def _says_none(self, text: str, of: Recognised) -> bool:
        plain = compared(text)
        others = {d.about for d in self._catalogue.table if d.about} - {of.definition.about}
        is_of_another = any(about in plain for about in others)
        speaks_of_it = of.definition.about in plain or not is_of_another
        return bool(re.search(self._catalogue.none, plain)) and speaks_of_it

    def _ask(self, question: Question) -> None:
        self._found.questions.setdefault(question.key, question)


def _texts(of: Recognised) -> tuple[str, ...]:
    return (*of.table.notes, *(row.text for row in of.table.rows))


def _origin(table: Table, text: str = "") -> Origin:
    return Origin(table.file, f"{table.place} {table.title}".strip(), text=text)


def year_of(of: Recognised) -> int:
    """Return the year that a table says: in its title, above it, in its heads, or its sheet.

    0 where it says none.
    """
    table = of.table
    lines = [line for line in reversed(table.lines) if not _DAY.search(line)]
    for text in (table.title, *lines, table.grid.sheet):
        if year := year_in(text):
            return year
    heads = {year for path in table.columns for label in path if (year := year_in(label))}
    return heads.pop() if len(heads) == 1 else _NO_YEAR


def year_of_file(source: Source) -> int:
    """Return the year that a file says of its accounts, in a line or in its name; 0 without one."""
    for text in _texts_of_file(source):
        if found := _ABOUT_ACCOUNTS.search(compared(text)):
            return year_in(found[0]) or _NO_YEAR
    return _year_of_name(source.name)


def _year_of_name(name: str) -> int:
    """Return the year in the name of a file, else in that of its folder or archive.

    Folders are called by the year in which something was sent, too: there it has to be that of
    accounts or a budget.
    """
    *outer, own = map(compared, name.split("/"))
    years = set(_ANY_YEAR.findall(_DATE.sub("", own)))
    if not _OF_ACCOUNTS.search(own) and len(years) == 1:
        return int(years.pop())
    parts = map(_OF_ACCOUNTS.search, (own, *reversed(outer)))
    return next((int(found[0][:4]) for found in parts if found), _NO_YEAR)


def _texts_of_file(source: Source) -> Iterator[str]:
    """Yield lines of a file, and what stands in the first rows of its grids: its cover."""
    for block in source.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for row in block.rows[:_TOP] for cell in row if cell.text)
        else:
            yield block.text
