"""Sheets to look things up in: the rules, and what sentences of the report may use."""

from xlevaluate.form.definition import ColoursDef, ExamplesDef, HeadsDef, UsableDef
from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.form import Form
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.page import Cell, CellRole, Head, Page
from xlevaluate.form.printed import Printed

_LAST_SHORT = 2
"""Columns of the table of rules up to here hold a word."""


def column(table: str, what: str) -> str:
    """Return the defined name of the head of a column."""
    return f"{table}_{what}"


def rules(printed: Printed, page: Page, given: HeadsDef) -> None:
    """Lay out the table of rules."""
    page.add_heads(Head(col, head) for col, head in enumerate(given.heads))
    page.repeat_head()
    for line in printed.rules:
        for col, text in enumerate(line):
            role: CellRole = "words" if col > _LAST_SHORT else "ordinal"
            page.add(Cell(page.height, col, role, text=text, literal=True))
        page.height += 1


def usable_fields(form: Form, printed: Printed, page: Page, given: UsableDef) -> None:
    """Lay out the fields that sentences may use, with what stands in them now.

    The last column is as wide as the rest of the sheet. Where a sentence can be tried, the cell
    for it comes first, with the answer below.
    """
    rest = len(page.sheet.widths) - 2
    if printed.attempt is not None:
        _attempt(form, page, given, printed)
    names = {0: _name(given, 0), 2: _name(given, 2)}
    for col, (head, cols) in enumerate(zip(given.heads, (1, 1, rest), strict=True)):
        name = (names[col],) if col in names else ()
        page.add(Cell(page.height, col, "head", cols=cols, text=head, names=name))
    page.height += 1
    page.repeat_head()
    every: list[Field | Listing] = [*form.fields.values(), *form.plain_lists.values()]
    for item in every:
        meaning = item.label if isinstance(item, Field) else item.name
        _usable(page, item.name, f"《{item.sheet}》{meaning}", Cell(0, 2, "current", shows=item))
    if form.grade is not None and form.grade[0] in printed.verdicts:
        grade, sheet = form.grade
        _usable(page, grade, f"《{sheet}》{grade}", Cell(0, 2, "current", computed=grade))
    projects = form.project_list if printed.projects else None
    for total in projects.totals.values() if projects else ():
        where = f"《{form.sheet_with('projects')}》{total}"
        _usable(page, total, where, Cell(0, 2, "current", computed=total))
    page.add(Cell(page.height, 0, "note", names=(end_of(form.names, given.name),)))
    page.height += 1


def _usable(page: Page, name: str, meaning: str, value: Cell) -> None:
    rest = len(page.sheet.widths) - 2
    page.add(Cell(page.height, 0, "words", text=name, literal=True))
    page.add(Cell(page.height, 1, "words", text=meaning, literal=True))
    value.row, value.cols = page.height, rest
    page.add(value)
    page.height += 1


def _attempt(form: Form, page: Page, given: UsableDef, printed: Printed) -> None:
    rest = len(page.sheet.widths) - 1
    field = Field(attempt_name(form.names, given), given.attempt, "", "paragraph", page.sheet.name)
    page.add(Cell(page.height, 0, "label", rows=2, text=given.attempt))
    page.add(Cell(page.height, 1, "input", cols=rest, field=field, names=(field.name,)))
    page.height += 1
    checks = () if printed.attempt is None else (printed.attempt,)
    page.add(Cell(page.height, 1, "words", cols=rest, checks=checks))
    page.height += 1


def attempt_name(names: NamesDef, given: UsableDef) -> str:
    """Return the defined name of the cell to try a sentence in."""
    return column(given.name, names.attempt)


def end_of(names: NamesDef, table: str) -> str:
    """Return the defined name of the cell in the row after a table's last."""
    return column(table, names.end)


def usable_range(names: NamesDef, given: UsableDef) -> str:
    """Return the cells of the table, names first and values last, as formulas write it."""
    first = _name(given, 0)
    width = f"COLUMN({_name(given, 2)})-COLUMN({first})+1"
    return f"OFFSET({first},1,0,ROW({end_of(names, given.name)})-ROW({first})-1,{width})"


def _name(given: UsableDef, col: int) -> str:
    return column(given.name, given.heads[col])


def examples(form: Form, printed: Printed, page: Page, given: ExamplesDef) -> None:
    """Lay out the functions of sentences; what the examples give is written by a program."""
    names = {2: example_name(form.names, given), 3: preview_name(form.names, given.name)}
    for col, head in enumerate(given.heads):
        name = (names[col],) if col in names else ()
        page.add(Cell(page.height, col, "head", text=head, names=name))
    page.height += 1
    for line in printed.functions:
        for col, text in enumerate((line.written, line.help, line.example)):
            page.add(Cell(page.height, col, "words", text=text, literal=True))
        page.add(Cell(page.height, 3, "preview", text=line.gives, literal=True))
        page.height += 1
    page.add(Cell(page.height, 0, "note", names=(end_of(form.names, given.name),)))
    page.height += 1


def example_name(names: NamesDef, given: ExamplesDef) -> str:
    """Return the defined name of the head over the examples."""
    return column(given.name, names.example)


def preview_name(names: NamesDef, table: str) -> str:
    """Return the defined name of the head over what a program says of each row."""
    return column(table, names.preview)


def colours(page: Page, given: ColoursDef, *, is_proposed: bool) -> None:
    """Show what the colours of cells mean; ``is_proposed``: also that of last year's proposals."""
    cols = len(page.sheet.widths)
    rows: tuple[tuple[CellRole, tuple[str, str]], ...] = (
        ("typed_sample", given.typed),
        ("filled_sample", given.filled),
        ("computed_sample", given.automatic),
        *((("proposed_sample", given.proposed),) if is_proposed and given.proposed else ()),
    )
    for role, (name, words) in rows:
        page.add(Cell(page.height, 0, role, text=name))
        page.add(Cell(page.height, 1, "note", cols=cols - 1, text=words))
        page.height += 1
