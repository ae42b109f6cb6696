"""What is wrong in an original that our own form could not have: ratios typed by hand, decimals.

In the workbook ratios are computed and tables keep two decimals, so that these slips are lost
when a form comes in: they are told here.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pydantic import ValidationError

from xlevaluate.form.figures import Figures
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.amounts import percent, round_half_up
from xlevaluate.submission.paths import nest
from xlevaluate.tables.cell_value import cell_value
from xlevaluate.tables.found import Contradiction, Found, Origin
from xlevaluate.tables.money_units import UNITS
from xlevaluate.template.template import Template


def wrong_ratios(
    template: Template, found: Iterable[Found], printed: Iterable[tuple[str, Found]]
) -> Iterator[Contradiction]:
    """Yield printed ratios that are not what their own figures come to.

    A percentage is compared at the precision in which it stands.
    """
    values = {item.path: item.value for item in found}
    try:
        submission = template.form.own_model.model_validate(nest(_own(template, values)))
    except ValidationError:
        return
    figures = Figures(template.form, submission)
    for name, item in printed:
        ratio = template.ratios.get(name)
        said = cell_value(SourceCell(str(item.value), "text"))
        if ratio is None or said.number is None:
            continue
        shown = ratio.shown(figures)
        what = f"“{item.origin.column or item.origin.row}”印作{said.text}"
        if isinstance(shown, str):
            yield Contradiction(item.origin, f"{what}，按表中的数是“{shown}”（分母为0）")
        elif isinstance(shown, Decimal) and not _agrees(said.number, shown):
            ours = f"{percent(shown)}%"
            yield Contradiction(item.origin, f"{what}，按表中的数是{ours}，请核对")


def _own(template: Template, values: Mapping[str, object]) -> dict[str, object]:
    known = {item.path for item in template.form.fields.values()}
    return {path: value for path, value in values.items() if path in known}


def _agrees(said: Decimal, ratio: Decimal) -> bool:
    """Tell whether a percentage is the ratio, or the same as a share of 1, as far as it is said."""
    decimals = max(0, -int(said.as_tuple().exponent))
    alike = round_half_up(ratio * 100, decimals) == said or percent(ratio) == said
    return alike or (abs(said) <= 1 and round_half_up(ratio, max(decimals, 0)) == said != 0)


def mixed_decimals(found: Iterable[Found]) -> Iterator[Contradiction]:
    """Yield for each table the first amount that has fewer decimals than others beside it.

    Only money is compared with money: weights and scores may have halves.
    """
    by_table: dict[tuple[str, str], dict[int, Origin]] = {}
    for item in found:
        if not isinstance(item.value, Decimal) or item.origin.unit not in UNITS:
            continue
        if not item.origin.address.startswith("第"):
            continue  # a spreadsheet leaves zeros at the end out by itself
        _, point, decimals = item.origin.text.strip().rstrip("万元").partition(".")
        if point and decimals.isdecimal():
            by_decimals = by_table.setdefault((item.origin.file, item.origin.place), {})
            by_decimals.setdefault(len(decimals), item.origin)
    for seen in by_table.values():
        if len(seen) > 1:
            few, many = seen[min(seen)], seen[max(seen)]
            message = (
                f"小数位数不一致：{few.address} {few.text}是{min(seen)}位，"
                f"{many.address} {many.text}是{max(seen)}位"
            )
            yield Contradiction(few, message)
