"""Every rule, by the cases in ``cases/*.toml``, which a finance officer can read and add to."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.changes import changed
from tests.hunan import MODEL
from tests.projects import project
from tests.whole_sentences import is_whole
from xlevaluate.accounts.accounts_reading import AccountsReading, Way, WayKind
from xlevaluate.checks.findings import Finding
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Subject
from xlevaluate.evaluation.messages import message_of
from xlevaluate.evaluation.official_words import statement_of
from xlevaluate.evaluation.places import PlaceNames, place_of
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot
from xlevaluate.form.snapshot import place_of as place_of_cell
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import plain, round_half_up
from xlevaluate.submission.paths import nest
from xlevaluate.tables.found import Contradiction, Found, Harvest, Origin, Question
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission

CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]
FUND = ("name", "prior_final", "budget", "final")
CARRIED = ("state", "to_sheet", "to_label", "content", "kept")
INDICATOR = ("name", "target", "actual", "weight", "score", "band", "deviation")
RULES = list(rules_of(load_template()))


def submission_of(template: Template, case: dict[str, Any]) -> Submission:
    fields = template.form.fields
    own = {f"参数_{parameter.name}" for parameter in template.parameters}
    values: dict[str, Any] = {}
    if case.get("filled"):
        needed = (f for f in fields.values() if f.required and f.name not in own)
        values = {
            f.path: "1" if f.is_number else 2023 if f.kind == "year" else "有" for f in needed
        }
    values |= {fields[name].path: value for name, value in case.get("figures", {}).items()}
    values |= {fields[name].path: text for name, text in case.get("texts", {}).items()}
    for key in ("special_fund_items", "programme_items", "maintenance_items"):
        for index, row in enumerate(case.get(key, [])):
            path = f"basic_data.spending.{key}.{index}"
            values |= {f"{path}.{step}": cell for step, cell in zip(FUND, row, strict=True)}
    counts: dict[str, int] = {}
    for category, *row in case.get("indicators", []):
        index = counts[category] = counts.get(category, -1) + 1
        path = f"self_evaluation.indicators.{category}.{index}"
        values |= {f"{path}.{key}": cell or None for key, cell in zip(INDICATOR, row, strict=False)}
    carried = [
        dict(zip(CARRIED, row, strict=False)) | {"content": str(row[3])}
        for row in case.get("carried", [])
    ]
    projects = [project(**given) if given else {} for given in case.get("projects", [])]
    return changed(
        MODEL.model_validate({**nest(values), "projects": projects, "carried": carried}), {}
    )


def cell_of(given: Any) -> CellValue:
    match given:
        case {"uncalculated": True}:
            return CellValue(None, is_formula=True)
        case {"shows": value}:
            return CellValue(value, is_formula=True)
        case {"error": text}:
            return CellValue(ErrorValue(text))
        case {"fails": text}:
            return CellValue(ErrorValue(text), is_formula=True)
        case {"number": number, "format": code}:
            return CellValue(number, is_percent="%" in code, number_format=code)
        case {"day": day, "format": code}:
            return CellValue(day, number_format=code)
        case {"long": length}:
            return CellValue("字" * length)
    return CellValue(given)


def snapshot_of(template: Template, case: dict[str, Any]) -> Snapshot:
    snapshot = snapshot_of_submission(template, submission_of(template, case))
    sheets = {name: dict(grid) for name, grid in snapshot.sheets.items()}
    names: dict[str, Address | None] = dict(snapshot.names)
    typed = [(name, 0, cell) for name, cell in case.get("cells", {}).items()]
    typed += [(name, 1, cell) for name, cell in case.get("below", {}).items()]
    for name, down, given in typed:
        at = names[name]
        assert at is not None
        sheets[at.sheet][at.row + down, at.col] = cell_of(given)
    handle(case, sheets, names)
    for name in case.get("without_names", []):
        names[name] = None
    if group := case.get("without_group"):
        head = names["绩效指标_类别"]
        assert head is not None
        column = {place: cell for place, cell in sheets[head.sheet].items() if place[1] == head.col}
        for place, cell in column.items():
            if cell.value == group:  # as a row that was inserted in the category above
                del sheets[head.sheet][place]
    if case.get("without_outline"):
        head = names["提纲_级别"]
        assert head is not None
        grid = sheets[head.sheet]
        sheets[head.sheet] = {place: cell for place, cell in grid.items() if place[0] <= head.row}
    gone = case.get("without_sheet")
    if gone:
        del sheets[gone]
        names = {n: None if at is not None and at.sheet == gone else at for n, at in names.items()}
    return replace(
        snapshot,
        sheets=sheets,
        names=names,
        opened_elsewhere=case.get("opened_elsewhere", False),
        is_manual=case.get("manual", False),
    )


def handle(
    case: dict[str, Any],
    sheets: dict[str, dict[tuple[int, int], CellValue]],
    names: dict[str, Address | None],
) -> None:
    """Do to a workbook what hands do: put something anywhere, cut a cell, copy a sheet."""
    for place, given in case.get("typed_at", {}).items():
        sheet, _, cell = place.partition("!")
        sheets[sheet][place_of_cell(cell)] = cell_of(given)
    if copied := case.get("copied_sheet"):
        sheets[f"{copied} (2)"] = dict(sheets[copied])
    for name, place in case.get("cut_to", {}).items():
        sheet, _, cell = place.partition("!")
        names[name] = Address(sheet, *place_of_cell(cell))


def accounts_of(template: Template, given: dict[str, Any]) -> AccountsReading:
    """Return accounts that say figures of fields: `final`, `last`, `budget`; "" says nothing."""
    ways: dict[str, tuple[Way, ...]] = {}
    kinds: dict[str, WayKind] = {}
    sides: tuple[WayKind, ...] = ("final", "last", "budget")
    for kind in sides:
        for name, figures in given.get(kind, {}).items():
            path = template.form.fields[name].path
            kinds[path] = kind
            ways[path] = tuple(
                Way(
                    Found(
                        path,
                        round_half_up(Decimal(figure.rstrip("?")), 2),
                        Origin("决算.docx", "第3张表", "第5行第3列", "合计", "决算数"),
                        exact=Decimal(figure.rstrip("?")),
                        certain="?" not in figure,
                    ),
                    Decimal("0.005"),
                )
                for figure in figures.split()
            )
    harvest = Harvest(
        questions=tuple(Question("unit", text, ("元", "万元")) for text in given.get("asked", [])),
        contradictions=tuple(
            Contradiction(Origin("决算.docx", "第3张表"), text) for text in given.get("unsound", [])
        ),
    )
    found = {path: way for path, way in ways.items() if way}
    offices = tuple(given.get("offices", ()))
    return AccountsReading(
        harvest, found, kinds, ("决算.docx",), offices, is_mapped=not given.get("unmapped", False)
    )


def as_written(finding: Finding, place_names: PlaceNames) -> dict[str, str]:
    figures = {
        "actual": finding.actual,
        "expected": finding.expected,
        "difference": finding.difference,
    }
    return {
        "level": finding.level,
        "label": place_of(finding, place_names).label,
        **{
            key: plain(figure) if isinstance(figure, Decimal) else figure
            for key, figure in figures.items()
            if figure is not None
        },
    }


@pytest.mark.parametrize("case", CASES, ids=[f"{case['rule']} {case['title']}" for case in CASES])
def test_a_case(template: Template, platform: Template, case: dict[str, Any]) -> None:
    template = {"": template, "platform": platform, "hubei": load_template(profile="hubei")}[
        case.get("profile", "")
    ]
    snapshot = snapshot_of(template, case)
    reading: Reading = read_forms(template, snapshot)
    previous = (
        submission_of(template, {"figures": case["previous"]}) if "previous" in case else None
    )
    adapted = template.adapted(reading.submission)
    declared = (
        Figures(template.form, submission_of(template, case["declared"]))
        if "declared" in case
        else None
    )
    accounts = accounts_of(template, case["accounts"]) if "accounts" in case else None
    subject = Subject.of(adapted, reading, previous, declared, accounts)
    outcome = rules_of(template)[case["rule"]].check(subject)
    place_names = PlaceNames(template, reading)
    assert [as_written(finding, place_names) for finding in outcome.findings] == case.get(
        "found", []
    )
    assert outcome.status == case.get("status", "failed" if "found" in case else "passed")
    for finding in outcome.findings:
        message = message_of(finding, place_names)
        assert message.endswith("。")
        assert "None" not in message
        statement = statement_of(finding, place_names)
        assert is_whole(statement), statement
        assert finding.case != "missing_sheet" or "《收支情况》" in message


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_case_that_fires_and_one_that_does_not(rule: str) -> None:
    mine = [case for case in CASES if case["rule"] == rule]
    assert any("found" in case for case in mine), f"{rule} has no case that fires"
    assert any("found" not in case for case in mine), f"{rule} has no case that does not fire"


def test_every_case_is_of_a_rule() -> None:
    assert {case["rule"] for case in CASES} <= set(RULES)
