"""Where the table of 校验结果 stands in a workbook, and what goes into it."""

from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.printed import FindingLine
from xlevaluate.form.snapshot import Address, Snapshot
from xlevaluate.output.finding_lines import finding_lines
from xlevaluate.submission.texts import clean_text


class ResultsTable(Struct, frozen=True):
    """The rows under the heads up to the end, and the columns; both count from 0."""

    sheet: str
    top: int
    end: int
    left: int
    explanation: int
    key: int

    def holds(self, row: int, col: int) -> bool:
        """Tell whether a cell is in the table."""
        return self.top <= row < self.end and self.left <= col <= self.key

    def texts(self, line: FindingLine) -> dict[int, str]:
        """Return what stands in a line, by column."""
        texts = {self.left + index: text for index, text in enumerate(line.texts)}
        return texts | {self.explanation: line.explanation or "", self.key: line.key}


def results_table(snapshot: Snapshot, evaluation: Evaluation) -> ResultsTable:
    """Find the table; raises ``CannotDoError`` where a name of it is gone."""
    form = evaluation.subject.template.form
    listing = form.listings[form.findings.name]
    names = (
        f"{listing.name}_{form.names.level}",
        listing.end,
        *(item.name for item in listing.fields),
    )
    found = [address for address in map(snapshot.names.get, names) if address is not None]
    if len(found) < len(names):
        raise CannotDoError(
            f"找不到《{listing.sheet}》的表格，结果没有写入。"
            "请用 xlevaluate check --html 得到网页，或重新制作工作簿。"
        )
    head, end, key, explanation = found
    return ResultsTable(head.sheet, head.row + 1, end.row, head.col, explanation.col, key.col)


def result_lines(
    table: ResultsTable, snapshot: Snapshot, evaluation: Evaluation
) -> list[FindingLine]:
    """Return the lines to write: findings, solved ones, and explanations beside no finding."""
    strays = list(_strays(table, snapshot, evaluation))
    return list(finding_lines(evaluation, table.end - table.top, strays))


def _strays(
    table: ResultsTable, snapshot: Snapshot, evaluation: Evaluation
) -> Iterator[FindingLine]:
    """Keep explanations that stand beside no finding: nothing of the user's is lost.

    So does one beside a copy of a line, which has another text than the line.
    """
    width = len(evaluation.subject.template.form.findings.heads)
    read = {item.text for item in evaluation.subject.submission.explanations}
    for row in range(table.top, table.end):
        text, key = (
            snapshot.at(Address(table.sheet, row, col)).value
            for col in (table.explanation, table.key)
        )
        said = clean_text(str(text)) if text is not None else None
        is_copy = isinstance(text, str) and said not in read
        if said and (key is None or clean_text(str(key)) is None or is_copy):
            yield FindingLine(("",) * width, "", said)
