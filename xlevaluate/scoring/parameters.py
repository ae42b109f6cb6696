"""The numbers of a profile that an office may change in the workbook (评分参数).

Each has a name in Chinese; the workbook's formulas read them from their cells. A submission
keeps only those that differ from the profile's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from xlevaluate.scoring.frame import DimensionGroup
from xlevaluate.scoring.indicator_rules import SIDES, Band, Side
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_rules import RatioScoring
from xlevaluate.scoring.total_rules import Grade
from xlevaluate.submission.mistakes import describe_error


@dataclass(frozen=True)
class Parameter:
    """A number of the profile: its name, what it means, its value, and where it belongs.

    ``kind`` ``points`` is printed as it is, ``share`` as a percentage.
    """

    name: str
    words: str
    kind: Literal["points", "share"]
    value: Decimal
    place: tuple[str | int, ...]


def cell_of(name: str) -> str:
    """Return the defined name of a parameter's cell."""
    return f"参数_{name}"


AHEAD, UNEXECUTED = "指标得分超前界限", "未执行比例界限"
LEAST_SHARE = "及格线"
LIMITS: dict[Side, str] = {"over": "完成率偏高界限", "under": "完成率偏低界限"}


def grade_parameter(grade: Grade) -> str:
    """Return the name of the parameter with the bound of a grade."""
    return f"{grade.name}分数线"


def band_parameter(band: Band) -> str:
    """Return the name of the parameter with the lower edge of a band, or with all it is worth."""
    return f"{band.name}比例" if band.is_exact else f"{band.name}下限"


def deduct_parameter(side: Side) -> str:
    """Return the name of the parameter with the points that a rate beyond a threshold costs."""
    return "完成率偏高扣分" if side == "over" else "完成率偏低扣分"


def ceiling_parameter(index: int) -> str:
    """Return the name of the parameter with the rate below which a ceiling is in force."""
    return f"总分上限{index + 1}_执行率"


def ceiling_total_parameter(index: int) -> str:
    """Return the name of the parameter with the highest total under a ceiling."""
    return f"总分上限{index + 1}"


def parameters_of(profile: Profile, dimensions: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters in the order of the sheet; ``dimensions`` names those of the form.

    A rule that the profile does not have has no parameters.
    """
    return (
        *_of_frame(profile, dimensions),
        *_of_verdict(profile),
        *_of_bands(profile),
        *_of_indicators(profile),
        *_of_warnings(profile),
        *(
            parameter
            for index, ratio in enumerate(profile.ratios.ratio)
            for parameter in _of_ratio(ratio, ("ratios", "ratio", index))
        ),
    )


def weight_parameter(group: DimensionGroup, dimensions: Mapping[str, str]) -> str:
    """Return the name of the parameter with the points of a dimension, or of several."""
    return f"{group.name(dimensions)}分值"


def _of_frame(profile: Profile, dimensions: Mapping[str, str]) -> Iterator[Parameter]:
    frame, words = profile.frame, "自评表表头的分值"
    yield Parameter("预算执行分值", words, "points", frame.execution, ("frame", "execution"))
    for key, weight in frame.dimensions.items():
        name = f"{dimensions.get(key, key)}分值"
        yield Parameter(name, words, "points", weight, ("frame", "dimensions", key))
    for index, group in enumerate(frame.joint):
        name, place = weight_parameter(group, dimensions), ("frame", "joint", index, "weight")
        yield Parameter(name, f"{words}，由单位分配", "points", group.weight, place)


def _of_verdict(profile: Profile) -> Iterator[Parameter]:
    for index, grade in enumerate(profile.grade[:-1]):
        words, place = f"总分不低于它的为“{grade.name}”", ("grade", index, "from")
        yield Parameter(grade_parameter(grade), words, "points", grade.from_, place)
    for index, ceiling in enumerate(profile.ceiling):
        name, total = ceiling_parameter(index), ceiling_total_parameter(index)
        words = f"预算执行率低于它的，总分不超过“{total}”"
        yield Parameter(name, words, "share", ceiling.below, ("ceiling", index, "below"))
        words = f"预算执行率低于“{name}”的，总分不超过它"
        yield Parameter(total, words, "points", ceiling.total, ("ceiling", index, "total"))


def _of_bands(profile: Profile) -> Iterator[Parameter]:
    for index, band in enumerate(profile.band):
        called = f"“{band.name}”（{band.text}）" if band.text else f"“{band.name}”"
        name, place = band_parameter(band), ("band", index, "from")
        if band.is_exact:
            words = f"定性指标{called}得分值的这个比例"
            yield Parameter(name, words, "share", band.from_, place)
        elif index + 1 < len(profile.band):
            words = f"定性指标{called}的得分不低于分值的这个比例"
            yield Parameter(name, words, "share", band.from_, place)


def _of_indicators(profile: Profile) -> Iterator[Parameter]:
    rules, least = profile.indicators, profile.execution.explained_from
    if least is not None:
        words, place = "预算执行率低于它的，需要说明原因", ("execution", "explained_from")
        yield Parameter("执行率说明界限", words, "share", least, place)
    if rules.pass_line is not None:
        words = "定量指标的完成比例低于它的，不得分"
        yield Parameter(LEAST_SHARE, words, "share", rules.pass_line, ("indicators", "pass_line"))
    for side in SIDES:
        limit, action = rules.limit(side), rules.action(side)
        if limit is None:
            continue
        beyond = "高于" if side == "over" else "低于"
        what = _CONSEQUENCES[action.kind].format("指标值" if side == "over" else "")
        words = f"定量指标完成率{beyond}它的，{what}"
        yield Parameter(LIMITS[side], words, "share", limit, ("indicators", side))
        if action.kind == "deduct":
            deducted = ("indicators", f"{side}_action", "deduct")
            name, words = deduct_parameter(side), "每项指标扣的分"
            yield Parameter(name, words, "points", action.deduct, deducted)


_CONSEQUENCES = {
    "none": "不作处理",
    "query": "需要核实{}",
    "explain": "需要写明原因",
    "zero": "不得分",
    "deviation": "按偏离度扣减得分",
    "deduct": "扣分",
}


def _of_warnings(profile: Profile) -> Iterator[Parameter]:
    warning = profile.warning
    if warning.indicator_ahead is not None:
        words, place = "指标得分率高出预算执行得分率的比例，超过它的预警（红）", "indicator_ahead"
        yield Parameter(AHEAD, words, "share", warning.indicator_ahead, ("warning", place))
    if warning.unexecuted is not None:
        words, place = "未执行的预算占全年预算的比例，超过它的预警（黄）", "unexecuted"
        yield Parameter(UNEXECUTED, words, "share", warning.unexecuted, ("warning", place))


def _of_ratio(ratio: RatioScoring, place: tuple[str | int, ...]) -> Iterator[Parameter]:
    name = ratio.name
    yield Parameter(f"{name}分值", "指标评分中的分值", "points", ratio.weight, (*place, "weight"))
    if ratio.kind == "steps":
        return
    yield Parameter(f"{name}标准", "达到它不扣分", "share", ratio.limit, (*place, "limit"))
    yield Parameter(f"{name}每档幅度", "每偏离这么多扣一次", "share", ratio.step, (*place, "step"))
    if ratio.deduct is not None:
        yield Parameter(f"{name}每档扣分", "每次扣的分", "points", ratio.deduct, (*place, "deduct"))
    if ratio.share is not None:
        yield Parameter(
            f"{name}每档扣分比例", "每次扣分值的这个比例", "share", ratio.share, (*place, "share")
        )


def adapted(
    profile: Profile, parameters: tuple[Parameter, ...], given: Mapping[str, Decimal]
) -> tuple[Profile, dict[str, str]]:
    """Return the profile with other values for some parameters, and those that cannot be used.

    Unusable ones (below 0, bands out of order) are named with the reason, in Chinese, and left
    out; the others are in force.
    """
    try:
        return _with_parameters(profile, parameters, given), {}
    except ValidationError:
        pass
    fitting: dict[str, Decimal] = {}
    unfit: dict[str, str] = {}
    for name, value in given.items():
        try:
            _with_parameters(profile, parameters, {**fitting, name: value})
            fitting[name] = value
        except ValidationError as error:
            unfit[name] = describe_error(error.errors()[0])
    return _with_parameters(profile, parameters, fitting), unfit


def _with_parameters(
    profile: Profile, parameters: tuple[Parameter, ...], given: Mapping[str, Decimal]
) -> Profile:
    data: dict[str, Any] = profile.model_dump(by_alias=True)
    for parameter in parameters:
        if parameter.name not in given:
            continue
        *path, last = parameter.place
        node: Any = data
        for step in path:
            node = node[step]
        if last == "weight" and node.get("kind") == "steps" and node["weight"]:
            # The scores of the steps grow and shrink with the weight.
            for step in node["steps"]:
                step["score"] = step["score"] * given[parameter.name] / node["weight"]
        node[last] = given[parameter.name]
        if path[0] == "band" and node["to"] == parameter.value:
            node["to"] = given[parameter.name]
        elif path[0] == "band":
            # A band ends where the one above it begins.
            data["band"][int(path[1]) + 1]["to"] = given[parameter.name]
    return Profile.model_validate(data)
