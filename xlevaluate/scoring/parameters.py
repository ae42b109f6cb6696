"""The numbers of a profile that an office may change in the workbook (评分参数).

Each has a name in Chinese; the workbook's formulas read them from their cells. A submission
keeps only those that differ from the profile's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from xlevaluate.scoring.profile import Profile, RatioScoring
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


def parameters_of(profile: Profile, dimensions: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters in the order of the sheet; ``dimensions`` names those of the form."""
    return tuple(_parameters(profile, dimensions))


def _parameters(profile: Profile, dimensions: Mapping[str, str]) -> Iterator[Parameter]:
    frame = profile.frame
    yield Parameter(
        "预算执行分值", "自评表表头的分值", "points", frame.execution, ("frame", "execution")
    )
    for key, weight in frame.dimensions.items():
        name = f"{dimensions.get(key, key)}分值"
        yield Parameter(name, "自评表表头的分值", "points", weight, ("frame", "dimensions", key))
    for index, grade in enumerate(profile.grade[:-1]):
        words = f"总分不低于它的为“{grade.name}”"
        yield Parameter(
            f"{grade.name}分数线", words, "points", grade.from_, ("grade", index, "from")
        )
    for index, band in enumerate(profile.band[:-1]):
        words = f"定性指标“{band.name}”的得分不低于分值的这个比例"
        yield Parameter(f"{band.name}下限", words, "share", band.from_, ("band", index, "from"))
    execution, indicators = profile.execution, profile.indicators
    yield Parameter(
        *("执行率说明界限", "预算执行率低于它的，需要说明原因", "share"),
        execution.explained_from,
        ("execution", "explained_from"),
    )
    yield Parameter(
        *("完成率偏高界限", "定量指标完成率高于它的，需要核实指标值", "share"),
        indicators.over,
        ("indicators", "over"),
    )
    yield Parameter(
        *("完成率偏低界限", "定量指标完成率低于它的，需要核实", "share"),
        indicators.under,
        ("indicators", "under"),
    )
    for index, ratio in enumerate(profile.ratios.ratio):
        yield from _of_ratio(ratio, ("ratios", "ratio", index))


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
        if path[0] == "band":
            # A band ends where the one above it begins.
            data["band"][int(path[1]) + 1]["to"] = given[parameter.name]
    return Profile.model_validate(data)
