"""Blanks that something else answers for: a total of 0 or 不适用, or that the unit has none."""

from decimal import Decimal
from functools import cached_property

from xlevaluate.form.figures import Figures
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.template.template import Template


class Answers:
    """Knows which fields need not be filled in, because it is said that there is none."""

    def __init__(self, template: Template, figures: Figures) -> None:
        self._form, self._figures = template.form, figures
        self._totals: dict[str, list[str]] = {}
        for given in template.identities:
            for identity in given.columns:
                if identity.level == "error" and all(part.sign > 0 for part in identity.parts):
                    for part in identity.parts:
                        self._totals.setdefault(part.name, []).append(identity.total)

    @cached_property
    def _absent(self) -> frozenset[str]:
        """Fields that are 0, for the unit says that it has none."""
        return frozenset(
            name
            for given in self._form.definition.absent
            if self._figures.value(given.said) is not None
            for name in given.names
        )

    def is_given_for(self, name: str) -> bool:
        """Tell whether a field that is blank is answered for."""
        return name in self._absent or any(map(self._says_none, self._totals.get(name, ())))

    def _says_none(self, total: str) -> bool:
        (entry,) = self._figures[total]
        if entry.value is None:
            return self.is_given_for(total)
        return entry.value is NOT_APPLICABLE or entry.value == Decimal(0)
