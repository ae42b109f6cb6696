"""What every template that comes with the program must do, with each of its profiles.

A new folder of ``workbook_templates`` is covered without a line here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx
import openpyxl
import pytest

from tests.conftest import CREATED
from tests.families.conftest import Run
from tests.live.libreoffice.office import Office, Workbook
from tests.spreadsheet import convert
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.page import CHECKED_NAME
from xlevaluate.inspection.template_check import SAMPLES, slips_of_folder
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import families, profiles
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission, make_workbook

WITH_SLIPS = ("filled", "seed")
"""Samples that hold slips, one of which every family has."""


class Kind(NamedTuple):
    """A family with one of its profiles (``""`` for its own)."""

    family: str
    profile: str

    def template(self) -> Template:
        return load_template(self.family, self.profile)

    def sample(self, name: str) -> Path:
        """Return a sample: that of the profile's form, or of the family's."""
        folder = self.template().folder / SAMPLES
        own = folder / self.profile / f"{name}.json"
        return own if self.profile and own.is_file() else folder / f"{name}.json"

    def new(self, run: Run, name: str, *options: str) -> str:
        """Make a workbook of the corrected sample."""
        profile = ("--profile", self.profile) if self.profile else ()
        sample = str(self.sample("corrected"))
        made = ("--template", self.family, *profile, "--data", sample, *options)
        assert run("new", name, *made)[0] == 0
        return name


KINDS = [Kind(family, name) for family in families() for name in ("", *profiles(family))]
NATIVE = [Kind(family, "") for family in families()]
OTHERS = [kind for kind in NATIVE if kind.family != "hunan_department"]
"""Hunan's own has tests of every command elsewhere."""


def ids(kinds: list[Kind]) -> list[str]:
    return ["-".join(filter(None, kind)) for kind in kinds]


def submission(template: Template, path: Path) -> Submission:
    return load_submission(path.read_text(encoding="utf-8"), path.name, template.form.model)


def evaluated(kind: Kind, name: str) -> Evaluation:
    template = kind.template()
    return evaluate_submission(template, submission(template, kind.sample(name)))


def errors(evaluation: Evaluation) -> list[str]:
    return [told.message for told in evaluation.findings if told.finding.level == "error"]


@pytest.mark.parametrize("family", families())
def test_the_folder_is_sound(family: str) -> None:
    assert slips_of_folder(load_template(family).folder) == ()


@pytest.mark.parametrize("kind", KINDS, ids=ids(KINDS))
def test_the_corrected_sample_has_no_error(kind: Kind) -> None:
    evaluation = evaluated(kind, "corrected")
    if kind.profile == "hubei":  # whose frame is another: the samples are Hunan's
        assert "S02" in {told.finding.rule for told in evaluation.findings}
        return
    assert errors(evaluation) == []
    if kind.template().form.with_role("total_score"):
        assert evaluation.score is not None
        assert kind.template().profile.frame.total == 100


@pytest.mark.parametrize("kind", NATIVE, ids=ids(NATIVE))
def test_slips_of_the_other_sample_are_told(kind: Kind) -> None:
    name = next(name for name in WITH_SLIPS if kind.sample(name).is_file())
    assert len(errors(evaluated(kind, name))) >= 2


@pytest.mark.parametrize("kind", KINDS, ids=ids(KINDS))
def test_a_profile_that_nobody_checked_says_so(kind: Kind) -> None:
    source = kind.template().profile.source
    assert source.checked or "评分办法未核对原文" in source.notice
    assert source.checked or source.note


@pytest.mark.parametrize("kind", OTHERS, ids=ids(OTHERS))
def test_every_command_works(kind: Kind, run: Run) -> None:
    """From the sample to the filed package, and back from what is dumped."""
    book = kind.new(run, "a.xlsx")
    code, said = run("check", book, "--json")
    assert (code, json.loads(said)["summary"]["error"]) == (0, 0)
    assert run("score", book)[0] == 0
    charts = ("--charts",) if kind.template().charts else ()
    assert run("report", book, "-o", "a.docx", *charts)[0] == 0
    document = docx.Document("a.docx")
    assert len(document.paragraphs) > 5
    assert document.tables
    assert run("export", book, "-o", "a.zip")[0] == 0
    assert run("verify", "a.zip")[0] == 0
    code, dumped = run("dump", book)
    Path("dumped.json").write_text(dumped, encoding="utf-8")
    assert run("new", "b.xlsx", "--template", kind.family, "--data", "dumped.json")[0] == 0
    assert run("dump", "b.xlsx")[1] == dumped
    assert cells_of("a.xlsx") == cells_of("b.xlsx")


def cells_of(path: str) -> dict[str, list[object]]:
    """Return what stands in the cells of each sheet: values, and formulas without their results.

    Not when the workbook was checked, for two may be made in two minutes.
    """
    book = openpyxl.load_workbook(path)
    ((sheet, cell),) = book.defined_names[CHECKED_NAME].destinations
    book[sheet][cell].value = None
    return {s.title: [c.value for row in s.iter_rows() for c in row] for s in book.worksheets}


@pytest.mark.parametrize("kind", OTHERS, ids=ids(OTHERS))
def test_an_empty_workbook_says_what_is_missing(kind: Kind, run: Run) -> None:
    made = ("--template", kind.family, "--unit", "某局", "--year", "2023")
    assert run("new", "空.xlsx", *made)[0] == 0
    code, said = run("check", "空.xlsx", "--json")
    data = json.loads(said)
    assert code == 1
    assert data["rules"]["C01"] == "failed"
    missing = {"C01", "C09", "C13", "S02"}
    assert {finding["rule"] for finding in data["findings"]} <= missing


# ------------------------------------------------------------------ the spreadsheet


@pytest.fixture(scope="module")
def one_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


SCORED = [kind for kind in NATIVE if kind.template().ratio_with("execution_rate")]


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", SCORED, ids=ids(SCORED))
def test_a_figure_reaches_what_depends_on_it(kind: Kind, run: Run, one_office: Office) -> None:
    """In LibreOffice: half the budget typed as executed, and the button pressed."""
    book = kind.new(run, "a.xlsm", "--host", "libreoffice")
    template = kind.template()
    budget, executed = (template.form.with_role(r) for r in ("final_budget", "executed"))
    rate, cells = template.ratio_with("execution_rate"), template.form.execution
    assert budget is not None
    assert executed is not None
    assert rate is not None
    with one_office.opened(Path(book).absolute()) as workbook:
        workbook.type(executed.name, str(workbook.named(budget.name).Value / 2))
        workbook.document.calculateAll()
        assert workbook.named(rate.name).Value == pytest.approx(0.5)
        if cells is not None:
            half = float(template.profile.frame.execution / 2)
            assert workbook.named(cells.score).Value == pytest.approx(half)
        assert f"{executed.label}占" in results(workbook, template)


def results(workbook: Workbook, template: Template) -> str:
    """Press 校验, and return what stands in the sheet of findings then."""
    assert "错误" in workbook.press("校验")
    found = template.form.findings
    sheet = workbook.named(f"{found.name}_{found.key.name}").Spreadsheet
    return str(sheet.getCellRangeByName("A1:I60").getDataArray())


SCORELESS = [kind for kind in NATIVE if kind not in SCORED]


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", SCORELESS, ids=ids(SCORELESS))
def test_a_sum_of_what_is_typed_is_held(kind: Kind, run: Run, one_office: Office) -> None:
    """In LibreOffice, where no rate depends on a figure."""
    book = kind.new(run, "a.xlsm", "--host", "libreoffice")
    template = kind.template()
    fields = template.form.fields
    identity = next(
        identity
        for rule in template.identities
        for identity in rule.columns
        if all(part.name in fields for part in identity.parts)
    )
    with one_office.opened(Path(book).absolute()) as workbook:
        workbook.type(identity.parts[-1].name, "123456")
        workbook.document.calculateAll()
        shown = results(workbook, template)
        assert fields[identity.total].label in shown
        assert "123456" in shown


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The workbook of each family's sample with slips, and what LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("native")
    made = []
    for kind in OTHERS:
        template = kind.template()
        given = submission(template, kind.sample("filled"))
        made.append(folder / f"{kind.family}.xlsx")
        made[-1].write_bytes(make_workbook(template, given, created=CREATED)[0])
    converted = convert(made, "xlsx", folder / "out", folder / "profile")
    return {path.stem: (path, back) for path, back in zip(made, converted, strict=True)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", OTHERS, ids=ids(OTHERS))
def test_native_formulas_agree(kind: Kind, recalculated: dict[str, tuple[Path, Path]]) -> None:
    """What the file holds is what LibreOffice calculates, checks beside the forms too."""
    made, back = recalculated[kind.family]
    before, after = (openpyxl.load_workbook(path, data_only=True) for path in (made, back))
    compared = said = 0
    for sheet in openpyxl.load_workbook(made).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            old, new = (book[sheet.title][cell.coordinate].value for book in (before, after))
            assert _same(old, new), (sheet.title, cell.coordinate, old, new)
            compared += 1
            said += str(new).startswith("错误：")
    assert compared > 10
    assert said > 0


def _same(old: object, new: object) -> bool:
    if isinstance(old, int | float) and isinstance(new, int | float):
        return abs(old - new) < 1e-9
    return (old or "") == (new or "")
