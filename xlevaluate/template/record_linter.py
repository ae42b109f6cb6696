"""Slips in the files beside ``form.toml``: every name in them is a field, a ratio or a score."""

import re
from collections import Counter
from collections.abc import Iterable

from xlevaluate.computed.chart_cells import ChartError, charts_of, is_figure
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.terms import Terms
from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.form import Form
from xlevaluate.form.labels import places_of
from xlevaluate.scoring.frame import Frame
from xlevaluate.scoring.parameters import Parameter
from xlevaluate.scoring.profile import Profile
from xlevaluate.submission.amounts import plain
from xlevaluate.template.name_rules import wrong_name, wrong_part
from xlevaluate.template.record_definitions import OutlineDef, RatiosDef

_FINEST = 6
"""Decimals of a number in a submission."""

_LONGEST = 200
"""Characters of a text that goes into a formula; a spreadsheet takes 255."""


_ORDINAL = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]+[、章节]|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+[.．、])"
)
"""What a heading begins with when somebody numbers it by hand."""


def lint_ratios(file: TomlFile, given: RatiosDef, form: Form) -> None:
    """Note names that are no numbers of the form, and ratios that are named twice."""
    each_once(file, (ratio.name for ratio in given.ratio), "比率", "ratio", "name")
    roles = [ratio.role for ratio in given.ratio]
    for r, ratio in enumerate(given.ratio):
        place = ("ratio", r)
        if wrong := wrong_name(ratio.name):
            file.add(wrong, *place, "name")
        elif ratio.name in form.all_fields:
            file.add(f"“{ratio.name}”又是 form.toml 中填写项的名称", *place, "name")
        if ratio.role and ratio.role in roles[:r]:
            file.add(f"已经有 role 为 {ratio.role} 的比率", *place, "role")
        _short(file, ratio.zero.text, *place, "zero", "text")
        if not ratio.basis:
            file.add("至少要有一个 basis", *place, "basis")
        for b, basis in enumerate(ratio.basis):
            _short(file, basis.label, *place, "basis", b, "label")
            _basis(file, basis.numerator, basis.denominator, form, (*place, "basis", b))


def _basis(file: TomlFile, numerator: str, denominator: str, form: Form, place: KeyPath) -> None:
    """Note what are no sums of numbers of the form, or both the same."""
    for key, text in (("numerator", numerator), ("denominator", denominator)):
        try:
            names = Terms.parse(text).names
        except ValueError as error:
            file.add(str(error), *place, key)
            continue
        for name in names:
            if name not in form.fields or not form.fields[name].is_number:
                file.add(f"用了 form.toml 中没有的数字项“{name}”", *place, key)
    if numerator.split() == denominator.split():
        file.add("与 numerator 相同，总是 100%", *place, "denominator")


def lint_profile(
    file: TomlFile,
    profile: Profile,
    dimensions: Iterable[str],
    ratios: Iterable[str] | None,
    parameters: Iterable[Parameter],
    *,
    has_ratio_scores: bool,
) -> None:
    """Hold a profile against the form's dimensions and the ratios there are.

    ``ratios`` is ``None`` where ``ratios.toml`` cannot be read.
    """
    _lint_frame(file, profile.frame, dimensions)
    _lint_points(file, profile, parameters)
    if profile.ratios.ratio and not has_ratio_scores:
        words = (
            "评分办法给比率评分，form.toml 里却没有 ratio_scores，分数没有地方填："
            "请在 form.toml 加一个 ratio_scores，或者删去这里的 [ratios]"
        )
        file.add(words, "ratios", "ratio")
    for number, ratio in enumerate(profile.ratios.ratio):
        if ratios is not None and ratio.name not in ratios:
            words = f"给没有的比率评分：{ratio.name}"
            file.add(words, "ratios", "ratio", number, "name")
    for kind in ("band", "grade"):
        names = [item.name for item in getattr(profile, kind)]
        each_once(file, names, "名称", kind, "name")
        for number, name in enumerate(names):
            if wrong := wrong_part(name):  # the names of its parameters begin with it
                file.add(wrong, kind, number, "name")
    counts = Counter(parameter.name for parameter in parameters)
    for name in (name for name, count in counts.items() if count > 1):
        file.add(f"有两个参数都叫“{name}”，请改等次、档次或比率的名称")


def _lint_frame(file: TomlFile, frame: Frame, dimensions: Iterable[str]) -> None:
    """Hold the dimensions of a frame, by their keys, against those of the form."""
    known = list(dimensions)
    for key in sorted(set(frame.keys) - set(known)):
        place = min(file.places_of(key), key=lambda place: "frame" not in place, default=("frame",))
        file.add(f"form.toml 没有 key 为“{key}”的一级指标", *place)
    for key in known:
        if key not in frame.keys:
            file.add(f"form.toml 的一级指标“{key}”没有分值", "frame")


def _lint_points(file: TomlFile, profile: Profile, parameters: Iterable[Parameter]) -> None:
    """Note points that nobody can reach, and numbers too fine for a submission."""
    for parameter in parameters:
        _, _, decimals = plain(parameter.value).partition(".")
        if len(decimals) > _FINEST:
            file.add(f"最多 {_FINEST} 位小数", *parameter.place)
    whole = profile.frame.total
    bounds = [("grade", n, "from", grade.from_) for n, grade in enumerate(profile.grade)]
    bounds += [("ceiling", n, "total", ceiling.total) for n, ceiling in enumerate(profile.ceiling)]
    for kind, number, key, points in bounds:
        if points > whole:
            words = f"{plain(points)} 分高于 frame 的合计 {plain(whole)} 分，没有人达得到"
            file.add(words, kind, number, key)


def lint_charts(
    file: TomlFile, given: ChartsDef, form: Form, computed: dict[str, Computation] | None
) -> None:
    """Note charts of names that are no figures, and what they print of names that there are not."""
    labels = form.labels
    known = set(form.fields) | ({labels.prior_year} if labels.year else set())
    for c, chart in enumerate(given.chart):
        printed = [chart.title, chart.unit, chart.corner, *chart.categories]
        printed += [series.name for series in chart.series]
        printed += [chart.rate.name, chart.rate.zero, chart.rate.text] if chart.rate else []
        for name in (name for words in printed for name in places_of(words)):
            if name not in known:
                file.add(f"没有名为“{name}”的填写项，不能印在这里", "chart", c)
        if chart.rate:
            _short(file, chart.rate.zero, "chart", c, "rate", "zero")
        for s, series in enumerate(chart.series if computed is not None else ()):
            for number, name in enumerate(series.fields):
                if not is_figure(name, form, computed or {}):
                    words = f"form.toml 中没有名为“{name}”的数字项或计算项"
                    file.add(words, "chart", c, "series", s, "fields", number)
    if not file.slips and computed is not None:
        try:
            charts_of(given, form, computed)
        except ChartError as error:
            file.add(str(error), *error.place)


def lint_outline(file: TomlFile, given: OutlineDef, form: Form) -> None:
    """Look at names of fields; sentences are looked at where they are read."""
    names = places_of(given.title)
    for name in names:
        if name not in form.fields:
            file.add(f"没有名为“{name}”的填写项", "title")
    if not given.title.strip():
        file.add("不能为空", "title")
    for number, row in enumerate(given.row):
        if row.level in form.outline_levels[:-1] and _ORDINAL.match(row.text):
            file.add("标题的序号自动生成，这里不要写", "row", number, "text")
    for number, name in enumerate(given.unasked):
        if name not in form.fields:
            file.add(f"没有名为“{name}”的填写项", "unasked", number)


def each_once(file: TomlFile, names: Iterable[str], what: str, table: str, key: str) -> None:
    """Note what stands twice among the names of a list of tables."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name.casefold() in seen:
            file.add(f"{what}“{name}”用了两次", table, number, key)
        seen.add(name.casefold())


def _short(file: TomlFile, text: str, *place: str | int) -> None:
    if len(text) > _LONGEST:
        file.add(f"要写进公式，不能超过 {_LONGEST} 个字", *place)
