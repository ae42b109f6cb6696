"""The examples of CONTRIBUTING.md do what they say, on a copy of a template."""

import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import xlevaluate
from tests.changes import changed
from xlevaluate.accounts.account_mapping import mapping_of
from xlevaluate.checks.rule import Rule, RuleDef, Subject
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.harvest.synonyms import synonyms_of
from xlevaluate.inspection.template_check import slips_of_folder
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

TEXT = (Path(xlevaluate.__file__).parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
_PLACE = r"(?: (after|instead of|at the end) ?([^\n]*))?"
BLOCK = re.compile(rf"^```(\w+) (\S+){_PLACE}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(kind: str) -> list[tuple[str, str, str, str]]:
    """The blocks of a language: file, how it goes into it, the line it goes to, the text."""
    return [
        (match[2], match[3] or "", match[4] or "", match[5])
        for match in BLOCK.finditer(TEXT)
        if match[1] == kind
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Path:
    """A copy of the template with every example put into it."""
    made = tmp_path_factory.mktemp("templates") / "mine"
    shutil.copytree(template.folder, made)
    for file, how, place, text in examples("toml"):
        path = made / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        assert place in before
        match how:
            case "after":
                after = before.replace(f"{place}\n", f"{place}\n{text}", 1)
            case "instead of":
                after = before.replace(place, text.rstrip("\n"), 1)
            case _:
                after = f"{before}\n{text}"
        assert after != before
        path.write_text(after, encoding="utf-8")
    return made


def evaluated(template: Template, changes: dict[str, Any]) -> Evaluation:
    return evaluate_submission(template, changed(template.blank(), changes))


def test_there_are_examples_of_everything_that_is_added() -> None:
    assert [file for file, *_ in examples("toml")] == [
        *("form.toml", "identities.toml", "ratios.toml", "profile_short.toml", "identities.toml"),
        *("synonyms.toml", "accounts.toml"),
    ]
    assert len(examples("python")) == 1


def test_the_template_has_no_slip(folder: Path) -> None:
    assert slips_of_folder(folder) == ()


def test_the_row_is_in_the_model_and_in_the_sum(folder: Path) -> None:
    template = load_template(folder=folder)
    path = "finances.income.{}.current".format
    changes: dict[str, Any] = {path("interest"): "3", path("other"): "4", path("total"): "8"}
    evaluation = evaluated(template, changes)
    (found,) = [f for f in evaluation.findings if f.finding.rule == "F06"]
    assert found.finding.expected == Decimal(7)
    assert found.finding.others == (path("other"), path("interest"))


def test_the_ratio_is_worked_out(folder: Path) -> None:
    rows = "finances.expenditure.{}.current".format
    evaluation = evaluated(
        load_template(folder=folder), {rows("personnel"): "1", rows("total"): "3"}
    )
    assert evaluation.ratios["人员经费占比"] == Decimal("0.3333")


def test_the_profile_gives_its_grade(folder: Path) -> None:
    template = load_template(profile="short", folder=folder)
    assert evaluated(template, {"self_evaluation.total_score": "61"}).grade == "合格"


def test_the_identity_is_a_rule(folder: Path) -> None:
    bases = "finances.rate_bases"
    changes = {f"{bases}.payments_made": "2", f"{bases}.payments_due": "1"}
    evaluation = evaluated(load_template(folder=folder), changes)
    assert [f.finding.case for f in evaluation.findings if f.finding.rule == "X90"] == [
        "parts_exceed"
    ]


def test_the_word_is_understood(folder: Path) -> None:
    words = synonyms_of(load_template(folder=folder)).labels["厉行节约保障措施"]
    assert "节约型机关建设措施" in words


def test_the_figure_is_taken_from_the_accounts(folder: Path) -> None:
    mapping = mapping_of(load_template(folder=folder))
    assert mapping is not None
    assert mapping.take[-1].field == "实际支付数"


@pytest.mark.parametrize(("duty", "found"), [("21", 1), ("20", 0)])
def test_the_rule_asks_for_roles(duty: str, found: int, template: Template) -> None:
    ((_, _, _, code),) = examples("python")
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the text is the repository's own
    definition = next(value for value in names.values() if isinstance(value, RuleDef))
    posts = {"basic_data.approved_posts": "20", "basic_data.staff_on_duty": duty}
    subject: Subject = evaluated(template, posts).subject
    outcome = Rule(definition, template).check(subject)
    assert [(f.rule, f.level) for f in outcome.findings] == [("V90", "query")] * found
    assert outcome.applicable
