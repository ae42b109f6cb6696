"""What a finding proposes to put into its cell, where that is beyond reasonable doubt.

It is put there one at a time, and only when the user says so: a figure that was read from a text, a
score as it is proposed, a total whose parts are all filled in and not themselves in question.
"""

import re
from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.evaluation.mistyped_words import mistyped_words
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.form.snapshot import Address, place_of

_SCORES: frozenset[Case] = frozenset({"not_as_proposed", "ratio_not_as_proposed"})
_TOTALS: frozenset[Case] = frozenset({"unequal", "blank_total"})

_ONE_CELL = re.compile(r"[A-Z]+\d+")
_PERCENT = "%"


def suggestion_of(told: ReportedFinding, evaluation: Evaluation) -> Decimal | None:
    """Return the figure to put into a finding's cell, in its unit; ``None`` where none is sure.

    What a formula gives is never replaced: the figures that it is made of are to be put right.
    """
    if not told.place.sheet or _ONE_CELL.fullmatch(told.place.cell) is None or told.is_explained:
        return None
    reading = evaluation.subject.reading
    address = Address(told.place.sheet, *place_of(told.place.cell))
    if reading.snapshot.at(address).is_formula:
        return None
    finding = told.finding
    if finding.case == "read_as":
        return _read_from_text(told, evaluation)
    if finding.path.startswith("=") or not isinstance(finding.expected, Decimal):
        return None
    if finding.case in _SCORES or (finding.case in _TOTALS and _is_sure(told, evaluation)):
        return finding.expected
    return None


def _read_from_text(told: ReportedFinding, evaluation: Evaluation) -> Decimal | None:
    problem, reading = told.finding.problem, evaluation.subject.reading
    if problem is None or problem.unit == _PERCENT:  # its cell may hold a hundredth of it
        return None
    names = PlaceNames(evaluation.subject.template, reading)
    paths = (path for path, place in reading.places.items() if place == problem.place)
    found = (names.value(path) for path in paths if not path.startswith("="))
    return next((value for value in found if isinstance(value, Decimal)), None)


def _is_sure(told: ReportedFinding, evaluation: Evaluation) -> bool:
    """Tell whether it is a sum and must be wrong itself, as far as anything speaks of its parts."""
    finding = told.finding
    names = PlaceNames(evaluation.subject.template, evaluation.subject.reading)
    doubted = {
        other.finding.path
        for other in evaluation.open_findings
        if other is not told and other.finding.level == "error"
    }
    is_whole_sum = bool(finding.signs) and min(finding.signs) > 0 and not finding.blanks
    is_mistyped = bool(mistyped_words(finding, names))
    return is_whole_sum and not is_mistyped and doubted.isdisjoint(finding.others)
