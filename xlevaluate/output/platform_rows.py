"""What is filled in as the rows of the budget system's import template, and what does not fit.

Numbers are numbers, in the units of the form; what is blank or 不适用 is a blank. Targets are taken
apart into sign, value and unit.
"""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.figures import Figures
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.printing import printed
from xlevaluate.scoring.quantity_parts import Parts, parts_of
from xlevaluate.submission import entries
from xlevaluate.template.platform_layout import IndicatorCell, PartDef, PlatformDef, names_in

PlatformValue = Decimal | str | None
PlatformRow = tuple[PlatformValue, ...]


class PlatformRows(Struct, frozen=True):
    """The rows, by their numbers (the first is 1), and what somebody has to look at."""

    rows: dict[int, PlatformRow]
    remarks: tuple[str, ...]


def platform_rows(layout: PlatformDef, evaluation: Evaluation) -> PlatformRows:
    """Return the rows of an import template."""
    return _Composer(evaluation).compose(layout)


class _Composer:
    def __init__(self, evaluation: Evaluation) -> None:
        self._template = evaluation.subject.template
        self._figures: Figures = evaluation.subject.figures
        self._remarks: list[str] = []

    def compose(self, layout: PlatformDef) -> PlatformRows:
        rows: dict[int, PlatformRow] = {}
        starts = [part.at for part in layout.part]
        height = 0
        for number, part in enumerate(layout.part):
            top = part.at or height + 1
            following = next((at for at in starts[number + 1 :] if at), None)
            room = min(part.most or 10**6, (following or 10**6) - top)
            lines = self._lines(part)
            for offset, line in enumerate(lines[:room]):
                rows[top + offset] = line
            if len(lines) > room:
                self._remarks.append(
                    f"“{part.list}”有 {len(lines)} 行，导入模板只放得下 {room} 行，"
                    f"后 {len(lines) - room} 行请在系统中补录。"
                )
            height = max(height, top + min(len(lines), room) - 1)
        return PlatformRows(rows, tuple(self._remarks))

    def _lines(self, part: PartDef) -> list[PlatformRow]:
        if part.cells:
            return [tuple(map(self._cell, row)) for row in part.cells]
        return list(self._list(part) if part.list else self._indicators(part.indicators))

    def _cell(self, text: str) -> PlatformValue:
        if not text.startswith(("[", "=")):
            return self._template.form.labels.fill(text, self._figures.value) or None
        (name,) = names_in(text)
        if text.startswith("["):
            return _value(self._figures.value(name))
        computation = self._template.computations[name]
        shown = computation.shown(self._figures)
        if isinstance(shown, Decimal) and computation.style in {"score", "points"}:
            return shown
        return printed(shown, computation.style) or None

    def _list(self, part: PartDef) -> Iterator[PlatformRow]:
        """Yield the rows of a list in which anything stands."""
        listing = self._template.form.listings[part.list]
        (base,) = listing.groups.values()
        fields = {item.name: item.path.rsplit(".", 1)[1] for item in listing.fields}
        keys = [fields.get(name, "") for name in part.columns]
        for _, row in entries(self._figures.submission, f"{base}.*"):
            line = tuple(_value(getattr(row, key)) if key else None for key in keys)
            if any(value is not None for value in line):
                yield line

    def _indicators(self, columns: tuple[IndicatorCell, ...]) -> Iterator[PlatformRow]:
        for row in self._figures.indicators:
            if not row.name or not row.target:
                continue
            parts = parts_of(row.target, row.actual)
            if parts.is_whole:
                self._remarks.append(
                    f"指标“{row.name}”的指标值“{row.target}”、完成值“{row.actual or ''}”"
                    "不能分成符号、数和单位，按定性原样写入，请在系统中核对。"
                )
            yield tuple(_of_indicator(row, parts, column) for column in columns)


def _of_indicator(row: Indicator, parts: Parts, column: IndicatorCell) -> PlatformValue:
    match column:
        case "":
            return None
        case "dimension":
            return row.dimension.name
        case "category":
            return row.category.name
        case "sign" | "target" | "actual" | "unit":
            return getattr(parts, column) or None
        case _:
            return _value(row.value(column))


def _value(value: object) -> PlatformValue:
    if isinstance(value, Decimal):
        return value
    return printed(value, "") or None if isinstance(value, str | int) else None
