"""From files of accounts to values for the fields of a form, each with where it stood."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.accounts.account_books import AccountSum, Books
from xlevaluate.accounts.account_guards import broken_identities, holds
from xlevaluate.accounts.account_mapping import MappingDef, SourceDef, TakeDef, mapping_of
from xlevaluate.accounts.account_tables import (
    AccountTables,
    account_tables,
    year_of,
    year_of_file,
)
from xlevaluate.accounts.accounts_left import CellKey, cell_of, left_in
from xlevaluate.accounts.accounts_reading import AccountsReading, Way, WayKind
from xlevaluate.accounts.catalogue import FINAL_ACCOUNTS, the_catalogue
from xlevaluate.accounts.recognition import Recognised, office_of, recognise
from xlevaluate.form.fields import Field
from xlevaluate.sources.grid import Source
from xlevaluate.submission.amounts import canonical, fixed, round_half_up
from xlevaluate.tables.found import Contradiction, Found, Harvest, Origin, Question
from xlevaluate.tables.money_units import UNITS
from xlevaluate.tables.understanding import tables_in
from xlevaluate.template.template import Template

_DECIMALS = 2


def recognise_accounts(
    sources: Sequence[Source],
    template: Template,
    year: int,
    answers: Mapping[str, str] | None = None,
) -> Harvest:
    """Return what files of accounts hold for a form of ``year``; money is 万元, half up once.

    Tables of the year fill this year's fields, those of the year before last year's. What the
    files do not say (a unit, a year, which budget) is asked, and filled only with an answer.
    """
    return read_accounts(sources, template, year, answers).harvest


def years_of_accounts(sources: Sequence[Source]) -> tuple[int, ...]:
    """Return the years of which there are accounts in files, the latest first."""
    catalogue = the_catalogue()
    found = (recognise(table, catalogue) for source in sources for table in tables_in(source))
    years = {year_of(item) for item in found if isinstance(item, Recognised)}
    years |= {year_of_file(source) for source in sources} if years else set()
    return tuple(sorted(years - {0}, reverse=True))


def read_accounts(
    sources: Sequence[Source],
    template: Template,
    year: int,
    answers: Mapping[str, str] | None = None,
    *,
    whatever: bool = False,
) -> AccountsReading:
    """Return the same with every way to each figure, for what is held against them.

    ``whatever`` takes the ways of every answer to the template's own questions.
    """
    files = tuple(source.name for source in sources)
    mapping = mapping_of(template)
    if mapping is None:
        return AccountsReading(Harvest(), files=files, is_mapped=False)
    answers = answers or {}
    tables = account_tables(sources, the_catalogue(), year, answers)
    return _Taker(template, mapping, tables, year, answers, whatever=whatever).reading(files)


class _Taker:
    def __init__(
        self,
        template: Template,
        mapping: MappingDef,
        tables: AccountTables,
        year: int,
        answers: Mapping[str, str],
        *,
        whatever: bool,
    ) -> None:
        self._whatever = whatever
        self._used: set[CellKey] = set()
        self._template = template
        self._mapping = mapping
        self._tables = tables
        self._year = year
        self._answers = answers

    @property
    def _books(self) -> Books:
        return self._tables.books

    def reading(self, files: tuple[str, ...]) -> AccountsReading:
        """Return all that is found."""
        ways: dict[str, list[Way]] = {}
        kinds: dict[str, WayKind] = {}
        asked: dict[str, Question] = dict(self._tables.questions)
        answered: dict[str, list[TakeDef]] = {}
        for take in self._mapping.take:
            for name, year in ((take.field, self._year), (take.last, self._year - 1)):
                if not name:
                    continue
                item = self._template.form.fields[name]
                kinds.setdefault(item.path, _kind(take, name))
                found = list(self._found(take, item, year))
                unanswered = [key for key in take.when if key not in self._answers]
                if self._is_meant(take):
                    ways.setdefault(item.path, []).extend(found)
                    is_certain = any(way.found.certain for way in found)
                    answered.setdefault(item.path, []).extend([take] if is_certain else [])
                elif found and not self._whatever:
                    asked |= {key: self._question(key) for key in unanswered}
        ordered = {
            path: self._ordered(found, answered[path]) for path, found in ways.items() if found
        }
        contradictions: list[Contradiction] = [
            *self._books.contradictions,
            *self._tables.contradictions,
            *broken_identities(self._books, (self._year, self._year - 1)),
        ]
        chosen = tuple(found[0].found for found in ordered.values())
        harvest = Harvest(
            chosen,
            (*self._tables.unplaced, *left_in(self._tables.read, self._used, chosen)),
            tuple(asked.values()),
            tuple(dict.fromkeys(contradictions)),
            alike=tuple(self._tables.alike),
            known=tuple(self._tables.known),
        )
        offices = dict.fromkeys(office_of(item.table) for item in self._tables.recognised)
        return AccountsReading(harvest, ordered, kinds, files, tuple(filter(None, offices)))

    def _is_meant(self, take: TakeDef) -> bool:
        """Tell whether the answers ask for a way; without an answer ``whatever`` asks for all."""
        return all(
            self._answers.get(key, said if self._whatever else "") == said
            for key, said in take.when.items()
        )

    def _ordered(self, ways: list[Way], takes: list[TakeDef]) -> tuple[Way, ...]:
        """Return ways, the certain ones first.

        None is certain where it is of one answer to an open question, and there is none of another.
        """
        open_keys = {key for take in takes for key in take.when if key not in self._answers}
        for key in open_keys:
            said = {take.when.get(key) for take in takes}
            if not set(self._question(key).answers) <= said:
                ways = [replace(way, found=replace(way.found, certain=False)) for way in ways]
        return tuple(sorted(ways, key=lambda way: not way.found.certain))

    def _question(self, key: str) -> Question:
        given = next(question for question in self._mapping.question if question.key == key)
        return Question(key, given.text, given.answers)

    def _found(self, take: TakeDef, item: Field, year: int) -> Iterator[Way]:
        for source in take.of:
            total = self._books.sum(source.terms, take.stage, year)
            if total is not None:
                for figure in total.figures:
                    self._used.update(map(cell_of, self._books.origins(figure)))
                yield Way(self._value(total, source, take, item, year), total.slack)

    def _value(
        self, total: AccountSum, source: SourceDef, take: TakeDef, item: Field, year: int
    ) -> Found:
        condition = source.condition
        agrees = condition is None or holds(self._books, condition, take.stage, year)
        is_money = item.kind == "money"
        value = round_half_up(total.amount, _DECIMALS) if is_money else canonical(total.amount)
        notes = [
            *_converted(total, value, is_money=is_money),
            *_made_of(total),
            *((source.note,) if source.note and not (source.where and agrees) else ()),
        ]
        return Found(
            item.path,
            value,
            _origin(total),
            exact=total.amount,
            note="；".join(notes),
            certain=source.certain and agrees and total.is_proven,
            stood=tuple(at for figure in total.figures for at in self._books.origins(figure)),
        )


def _kind(take: TakeDef, name: str) -> WayKind:
    if name == take.last:
        return "last"
    terms = (term for source in take.of for term in source.terms)
    stages = {take.stage, *(term.stage for term in terms if term.stage)}
    return "final" if stages == {FINAL_ACCOUNTS} else "budget"


def _origin(total: AccountSum) -> Origin:
    """Return where a figure stood; of a sum, all of them, by row, column and cell."""
    first = total.figures[0].origin
    if len(total.figures) == 1:
        return first

    def joined(name: str, by: str = "、") -> str:
        return by.join(dict.fromkeys(getattr(figure.origin, name) for figure in total.figures))

    return Origin(
        joined("file"),
        joined("place"),
        joined("address"),
        joined("row"),
        joined("column"),
        " ; ".join(figure.origin.text for figure in total.figures),
        joined("unit"),
    )


def _converted(total: AccountSum, value: Decimal, *, is_money: bool) -> Iterator[str]:
    """Say from which unit an amount was converted, and whether digits were lost."""
    units = {figure.origin.unit for figure in total.figures if figure.origin.unit in UNITS}
    others = units - {"万元"}
    if not is_money or not others:
        if is_money and value != total.amount:
            yield f"四舍五入到两位小数，原为 {canonical(total.amount):f} 万元"
        return
    (unit, *more) = sorted(others)
    if more or "万元" in units:
        yield f"由{'、'.join(sorted(units))}换算"
        return
    original = total.amount * UNITS["万元"] / UNITS[unit]
    rounded = "，四舍五入" if value != total.amount else ""
    yield f"{unit} → 万元：{fixed(original)}{unit} = {fixed(value)}万元{rounded}"


def _made_of(total: AccountSum) -> Iterator[str]:
    """Say the parts of a sum, and which of them are blank or not listed."""
    if len(total.figures) > 1:
        parts = (f"{figure.item} {figure.origin.text}" for figure in total.figures)
        yield f"由 {'、'.join(parts)} 得出"
    if total.blank:
        proof = "" if total.is_proven else "，表中看不出是不是没有，请核对"
        yield f"{'、'.join(term.item for term in total.blank)}在表中空白，按没有计{proof}"
