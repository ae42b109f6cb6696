"""The page of a unit's findings that goes with its letter, in the look of ``check --html``."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from xlevaluate.checks.findings import LEVELS
from xlevaluate.letters.addressees import UnitFindings
from xlevaluate.output.finding_lines import EXPLAINED, year_words
from xlevaluate.output.html_page import findings_page
from xlevaluate.rollup.form_record import FindingRecord

_FIGURES = ("实际", "应为", "相差")


def unit_page(unit: UnitFindings, year: int | None) -> str:
    """Return the page's HTML: every finding of the unit and its projects, gravest first.

    What the unit itself wrote to a finding is not repeated: it may name somebody.
    """
    found = [
        (finding, item.line.entry.project_name)
        for item in unit.objects
        for finding in item.findings
    ]
    found.sort(key=lambda item: (item[0].is_explained, list(LEVELS).index(item[0].level)))
    counts = Counter(_kind(finding) for finding, _ in found)
    said = {str(level): words for level, words in LEVELS.items()} | {"explained": EXPLAINED}
    return findings_page(
        title=f"{unit.addressee.name}{year_words(year)}绩效自评审核意见",
        summary="，".join(f"{words} {counts[kind]}" for kind, words in said.items()),
        levels=[
            ("all", "全部", len(found)),
            *((kind, words, counts[kind]) for kind, words in said.items()),
        ],
        findings=[_finding(finding, project) for finding, project in found],
    )


def _kind(finding: FindingRecord) -> str:
    return "explained" if finding.is_explained else finding.level


def _finding(finding: FindingRecord, project: str) -> Mapping[str, Any]:
    sheet = f"《{finding.sheet}》" if finding.sheet else ""
    whose = f"{project}　" if project else ""
    figures = (finding.actual, finding.expected, finding.difference)
    return {
        "kind": _kind(finding),
        "level": EXPLAINED if finding.is_explained else LEVELS[finding.level],
        "place": f"{whose}{sheet}{finding.cell} {finding.label}".strip(),
        "rule": finding.rule,
        "message": finding.message,
        "figures": [
            (name, figure) for name, figure in zip(_FIGURES, figures, strict=True) if figure
        ],
        "explanation": "",
        "picture": None,
    }
