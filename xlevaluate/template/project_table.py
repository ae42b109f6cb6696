"""What the table of projects shows, and the totals below it that sentences may use.

The number of projects, their money, their average score and their grades are what every office
discloses of its projects.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import Computation, Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.definition import ProjectColumn, ProjectListDef, ProjectTotal
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.page import ShownCell
from xlevaluate.form.printed import FindingLine, ProjectLine
from xlevaluate.form.project_layout import below, cells_of
from xlevaluate.form.roles import FieldRole
from xlevaluate.form.snapshot import a1, place_of, quoted_sheet
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.verdict import GradeCell
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import round_half_up

_STYLES: Mapping[ProjectColumn, Style] = {
    "project_name": "words",
    "rate": "percent",
    "total_score": "points",
    "grade": "words",
    "findings": "points",
}
"""Of money all others."""

_TOTAL_STYLES: Mapping[ProjectTotal, Style] = {
    "count": "points",
    "average": "score",
    "grades": "words",
}
"""Of money all others."""

_ROLES: Mapping[str, FieldRole] = {
    "project_name": "project_name",
    "initial_budget": "initial_budget",
    "final_budget": "final_budget",
    "executed": "executed",
    "total_score": "total_score",
}

SCORE_DECIMALS = 2

_LONGEST = 200
"""Characters of all grades with their counts."""


class ProjectForm(Struct, frozen=True):
    """What the table asks of the form of projects: its fields, its rate, its grades."""

    form: Form
    profile: Profile
    rate: Computation | None

    def cell(self, shows: ProjectColumn) -> str | None:
        """Return the name, in a project's sheet, of what a column shows."""
        if shows == "rate":
            return None if self.rate is None else self.rate.name
        item = self.form.with_role(_ROLES[shows]) if shows in _ROLES else None
        return None if item is None else item.name

    def formula(
        self, shows: ProjectColumn, sheet: str, named: str, counted: str, score: str
    ) -> str:
        """Return the formula of a cell of a project's line.

        ``named`` is the cell that names the ``sheet``, ``counted`` are the cells of the table of
        findings that name sheets, ``score`` is the cell of the line that shows the score.
        """
        if shows == "findings":
            return f"=COUNTIF({counted},{named})"
        if shows == "grade":
            grade = self.grade(score)
            return '=""' if grade is None else grade.formula()
        name = self.cell(shows)
        if name is None:
            return '=""'
        there = f"{quoted_sheet(sheet)}!{name}"
        return f'=IFERROR(IF({there}="","",{there}),"")'

    def grade(self, total: str) -> GradeCell | None:
        """Return the grade that goes with the score in a cell."""
        if not self.profile.grade:
            return None
        return GradeCell("", self.profile.grade, total, ParameterNames.of(self.form))


class ProjectCell(Struct, frozen=True):
    """A cell of a project's line; a spare line has none.

    ``named`` is the cell that names the project's ``sheet``.
    """

    shows: ProjectColumn
    of: ProjectForm
    sheet: str
    named: str
    figures: Figures
    findings: int
    counted: str
    """The cells of the table of findings that name sheets."""
    score: str
    """The cell of the line that shows the score."""

    @property
    def style(self) -> str:
        """How its value is printed."""
        return _STYLES.get(self.shows, "money")

    def shown(self, _: Figures) -> Decimal | str | None:
        """Return what it shows: ``None`` for what is blank."""
        if self.shows == "findings":
            return Decimal(self.findings)
        if self.shows == "rate":
            return None if self.of.rate is None else self.of.rate.shown(self.figures)
        if self.shows == "grade":
            total = self.figures.number("total_score")
            return None if total is None else self.of.profile.grade_of(total)
        value = self.figures.with_role(_ROLES[self.shows])
        if isinstance(value, NotApplicable):
            return value.value
        return value if isinstance(value, Decimal | str) else None

    def formula(self) -> str:
        """Return the native formula; of a sheet that was deleted it shows nothing."""
        return self.of.formula(self.shows, self.sheet, self.named, self.counted, self.score)


def lines_of(
    given: ProjectListDef,
    of: ProjectForm,
    projects: Mapping[str, Figures],
    counted: str,
    lines: tuple[FindingLine, ...],
) -> tuple[ProjectLine, ...]:
    """Return the lines of projects by their sheets, and spare ones."""

    def line(sheet: str, figures: Figures) -> ProjectLine:
        findings = sum(item.texts[1] == sheet for item in lines)

        def cells(named: str) -> tuple[ShownCell, ...]:
            score = score_cell(given, named)
            return tuple(
                ProjectCell(column.shows, of, sheet, named, figures, findings, counted, score)
                for column in given.columns
            )

        return ProjectLine(sheet, cells)

    made = [line(sheet, figures) for sheet, figures in projects.items()]
    return (*made, *(ProjectLine("", lambda _: ()) for _ in range(given.spare)))


def score_cell(given: ProjectListDef, named: str) -> str:
    """Return the cell of a line in which the score stands; ``named`` is its first."""
    row, col = place_of(named)
    shown = [column.shows for column in given.columns]
    return a1(row, col + 1 + shown.index("total_score")) if "total_score" in shown else '""'


class ProjectTotalCell(Struct, frozen=True):
    """A total of all projects: how many have a name, their money, average score and grades."""

    name: str
    what: ProjectTotal
    form: Form
    """That of the department."""
    column: str
    """The cells of the table that it is of."""

    @property
    def style(self) -> Style:
        """How its value is printed."""
        return _TOTAL_STYLES.get(self.what, "money")

    def shown(self, figures: Figures) -> Shown:
        """Return the total; ``None`` where there is no figure to add up."""
        projects, form = figures.submission.projects, self.form.project
        if form is None or not projects:
            return None
        if self.what == "count":
            named = (Figures(form, project).text("project_name") for project in projects)
            return Decimal(sum(name is not None for name in named))
        if self.what == "grades":
            names, given = self.form.grades(figures.submission)
            counts = ((name, given.count(name)) for name in names)
            each = [self._of_grade.format(grade=n, count=count) for n, count in counts if count]
            return "、".join(each) or None
        role = "total_score" if self.what == "average" else _ROLES[self.what]
        found = (Figures(form, project).number(role) for project in projects)
        numbers = [number for number in found if number is not None]
        if not numbers:
            return None
        total = sum(numbers, Decimal(0))
        if self.what == "average":
            return round_half_up(total / len(numbers), SCORE_DECIMALS)
        return total

    def formula(self) -> str:
        """Return the native formula."""
        if self.what == "count":
            return f"=SUMPRODUCT(--(LEN({self.column})>0))"
        if self.what == "grades":
            return self._grades_formula()
        none = f'=IF(COUNT({self.column})=0,"",'
        if self.what == "average":
            return f"{none}ROUND(AVERAGE({self.column}),{SCORE_DECIMALS}))"
        return f"{none}ROUND(SUM({self.column}),{EXACT}))"

    @property
    def _of_grade(self) -> str:
        given = self.form.project_list
        return "" if given is None else given.each_grade

    def _joined(self, grade: str, count: str) -> str:
        """Return the expression that says how many projects have a grade."""
        cells = {"grade": grade, "count": count}
        pieces = re.split(r"\{(grade|count)\}", "、" + self._of_grade)
        return "&".join(
            cells[piece] if index % 2 else quoted(piece)
            for index, piece in enumerate(pieces)
            if piece
        )

    def _grades_formula(self) -> str:
        """Return the formula that joins the grades that there are with their counts."""
        counts = {q: f"COUNTIF({self.column},{q})" for q in map(quoted, self.form.grades().names)}
        each = (f'IF({n}=0,"",{self._joined(q, n)})' for q, n in counts.items())
        joined = "&".join(each)
        return f"=MID({joined},2,{_LONGEST})" if joined else '=""'


def project_totals(form: Form) -> tuple[ProjectTotalCell, ...]:
    """Return the totals below the table of projects, as far as a form has one."""
    given = form.project_list
    if given is None or form.definition.projects is None:
        return ()
    return tuple(
        ProjectTotalCell(name, what, form, cells_of(form, given, below(what)))
        for what, name in given.totals.items()
    )
