"""The table of what was taken over from last year's workbook: laid out, read back, looked up.

It stands in workbooks that were made from last year's alone. The first head and the row below the
last are named; columns are in the order in which the program has them.
"""

from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct

from xlevaluate.form.carried_definition import CarriedListDef
from xlevaluate.form.fields import Field
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.page import Cell, Page
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission.model import CarriedRow
from xlevaluate.submission.texts import clean_text

COLUMNS = (
    *("state", "from_sheet", "from_cell", "from_label", "content"),
    *("to_sheet", "to_cell", "to_label", "kept", "note"),
)
"""What each column holds, from left to right."""

_CENTRED = frozenset({"state", "from_cell"})


def names_of_table(names: NamesDef, given: CarriedListDef) -> tuple[str, str]:
    """Return the defined names of the first head and of the row below the last."""
    return given.name, f"{given.name}_{names.end}"


def carried_table(form: Form, rows: tuple[CarriedRow, ...], page: Page, _: CarriedListDef) -> None:
    """Lay out the table."""
    given = form.carried_list
    if given is None:
        return
    first, end = names_of_table(form.names, given)
    for col, head in enumerate(given.heads):
        page.add(Cell(page.height, col, "head", text=head, names=() if col else (first,)))
    page.height += 1
    page.repeat_head()
    for row in rows:
        for col, what in enumerate(COLUMNS):
            page.add(_cell(form, given, row, what)).put(page.height, col)
        page.height += 1
    page.add(Cell(page.height, 0, "note", names=(end,)))
    page.height += 1


def _cell(form: Form, given: CarriedListDef, row: CarriedRow, what: str) -> Cell:
    text = given.states[row.state] if what == "state" else getattr(row, what) or ""
    if what == "kept" and row.state == "proposed":
        sheet = form.sheet_with("carried")
        kept = Field(given.name, given.kept, "", "choice", sheet, choices=(given.kept,))
        return Cell(0, 0, "input", field=kept, text=text, literal=True)
    if what == "to_cell" and row.to_sheet and text:
        target = (row.to_sheet, text)
        return Cell(0, 0, "link", text=text, literal=True, target=target)
    return Cell(0, 0, "ordinal" if what in _CENTRED else "words", text=text, literal=True)


def read_carried(form: Form, snapshot: Snapshot) -> tuple[CarriedRow, ...]:
    """Read the table back; nothing where the workbook has none."""
    given = form.carried_list
    if given is None:
        return ()
    first, end = (snapshot.names.get(name) for name in names_of_table(form.names, given))
    if first is None or end is None or first.sheet != end.sheet:
        return ()
    states = {words: state for state, words in given.states.items()}
    rows = []
    for number in range(first.row + 1, end.row):
        texts = {
            what: clean_text(str(value)) if value is not None else None
            for col, what in enumerate(COLUMNS, first.col)
            for value in (snapshot.at(first._replace(row=number, col=col)).value,)
        }
        state = states.get(texts.pop("state") or "")
        if state is not None:
            rows.append(CarriedRow(state=state, **texts))
    return tuple(rows)


class Proposals(Struct, frozen=True, dict=True):
    """What last year's workbook proposes here: targets that somebody has to look at."""

    form: Form
    """The form whose sheet tells of them: of the department, not of its projects."""
    rows: tuple[CarriedRow, ...]

    @classmethod
    def of(cls, form: Form, rows: Iterable[CarriedRow]) -> "Proposals":
        """Take the proposals among what was taken over."""
        return cls(form, tuple(row for row in rows if row.state == "proposed"))

    @property
    def sheet(self) -> str:
        """The sheet in which is said that they stay as they are."""
        return self.form.sheet_with("carried")

    @cached_property
    def _open(self) -> frozenset[tuple[str | None, str | None]]:
        return frozenset((row.to_label, row.content) for row in self.rows if not row.kept)

    def is_untouched(self, name: object, column: Field, content: object) -> bool:
        """Tell whether a row of indicators still holds what was proposed, and nobody has said yes.

        ``name`` is the indicator's, ``content`` stands in ``column``.
        """
        return (row_label(str(name), column), content) in self._open

    def when(self, name: str, column: Field, content: str) -> str:
        """Write the same as a native expression; ``name`` and ``content`` are cells."""
        given = self.form.carried_list
        if given is None:
            return "FALSE"
        first, end = names_of_table(self.form.names, given)

        def cells(what: str) -> str:
            col = COLUMNS.index(what)
            return f"OFFSET({first},1,{col},ROW({end})-ROW({first})-1,1)"

        label = f"{name}&{quoted(row_label('', column))}"
        proposed = quoted(given.states["proposed"])
        same = f"({cells('to_label')}={label})*({cells('content')}={content})"
        is_open = f'({cells("state")}={proposed})*({cells("kept")}="")'
        # Without the sheet of the record, which somebody may delete, nothing is proposed.
        return f'AND({content}<>"",IFERROR(SUMPRODUCT({same}*{is_open})>0,FALSE))'


def row_label(name: str, column: Field) -> str:
    """Return what a cell of a row is called: 重要会议活动（年度指标值）."""
    return f"{name}（{column.column}）"
