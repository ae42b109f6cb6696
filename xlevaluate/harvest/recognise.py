"""Our forms in files made elsewhere: what of them is whose field, and what found none.

Of several forms of one kind in what is given nothing is added up: the user says whose it is.
"""

from collections.abc import Iterator, Mapping, Sequence

from xlevaluate.harvest.declarations import Declaration, declared_form, read_declaration
from xlevaluate.harvest.field_values import MONEY
from xlevaluate.harvest.form_slots import FormWords, form_words
from xlevaluate.harvest.form_years import year_of
from xlevaluate.harvest.forms_of_projects import is_of_department, is_of_project, of_project
from xlevaluate.harvest.grid_harvest import GridHarvest
from xlevaluate.harvest.grid_stack import Stack, stacks_of
from xlevaluate.harvest.regions import Region, apart, regions_of
from xlevaluate.harvest.report_chapters import ReportReading, read_report
from xlevaluate.sources.grid import Line, Source
from xlevaluate.tables.found import Found, Harvest, Origin, Question, Unplaced
from xlevaluate.tables.money_units import UNITS_ASKED
from xlevaluate.template.template import Template


def recognise_forms(
    sources: Sequence[Source],
    template: Template,
    answers: Mapping[str, str] | None = None,
    year: int | None = None,
) -> Harvest:
    """Return what forms and reports made elsewhere hold for a template's submission.

    ``year`` is that of the workbook; left out, it is the one that the sources say, which is then
    found too. ``answers`` are those to the questions of an earlier harvest, by key.
    """
    reading = _Reading(form_words(template), answers or {}, year)
    for source in sources:
        reading.read(source)
    return reading.harvest()


def recognise_declarations(
    sources: Sequence[Source],
    template: Template,
    answers: Mapping[str, str] | None = None,
    year: int | None = None,
) -> Harvest:
    """Return what declarations of goals hold for a template's submission.

    They are apart from forms of the same year: their rows are joined to those by name.
    """
    reading = _Reading(form_words(template), answers or {}, year)
    if reading.form.synonyms.forms:
        for source in sources:
            reading.read_declarations(source)
    return reading.harvest()


class _Reading:
    def __init__(self, form: FormWords, answers: Mapping[str, str], year: int | None) -> None:
        self.form = form
        self.answers = answers
        self.year = year
        self.regions: list[GridHarvest] = []
        self.projects: list[GridHarvest] = []
        self.questions: list[Question] = []
        self.found: list[Found] = []
        self.reports: list[ReportReading] = []
        self.unplaced: list[Unplaced] = []
        self.declared: list[Declaration] = []

    def read(self, source: Source) -> None:
        own = year_of(source)
        year = self.year if self.year is not None else own
        if self.year is None and own is not None:
            self._found_year(source, own)
        if not self._is_of_the_year(source, own):
            return
        read: set[int] = set()
        stacks = (part for whole in stacks_of(source) for part in apart(self.form, whole, year))
        for stack in stacks:
            if stack.grids[0].hidden:
                self._hidden(source, stack)
                continue
            if declared_form(self.form, stack) is not None:
                read |= {id(line) for line in (*stack.lines_above, *stack.lines_below)}
                continue
            if is_of_department(self.form, stack):
                reason = "是部门的自评表，请导入到部门的工作簿"
                self.unplaced.append(Unplaced(Origin(source.name, stack.place), reason))
                continue
            if is_of_project(self.form, stack):
                read |= self._projects(source, stack, year)
                continue
            for region in regions_of(self.form, stack, year):
                harvest = self._region(self.form, source, stack, region)
                self.regions.append(harvest)
                read |= harvest.lines_read
        lines = [b for b in source.blocks if isinstance(b, Line) and id(b) not in read]
        said = frozenset(
            str(item.value)
            for region in self.regions
            for item in region.found
            if isinstance(item.value, str)
        )
        self.reports.append(read_report(self.form, source.name, lines, year, said))

    def read_declarations(self, source: Source) -> None:
        """Read the tables that declare goals, where there is one."""
        own = year_of(source)
        year = self.year if self.year is not None else own
        for stack in stacks_of(source):
            other = declared_form(self.form, stack)
            if other is None or stack.grids[0].hidden or not self._is_of_the_year(source, own):
                continue
            key = f"单位/{source.name}/{stack.place}"
            unit = self.answers.get(key, "")
            found = read_declaration(self.form, other, source.name, stack, year, unit)
            if found.unit_unknown:
                self._ask_unit(key, source.name, stack, other.template.form.definition.title)
            self.declared.append(found)

    def _is_of_the_year(self, source: Source, own: int | None) -> bool:
        is_other = self.year is not None and own not in {None, self.year}
        return not is_other or self._is_wanted(source, own)

    def _ask_unit(self, key: str, file: str, stack: Stack, name: str) -> None:
        text = f"{file}{stack.place}（{name}）没有写明金额单位。请说明是元还是{MONEY}"
        self.questions.append(Question(key, text, UNITS_ASKED))

    def _region(self, form: FormWords, source: Source, stack: Stack, region: Region) -> GridHarvest:
        key = f"单位/{source.name}/{stack.place}"
        harvest = GridHarvest(form, region, source.name, self.answers.get(key, "")).read()
        if harvest.unit_unknown:
            self._ask_unit(key, source.name, stack, f"《{region.sheet.name}》")
        return harvest

    def _projects(self, source: Source, stack: Stack, year: int | None) -> set[int]:
        """Read the forms of projects, where the department's workbook has sheets for them."""
        template = self.form.template.project
        if template is None:
            origin = Origin(source.name, stack.place)
            reason = "是项目的自评表，请导入到项目的工作簿"
            self.unplaced.append(Unplaced(origin, reason))
            return set()
        form, read = form_words(template), set[int]()
        for region in regions_of(form, stack, year):
            harvest = self._region(form, source, stack, region)
            harvest.found = list(of_project(form, len(self.projects), harvest.found))
            self.projects.append(harvest)
            read |= harvest.lines_read
        return read

    def _hidden(self, source: Source, stack: Stack) -> None:
        origin = Origin(source.name, stack.place, text=stack.sheet or stack.place)
        self.unplaced.append(Unplaced(origin, "是隐藏的工作表，没有导入"))

    def _found_year(self, source: Source, year: int) -> None:
        item = self.form.template.form.with_role("year")
        if item is not None and all(found.path != item.path for found in self.found):
            self.found.append(Found(item.path, year, Origin(source.name, "", text=f"{year}年")))

    def _is_wanted(self, source: Source, own: int | None) -> bool:
        key = f"年度/{source.name}"
        if self.answers.get(key) == "是":
            return True
        if key not in self.answers:
            text = f"{source.name}是{own}年的，工作簿是{self.year}年的。仍然导入吗"
            self.questions.append(Question(key, text, ("是", "否")))
        return False

    def harvest(self) -> Harvest:
        kept = list(self._of_one_unit())
        parts: list[GridHarvest | ReportReading | Declaration] = [
            *kept,
            *self.projects,
            *self.reports,
            *self.declared,
        ]
        return Harvest(
            tuple(_first_of_each([*self.found, *(item for part in parts for item in part.found)])),
            (*self.unplaced, *(item for part in parts for item in part.unplaced)),
            tuple(self.questions),
            tuple(item for part in parts for item in part.contradictions),
            tuple(item for part in (*kept, *self.projects) for item in part.agreed),
        )

    def _of_one_unit(self) -> Iterator[GridHarvest]:
        """Yield the forms of one unit; where there are several of a kind, the user says which."""
        by_sheet: dict[str, list[GridHarvest]] = {}
        for region in self.regions:
            by_sheet.setdefault(region.region.sheet.name, []).append(region)
        for sheet, regions in by_sheet.items():
            if len(regions) == 1 or not _differ(regions):
                yield from regions
                continue
            names = [self._called(region, number) for number, region in enumerate(regions, 1)]
            key = f"哪一份/{sheet}"
            chosen = self.answers.get(key)
            if chosen in names:
                yield regions[names.index(chosen)]
                continue
            text = f"有{len(regions)}份《{sheet}》。请说明导入哪一份；各份的数不会相加"
            self.questions.append(Question(key, text, tuple(names)))

    def _called(self, region: GridHarvest, number: int) -> str:
        form = self.form.template.form
        items = (form.with_role("project_name"), form.with_role("unit_name"))
        paths = [item.path for item in items if item is not None]
        named = [f.value for path in paths for f in region.found if f.path == path]
        place = f"{region.file}{region.region.pieces.grid.place}"
        return f"{number}. {named[0]}（{place}）" if named else f"{number}. {place}"


def _differ(regions: Sequence[GridHarvest]) -> bool:
    values: dict[str, object] = {}
    for region in regions:
        for item in region.found:
            if values.setdefault(item.path, item.value) != item.value:
                return True
    return False


def _first_of_each(found: Sequence[Found]) -> Iterator[Found]:
    seen: dict[str, Found] = {}
    for item in found:
        first = seen.setdefault(item.path, item)
        if first is item or first.value != item.value:
            yield item
