"""An indicator's score, proposed from its target and its actual value.

Positive targets earn min(1, 实际 ÷ 目标) of the weight, reverse ones min(1, 目标 ÷ 实际); a reverse
target of 0 earns everything for 0 and nothing else. Rounded once, to two decimals, half up.
Source: the practice of 财预〔2013〕53号 and provincial rules (domain: 定量指标按完成比例计分).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlevaluate.scoring.profile import Band, IndicatorScoring
from xlevaluate.scoring.quantity import Quantity, in_one_unit, read_deadline, read_quantity
from xlevaluate.submission.amounts import percent, plain, round_half_up

Kind = Literal["blank", "quantitative", "qualitative", "unclear"]


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and in words how it came about.

    ``score`` is ``None`` unless ``kind`` is quantitative. ``rate`` is 实际 ÷ 目标, whichever way
    the target points; ``None`` for a target of 0, a date, or a range that was met.
    """

    kind: Kind
    words: str
    score: Decimal | None = None
    rate: Decimal | None = None

    def is_far(self, scoring: IndicatorScoring) -> bool:
        """Tell whether so much more or less was done than planned that one should ask why."""
        return self.rate is not None and not scoring.under <= self.rate <= scoring.over


def propose(
    target: str | None, actual: str | None, weight: Decimal, *, is_limit: bool = False
) -> Proposal:
    """Propose a score between 0 and ``weight`` (points, 0 or more).

    What cannot be read as a number is qualitative; what can be read but not compared (other
    units, a date missed, “不足” where a number is wanted) is unclear, with the reason.
    ``is_limit``: the indicator is of a kind (成本) whose targets are limits, and must say so.
    """
    if not target or not actual:
        return Proposal("blank", "")
    due, done_on = read_deadline(target), read_deadline(actual)
    if due and done_on:
        if done_on <= due:
            return _scored(Decimal(1), weight, "按时完成")
        return Proposal("unclear", "晚于目标时间，请自行评定得分")
    aim = read_quantity(target)
    done = read_quantity(actual, aim.unit) if aim else None
    if aim is None or done is None:
        return Proposal("qualitative", "按定性指标评分，请选择完成档次")
    if is_limit and aim.relation == "at_least" and aim.bound == "none" and aim.low != 0:
        return Proposal("unclear", "成本指标的指标值请写明是不超过（≤）还是不低于（≥）多少")
    pair = in_one_unit(aim, done)
    if pair is None:
        return Proposal(
            "unclear", f"指标值与完成值的单位不同（{_unit(aim)}、{_unit(done)}），请核对"
        )
    aim, done = pair
    if done.high is not None:
        return Proposal("unclear", "完成值是一个范围，请填写一个数")
    return _held(aim, done, weight)


def _unit(quantity: Quantity) -> str:
    return quantity.unit or "没有单位"


_NOT_A_NUMBER = Proposal("unclear", "完成值只说了界限，请填写实际的数")
_AT_THE_EDGE = Proposal("unclear", "完成值正好等于指标值的界限，是否达到请自行评定")


def _held(aim: Quantity, actual: Quantity, weight: Decimal) -> Proposal:
    done = actual.low
    if aim.relation == "range" and aim.high is not None:
        if actual.bound != "none":
            return _NOT_A_NUMBER
        if done < aim.low:
            return _positive(aim.low, done, weight)
        if done > aim.high:
            return _reverse(aim.high, done, weight)
        return _scored(Decimal(1), weight, f"{plain(done)} 在目标范围内")
    if aim.strict and done == aim.low:
        return _AT_THE_EDGE
    # Nobody aims at “0次” and more: without a sign a target of 0 is a limit.
    if aim.relation == "at_most" or (aim.low == 0 and aim.bound == "none"):
        return _NOT_A_NUMBER if actual.bound == "low" else _reverse(aim.low, done, weight)
    return _NOT_A_NUMBER if actual.bound == "high" else _positive(aim.low, done, weight)


def _positive(aim: Decimal, done: Decimal, weight: Decimal) -> Proposal:
    if aim <= 0:
        share = Decimal(1) if done >= aim else Decimal(0)
        return _scored(share, weight, f"实际 {plain(done)}，目标不低于 {plain(aim)}")
    how = f"实际 {plain(done)} ÷ 目标 {plain(aim)}"
    return _scored(done / aim, weight, how, done / aim)


def _reverse(aim: Decimal, done: Decimal, weight: Decimal) -> Proposal:
    rate = done / aim if aim else None
    if done <= 0:
        return Proposal(
            "quantitative", f"实际为 {plain(done)}，得满分 {plain(weight)}", _points(weight), rate
        )
    if aim == 0:
        return Proposal("quantitative", "目标为 0，实际不为 0，得 0", _points(Decimal(0)))
    return _scored(aim / done, weight, f"目标 {plain(aim)} ÷ 实际 {plain(done)}", rate)


def _points(score: Decimal) -> Decimal:
    return round_half_up(score, 2)


def _scored(share: Decimal, weight: Decimal, how: str, rate: Decimal | None = None) -> Proposal:
    score = _points(weight * max(Decimal(0), min(Decimal(1), share)))
    result = f" = {plain(percent(share))}%" if rate is not None else ""
    return Proposal(
        "quantitative", f"{how}{result}，{plain(weight)} 分得 {plain(score)}", score, rate
    )


def within_band(band: Band, score: Decimal, weight: Decimal) -> bool:
    """Tell whether a score lies in its band; an edge belongs to both bands beside it."""
    return band.from_ * weight <= score <= band.to * weight
