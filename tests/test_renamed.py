"""Hunan's form under other words is the same form: nothing in the code knows a name of it."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.consistent import consistent
from tests.hunan import MODEL
from tests.renaming import Renaming
from tests.submissions import made_up
from tests.template_folders import read_folder, write_folder
from xlevaluate.cells.names import DIGEST_NAME
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.filing.package import make_package
from xlevaluate.form.reader import read_snapshot
from xlevaluate.output.json_data import as_data
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.made_parameters import PARAMETERS_NAME
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission, make_workbook
from xlevaluate.workbook.read import read_workbook

SEEDS = (1, 2)

MADE_UP, CONSISTENT = 4, 4


@dataclass(frozen=True)
class Renamed:
    """Hunan's template under other words, and how to get there and back."""

    renaming: Renaming
    old: Template
    new: Template
    _evaluated: dict[int, Evaluation] = field(default_factory=dict)

    def evaluated(self, index: int) -> Evaluation:
        """Evaluate what the same unit fills in, once."""
        if index not in self._evaluated:
            given = self.submission(submissions()[index])
            self._evaluated[index] = evaluate_submission(self.new, given)
        return self._evaluated[index]

    def submission(self, submission: Submission) -> Submission:
        """Return what the same unit fills in: its words stay, but for those of the form."""
        given = submission.model_dump(mode="json")
        parameters = dict(
            zip(
                (parameter.name for parameter in self.old.parameters),
                (parameter.name for parameter in self.new.parameters),
                strict=True,
            )
        )
        given["parameters"] = {parameters[n]: v for n, v in given["parameters"].items()}
        given["ratio_scores"] = {
            self.renaming.word(name): score for name, score in given["ratio_scores"].items()
        }
        for row in given["outline"] or ():
            row["level"] = self.renaming.word(row["level"])
            row["text"] = self.renaming.sentence(row["text"])
        for rows in given["self_evaluation"]["indicators"].values():
            for row in rows:
                row["band"] = row["band"] and self.renaming.word(row["band"])
        for step, said in given["absent"].items():
            given["absent"][step] = said and self.renaming.word(said)
        given["explanations"] = []
        made: Submission = self.new.form.model.model_validate(given)
        if not submission.explanations:
            return made
        keys = dict(
            zip(
                (
                    told.key
                    for told in evaluate_submission(self.old, _unexplained(submission)).findings
                ),
                (told.key for told in evaluate_submission(self.new, made).findings),
                strict=True,
            )
        )
        explanations = [
            {"finding": keys.get(said.finding, said.finding), "text": said.text}
            for said in submission.explanations
        ]
        return changed(made, {"explanations": explanations})


def _unexplained(submission: Submission) -> Submission:
    return changed(submission, {"explanations": []})


@pytest.fixture(scope="module", params=SEEDS)
def renamed(
    request: pytest.FixtureRequest, template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Renamed:
    renaming = Renaming(request.param)
    # The name of a template is that of its folder, and stands in workbooks and packages.
    folder = tmp_path_factory.mktemp("renamed") / template.folder.name
    data = renaming.template(read_folder(template.folder))
    write_folder(data, folder, template.folder / "report.docx")
    return Renamed(renaming, template, load_template(folder=folder))


@cache
def submissions() -> tuple[Submission, ...]:
    """Return the samples, and submissions that are made up."""
    template = load_template()
    samples = (
        MODEL.model_validate_json((template.folder / "samples" / f"{name}.json").read_bytes())
        for name in ("seed", "corrected")
    )
    return (
        *samples,
        *(made_up(template, Random(seed)) for seed in range(MADE_UP)),
        *(consistent(template, Random(seed)) for seed in range(CONSISTENT)),
    )


INDEXES = range(2 + MADE_UP + CONSISTENT)
SAMPLES = (0, 1)

Shows = Callable[[Evaluation], Any]


@cache
def evaluated(index: int) -> Evaluation:
    """Evaluate a submission of the form as it is."""
    return evaluate_submission(load_template(), submissions()[index])


def held(renamed: Renamed, index: int, shows: Shows) -> None:
    """Hold what the two forms show against each other."""
    new = shows(renamed.evaluated(index))
    back = renamed.renaming.all_back
    assert not differences(back(shown_before(shows, index)), back(new))


@cache
def shown_before(shows: Shows, index: int) -> Any:
    """Return what the form as it is shows, which no renaming changes."""
    return shows(evaluated(index))


def differences(old: Any, new: Any, place: str = "") -> list[tuple[str, Any, Any]]:
    """Return where two nested values differ, each place with both."""
    if isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new):
        pairs = [(key, old[key], new[key]) for key in old]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = [(str(n), old[n], new[n]) for n in range(len(old))]
    else:
        return [] if _parted_alike(old) == _parted_alike(new) else [(place, old, new)]
    return [
        found for key, one, other in pairs for found in differences(one, other, f"{place}.{key}")
    ]


def _parted_alike(value: Any) -> Any:
    """Part items alike: ；stands between them only where a word of the form holds 、."""
    return value.replace("；", "、") if isinstance(value, str) else value


def test_the_words_are_a_bijection(renamed: Renamed) -> None:
    """Every name of the form has another one, and each leads back."""
    old, new = renamed.old.form, renamed.new.form
    assert [renamed.renaming.back(name) for name in new.all_fields] == list(old.all_fields)
    assert not set(new.all_fields) & set(old.all_fields)
    assert not {s.name for s in new.definition.sheet} & {s.name for s in old.definition.sheet}
    assert [item.path for item in new.fields.values() if not _named(item.path)] == [
        item.path for item in old.fields.values() if not _named(item.path)
    ]


def _named(path: str) -> bool:
    """Tell whether a path holds a name: that of a ratio or a parameter."""
    return path.startswith(("ratio_scores.", "parameters."))


@pytest.mark.parametrize("index", INDEXES)
def test_findings_scores_and_ratios_are_the_same(renamed: Renamed, index: int) -> None:
    held(renamed, index, found)


def found(evaluation: Evaluation) -> Any:
    return as_data(evaluation, "")


@pytest.mark.parametrize("index", INDEXES)
def test_computed_cells_are_the_same(renamed: Renamed, index: int) -> None:
    held(renamed, index, computed)


def computed(evaluation: Evaluation) -> Any:
    subject = evaluation.subject
    cells = subject.template.computations
    return {name: cell.shown(subject.figures) for name, cell in cells.items()}


@pytest.mark.parametrize("index", INDEXES)
def test_the_report_is_the_same(renamed: Renamed, index: int) -> None:
    held(renamed, index, reported)


def reported(evaluation: Evaluation) -> Any:
    """Return the paragraphs and the tables of the report, and what it left out."""
    try:
        content, gaps = make_report(evaluation, charts=True)
    except CannotDoError as error:
        return str(error)
    return words_of(content), [str(gap) for gap in gaps]


def words_of(document: bytes) -> Any:
    made = docx.Document(io.BytesIO(document))
    return (
        [
            (paragraph.style and paragraph.style.name, paragraph.text)
            for paragraph in made.paragraphs
        ],
        [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables],
    )


@pytest.mark.parametrize("index", SAMPLES)
def test_a_workbook_reads_the_same_and_has_the_same_formulas(
    renamed: Renamed, index: int, tmp_path: Path
) -> None:
    submission = submissions()[index]
    shown = []
    for number, (template, given) in enumerate(
        ((renamed.old, submission), (renamed.new, renamed.submission(submission)))
    ):
        content, _ = make_workbook(template, given, created=CREATED)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        snapshot, _ = read_workbook(path)
        reading = read_snapshot(template.form, snapshot, template.computations)
        assert template.reduced(reading.submission) == template.reduced(given)
        shown.append(
            (cells_of(content), names_of(content), as_data(evaluate(template, reading), ""))
        )
    old, new = (renamed.renaming.all_back(item) for item in shown)
    assert not differences(old, new)


def cells_of(workbook: bytes) -> dict[str, Any]:
    """Return what stands in the cells, formulas as such, and the rules of what may."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {
        sheet.title: [
            [unquoted(cell.value) for row in sheet.iter_rows() for cell in row],
            sorted(
                (str(rule.sqref), unquoted(rule.formula1), unquoted(rule.formula2))
                for rule in sheet.data_validations.dataValidation
            ),
            [
                (str(area.sqref), [unquoted(f) for rule in area.rules for f in rule.formula])
                for area in sheet.conditional_formatting
            ],
        ]
        for sheet in book.worksheets
    }


def names_of(workbook: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    # The digest is that of other files; what parameters were is put together from their names.
    names = {
        name: name_
        for name, name_ in book.defined_names.items()
        if name != DIGEST_NAME and not name.startswith(PARAMETERS_NAME)
    }
    return {name: unquoted(name_.attr_text) for name, name_ in names.items()}


def unquoted(value: Any) -> Any:
    """Take the quotes away in which some names of sheets stand, and the digests of findings."""
    return _FINGERPRINT.sub("", value.replace("'", "")) if isinstance(value, str) else value


_FINGERPRINT = re.compile(r"#[0-9a-f]{8}")
"""Ends the key of a finding; it is made from the names in it too."""


@pytest.mark.parametrize("index", SAMPLES)
def test_the_package_is_the_same(renamed: Renamed, index: int) -> None:
    held(renamed, index, packed)


def packed(evaluation: Evaluation) -> Any:
    content = make_package(evaluation, exported=CREATED).content
    with ZipFile(io.BytesIO(content)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    return {name: told_by(name, content) for name, content in files.items()}


def told_by(name: str, content: bytes) -> Any:
    """Return what a file of a package says, but for the digests of others."""
    match name.rpartition(".")[2]:
        case "json":
            told = json.loads(content)
            for file in told.get("files", ()) if name == "manifest.json" else ():
                del file["sha256"], file["size"]
            return told
        case "xlsx":
            return cells_of(content), names_of(content)
        case "docx":
            return words_of(content)
        case "html":
            return content.decode()
        case _:
            return None  # the code, which is the manifest's digest
