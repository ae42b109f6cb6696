"""The figures of a submission, under the names and the roles of its form."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import cast

from msgspec import Struct, field

from xlevaluate.form.fields import Field
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_rows import Indicator, indicators_of
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission import Amount, Entry, Submission, entries
from xlevaluate.submission.amounts import number_or_none


class Figures(Struct, frozen=True, dict=True):
    """A submission's values under the names of a form."""

    form: Form
    submission: Submission
    _cache: dict[str, tuple[Entry, ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a field: one, or one for every row of a list."""
        return self.at(self.form.all_fields[name].path)

    def at(self, path: str) -> tuple[Entry, ...]:
        """Return the entries at a path of the submission."""
        if path not in self._cache:
            self._cache[path] = entries(self.submission, path)
        return self._cache[path]

    def value(self, name: str) -> object:
        """Return the value of a field that stands once."""
        return self[name][0].value

    def amount(self, name: str) -> Amount:
        """Return the amount of a numeric field that stands once."""
        return cast("Amount", self.value(name))

    def with_role(self, role: FieldRole) -> object:
        """Return the value of the field of a role; ``None`` where it is blank or there is none."""
        item = self.form.with_role(role)
        return None if item is None else self.value(item.name)

    def text(self, role: FieldRole) -> str | None:
        """Return the text in the field of a role; ``None`` where it is blank or there is none."""
        value = self.with_role(role)
        return None if value is None else str(value)

    def number(self, role: FieldRole) -> Decimal | None:
        """Return the number in the field of a role; ``None`` for a blank, 不适用, or no field."""
        return number_or_none(self.with_role(role))

    @property
    def year(self) -> int | None:
        """The year that is evaluated."""
        year = self.with_role("year")
        return year if isinstance(year, int) else None

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The rows of the indicator table."""
        given = self.form.indicators
        return tuple(indicators_of(given, self.form.listings[given.name], self.submission))

    @cached_property
    def by_path(self) -> dict[str, object]:
        """Every value by its concrete path."""
        return {entry.path: entry.value for _, entry in self.all_entries()}

    def all_entries(self) -> Iterator[tuple[Field, Entry]]:
        """Yield every value with its field, sheet by sheet."""
        for name, item in self.form.all_fields.items():
            for entry in self[name]:
                yield item, entry
