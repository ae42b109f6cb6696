"""Slips in the files beside ``form.toml``: every name in them is a field, a ratio or a score."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from xlevaluate.computed.chart_cells import ChartError, charts_of, is_figure
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.terms import Terms
from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.chart_definition import ChartsDef
from xlevaluate.form.form import Form
from xlevaluate.form.labels import places_of
from xlevaluate.scoring.parameters import Parameter
from xlevaluate.scoring.profile import Profile
from xlevaluate.template.name_rules import wrong_name
from xlevaluate.template.patterns import wrong_pattern
from xlevaluate.template.record_definitions import IdentitiesDef, IdentityDef, OutlineDef, RatiosDef
from xlevaluate.template.text_rules import TextRules

_LONGEST = 200
"""Characters of a text that goes into a formula; a spreadsheet takes 255."""

_ID = re.compile(r"[FXS]\d{2,3}")


def lint_ratios(file: TomlFile, given: RatiosDef, form: Form) -> None:
    """Note names that are no numbers of the form, and ratios that are named twice."""
    _each_once(file, (ratio.name for ratio in given.ratio), "比率", "ratio", "name")
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
        _each_once(file, names, "名称", kind, "name")
        for number, name in enumerate(names):
            if wrong := wrong_name(name):
                file.add(wrong, kind, number, "name")
    counts = Counter(parameter.name for parameter in parameters)
    for name in (name for name, count in counts.items() if count > 1):
        file.add(f"有两个参数都叫“{name}”，请改等次、档次或比率的名称")


def lint_identities(
    file: TomlFile, given: IdentitiesDef, form: Form, computed: Iterable[str] | None
) -> None:
    """Note identities of names that there are not; ``computed`` is ``None`` where unknown."""
    _each_once(file, (identity.id for identity in given.identity), "编号", "identity", "id")
    filled: dict[str, str] = {}
    for i, identity in enumerate(given.identity):
        place = ("identity", i)
        if not _ID.fullmatch(identity.id):
            words = "编号由 F（表内）、X（表间）或 S（评分）和两三位数字组成，如 F01"
            file.add(words, *place, "id")
        if not identity.parts:
            file.add("至少要有一项", *place, "parts")
        _named_items(file, i, identity, form, {other.id for other in given.identity[:i]})
        _formulas(file, i, identity)
        for column in [f"_{column}" for column in identity.columns] or [""]:
            total = identity.total + column
            if total not in form.fields or not form.fields[total].is_number:
                file.add(_unknown(identity.id, total), *place, "total")
            elif _is_filled(identity) and filled.setdefault(total, identity.id) != identity.id:
                key = "fills" if identity.fills else "brings"
                file.add(f"{filled[total]} 已经给“{total}”放了求和公式", *place, key)
            names = [part.removeprefix("-") + column for part in identity.parts]
            for number, name in enumerate(names):
                field = form.all_fields.get(name)
                if not (field.is_number if field else computed is None or name in computed):
                    file.add(_unknown(identity.id, name), *place, "parts", number)

    _brought(file, given, form, filled)
    _in_rows(file, given, form)


def _is_filled(identity: IdentityDef) -> bool:
    return identity.fills or identity.brings


def _formulas(file: TomlFile, number: int, given: IdentityDef) -> None:
    """Note identities that no formula can say."""
    is_sum = not any(part.startswith("-") for part in given.parts)
    if given.fills and not (is_sum and given.relation == "equal"):
        file.add("fills 只用于各项相加、应当相等的合计", "identity", number, "fills")
    if given.brings and given.relation != "equal":
        file.add("brings 只用于应当相等的", "identity", number, "brings")


def _brought(file: TomlFile, given: IdentitiesDef, form: Form, filled: Mapping[str, str]) -> None:
    """Note figures that cannot come from elsewhere."""
    for i, bring in enumerate(given.bring):
        place = ("bring", i)
        if bring.total not in form.fields or not form.fields[bring.total].is_number:
            file.add(_unknown("bring", bring.total), *place, "total")
        elif bring.total in filled:
            file.add(f"{filled[bring.total]} 已经给“{bring.total}”放了公式", *place, "total")
        for number, part in enumerate(bring.parts):
            field = form.all_fields.get(part.removeprefix("-"))
            if field is None or not field.is_number:
                file.add(_unknown("bring", part), *place, "parts", number)


def _in_rows(file: TomlFile, given: IdentitiesDef, form: Form) -> None:
    """Note identities of rows whose list or columns there are not."""
    ids = [identity.id for identity in given.identity]
    for i, each in enumerate(given.each):
        place = ("each", i)
        if not _ID.fullmatch(each.id) or each.id in ids:
            file.add("编号由 F、X 或 S 和两三位数字组成，不能与别的相同", *place, "id")
        ids.append(each.id)
        listing = form.listings.get(each.list)
        numbers = {f.name for f in listing.fields if f.is_number} if listing else set()
        if listing is None or len(listing.groups) != 1:
            file.add(f"没有名为“{each.list}”的可增减的行", *place, "list")
            continue
        for name in (each.total, *each.parts):
            if f"{each.list}_{name}" not in numbers:
                file.add(f"“{each.list}”没有名为“{name}”的数字列", *place, "total")


def _named_items(
    file: TomlFile, number: int, given: IdentityDef, form: Form, above: set[str]
) -> None:
    """Note conditions of an identity that name what there is not."""
    place = ("identity", number)
    parts = {part.removeprefix("-") for part in given.parts}
    for n, name in enumerate(given.may_be_blank):
        if name not in parts:
            file.add(f"“{name}”不在 parts 中", *place, "may_be_blank", n)
    for key in ("unless", "while_blank"):
        for n, name in enumerate(getattr(given, key)):
            for column in [f"_{column}" for column in given.columns] or [""]:
                if name + column not in form.fields:
                    file.add(_unknown(given.id, name + column), *place, key, n)
    if given.told_by and given.told_by not in above:
        file.add(f"前面没有编号为“{given.told_by}”的一条", *place, "told_by")


def _unknown(identity: str, name: str) -> str:
    return f"{identity} 用了 form.toml 中没有的项目“{name}”"


def lint_texts(file: TomlFile, given: TextRules, form: Form, ratios: Iterable[str] | None) -> None:
    """Note names that there are not, and patterns that may not be used."""
    rates = {rate.ratio for rate in given.rate}
    for name in given.unknown(form, dict.fromkeys(ratios or (), object())):
        if ratios is not None or name not in rates:
            file.add(f"用了没有的项目：{name}", *_place_of(file, name))
    words: list[tuple[KeyPath, str]] = [
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


def _place_of(file: TomlFile, name: str) -> KeyPath:
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


def _each_once(file: TomlFile, names: Iterable[str], what: str, table: str, key: str) -> None:
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name.casefold() in seen:
            file.add(f"{what}“{name}”用了两次", table, number, key)
        seen.add(name.casefold())


def _short(file: TomlFile, text: str, *place: str | int) -> None:
    if len(text) > _LONGEST:
        file.add(f"要写进公式，不能超过 {_LONGEST} 个字", *place)
