"""Whole workbooks laid out: the sheets of the template, and those of the projects beside them.

Each page goes with the template and the figures that fill its cells, for a project's form is
another than the unit's own.
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.form.contents import Content, cell_contents, snapshot_of
from xlevaluate.form.definition import ProjectsDef, SheetDef
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.layout import lay_out
from xlevaluate.form.page import Cell, FillCell, Page
from xlevaluate.form.printed import FindingLine, ItemFill, Printed, ProjectLine
from xlevaluate.form.project_layout import sheets_of_findings
from xlevaluate.form.roles import OF_THE_UNIT, FieldRole
from xlevaluate.form.snapshot import Snapshot, absolute, quoted_sheet
from xlevaluate.scoring.composition import CompositionCell
from xlevaluate.submission import Submission
from xlevaluate.template.project_rows import ProjectRows
from xlevaluate.template.project_table import ProjectForm, lines_of
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import project_of

Print = Callable[[Template, Submission], Printed]
"""Returns what a layout prints of a template that is no field."""


class LaidOut(Struct, frozen=True, dict=True):
    """A page, the template that it is of, and the figures that fill it."""

    page: Page
    template: Template
    figures: Figures
    """What fills the page; one for all pages of a form, which remembers what was asked."""
    project: int | None = None
    """The number of the project whose form it is, from 0."""
    lent: Mapping[str, FillCell] = field(default_factory=dict)
    """Fields of a project's form that the unit's own sheets fill in, by name."""

    @cached_property
    def fills(self) -> Mapping[str, FillCell]:
        """What stands in cells until somebody writes over it, by the names of fields."""
        return {**self.template.fills, **self.lent}

    def contents(self) -> Iterator[tuple[Cell, Content]]:
        """Yield every cell with its content."""
        computations = self.template.computations
        yield from cell_contents(self.page, self.figures, computations, self.fills)


def lay_out_all(
    template: Template,
    submission: Submission,
    print_: Print | None = None,
    *,
    on_paper: bool = False,
    lines: tuple[FindingLine, ...] | None = None,
) -> tuple[LaidOut, ...]:
    """Lay out every sheet of a workbook, as ``lay_out`` does those of one form.

    ``template`` is as the submission has its parameters, and the submission is completed. The
    sheets of projects, one for each, follow the table of them.
    """
    of_unit = print_(template, submission) if print_ else template.printed
    figures = Figures(template.form, submission)
    given = template.form.definition.projects
    if given is None or not submission.projects or template.project is None:
        pages = lay_out(template.form, submission, of_unit, on_paper=on_paper, lines=lines)
        return tuple(LaidOut(page, template, figures) for page in pages)
    projects = [project_of(template, submission, n) for n in range(len(submission.projects))]
    of_unit = replace(
        of_unit,
        projects=_lines(template, projects, lines or ()),
        item_fill=_item_fill(template, projects),
    )
    laid = [
        LaidOut(page, template, figures)
        for page in lay_out(template.form, submission, of_unit, on_paper=on_paper, lines=lines)
    ]
    after = next((n for n, item in enumerate(laid, 1) if _has_table(item.page)), len(laid))
    laid_projects = list(
        _lay_out_projects(template.project, given, projects, print_, on_paper=on_paper)
    )
    of_projects = [item for item in laid_projects if item.project is not None]
    parameters = [item for item in laid_projects if item.project is None][:1]
    own_cells = _cells_of_the_unit(template, laid)
    for item in of_projects:
        _borrow(item.page, template.project.form, own_cells)
    lent = _lent(template.project.form, own_cells, figures)
    of_projects = [replace(item, lent=lent) for item in of_projects]
    return (*laid[:after], *of_projects, *parameters, *laid[after:])


def _lay_out_projects(
    template: Template,
    given: ProjectsDef,
    projects: Sequence[Submission],
    print_: Print | None,
    *,
    on_paper: bool,
) -> Iterator[LaidOut]:
    """Yield the sheets of each project, and those that are alike for all, without a project."""
    for number, each in enumerate(projects):
        project = template.completed(each)
        own = template.adapted(project)
        printed = print_(own, project) if print_ else own.printed
        figures = Figures(own.form, project)
        for page in lay_out(own.form, project, printed, on_paper=on_paper):
            if not page.sheet.annex:
                yield LaidOut(page, own, figures)
                continue
            if not on_paper:
                _compose(page, own)
            sheet = _titled(page.sheet, given, number, figures)
            yield LaidOut(replace(page, sheet=sheet, is_local=True), own, figures, number)


def _compose(page: Page, own: Template) -> None:
    """Put the cells of how the score of a project is made up into hidden columns of its sheet.

    Formulas beside the form ask for them, and the workbook shows those of the unit's own alone.
    Above the lists they stand, where no row is inserted.
    """
    there = {name for cell in page.cells for name in cell.names}
    for name, cell in own.computations.items():
        if not isinstance(cell, CompositionCell) or cell.part == "score" or name in there:
            continue
        if cell.portion is not None or cell.part != "words":  # which tells of the score
            page.add(Cell(0, page.right + 1, "group", computed=name, names=(name,)))


def _lines(
    template: Template, projects: Sequence[Submission], lines: tuple[FindingLine, ...]
) -> tuple[ProjectLine, ...]:
    """Return the lines of the table of projects."""
    form, given = template.form, template.form.definition.projects
    table, of = form.project_list, project_form_of(template, projects[0])
    if table is None or given is None or of is None:
        return ()
    sheets = {sheet_of(given, n): Figures(of.form, item) for n, item in enumerate(projects)}
    return lines_of(table, of, sheets, sheets_of_findings(form), lines)


def _item_fill(template: Template, projects: Sequence[Submission]) -> ItemFill | None:
    """Return what fills in rows of the unit's form that are called as a project."""
    table, of = template.form.project_list, template.form.project
    if table is None or of is None:
        return None
    return ProjectRows(template.form, table, [Figures(of, each) for each in projects]).fill


def project_form_of(template: Template, project: Submission | None = None) -> ProjectForm | None:
    """Return what the table of projects asks of their form, with a project's parameters."""
    own = template.project
    if own is None:
        return None
    own = own if project is None else own.adapted(project)
    rate = own.ratio_with("execution_rate")
    return ProjectForm(own.form, own.profile, rate and own.computations[rate.name])


def _has_table(page: Page) -> bool:
    return any(block.projects for block in page.sheet.block)


def _titled(sheet: SheetDef, given: ProjectsDef, number: int, figures: Figures) -> SheetDef:
    """Call the sheet and the annex of a project, the second by the project's name."""
    name = figures.text("project_name")
    annex = f"{sheet.annex}（{name or number + 1}）"
    return sheet.model_copy(update={"name": sheet_of(given, number), "annex": annex})


def sheet_of(given: ProjectsDef, number: int) -> str:
    """Return what the sheet of a project (from 0) is called when it is made."""
    return given.sheet.format(number=number + 1)


_Place = tuple[str, int, int]


def _cells_of_the_unit(template: Template, laid: Iterable[LaidOut]) -> dict[FieldRole, _Place]:
    """Return where the unit's sheets say what its projects' forms have too: sheet, row, column."""
    fields = {role: template.form.with_role(role) for role in OF_THE_UNIT}
    return {
        role: (item.page.sheet.name, cell.row, cell.col)
        for item in laid
        for cell in item.page.cells
        for role, own in fields.items()
        if own is not None and own.name in cell.names
    }


def _borrow(page: Page, form: Form, cells: Mapping[FieldRole, _Place]) -> None:
    """Let names that a project's form has not on its sheet mean cells of the unit's own."""
    borrowed = form.borrowed.items()
    page.aliases.update({item.name: cells[role] for role, item in borrowed if role in cells})


def _lent(form: Form, cells: Mapping[FieldRole, _Place], figures: Figures) -> dict[str, "LentFill"]:
    """Return what the unit's sheets fill in on the forms of its projects."""
    fields = {role: form.with_role(role) for role in cells if role not in form.borrowed}
    return {
        item.name: LentFill(cells[role], figures.with_role(role))
        for role, item in fields.items()
        if item is not None
    }


class LentFill(Struct, frozen=True):
    """What a project's form says of the unit, as the unit's own sheet says it."""

    place: _Place
    value: object
    style: str = "text"

    def shown(self, _: Figures) -> Decimal | str | None:
        """Return what the unit's sheet says."""
        return self.value if isinstance(self.value, Decimal | str) else None

    def formula(self) -> str:
        """Return the reference; a blank cell shows nothing."""
        sheet, row, col = self.place
        cell = f"{quoted_sheet(sheet)}!{absolute(row, col)}"
        return f'=IF({cell}="","",{cell})'

    def goes_with(self, value: object, _: Figures) -> bool:
        """Tell whether nothing else is said."""
        return value in {None, self.value}


def snapshot_of_all(laid: Iterable[LaidOut]) -> Snapshot:
    """Return what a workbook of these pages would be read as, without making the file."""
    every = [
        snapshot_of([item.page], item.figures, item.template.computations, item.fills)
        for item in laid
    ]
    return Snapshot(
        dict(ChainMap(*(dict(one.sheets) for one in every[::-1]))),
        dict(ChainMap(*(dict(one.names) for one in every[::-1]))),
        local_names=dict(ChainMap(*(dict(one.local_names) for one in every[::-1]))),
    )
