"""An evaluation told to a person, and to a program."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xlevaluate.checks.rule import LEVELS
from xlevaluate.evaluation import Evaluation, Told
from xlevaluate.form.printing import printed
from xlevaluate.submission.amounts import plain

JSON_VERSION = 1


def as_data(evaluation: Evaluation, file: str) -> dict[str, Any]:
    """Return what ``check --json`` prints; amounts are strings."""
    template = evaluation.subject.template
    return {
        "version": JSON_VERSION,
        "file": file,
        "summary": {
            **{level: evaluation.count(level) for level in LEVELS},
            "explained": 0,
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
        "findings": [_finding(told) for told in evaluation.findings],
        "not_checked": [
            {"rule": rule, "title": evaluation.rules[rule].title, "reasons": list(reasons)}
            for rule, reasons in evaluation.not_checked.items()
        ],
    }


def _finding(told: Told) -> dict[str, Any]:
    finding = told.finding
    return {
        "rule": finding.rule,
        "level": finding.level,
        "status": "failed",
        "sheet": told.place.sheet,
        "cell": told.place.cell,
        "label": told.place.label,
        "actual": _text(finding.actual),
        "expected": _text(finding.expected),
        "difference": _text(finding.difference),
        "message": told.message,
        "explanation": None,
    }


def _text(value: Decimal | str | None) -> str | None:
    return plain(value) if isinstance(value, Decimal) else value


def as_lines(evaluation: Evaluation, file: str) -> Iterator[str]:
    """Yield the lines that ``check`` prints."""
    submission = evaluation.subject.submission
    year = "" if submission.year is None else f"{submission.year}年度"
    yield f"{file}：{submission.unit.name or '（未填单位名称）'} {year}".rstrip()
    counts = "，".join(f"{name} {evaluation.count(level)}" for level, name in LEVELS.items())
    score = (
        ""
        if evaluation.score is None
        else f"；总分 {plain(evaluation.score)}，等次 {evaluation.grade}"
    )
    yield f"{counts}，未能检查 {len(evaluation.not_checked)} 项{score}"
    for level, name in LEVELS.items():
        told = [item for item in evaluation.findings if item.finding.level == level]
        if told:
            yield ""
            yield f"【{name}】"
        for number, item in enumerate(told, 1):
            yield f"{number}. [{item.finding.rule}] {item.message}"
    if evaluation.not_checked:
        yield ""
        yield "【未能检查】"
        for rule, reasons in evaluation.not_checked.items():
            yield f"[{rule}] {evaluation.rules[rule].title}：{'；'.join(reasons)}"
