"""How many cells of a workbook are still to be filled in, counted by a native formula.

A new workbook says so, and calls nothing wrong: errors begin where something was typed.
"""

from decimal import Decimal

from xlevaluate.form.figures import Figures
from xlevaluate.form.labels import quoted
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.template.template import Template

_SAID = ("还有 ", " 项待填", "应填的都已填写")


class BlankCount:
    """The fields that must be filled in, and their totals: 0 or 不适用 there answers for items."""

    style = "text"

    def __init__(self, template: Template) -> None:
        form = template.form
        self._fills = template.fills
        hints = {n for b in form.definition.complete if b.level == "hint" for n in b.names}
        self._names = [
            name
            for name in form.fields
            if name in form.needed - hints and not form.fields[name].has_default
        ]
        self._totals: dict[str, list[str]] = {}
        for identity in (column for rule in template.identities for column in rule.columns):
            if identity.level == "error" and all(part.sign > 0 for part in identity.parts):
                for part in identity.parts:
                    self._totals.setdefault(part.name, []).append(identity.total)

    def _above(self, name: str) -> list[str]:
        """Return the totals above a field, those of totals too."""
        found: list[str] = []
        waiting = list(self._totals.get(name, ()))
        while waiting:
            total = waiting.pop(0)
            if total not in found:
                found.append(total)
                waiting += self._totals.get(total, ())
        return found

    def _is_blank(self, name: str, figures: Figures) -> bool:
        """Tell whether nothing stands in a cell, not even what its formula gives."""
        given, fill = figures.value(name), self._fills.get(name)
        if given is not None or fill is None or not fill.goes_with(given, figures):
            return given is None
        return fill.shown(figures) is None

    def shown(self, figures: Figures) -> str:
        """Say how many are blank that no total answers for."""
        blank = [
            name
            for name in self._names
            if self._is_blank(name, figures)
            and not any(
                figures.value(total) in {Decimal(0), NOT_APPLICABLE} for total in self._above(name)
            )
        ]
        before, after, none = _SAID
        return f"{before}{len(blank)}{after}" if blank else none

    def formula(self) -> str:
        """Return the native formula."""
        alike: dict[tuple[str, ...], list[str]] = {}  # a formula has 8,192 characters at most
        for name in self._names:
            alike.setdefault(tuple(self._above(name)), []).append(f'({name}="")')
        terms = []
        for totals, blanks in alike.items():
            answers = "".join(
                f'*(COUNTIF({total},0)+COUNTIF({total},"{NOT_APPLICABLE}")=0)' for total in totals
            )
            terms.append(f"({'+'.join(blanks)}){answers}")
        count = "+".join(terms) or "0"
        before, after, none = map(quoted, _SAID)
        return f'=SUBSTITUTE({before}&({count})&{after},{before}&"0"&{after},{none})'
