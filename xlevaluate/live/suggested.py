"""“照建议改”: the figure that a finding proposes is put into its cell, one at a time."""

from decimal import Decimal
from typing import Any

from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.evaluation.suggestions import suggestion_of
from xlevaluate.form.snapshot import Address, Snapshot, place_of
from xlevaluate.live.book import OpenBook, evaluate_book
from xlevaluate.output.results_table import results_table
from xlevaluate.submission.amounts import plain

_TEXT_FORMAT = "@"


def apply_suggestion(book: OpenBook) -> str:
    """Put in what the finding at the selected cell proposes; say what stood there before.

    In 校验结果 it is the finding of the selected line.
    """
    snapshot, evaluation = evaluate_book(book)
    chosen = _chosen(book, snapshot, evaluation)
    if not chosen:
        return "选中的单元格没有问题。请先点“下一处”，或在结果中选中一行，再照建议改。"
    for told in chosen:
        figure = suggestion_of(told, evaluation)
        if figure is not None:
            return _put(book, snapshot, told, figure)
    return f"这一处没有可以照着改的数，要由您判断：{chosen[0].message}"


def _chosen(
    book: OpenBook, snapshot: Snapshot, evaluation: Evaluation
) -> tuple[ReportedFinding, ...]:
    """Return the findings of the selected cell or line."""
    sheet, selection = str(book.sheets.active.name), book.selection
    if selection is None:
        return ()
    address = str(selection.address).replace("$", "")
    found = evaluation.open_findings
    if sheet == evaluation.subject.template.form.sheet_with("findings"):
        table = results_table(snapshot, evaluation)
        row, _ = place_of(address.partition(":")[0])
        key = snapshot.at(Address(sheet, row, table.key)).value
        return tuple(told for told in found if told.key == key)
    return tuple(told for told in found if (told.place.sheet, told.place.cell) == (sheet, address))


def _put(book: OpenBook, snapshot: Snapshot, told: ReportedFinding, figure: Decimal) -> str:
    place = told.place
    was = snapshot.at(Address(place.sheet, *place_of(place.cell))).value
    cell: Any = book.sheets[place.sheet].range(place.cell)
    if cell.number_format == _TEXT_FORMAT:
        cell.number_format = "General"
    cell.value = [[float(figure)]]
    shown = "空白" if was is None else f"“{_shown(was)}”"
    return f"《{place.sheet}》{place.cell} {place.label}：原为{shown}，已改为 {plain(figure)}。"


def _shown(value: object) -> str:
    return plain(Decimal(str(value))) if isinstance(value, int | float) else str(value)
