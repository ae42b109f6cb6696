"""A filled mark sheet read back: by the names of its cells, wherever a program has put them."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from xlevaluate.errors import CannotDoError
from xlevaluate.form.snapshot import BLANK, Address, CellValue, ErrorValue, Snapshot
from xlevaluate.review.given_marks import FoundProblem, GivenMark, MarkedObject, MarkedSheet
from xlevaluate.review.mark_names import (
    MARKS_NAME,
    InfoKey,
    advice_name,
    done_name,
    info_name,
    mark_name,
    problem_name,
    reason_name,
)
from xlevaluate.review.mark_totals import unfit
from xlevaluate.review.sheet_linter import Marking, load_marking, own_sheets
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import clean_text, shortened
from xlevaluate.workbook.read import book_of, snapshot_of_book

_MOST_MARKS = 2_000
_DIGITS = 12
"""Of a mark as a program stores it: what is finer is how binary numbers write decimals."""


class Markings:
    """The mark sheets by which files are read, each loaded once; a bureau's own was asked for."""

    def __init__(self, asked: str | None, template: str | None = None) -> None:
        self._own = None if asked is None else load_marking(asked, template)
        self._loaded: dict[str, Marking] = {}

    def named(self, name: str) -> Marking:
        """Return the one that a file names; raises ``CannotDoError`` where it is not at hand."""
        if self._own is not None and self._own.name == name:
            return self._own
        if name not in own_sheets():
            raise CannotDoError(f"是按评分表“{name}”制作的，请用 --sheet 指出它的 .toml 文件。")
        if name not in self._loaded:
            self._loaded[name] = load_marking(name)
        return self._loaded[name]


def read_marks(content: bytes, name: str, markings: Markings) -> MarkedObject:
    """Return what stands in a mark sheet; raises ``CannotDoError`` where it is none of ours."""
    return _Reading(snapshot_of_book(book_of(content, name)), name, markings).object()


class _Reading:
    def __init__(self, snapshot: Snapshot, name: str, markings: Markings) -> None:
        self.snapshot, self.name = snapshot, name
        # Names are the same in either case, and a program may write them otherwise.
        self.names = {key.lower(): address for key, address in snapshot.names.items()}
        form = self._info("form")
        if not form:
            raise CannotDoError("不是 xlevaluate review 制作的评分表，没有读取。")
        self.marking = markings.named(form)
        if self._info("digest") != self.marking.digest:
            raise CannotDoError(
                f"是按另一版评分表“{form}”制作的，项目或分值可能不同。"
                "请用制作时的评分表文件（--sheet）读取，或重新制作、重新评分。"
            )

    def object(self) -> MarkedObject:
        lists = self._lists()
        sheets = tuple(
            MarkedSheet(definition, tuple(lists.get(definition.key, ())))
            for definition in self.marking.definition.sheet
            if definition.kind != "problems"
        )
        self._hold(sheets)
        return MarkedObject(
            name=self.name,
            form=self.marking.definition.title,
            object=self._info("object"),
            kind=self._info("kind"),
            code=self._info("code"),
            unit=self._info("unit"),
            project=self._info("project"),
            department=self._info("department"),
            office=self._info("office"),
            year=self._info("year"),
            score=_digits(self._info("score")),
            grade=self._info("grade"),
            sheets=sheets,
            problems=tuple(self._problems()),
        )

    def _hold(self, sheets: tuple[MarkedSheet, ...]) -> None:
        """Hold the list of marks against the definition: neither is to be changed by hand."""
        for sheet in sheets:
            if sheet.definition.kind == "items":
                parts = [part for item in sheet.definition.item for part in item.parts]
                wanted = [(key, points) for key, points, _ in parts]
                if [(mark.key, mark.points) for mark in sheet.marks] != wanted:
                    raise self._damaged()

    def _damaged(self) -> CannotDoError:
        return CannotDoError("评分表里记录评分项目的隐藏工作表改动过，不能读取。请重新制作。")

    # ------------------------------------------------------------------ cells

    def _at(self, address: Address | None) -> CellValue:
        if address is None:
            return BLANK
        return self.snapshot.sheets[address.sheet].get((address.row, address.col), BLANK)

    def _named(self, name: str) -> tuple[Address | None, CellValue]:
        address = self.names.get(name.lower())
        return address, self._at(address)

    def _text(self, name: str) -> str:
        return _words(self._named(name)[1])

    def _info(self, key: InfoKey) -> str:
        return self._text(info_name(key))

    def _lists(self) -> dict[str, list[GivenMark]]:
        """Return the marks by the keys of their sheets, as the hidden sheet lists them."""
        start = self.names.get(MARKS_NAME)
        if start is None:
            raise self._damaged()
        found: dict[str, list[GivenMark]] = {}
        for number in range(_MOST_MARKS):
            row = [
                _words(self._at(start._replace(row=start.row + number, col=start.col + col)))
                for col in range(5)
            ]
            sheet, key, label, digits, called = row
            if not sheet:
                break
            points = _digits(digits)
            if points is None:
                raise self._damaged()
            found.setdefault(sheet, []).append(self._mark(sheet, key, label, points, called))
        return found

    def _mark(self, sheet: str, key: str, label: str, points: Decimal, called: str) -> GivenMark:
        address, cell = self._named(mark_name(sheet, key))
        mark, refused = _given(cell, points)
        if address is None:
            mark, refused = None, "这一格已被删去"
        return GivenMark(
            sheet=address.sheet if address else called,
            key=key,
            label=label,
            points=points,
            cell=str(address) if address else "",
            mark=mark,
            refused=refused,
            reason=self._text(reason_name(sheet, key)),
            done=self._text(done_name(sheet, key)),
        )

    def _problems(self) -> Iterator[FoundProblem]:
        count = _digits(self._info("problems")) or Decimal(0)
        for number in range(1, min(int(count), _MOST_MARKS) + 1):
            if words := self._text(problem_name(number)):
                yield FoundProblem(words, self._text(advice_name(number)))


def _given(cell: CellValue, points: Decimal) -> tuple[Decimal | None, str]:
    """Return the mark in a cell; where what stands there is none, why."""
    value = cell.value
    if value is None or (isinstance(value, str) and not clean_text(value)):
        return None, ""
    if isinstance(value, ErrorValue):
        return None, f"是错误值 {value}，应为数字"
    if isinstance(value, str):
        return None, f"是文字“{shortened(value.strip(), 20)}”，不是数字，请清空后重新输入数字"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None, "不是数字"
    mark = Decimal(format(value, f".{_DIGITS}g"))
    why = unfit(mark, points)
    return (None, f"是 {plain(mark)}，{why}") if why else (mark, "")


def _words(cell: CellValue) -> str:
    """Return the text of a cell; a number that a program made of it as its digits."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, ErrorValue) else clean_text(str(value)) or ""


def _digits(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
