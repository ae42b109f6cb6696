"""A form: the compiled definition, its fields by name, by role and by path."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from xlevaluate.form.carried_definition import CarriedListDef
from xlevaluate.form.cells_definition import IndicatorsDef
from xlevaluate.form.definition import (
    BlockDef,
    CompositionDef,
    FindingsDef,
    FormDef,
    HeadsDef,
    ProjectListDef,
    RatioScoresDef,
    UsableDef,
)
from xlevaluate.form.fields import Field, Listing, Scored, collect_fields
from xlevaluate.form.indicator_groups import IndicatorGroup, groups_of, steps_to_rows
from xlevaluate.form.indicator_rows import columns_by_role
from xlevaluate.form.labels import Labels
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.roles import ColumnRole, ComputedRole, FieldRole, IndicatorRole, RowRole
from xlevaluate.form.submission_model import outline_row_model, submission_model
from xlevaluate.form.table_rows import Row, rows_of_tables
from xlevaluate.submission import OutlineRow, Submission

PROJECTS = "projects."
"""Begins the paths of projects' figures, before the number of the project."""


class ExecutionCells(NamedTuple):
    """The names of the cells of budget execution: two figures, points, points earned."""

    executed: str
    budget: str
    weight: str
    score: str


class Grades(NamedTuple):
    """The names of all grades, the best first, and the grade of each project that has one."""

    names: tuple[str, ...]
    given: tuple[str, ...] = ()


class Form(Struct, frozen=True, eq=False, dict=True):
    """All fields of one template, by name, by role, and by place in the submission."""

    definition: FormDef
    items: tuple[Field | Listing, ...]
    """Fields and lists in the order of the sheets."""
    borrowed: Mapping[FieldRole, Field] = field(default_factory=dict)
    """Of them, those of a project's form that stand in the department's sheets, by role."""
    unseen: tuple[BlockDef, ...] = ()
    """Blocks of a project's form that a department's workbook does not show."""
    find_project: "Callable[[Form], Form] | None" = None
    """Returns the form of projects, where a workbook of this form has sheets for them."""
    find_grades: "Callable[[Form, Submission | None], Grades] | None" = None
    """Returns the grades of its projects; of no submission those that there are."""

    @classmethod
    def compile(
        cls,
        definition: FormDef,
        scored: Scored | None = None,
        borrowed: Mapping[FieldRole, Field] | None = None,
        unseen: tuple[BlockDef, ...] = (),
    ) -> "Form":
        """Collect the fields of a definition, and those that scoring adds.

        A name used twice raises ``ValueError`` that names it.
        """
        borrowed = borrowed or {}
        items = (*borrowed.values(), *collect_fields(definition, scored or Scored()))
        names: set[str] = set()
        for item in items:
            if item.name in names:
                raise ValueError(f"名称“{item.name}”用了两次")
            names.add(item.name)
        return cls(definition, items, borrowed, unseen)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Fields that stand once, by name."""
        return {item.name: item for item in self.items if isinstance(item, Field)}

    @cached_property
    def listings(self) -> dict[str, Listing]:
        """Lists by name."""
        return {item.name: item for item in self.items if isinstance(item, Listing)}

    @property
    def names(self) -> NamesDef:
        """How names are made that no cell of a grid declares."""
        return self.definition.names

    @property
    def project(self) -> "Form | None":
        """The form of projects; it takes a while when it is first asked for."""
        return None if self.find_project is None else self.find_project(self)

    def grades(self, submission: Submission | None = None) -> Grades:
        """Return the grades of a submission's projects; none where they are not graded."""
        return Grades(()) if self.find_grades is None else self.find_grades(self, submission)

    @cached_property
    def model(self) -> type[Submission]:
        """The model of this form's submissions, with those of projects."""
        project = self.project
        if project is None:
            return self.own_model
        return submission_model(self.items, self.outline_row, project.model)

    @cached_property
    def own_model(self) -> type[Submission]:
        """The model of submissions without projects; their values are those of ``model``."""
        return submission_model(self.items, self.outline_row)

    @cached_property
    def outline_row(self) -> type[OutlineRow]:
        """The model of the rows of the report's outline."""
        return outline_row_model(self.outline_levels)

    @cached_property
    def labels(self) -> Labels:
        """How printed texts are filled in."""
        year, names = self.with_role("year"), self.names
        return Labels(
            None if year is None else year.name, names.prior_year, names.this_year, names.last_year
        )

    # ------------------------------------------------------------------ by role

    def with_role(self, role: FieldRole) -> Field | None:
        """Return the field of a role; ``None`` where the form has none."""
        return self._by_role.get(role)

    @cached_property
    def _by_role(self) -> dict[FieldRole, Field]:
        singles = (
            (given.role, self.fields[name])
            for block in self.definition.blocks
            for name, given in block.fields.items()
        )
        own = {role: item for role, item in singles if role is not None}
        return dict(self.borrowed) | own

    @cached_property
    def computed_roles(self) -> dict[ComputedRole, str]:
        """The names of computed cells that have a role."""
        return {
            role: name for block in self.definition.blocks for name, role in block.computed.items()
        }

    @cached_property
    def execution(self) -> "ExecutionCells | None":
        """The cells of budget execution; ``None`` where the form lacks one of them."""
        executed, budget = self.with_role("executed"), self.with_role("final_budget")
        computed = self.computed_roles
        weight, score = computed.get("execution_weight"), computed.get("execution_score")
        if executed is None or budget is None or weight is None or score is None:
            return None
        return ExecutionCells(executed.name, budget.name, weight, score)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the tables that stand once, in the order of the sheets."""
        return tuple(rows_of_tables(self.definition, self.fields))

    def cell(self, row: RowRole, column: ColumnRole) -> Field | None:
        """Return the field of a row and a column by their roles; the first where there are more."""
        found = (r.cells[column] for r in self.rows if r.role == row and column in r.cells)
        return next(found, None)

    def row_with(self, name: str, *columns: ColumnRole) -> Row | None:
        """Return the row of a name that has these columns."""
        found = (r for r in self.rows if r.name == name and set(columns) <= set(r.cells))
        return next(found, None)

    @cached_property
    def carried_pairs(self) -> tuple[tuple[Field, Field], ...]:
        """Last year's figures that stand here again, each with where it stood last year."""
        given = self.definition.carried
        by_role = (
            (row.cells[ours], row.cells[theirs])
            for ours, theirs in given.columns.items()
            for row in self.rows
            if ours in row.cells and theirs in row.cells and row.cells[ours].is_number
        )
        by_name = ((self.fields[ours], self.fields[o]) for ours, o in given.fields.items())
        return (*by_role, *by_name)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The names of the fields that must be filled in, each by itself or with its block."""
        alone = {name for name, item in self.fields.items() if item.required}
        return frozenset(alone.union(*(block.names for block in self.definition.complete)))

    @cached_property
    def indicator_columns(self) -> dict[IndicatorRole, Field]:
        """The columns of the indicator table by their roles."""
        listing = self.listings[self.indicators.name]
        keys = columns_by_role(listing)
        by_key = {item.path.rsplit(".", 1)[1]: item for item in listing.fields}
        return {role: by_key[key] for role, key in keys.items()}

    # ------------------------------------------------------------------ by name and path

    @cached_property
    def all_fields(self) -> dict[str, Field]:
        """Fields that stand once, and fields that stand in every row of a list."""
        rows = {item.name: item for listing in self.listings.values() for item in listing.fields}
        return self.fields | rows

    @cached_property
    def plain_lists(self) -> dict[str, Listing]:
        """Lists of one column, which sentences know by their names."""
        return {
            name: listing for name, listing in self.listings.items() if len(listing.fields) == 1
        }

    @cached_property
    def _by_path(self) -> dict[str, Field]:
        return {item.path: item for item in self.all_fields.values()}

    def field_at(self, path: str) -> Field:
        """Return the field of a concrete path (``…special_fund_items.0.final``)."""
        if path in self._by_path:
            return self._by_path[path]
        if path.startswith(PROJECTS) and (project := self.project) is not None:
            return project.field_at(path.split(".", 2)[2])
        steps = ["*" if step.isdecimal() else step for step in path.split(".")]
        starred = ".".join(steps)
        if starred in self._by_path:
            return self._by_path[starred]
        # Indicators: keys of a goal and of a category stand for each "*" before that of the row.
        for place in range(-2 - steps_to_rows(self.indicators), -2):
            steps[place] = "*"
        return self._by_path[".".join(steps)]

    @cached_property
    def indicators(self) -> IndicatorsDef:
        """The definition of the indicator table."""
        found = [b.indicators for b in self.definition.blocks if b.indicators]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 indicators")
        return found[0]

    @cached_property
    def indicator_groups(self) -> tuple[IndicatorGroup, ...]:
        """The groups of rows of the indicator table, in their order."""
        return groups_of(self.indicators)

    @cached_property
    def outline_levels(self) -> tuple[str, ...]:
        """What the levels of the report's outline are called: headings from the first, the body."""
        found = [b.outline for b in self.definition.blocks if b.outline]
        return found[0].columns[0].choices if found else ()

    @cached_property
    def findings(self) -> FindingsDef:
        """The definition of the table of findings."""
        found = [b.findings for b in self.definition.blocks if b.findings]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 findings")
        return found[0]

    @cached_property
    def usable(self) -> UsableDef:
        """The definition of the table of what sentences may use."""
        found = [b.usable for b in self.definition.blocks if b.usable]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 usable")
        return found[0]

    @cached_property
    def sheets_at_least(self) -> tuple[str, ...]:
        """The names of the sheets that stand in every workbook, without projects too."""
        return tuple(s.name for s in self.definition.sheet if not s.is_optional)

    @cached_property
    def carried_list(self) -> CarriedListDef | None:
        """The definition of the table of what was taken over from last year's workbook."""
        return next((block.carried for block in self.definition.blocks if block.carried), None)

    @cached_property
    def project_list(self) -> ProjectListDef | None:
        """The definition of the table of projects."""
        return next((block.projects for block in self.definition.blocks if block.projects), None)

    @cached_property
    def grade(self) -> tuple[str, str] | None:
        """The name of the cell of the grade, and the sheet in which it stands, if there is one."""
        found = (
            (b.composition.grade, s.name)
            for s in self.definition.sheet
            for b in s.block
            if b.composition
        )
        return next(found, None)

    def sheet_with(self, kind: str) -> str:
        """Return the name of the sheet with a block of a kind (``usable``); ``""`` without one."""
        sheets = self.definition.sheet
        found = (s.name for s in sheets for block in s.block if getattr(block, kind) is not None)
        return next(found, "")

    @cached_property
    def rules(self) -> HeadsDef | None:
        """The definition of the table of rules."""
        return next((block.rules for block in self.definition.blocks if block.rules), None)

    @cached_property
    def composition(self) -> CompositionDef | None:
        """The definition of the table of how the total score is made up."""
        every = (*self.definition.blocks, *self.unseen)
        return next((block.composition for block in every if block.composition), None)

    @cached_property
    def ratio_scores(self) -> RatioScoresDef | None:
        """The definition of the table of scored ratios."""
        return next(
            (block.ratio_scores for block in self.definition.blocks if block.ratio_scores), None
        )

    def own_score(self, ratio: str) -> Field | None:
        """Return the field in which a unit gives a ratio a score of its own."""
        given = self.ratio_scores
        return None if given is None else self.fields.get(f"{ratio}_{given.own.name}")
