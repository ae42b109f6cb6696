"""An evaluation told to a program: what ``check --json`` prints."""

from decimal import Decimal
from typing import Any

from msgspec.structs import asdict

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.form.printing import printed
from xlevaluate.output.accounts_lines import AccountsSummary
from xlevaluate.output.score_tables import score_tables
from xlevaluate.submission.amounts import plain

JSON_VERSION = 1


def as_data(evaluation: Evaluation, file: str) -> dict[str, Any]:
    """Return what ``check --json`` prints; amounts are strings."""
    template = evaluation.subject.template
    accounts = AccountsSummary.of(evaluation)
    return {
        "version": JSON_VERSION,
        "file": file,
        "summary": {
            **{level: evaluation.count(level) for level in LEVELS},
            "explained": len(evaluation.explained),
            "not_checked": len(evaluation.not_checked),
        },
        "score": _text(evaluation.score),
        "grade": evaluation.grade,
        "ratios": {
            name: {
                "value": plain(shown) if isinstance(shown, Decimal) else None,
                "text": printed(shown, template.ratios[name].style),
            }
            for name, shown in evaluation.ratios.items()
        },
        "scores": {
            table.key: [dict(zip(table.heads, line, strict=True)) for line in table.lines]
            for table in score_tables(evaluation)
        },
        "rules": {rule: evaluation.status(rule) for rule in evaluation.rules},
        "findings": [_finding(told) for told in evaluation.findings],
        "not_checked": [
            {"rule": rule, "title": evaluation.rules[rule].title, "reasons": list(reasons)}
            for rule, reasons in evaluation.not_checked.items()
        ],
        **({} if accounts is None else {"accounts": asdict(accounts)}),
    }


def _finding(told: ReportedFinding) -> dict[str, Any]:
    finding = told.finding
    return {
        "rule": finding.rule,
        "level": finding.level,
        "status": "explained" if told.is_explained else "failed",
        "sheet": told.place.sheet,
        "cell": told.place.cell,
        "label": told.place.label,
        "actual": _text(finding.actual),
        "expected": _text(finding.expected),
        "difference": _text(finding.difference),
        "message": told.message,
        "explanation": told.explanation,
    }


def _text(value: Decimal | str | None) -> str | None:
    return plain(value) if isinstance(value, Decimal) else value
