"""What a program says of sentences in the workbook: which cells, and what they are to hold.

Beside each row of 报告提纲 stands what it will print, beside the example of each function what it
gives. The rows are found by the names of their heads and of the row after the last, so that rows
that were inserted have their preview too.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.cells_definition import OutlineTableDef
from xlevaluate.form.definition import ExamplesDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.printed import FunctionLine, Printed
from xlevaluate.form.reference_tables import end_of, example_name, preview_name
from xlevaluate.form.snapshot import Address, Snapshot
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.outline import written_rows
from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.sentence_functions import FUNCTIONS
from xlevaluate.submission import Submission
from xlevaluate.submission.texts import CELL_LIMIT, clean_text
from xlevaluate.template.template import Template

_SHORT = 120
"""Characters that are shown of what an example gives."""

_HALF_A_ROW = "（不写入：本行的级别和文字要都填好）"


class PreviewColumn(Struct, frozen=True):
    """A column that a program fills: its sheet, its column, and the texts of its rows, from 0."""

    sheet: str
    col: int
    texts: dict[int, str]

    def changed(self, snapshot: Snapshot) -> dict[int, str]:
        """Return the texts of those rows in which something else stands now."""
        return {
            row: text
            for row, text in self.texts.items()
            if text != _standing(snapshot, Address(self.sheet, row, self.col))
        }


def _standing(snapshot: Snapshot, cell: Address) -> str:
    value = snapshot.at(cell).value
    return "" if value is None else _for_cell(str(value))


def with_previews(printed: Printed, template: Template, submission: Submission) -> Printed:
    """Add to what a new workbook prints what comes of its sentences."""
    figures = Figures(template.form, submission)
    rows = written_rows(figures, template.profile, submission.outline or ())
    return replace(
        printed,
        previews=tuple(_for_cell(row.preview()) for row in rows),
        functions=tuple(_functions(template, figures)),
    )


def _functions(template: Template, figures: Figures) -> Iterator[FunctionLine]:
    renderer = Renderer(context_of(figures, template.profile.grade_of), template.form)
    for function in FUNCTIONS.values():
        if not renderer.knows(function.name):
            continue
        example = template.examples.get(function.name, "")
        gives = _shortened(renderer.preview(example))
        yield FunctionLine(function.written, function.help, example, gives)


def _for_cell(text: str) -> str:
    return clean_text(text[:CELL_LIMIT]) or ""


def _shortened(text: str) -> str:
    return _for_cell(text if len(text) <= _SHORT else f"{text[:_SHORT]}……")


def preview_columns(snapshot: Snapshot, evaluation: Evaluation) -> tuple[PreviewColumn, ...]:
    """Return the columns to fill in a workbook; one whose names are gone is passed over."""
    blocks = [b for s in evaluation.subject.template.form.definition.sheet for b in s.block]
    columns = [
        *(_outline(snapshot, evaluation, block.outline) for block in blocks if block.outline),
        *(_examples(snapshot, evaluation, block.functions) for block in blocks if block.functions),
    ]
    return tuple(column for column in columns if column is not None)


def _outline(
    snapshot: Snapshot, evaluation: Evaluation, given: OutlineTableDef
) -> PreviewColumn | None:
    subject = evaluation.subject
    names = tuple(item.name for item in subject.template.form.listings[given.name].fields)
    table = _table(snapshot, subject.template.form.names, given.name, names)
    if table is None:
        return None
    outline = subject.submission.outline or ()
    unread = subject.reading.unread
    rows = written_rows(subject.figures, subject.template.profile, outline, unread)
    said = {subject.reading.places[f"{given.path}.{i}.text"]: row for i, row in enumerate(rows)}
    by_cell = {place.cell: row.preview() for place, row in said.items()}
    texts = {}
    for row, cells in table.rows():
        found = [by_cell[str(cell)] for cell in cells if str(cell) in by_cell]
        is_blank = all(snapshot.at(cell).value is None for cell in cells)
        texts[row] = _for_cell(found[0] if found else "" if is_blank else _HALF_A_ROW)
    return PreviewColumn(table.preview.sheet, table.preview.col, texts)


def _examples(
    snapshot: Snapshot, evaluation: Evaluation, given: ExamplesDef
) -> PreviewColumn | None:
    form_names = evaluation.subject.template.form.names
    table = _table(snapshot, form_names, given.name, (example_name(form_names, given),))
    if table is None:
        return None
    subject = evaluation.subject
    grade_of = subject.template.profile.grade_of
    renderer = Renderer(
        context_of(subject.figures, grade_of, subject.reading.unread), subject.template.form
    )
    texts = {
        row: _shortened(renderer.preview(str(snapshot.at(cell).value or "")))
        for row, (cell,) in table.rows()
    }
    return PreviewColumn(table.preview.sheet, table.preview.col, texts)


class _Table(Struct, frozen=True):
    """The heads of the columns that a preview is made from, of the preview, and the end."""

    heads: tuple[Address, ...]
    preview: Address
    end: Address

    def rows(self) -> Iterator[tuple[int, tuple[Address, ...]]]:
        """Yield each row with its cells."""
        for row in range(self.preview.row + 1, self.end.row):
            yield row, tuple(head._replace(row=row) for head in self.heads)


def _table(
    snapshot: Snapshot, names: NamesDef, name: str, columns: tuple[str, ...]
) -> _Table | None:
    """Find a table by its names; ``None`` where one of them is gone, or in another sheet."""
    wanted = (*columns, preview_name(names, name), end_of(names, name))
    found = [address for address in map(snapshot.names.get, wanted) if address is not None]
    if len(found) < len(wanted) or len({address.sheet for address in found}) > 1:
        return None
    *heads, preview, end = found
    return _Table(tuple(heads), preview, end)
