"""The numbers of a profile that an office may change in the workbook (评分参数).

The form gives each a name; the workbook's formulas read them from their cells. A submission
keeps only those that differ from the profile's.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct
from pydantic import ValidationError

from xlevaluate.scoring.indicator_rules import SIDES
from xlevaluate.scoring.parameter_names import ParameterName, ParameterNames
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_rules import RatioScoring
from xlevaluate.submission.mistakes import describe_error


class Parameter(Struct, frozen=True):
    """A number of the profile: its name, what it means, its value, and where it belongs.

    ``kind`` ``points`` is printed as it is, ``share`` as a percentage.
    """

    name: str
    words: str
    kind: Literal["points", "share"]
    value: Decimal
    place: tuple[str | int, ...]


def parameters_of(profile: Profile, names: ParameterNames) -> tuple[Parameter, ...]:
    """Return the parameters in the order of the sheet.

    A rule that the profile does not have has no parameters.
    """
    return (
        *_of_frame(profile, names),
        *_of_verdict(profile, names),
        *_of_bands(profile, names),
        *_of_indicators(profile, names),
        *_of_warnings(profile, names),
        *(
            parameter
            for index, ratio in enumerate(profile.ratios.ratio)
            for parameter in _of_ratio(ratio, names, ("ratios", "ratio", index))
        ),
    )


def _points(called: ParameterName, value: Decimal, *place: str | int) -> Parameter:
    return Parameter(called.name, called.words, "points", value, place)


def _share(called: ParameterName, value: Decimal, *place: str | int) -> Parameter:
    return Parameter(called.name, called.words, "share", value, place)


def _of_frame(profile: Profile, names: ParameterNames) -> Iterator[Parameter]:
    frame = profile.frame
    yield _points(names.execution, frame.execution, "frame", "execution")
    for key, weight in frame.dimensions.items():
        yield _points(names.weight(frame.group_of(key)), weight, "frame", "dimensions", key)
    for index, group in enumerate(frame.joint):
        yield _points(names.weight(group), group.weight, "frame", "joint", index, "weight")


def _of_verdict(profile: Profile, names: ParameterNames) -> Iterator[Parameter]:
    for index, grade in enumerate(profile.grade[:-1]):
        yield _points(names.grade(grade), grade.from_, "grade", index, "from")
    for index, ceiling in enumerate(profile.ceiling):
        yield _share(names.ceiling_rate(index), ceiling.below, "ceiling", index, "below")
        yield _points(names.ceiling_total(index), ceiling.total, "ceiling", index, "total")


def _of_bands(profile: Profile, names: ParameterNames) -> Iterator[Parameter]:
    for index, band in enumerate(profile.band):
        if band.is_exact or index + 1 < len(profile.band):
            yield _share(names.band(band), band.from_, "band", index, "from")


def _of_indicators(profile: Profile, names: ParameterNames) -> Iterator[Parameter]:
    rules, least = profile.indicators, profile.execution.explained_from
    if least is not None:
        yield _share(names.explained_from, least, "execution", "explained_from")
    if rules.pass_line is not None:
        yield _share(names.pass_line, rules.pass_line, "indicators", "pass_line")
    for side in SIDES:
        limit, action = rules.limit(side), rules.action(side)
        if limit is None:
            continue
        consequence = _CONSEQUENCES[action.kind].format("指标值" if side == "over" else "")
        yield _share(names.limit(side, consequence), limit, "indicators", side)
        if action.kind == "deduct":
            place = (f"{side}_action", "deduct")
            yield _points(names.deduct(side), action.deduct, "indicators", *place)


_CONSEQUENCES = {
    "none": "不作处理",
    "query": "需要核实{}",
    "explain": "需要写明原因",
    "zero": "不得分",
    "deviation": "按偏离度扣减得分",
    "deduct": "扣分",
}
"""What comes of each action: what the program does, in its own words."""


def _of_warnings(profile: Profile, names: ParameterNames) -> Iterator[Parameter]:
    warning = profile.warning
    if warning.indicator_ahead is not None:
        yield _share(names.ahead, warning.indicator_ahead, "warning", "indicator_ahead")
    if warning.unexecuted is not None:
        yield _share(names.unexecuted, warning.unexecuted, "warning", "unexecuted")


def _of_ratio(
    ratio: RatioScoring, names: ParameterNames, place: tuple[str | int, ...]
) -> Iterator[Parameter]:
    yield _points(names.ratio(ratio.name, "weight"), ratio.weight, *place, "weight")
    if ratio.kind == "steps":
        return
    yield _share(names.ratio(ratio.name, "limit"), ratio.limit, *place, "limit")
    yield _share(names.ratio(ratio.name, "step"), ratio.step, *place, "step")
    if ratio.deduct is not None:
        yield _points(names.ratio(ratio.name, "deduct"), ratio.deduct, *place, "deduct")
    if ratio.share is not None:
        yield _share(names.ratio(ratio.name, "share"), ratio.share, *place, "share")


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
