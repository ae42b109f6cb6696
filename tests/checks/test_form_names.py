"""Rules, their sentences and the readers of texts know no name of a form."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import xlevaluate
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.form.definition import FormDef
from xlevaluate.form.fields import table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.problems import Reading
from xlevaluate.output.rule_table import rule_lines
from xlevaluate.template.template import Template

PACKAGE = Path(xlevaluate.__file__).parent
ROOMS = ("checks", "evaluation", "texts")
MODULES = [
    *sorted(path for room in ROOMS for path in (PACKAGE / room).glob("*.py")),
    PACKAGE / "template" / "text_rules.py",
]


def _names(template: Template) -> Iterator[str]:
    form = template.form
    yield from form.all_fields
    yield from form.listings
    yield from template.ratios
    yield from (sheet.name for sheet in form.definition.sheet)
    for dimension in form.indicators.dimensions:
        yield dimension.name
        yield from (category.name for category in dimension.categories)
    for sheet in form.definition.sheet:
        for table in (block.table for block in sheet.block if block.table):
            yield from (row.name for row in table.rows)
            yield from (column.name for column in table_columns(form.definition, table))


def _literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_knows_no_name_of_the_form(path: Path, template: Template) -> None:
    names = set(_names(template))
    parts = names | {part for name in names for part in name.split("_") if not part.isascii()}
    assert sorted(set(_literals(path)) & parts) == []


def _without_roles(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: {} if key == "computed" else _without_roles(value)
            for key, value in node.items()
            if key not in {"role", "explained"}
        }
    return [_without_roles(item) for item in node] if isinstance(node, list | tuple) else node


@pytest.fixture(scope="module")
def plain(template: Template) -> Template:
    """The template, of whose fields, rows, columns and ratios none says what it is."""
    data = template.form.definition.model_dump(by_alias=True, exclude_unset=True)
    return replace(
        template,
        form=Form.compile(FormDef.model_validate(_without_roles(data))),
        ratios={name: replace(ratio, role=None) for name, ratio in template.ratios.items()},
    )


def test_a_rule_whose_roles_the_form_lacks_is_not_applicable(plain: Template) -> None:
    subject = Subject.of(plain, Reading(plain.completed(plain.blank()), {}))
    rules = rules_of(plain)
    outcomes = {rule.id: rule.check(subject) for rule in rules.values()}
    asked = {"V02", "V03", "V04", "V08", "V09", "C05", "C06", "C07", "Y02", "T05", "T06", "T09"}
    asked |= {"S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10", "S11", "S12"}
    asked |= {"W10", "W11", "W12", "V01", "C02", "C03"}
    assert {rule: outcomes[rule].status for rule in asked} == dict.fromkeys(asked, "not_applicable")
    assert not asked & {line[0] for line in rule_lines(rules)}


def test_a_form_without_own_scores_and_parameters_has_no_rules_on_them(template: Template) -> None:
    data = template.form.definition.model_dump(by_alias=True, exclude_unset=True)
    for sheet in data["sheet"]:
        sheet["block"] = [
            block for block in sheet["block"] if not {"ratio_scores", "parameters"} & set(block)
        ]
    bare = replace(template, form=Form.compile(FormDef.model_validate(data)))
    subject = Subject.of(bare, Reading(bare.completed(bare.blank()), {}))
    rules = rules_of(bare)
    for rule in ("S13", "S14", "S15", "S16"):
        assert rules[rule].check(subject).status == "not_applicable"


def test_every_rule_applies_to_hunan_s_form(template: Template) -> None:
    assert [rule.id for rule in rules_of(template).values() if not rule.is_for_form] == []
