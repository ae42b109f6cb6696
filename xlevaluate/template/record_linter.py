"""Slips in the files beside ``form.toml``: every name in them is a field, a ratio or a score."""

from collections import Counter
from collections.abc import Iterable

from xlevaluate.computed.chart_cells import ChartError, charts_of, is_figure
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.terms import Terms
from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import Place
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.form import Form
from xlevaluate.form.labels import places_of
from xlevaluate.scoring import Profile
from xlevaluate.scoring.parameters import Parameter
from xlevaluate.template.name_rules import wrong_name
from xlevaluate.template.patterns import wrong_pattern
from xlevaluate.template.records import OutlineDef, RatiosDef
from xlevaluate.template.text_rules import TextRules

_LONGEST = 200
"""Characters of a text that goes into a formula; a spreadsheet takes 255."""


def lint_ratios(file: TomlFile, given: RatiosDef, form: Form) -> None:
    """Note names that are no numbers of the form, and ratios that are named twice."""
    each_once(file, (ratio.name for ratio in given.ratio), "比率", "ratio", "name")
    for r, ratio in enumerate(given.ratio):
        place = ("ratio", r)
        if wrong := wrong_name(ratio.name):
            file.add(wrong, *place, "name")
        elif ratio.name in form.all_fields:
            file.add(f"“{ratio.name}”又是 form.toml 中填写项的名称", *place, "name")
        _short(file, ratio.zero.text, *place, "zero", "text")
        if not ratio.basis:
            file.add("至少要有一个 basis", *place, "basis")
        for b, basis in enumerate(ratio.basis):
            _short(file, basis.label, *place, "basis", b, "label")
            for key in ("numerator", "denominator"):
                at = (*place, "basis", b, key)
                try:
                    names = Terms.parse(getattr(basis, key)).names
                except ValueError as error:
                    file.add(str(error), *at)
                    continue
                for name in names:
                    if name not in form.fields or not form.fields[name].is_number:
                        file.add(f"用了 form.toml 中没有的数字项“{name}”", *at)


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
    differing = sorted(set(dimensions) ^ set(profile.frame.keys))
    if differing:
        words = f"frame 与 form.toml 的一级指标不一致：{'、'.join(differing)}"
        file.add(words, "frame")
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
            if wrong := wrong_name(name):
                file.add(wrong, kind, number, "name")
    counts = Counter(parameter.name for parameter in parameters)
    for name in (name for name, count in counts.items() if count > 1):
        file.add(f"有两个参数都叫“{name}”，请改等次、档次或比率的名称")


def lint_texts(file: TomlFile, given: TextRules, form: Form, ratios: Iterable[str] | None) -> None:
    """Note names that there are not, and patterns that may not be used."""
    rates = {rate.ratio for rate in given.rate}
    for name in given.unknown(form, dict.fromkeys(ratios or (), object())):
        if ratios is not None or name not in rates:
            file.add(f"用了没有的项目：{name}", *_place_of(file, name))
    words: list[tuple[Place, str]] = [
        (("prompts", number), prompt) for number, prompt in enumerate(given.prompts)
    ]
    for item, thing in enumerate(given.thing):
        if not thing.words or not all(thing.words):
            file.add("至少要有一个", "thing", item, "words")
    for kind in ("rate", "mention"):
        for item, worded in enumerate(getattr(given, kind)):
            place = (kind, item, "words")
            if not worded.words:
                file.add("至少要有一个", *place)
            words += [((*place, number), word) for number, word in enumerate(worded.words)]
    for at, word in words:
        if wrong := wrong_pattern(word):
            file.add(wrong, *at)


def _place_of(file: TomlFile, name: str) -> Place:
    """Return where a name is written, or the row of which it is a cell."""
    stem = name
    while stem:
        found = list(file.places_of(stem))
        if found:
            return min(found, key=lambda place: "words" in place)
        stem = stem.rpartition("_")[0]
    return ()


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
