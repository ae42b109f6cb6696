"""指标评分: the score of each ratio, the deduction in words, and their total.

A ratio is scored as its cell shows it, to 0.0001. Blank ratios have no score yet; 不适用 scores
full marks or is left out, as the profile says; x/0 scores what the profile says, or asks.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import NOT_APPLICABLE_MARK, Shown, Style
from xlevaluate.computed.ratio import Ratio
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.names_definition import (
    RATIO_SCORE_PARTS,
    RatioScorePart,
    RatioTotalNames,
    RatioTotalPart,
)
from xlevaluate.scoring.parameter_names import ParameterNames, RatioNumber
from xlevaluate.scoring.ratio_rules import RatioScoring
from xlevaluate.submission.amounts import fixed, percent, plain, round_half_up

_PERCENT = Decimal("0.01")
_MARK = quoted(NOT_APPLICABLE_MARK)


def deviation(value: Decimal, scoring: RatioScoring) -> Decimal:
    """Return by how much a ratio misses its limit on the side that counts, 0 or more."""
    match scoring.kind:
        case "over":
            return max(Decimal(0), value - scoring.limit)
        case "under":
            return max(Decimal(0), scoring.limit - value)
        case _:
            return abs(value - scoring.limit)


def deduction(value: Decimal, scoring: RatioScoring) -> Decimal:
    """Return the points to take off, not yet limited to the weight."""
    units = round_half_up(deviation(value, scoring) / scoring.step, EXACT)
    if scoring.whole:
        units = Decimal(int(units))
    each = scoring.deduct if scoring.deduct is not None else (scoring.share or 0) * scoring.weight
    return units * each


def ratio_points(value: Decimal, scoring: RatioScoring) -> Decimal:
    """Return the points of a ratio, between 0 and its weight, two decimals, half up."""
    if scoring.kind == "steps":
        found = abs(value) if scoring.absolute else value
        score = next(s.score for s in scoring.steps if s.to is None or found <= s.to)
        score = min(scoring.weight, score)
    else:
        score = max(Decimal(0), scoring.weight - deduction(value, scoring))
    return round_half_up(score, 2)


class ScoredRatio(Struct, frozen=True):
    """A ratio with the way it is scored, in a form that names its cells."""

    ratio: Ratio
    scoring: RatioScoring
    not_applicable: str
    form: Form

    @property
    def name(self) -> str:
        """The ratio's name."""
        return self.ratio.name

    @property
    def standard(self) -> str:
        """Return the way it is scored in words."""
        scoring = self.scoring
        if scoring.kind == "steps":
            pieces = [
                f"不超过 {plain(percent(step.to))}% 得 {plain(step.score)} 分"
                if step.to is not None
                else f"更高得 {plain(step.score)} 分"
                for step in scoring.steps
            ]
            return "，".join(pieces)
        limit = f"{plain(percent(scoring.limit))}%"
        asked = {"over": f"不超过 {limit}", "under": f"达到 {limit}", "apart": f"等于 {limit}"}
        side = {"over": "超过的", "under": "不足的", "apart": "偏离的"}[scoring.kind]
        full = "每满" if scoring.whole else "每"
        each = (
            f" {plain(scoring.deduct)} 分"
            if scoring.deduct is not None
            else f"分值的 {plain(percent(scoring.share or Decimal(0)))}%"
        )
        step = plain(percent(scoring.step))
        return f"{asked[scoring.kind]} 得满分，{side}{full} {step} 个百分点扣{each}，扣完为止"

    def proposed(self, figures: Figures) -> Shown:
        """Return the proposed score, “—” where it is left out, ``None`` where there is none."""
        return self.proposed_for(self.ratio.shown(figures))

    def proposed_for(self, shown: Shown) -> Shown:
        """Return the proposed score for what the ratio's cell shows."""
        if shown is None:
            return None
        if isinstance(shown, Decimal):
            return ratio_points(shown, self.scoring)
        if shown == NOT_APPLICABLE_MARK:
            full = self.not_applicable == "full"
            return round_half_up(self.scoring.weight, 2) if full else NOT_APPLICABLE_MARK
        return None if self.scoring.zero is None else round_half_up(self.scoring.zero, 2)

    def adopted(self, figures: Figures) -> Shown:
        """Return the unit's own score where it gives one, else the proposed one."""
        field = self.form.own_score(self.name)
        own = None if field is None else figures.amount(field.name)
        return own if isinstance(own, Decimal) else self.proposed(figures)

    def words(self, figures: Figures) -> str | None:
        """Say how the proposed score came about."""
        shown, scoring = self.ratio.shown(figures), self.scoring
        if shown is None:
            return None
        if not isinstance(shown, Decimal):
            return self._words_of_text(shown)
        if scoring.kind == "steps":
            points = plain(ratio_points(shown, scoring))
            return f"比率 {fixed(percent(shown))}%，按分档得 {points} 分"
        missed = deviation(shown, scoring)
        if missed == 0:
            return "达到标准，不扣分"
        side = "超" if shown > scoring.limit else "低"
        full = "每满" if scoring.whole else "每"
        taken = round_half_up(min(scoring.weight, deduction(shown, scoring)), 2)
        end = "，扣完为止" if deduction(shown, scoring) >= scoring.weight else ""
        if scoring.deduct is not None:
            each = f" {plain(scoring.deduct)} 分"
        else:
            each = f"分值的 {plain((scoring.share or Decimal(0)) * 100)}%"
        step = scoring.step * 100
        unit = "点" if step == 1 and not scoring.whole else f" {plain(step)} 个百分点"
        return (
            f"{side} {fixed(percent(missed))} 个百分点，{full}{unit}扣{each}，"
            f"扣 {plain(taken)} 分{end}"
        )

    def _words_of_text(self, shown: str) -> str:
        if shown == NOT_APPLICABLE_MARK:
            return "不适用，得满分" if self.not_applicable == "full" else "不适用，不计入总分"
        if self.scoring.zero is None:
            return f"{shown}，请自行评定得分"
        return f"{shown}，得 {plain(self.scoring.zero)} 分"

    # ------------------------------------------------------------------ native formulas

    def cell(self, part: RatioScorePart) -> str:
        """Return the defined name of one of its cells."""
        return self.form.names.ratio_score.cell(self.name, part)

    def parameter(self, number: RatioNumber) -> str:
        """Return the cell of a number by which it is scored."""
        return ParameterNames.of(self.form).ratio(self.name, number).cell

    def _deviation(self) -> str:
        value, limit = self.name, self.parameter("limit")
        match self.scoring.kind:
            case "over":
                return f"MAX(0,ROUND({value}-{limit},{EXACT}))"
            case "under":
                return f"MAX(0,ROUND({limit}-{value},{EXACT}))"
            case _:
                return f"ABS(ROUND({value}-{limit},{EXACT}))"

    def _deduction(self) -> str:
        units = f"ROUND({self._deviation()}/{self.parameter('step')},{EXACT})"
        if self.scoring.whole:
            units = f"INT({units})"
        if self.scoring.deduct is not None:
            return f"{units}*{self.parameter('deduct')}"
        return f"{units}*{self.parameter('share')}*{self.parameter('weight')}"

    def _points(self) -> str:
        if self.scoring.kind == "steps":
            value = f"ABS({self.name})" if self.scoring.absolute else self.name
            whole = self.scoring.weight
            shares = [self._share(step.score, whole) for step in self.scoring.steps]
            text = shares[-1]
            for step, share in zip(self.scoring.steps[-2::-1], shares[-2::-1], strict=True):
                text = f"IF({value}<={plain(step.to or Decimal(0))},{share},{text})"
            return f"ROUND({self.parameter('weight')}*{text},2)"
        return f"ROUND(MAX(0,{self.parameter('weight')}-{self._deduction()}),2)"

    @staticmethod
    def _share(score: Decimal, whole: Decimal) -> str:
        """Write a score as a share of its weight, which may be changed in the workbook."""
        return f"{plain(min(score, whole))}/{plain(whole)}" if whole else "0"

    def proposed_formula(self) -> str:
        """Return the native formula of the proposed score."""
        full = self.parameter("weight") if self.not_applicable == "full" else _MARK
        zero = '""' if self.scoring.zero is None else plain(self.scoring.zero)
        value = self.name
        return (
            f'=IF({value}="","",IF({value}={_MARK},{full},'
            f"IF(ISTEXT({value}),{zero},{self._points()})))"
        )

    def adopted_formula(self) -> str:
        """Return the native formula of the score that counts."""
        own, proposed = self.form.own_score(self.name), self.cell("proposed")
        if own is None:
            return f"={proposed}"
        return f"=IF(ISNUMBER({own.name}),{own.name},{proposed})"

    def words_formula(self) -> str:
        """Return the native formula of the deduction in words."""
        value = self.name
        zero = (
            quoted("，请自行评定得分")
            if self.scoring.zero is None
            else quoted(f"，得 {plain(self.scoring.zero)} 分")
        )
        mark = quoted(self._words_of_text(NOT_APPLICABLE_MARK))
        return (
            f'=IF({value}="","",IF({value}={_MARK},{mark},'
            f"IF(ISTEXT({value}),{value}&{zero},{self._words_of_number()})))"
        )

    def _words_of_number(self) -> str:
        value, weight = self.name, self.parameter("weight")
        if self.scoring.kind == "steps":
            return f'"比率 "&TEXT({value},"0.00%")&"，按分档得 "&{self.cell("proposed")}&" 分"'
        missed, taken, step = self._deviation(), self._deduction(), self.parameter("step")
        side = f'IF({value}>{self.parameter("limit")},"超 ","低 ")'
        points = f"ROUND({step}*100,{EXACT})"
        if self.scoring.whole:
            each = f'"每满 "&{points}&" 个百分点扣"'
        else:
            each = f'IF({points}=1,"每点扣","每 "&{points}&" 个百分点扣")'
        if self.scoring.deduct is not None:
            amount = f'" "&{self.parameter("deduct")}&" 分"'
        else:
            amount = f'"分值的 "&ROUND({self.parameter("share")}*100,{EXACT})&"%"'
        return (
            f'IF({missed}=0,"达到标准，不扣分",{side}&TEXT(ROUND({missed}*100,2),"0.00")'
            f'&" 个百分点，"&{each}&{amount}&"，扣 "&ROUND(MIN({weight},{taken}),2)&" 分"'
            f'&IF({taken}>={weight},"，扣完为止",""))'
        )

    def cells(self) -> tuple["RatioScoreCell", ...]:
        """Return the computed cells of its row."""
        return tuple(RatioScoreCell(self, part) for part in RATIO_SCORE_PARTS)


class RatioScoreCell(Struct, frozen=True):
    """One computed cell of a row of 指标评分."""

    scored: ScoredRatio
    part: RatioScorePart

    @property
    def name(self) -> str:
        """``比率_建议得分`` and so on."""
        return self.scored.cell(self.part)

    @property
    def style(self) -> Style:
        """Words, the weight, or a score."""
        styles: dict[str, Style] = {"words": "words", "weight": "points"}
        return styles.get(self.part, "score")

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""
        match self.part:
            case "weight":
                return self.scored.scoring.weight
            case "words":
                return self.scored.words(figures)
            case "proposed":
                return self.scored.proposed(figures)
            case _:
                return self.scored.adopted(figures)

    def formula(self) -> str:
        """Return the native formula."""
        match self.part:
            case "weight":
                return f"={self.scored.parameter('weight')}"
            case "words":
                return self.scored.words_formula()
            case "proposed":
                return self.scored.proposed_formula()
            case _:
                return self.scored.adopted_formula()


class RatioTotal(Struct, frozen=True):
    """A cell of the total of 指标评分: points, score, what was left out, the score of 100 points.

    There is no total before every row has a score. Where rows are left out, the rest is rescaled to
    the points of all.
    """

    names: RatioTotalNames
    scored: tuple[ScoredRatio, ...]
    part: RatioTotalPart

    @property
    def name(self) -> str:
        """The name of the cell."""
        return self.names.cell(self.part)

    @property
    def style(self) -> Style:
        """Words, points or a score."""
        styles: dict[str, Style] = {"words": "words", "weight": "points"}
        return styles.get(self.part, "score")

    def _sums(self, figures: Figures) -> tuple[Decimal, Decimal, Decimal, int]:
        """Return all points, the points that count, those earned, and rows without a score."""
        rows = [(row.scoring.weight, row.adopted(figures)) for row in self.scored]
        counting = [(weight, score) for weight, score in rows if isinstance(score, Decimal)]
        return (
            sum((weight for weight, _ in rows), Decimal(0)),
            sum((weight for weight, _ in counting), Decimal(0)),
            sum((score for _, score in counting), Decimal(0)),
            sum(score is None for _, score in rows),
        )

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""
        every, counting, earned, missing = self._sums(figures)
        if self.part == "weight":
            return every
        if self.part == "words":
            if missing:
                return f"还有 {missing} 项没有得分，未合计"
            if counting == every:
                return None
            return f"不适用的项目未计入：{plain(earned)} ÷ {plain(counting)} × {plain(every)}"
        if missing or counting == 0 or every == 0:
            return None
        whole = every if self.part == "score" else Decimal(100)
        return round_half_up(earned / counting * whole, 2)

    def formula(self) -> str:
        """Return the native formula."""
        weights = [row.cell("weight") for row in self.scored]
        scores = [row.cell("adopted") for row in self.scored]
        every, earned = f"SUM({','.join(weights)})", f"SUM({','.join(scores)})"
        pairs = zip(weights, scores, strict=True)
        counting = "+".join(f"IF(ISNUMBER({score}),{weight},0)" for weight, score in pairs)
        missing = "+".join(f'({score}="")' for score in scores)
        match self.part:
            case "weight":
                return f"={every}"
            case "words":
                left = (
                    f'IF({counting}={every},"","不适用的项目未计入："&{earned}&" ÷ "&({counting})'
                    f'&" × "&{every})'
                )
                return f'=IF(({missing})>0,"还有 "&({missing})&" 项没有得分，未合计",{left})'
            case _:
                whole = every if self.part == "score" else "100"
                none = f"OR(({missing})>0,({counting})=0,{every}=0)"
                return f'=IF({none},"",ROUND({earned}/({counting})*{whole},2))'
