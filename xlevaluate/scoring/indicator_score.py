"""An indicator's score, proposed from its target and its actual value.

Positive targets earn min(1, 实际 ÷ 目标) of the weight, reverse ones min(1, 目标 ÷ 实际) or what
the profile says; a reverse target of 0 earns everything for 0 and nothing else. Rounded once,
half up, to the decimals of the profile. Source: the practice of 财预〔2013〕53号 and provincial
rules (domain: 定量指标按完成比例计分); variants are keys of the profile (``indicator_rules``).
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.scoring.indicator_rules import IndicatorScoring, Side
from xlevaluate.scoring.quantity import (
    NOTHING,
    TargetQuantity,
    in_one_unit,
    read_deadlines,
    read_quantity,
)
from xlevaluate.submission.amounts import percent, plain, round_half_up

TargetKind = Literal["blank", "quantitative", "qualitative", "unclear"]

_USUAL = IndicatorScoring()


class Proposal(Struct, frozen=True):
    """What is proposed, and in words how it came about.

    ``score`` is ``None`` unless ``kind`` is quantitative. ``rate`` is 实际 ÷ 目标, whichever way
    the target points; ``None`` for a target of 0, a date, or a range that was met. ``side``
    tells beyond which threshold of the profile it lies, ``wants_reason`` that it is an error to
    give none.
    """

    kind: TargetKind
    words: str
    score: Decimal | None = None
    rate: Decimal | None = None
    side: Side | None = None
    wants_reason: bool = False


def propose(
    target: str | None,
    actual: str | None,
    weight: Decimal,
    rules: IndicatorScoring = _USUAL,
    *,
    is_limit: bool = False,
) -> Proposal:
    """Propose a score between 0 and ``weight`` (points, 0 or more).

    What cannot be read as a number is qualitative; what can be read but not compared (other
    units, a date missed, “不足” where a number is wanted) is unclear, with the reason.
    ``is_limit``: the indicator is of a kind (成本) whose targets are limits, and must say so.
    """
    if not target or not actual:
        return Proposal("blank", "")
    due, done_on = read_deadlines(target, actual)
    if due and done_on:
        if done_on <= due:
            return _Scorer(rules, weight).whole("按时完成")
        return Proposal("unclear", "晚于目标时间，请自行评定得分")
    aim = read_quantity(target)
    is_none = aim is not None and aim.low == 0 and aim.high is None
    done = read_quantity(actual, NOTHING if is_none else aim.unit) if aim else None
    if aim is None or done is None:
        return Proposal("qualitative", "按定性指标评分，请选择完成档次")
    if (
        is_limit
        and aim.relation in {"at_least", "equal"}
        and aim.bound == "none"
        and aim.low != 0
        and not aim.way
    ):
        return Proposal("unclear", "成本指标的指标值请写明是不超过（≤）还是不低于（≥）多少")
    pair = in_one_unit(aim, done)
    if pair is None:
        return Proposal(
            "unclear", f"指标值与完成值的单位不同（{_unit(aim)}、{_unit(done)}），请核对"
        )
    aim, done = pair
    if done.high is not None:
        return Proposal("unclear", "完成值是一个范围，请填写一个数")
    if aim.often > 1 and done.often == 1 and done.low * aim.often == aim.low:
        return Proposal("unclear", "请写明完成值是全年的还是每期的")
    if aim.way and done.way and aim.way != done.way:
        done = replace(done, low=-done.low)
    return _Scorer(rules, weight).held(aim, done)


def _unit(quantity: TargetQuantity) -> str:
    return quantity.unit or "没有单位"


_MONEY = "元"

_NOT_A_NUMBER = Proposal("unclear", "完成值只说了界限，请填写实际的数")
_AT_THE_EDGE = Proposal("unclear", "完成值正好等于指标值的界限，是否达到请自行评定")


class _Scorer(Struct, frozen=True):
    rules: IndicatorScoring
    weight: Decimal

    def held(self, aim: TargetQuantity, actual: TargetQuantity) -> Proposal:
        """Hold an actual value against a target in the same unit."""
        done = actual.low
        if aim.relation == "range" and aim.high is not None:
            if actual.bound != "none":
                return _NOT_A_NUMBER
            if done < aim.low:
                return self._positive(aim.low, done)
            if done > aim.high:
                return self._reverse(aim.high, done)
            return self.whole(f"{plain(done)} 在目标范围内")
        if aim.strict and done == aim.low:
            return _AT_THE_EDGE
        # Nobody aims at “0次” and more: without a sign a target of 0 is a limit.
        if aim.relation == "at_most" or (aim.low == 0 and aim.bound == "none"):
            if actual.bound == "low":
                return _NOT_A_NUMBER
            return self._reverse(aim.low, done, is_cost=_MONEY in aim.unit)
        if actual.bound == "high":
            return _NOT_A_NUMBER
        if aim.relation == "equal":
            return self._equal(aim.low, done)
        return self._positive(aim.low, done)

    def whole(self, how: str) -> Proposal:
        """Give all points."""
        return self._proposal(Decimal(1), how)

    def _positive(self, aim: Decimal, done: Decimal) -> Proposal:
        if aim <= 0:
            share = Decimal(1) if done >= aim else Decimal(0)
            how = f"实际 {plain(done)}，目标不低于 {plain(aim)}"
            from_ = self.rules.over_of_zero
            is_far = aim == 0 and from_ is not None and done >= from_
            return self._beyond("over" if is_far else None, share, how)
        rate = done / aim
        how = f"实际 {plain(done)} ÷ 目标 {plain(aim)} = {_percent(rate)}"
        return self._beyond(self.rules.side(rate), rate, how, rate)

    def _equal(self, aim: Decimal, done: Decimal) -> Proposal:
        if self.rules.equal_over == "full" or done <= aim or aim <= 0:
            return self._positive(aim, done)
        rate = done / aim
        how = f"实际 {plain(done)} 超过目标 {plain(aim)} 的 {_percent(rate - 1)}"
        return self._beyond(self.rules.side(rate), 2 - rate, how, rate)

    def _beyond(
        self, side: Side | None, share: Decimal, how: str, rate: Decimal | None = None
    ) -> Proposal:
        """Let the action follow that the profile has for a rate beyond a threshold."""
        if side is None:
            return self._proposal(share, how, rate)
        action = self.rules.action(side)
        far = "过高" if side == "over" else "过低"
        match action.kind:
            case "zero":
                return self._proposal(share, f"{how}，{far}", rate, side, self.weight)
            case "deviation" if rate is not None:
                return self._proposal(min(share, 2 - rate), f"{how}，按偏离度扣减", rate, side)
            case "deduct":
                how = f"{how}，{far}扣 {plain(action.deduct)} 分"
                return self._proposal(share, how, rate, side, action.deduct)
        found = self._proposal(share, how, rate, side)
        return replace(found, wants_reason=action.kind == "explain")

    def _reverse(self, aim: Decimal, done: Decimal, *, is_cost: bool = False) -> Proposal:
        """Hold a figure against a limit; far less of it is asked about of costs alone."""
        rate = done / aim if aim else None
        side = self.rules.side(rate) if rate is not None else None
        if side == "under" and not is_cost:
            side = None
        if done <= 0 and done <= aim:
            how = f"实际为 {plain(done)}，得满分 {plain(self.weight)}"
            return Proposal("quantitative", how, self._points(self.weight), rate, side)
        if aim <= 0:
            return Proposal(
                "quantitative",
                f"目标为 {plain(aim)}，实际为 {plain(done)}，得 0",
                self._points(Decimal(0)),
            )
        if self.rules.reverse == "ratio":
            how = f"目标 {plain(aim)} ÷ 实际 {plain(done)} = {_percent(aim / done)}"
            return self._proposal(aim / done, how, rate, side)
        if done <= aim:
            return self._proposal(
                Decimal(1), f"实际 {plain(done)} 不超过目标 {plain(aim)}", rate, side
            )
        excess = (done - aim) / aim
        how = f"实际 {plain(done)} 超过目标 {plain(aim)} 的 {_percent(excess)}"
        return self._proposal(1 - excess, how, rate, side)

    def _proposal(
        self,
        share: Decimal,
        how: str,
        rate: Decimal | None = None,
        side: Side | None = None,
        less: Decimal = Decimal(0),
    ) -> Proposal:
        share = max(Decimal(0), min(Decimal(1), share))
        if self.rules.pass_line is not None and share < self.rules.pass_line:
            share, how = Decimal(0), f"{how}，不到 {_percent(self.rules.pass_line)}"
        score = self._points(max(Decimal(0), self.weight * share - less))
        words = f"{how}，{plain(self.weight)} 分得 {plain(score)}"
        return Proposal("quantitative", words, score, rate, side)

    def _points(self, score: Decimal) -> Decimal:
        """Round, but never above the weight, which may be finer (12.857 of 12.857)."""
        return min(round_half_up(score, self.rules.decimals), self.weight)


def _percent(share: Decimal) -> str:
    return f"{plain(percent(share))}%"
