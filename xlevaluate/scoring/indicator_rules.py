"""How a profile has indicators scored: targets of each kind, thresholds, bands."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.profile_part import Decimals, Number, Points, Share
from xlevaluate.submission.amounts import canonical, plain, round_half_up

Side = Literal["over", "under"]
SIDES: tuple[Side, ...] = ("over", "under")


class Action(TomlPart):
    """What comes of a rate beyond a threshold.

    ``query``: it is asked about. ``explain``: it is an error to give no reason. ``deduct``: so
    many points less. ``zero``: no points. ``deviation``: the score falls by what exceeds the
    target. In a profile a word, or ``{ deduct = 2 }``.
    """

    kind: Literal["none", "query", "explain", "zero", "deviation", "deduct"]
    deduct: Points = Decimal(0)

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"kind": value}
        if isinstance(value, dict) and set(value) == {"deduct"}:
            return {"kind": "deduct", **value}
        return value

    @model_validator(mode="after")
    def _points(self) -> "Action":
        if (self.kind == "deduct") != (self.deduct > 0):
            raise ValueError("扣分写作 { deduct = 分数 }，分数大于 0")
        return self


_QUERY = Action(kind="query")


class IndicatorScoring(TomlPart):
    """How quantitative indicators are scored.

    Positive targets: reached earns all, else in proportion. ``reverse`` ones (≤), where exceeded:
    ``ratio`` earns 目标÷实际, ``linear`` nothing from twice the target on. ``equal_over``: more
    than an “=” target earns all, or falls by the ``deviation``. Less than the share ``pass_line``
    earns nothing; with 1 an indicator earns all or nothing (是否).

    Beyond ``over`` or ``under`` (shares of the target, exclusive unless ``inclusive``) the action
    follows; for a target of 0, from an actual value of ``over_of_zero`` on. Limits (≤) are only
    ever asked about: what exceeds them costs points already.
    """

    reverse: Literal["ratio", "linear"] = "ratio"
    equal_over: Literal["full", "deviation"] = "full"
    pass_line: Share | None = None
    over: Points | None = None
    over_action: Action = _QUERY
    over_of_zero: Number | None = None
    under: Points | None = None
    under_action: Action = _QUERY
    inclusive: bool = False
    decimals: Decimals = 2

    @model_validator(mode="after")
    def _sound(self) -> "IndicatorScoring":
        if self.over is not None and self.over < 1:
            raise ValueError("over 是指标值的倍数，不能小于 1")
        if self.under is not None and self.under > 1:
            raise ValueError("under 是指标值的倍数，不能大于 1")
        if self.over_of_zero is not None and self.over is None:
            raise ValueError("有 over_of_zero 的须有 over")
        if self.under_action.kind == "deviation":
            raise ValueError("under_action 不能是 deviation：没有达到的已按比例得分")
        return self

    def side(self, rate: Decimal) -> Side | None:
        """Tell beyond which threshold a rate (实际 ÷ 目标) lies."""
        over, under, edge = self.over, self.under, self.inclusive
        if over is not None and (rate > over or (edge and rate == over)):
            return "over"
        if under is not None and (rate < under or (edge and rate == under)):
            return "under"
        return None

    def limit(self, side: Side) -> Decimal | None:
        """Return the threshold on that side; ``None`` where there is none."""
        return self.over if side == "over" else self.under

    def action(self, side: Side) -> Action:
        """Return what comes of a rate on that side."""
        return self.over_action if side == "over" else self.under_action


class Band(TomlPart):
    """How far a qualitative indicator was reached, and the shares of its weight that go with it.

    The lower edge belongs to a band, the upper one to the band above; the highest band ends with
    its upper edge. Where both are the same, the band is worth exactly that (分级、是否).
    ``text`` is what the rules call it in full.
    """

    name: str
    text: str = ""
    from_: Share = Field(alias="from")
    to: Share

    @property
    def is_exact(self) -> bool:
        """Tell whether the band is worth one share alone."""
        return self.from_ == self.to


def repeated(names: Iterable[str]) -> list[str]:
    """Return what stands among names more than once.

    >>> repeated(["优", "良", "优"])
    ['优']
    """
    return [name for name, count in Counter(names).items() if count > 1]


def check_bands(bands: tuple[Band, ...]) -> None:
    """Raise ``ValueError`` unless bands lead from 1 down to 0, or are worth one share each."""
    if twice := repeated(band.name for band in bands):
        raise ValueError(f"档次的名称写了两次：{'、'.join(twice)}")
    edges = [edge for band in bands for edge in (band.to, band.from_)]
    if bands and all(band.is_exact for band in bands):
        shares = [band.to for band in bands]
        if shares != sorted(set(shares), reverse=True):
            raise ValueError("档次须从高到低排列，比例不重复")
        return
    joined = all(upper == lower for upper, lower in zip(edges[1:-1:2], edges[2::2], strict=True))
    if not edges or edges[0] != 1 or edges[-1] != 0 or not joined:
        raise ValueError("档次须从1到0，首尾相接")
    if edges != sorted(edges, reverse=True) or any(band.is_exact for band in bands):
        raise ValueError("档次须从高到低排列")


def within_band(band: Band, score: Decimal, weight: Decimal) -> bool:
    """Tell whether a score lies in its band; an edge belongs to the upper band."""
    low, high = band.from_ * weight, band.to * weight
    if band.is_exact:
        return score == round_half_up(low, 2)
    return low <= score < high or (band.to == 1 and score == high)


def band_span(band: Band, weight: Decimal) -> str:
    """Return the scores of a band in words: “6至8（不含8）”, “8至10”, “5”."""
    low, high = (plain(canonical(edge * weight)) for edge in (band.from_, band.to))
    if band.is_exact:
        return plain(round_half_up(band.from_ * weight, 2))
    return f"{low}至{high}" if band.to == 1 else f"{low}至{high}（不含{high}）"
