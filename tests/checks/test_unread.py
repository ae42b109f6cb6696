"""What a rule reads and could not be read keeps it from passing, and gives rise to no finding."""

from functools import cache

import pytest
from msgspec.structs import replace

from tests.changes import changed
from tests.hunan import MODEL
from xlevaluate.checks.findings import Outcome
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.form.problems import Reading
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import CellValue, ErrorValue, Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import snapshot_of_submission

TEMPLATE = load_template()
RULES = rules_of(TEMPLATE)
READING = {rule.id: rule.reads for rule in RULES.values() if rule.reads}
"""Rules on what stood in the way of reading (R…) read no fields."""


def test_every_rule_but_those_on_reading_says_what_it_reads() -> None:
    of_projects = {"J06", "J07", "J08"}  # which read their forms alone
    assert {rule.id for rule in RULES.values()} - set(READING) - of_projects == {
        rule.id for rule in RULES.values() if rule.family == "读取"
    }


def test_what_rules_read_are_fields() -> None:
    fields = set(TEMPLATE.form.all_fields)
    assert {
        rule: set(reads) - fields for rule, reads in READING.items() if set(reads) - fields
    } == {}


@cache
def corrected() -> Submission:
    """The corrected sample, with a row in each list of items that has room for none."""
    path = TEMPLATE.folder / "samples" / "corrected.json"
    made: Submission = MODEL.model_validate_json(path.read_text(encoding="utf-8"))
    rows = {
        f"basic_data.spending.{of}_items": [{"name": "甲"}] for of in ("programme", "maintenance")
    }
    return changed(made, rows)


@cache
def last_year() -> Submission:
    return changed(corrected(), {"year": 2022})


@cache
def whole() -> Snapshot:
    return snapshot_of_submission(TEMPLATE, corrected())


@cache
def without(name: str) -> Reading:
    """Read the sample with an error value in the (first) cell of a field."""
    snapshot = whole()
    at = snapshot.names[name]
    assert at is not None
    in_row = any(item.name == name for of in TEMPLATE.form.listings.values() for item in of.fields)
    sheets = {sheet: dict(cells) for sheet, cells in snapshot.sheets.items()}
    sheets[at.sheet][at.row + in_row, at.col] = CellValue(ErrorValue("#REF!"))
    reading = read_snapshot(TEMPLATE.form, replace(snapshot, sheets=sheets), TEMPLATE.computations)
    assert name in reading.unread
    return reading


@cache
def looked_at(name: str) -> dict[str, Outcome]:
    reading = without(name)
    adapted = TEMPLATE.adapted(reading.submission)
    subject = Subject.of(adapted, reading, last_year())
    return {rule.id: rule.check(subject) for rule in rules_of(adapted).values()}


@cache
def known() -> frozenset[tuple[str, str]]:
    """The findings in the whole sample: each rule with every place that it names."""
    reading = read_snapshot(TEMPLATE.form, whole(), TEMPLATE.computations)
    subject = Subject.of(TEMPLATE, reading, last_year())
    return frozenset(
        (rule.id, path)
        for rule in RULES.values()
        for finding in rule.check(subject).findings
        for path in (finding.path, *finding.others)
    )


@pytest.mark.parametrize("rule", READING)
def test_a_rule_does_not_pass_while_something_it_reads_is_unread(rule: str) -> None:
    for name in READING[rule]:
        outcome = looked_at(name)[rule]
        assert outcome.status in {"not_checked", "failed"}, name
        label = TEMPLATE.form.all_fields[name].label
        said = [reason for reason in outcome.not_checked if reason.kind == "unread"]
        assert any(label in reason.labels for reason in said), name


@pytest.mark.parametrize("name", sorted({name for reads in READING.values() for name in reads}))
def test_what_could_not_be_read_is_nobody_s_mistake(name: str) -> None:
    """No rule but those on reading finds anything that it does not find in the whole sample."""
    found = {
        (rule, finding.path)
        for rule, outcome in looked_at(name).items()
        for finding in outcome.findings
        if RULES[rule].family != "读取"
    }
    assert found - known() == set()
