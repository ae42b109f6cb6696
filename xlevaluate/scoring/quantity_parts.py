"""Targets and actual values taken apart into sign, number and unit, as the platform wants them.

“≥95%” is “≥”, “95”, “%”. A text without a number is 定性 and stays whole; so does one whose number
stands for more than itself (a range, a date, “每月1次”), but that is told: somebody has to look.
"""

import re

from msgspec import Struct

from xlevaluate.scoring.quantity import TargetQuantity, in_one_unit, read_deadline, read_quantity
from xlevaluate.submission.amounts import canonical, plain

QUALITATIVE = "定性"
"""What stands in the place of a sign where there is no number."""


class Parts(Struct, frozen=True):
    """A target and its actual value, taken apart; ``is_whole`` where that could not be done."""

    sign: str
    target: str
    actual: str
    unit: str
    is_whole: bool = False


def parts_of(target: str | None, actual: str | None) -> Parts:
    """Take a target and what was done apart.

    >>> parts_of("≥95%", "96.5%")
    Parts(sign='≥', target='95', actual='96.5', unit='%', is_whole=False)
    >>> parts_of("建立并落实", "已建立").sign
    '定性'
    """
    aim = read_quantity(target)
    if aim is None or not _is_plain(aim):
        has_number = aim is not None or re.search(r"\d", target or "") is not None
        return Parts(QUALITATIVE, target or "", actual or "", "", is_whole=has_number)
    done = read_quantity(actual, aim.unit)
    written = Parts(_sign(aim), _number(aim), "", aim.unit)
    if actual is None:
        return written
    pair = None if done is None or not _is_plain(done) else in_one_unit(aim, done)
    if pair is None or done is None or read_deadline(actual) is not None:
        return Parts(QUALITATIVE, target or "", actual, "", is_whole=True)
    if done.unit in {aim.unit, ""}:
        return Parts(written.sign, written.target, _number(done), aim.unit)
    if aim.unit == "":
        return Parts(written.sign, written.target, _number(done), done.unit)
    return Parts(written.sign, _number(pair[0]), _number(pair[1]), pair[0].unit)


def _is_plain(quantity: TargetQuantity) -> bool:
    """Tell whether a number says everything: no range, no change, nothing that comes back."""
    return quantity.high is None and not quantity.way and quantity.often == 1


def _number(quantity: TargetQuantity) -> str:
    return plain(canonical(quantity.low))


def _sign(aim: TargetQuantity) -> str:
    if aim.relation == "at_most":
        return "<" if aim.strict else "≤"
    if aim.relation == "at_least" and (aim.strict or aim.bound == "low"):
        return ">" if aim.strict else "≥"
    return "="
