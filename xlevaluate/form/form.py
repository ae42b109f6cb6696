"""A form: the compiled definition, and the figures of a submission under their names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from xlevaluate.form.definition import FindingsDef, FormDef, IndicatorsDef, UsableDef
from xlevaluate.form.fields import Field, Listing, Scored, collect_fields
from xlevaluate.submission import Amount, Entry, Submission, entries


@dataclass(frozen=True)
class Form:
    """All fields of one template, by name and by place in the submission."""

    definition: FormDef
    fields: dict[str, Field]
    listings: dict[str, Listing]

    @classmethod
    def compile(cls, definition: FormDef, scored: Scored | None = None) -> "Form":
        """Collect the fields of a definition, and those that scoring adds.

        A name used twice raises ``ValueError`` that names it.
        """
        fields: dict[str, Field] = {}
        listings: dict[str, Listing] = {}
        for item in collect_fields(definition, scored or Scored()):
            if item.name in fields or item.name in listings:
                raise ValueError(f"名称“{item.name}”用了两次")
            if isinstance(item, Field):
                fields[item.name] = item
            else:
                listings[item.name] = item
        return cls(definition, fields, listings)

    @cached_property
    def all_fields(self) -> dict[str, Field]:
        """Fields that stand once, and fields that stand in every row of a list."""
        rows = {item.name: item for listing in self.listings.values() for item in listing.fields}
        return self.fields | rows

    @cached_property
    def plain_lists(self) -> dict[str, Listing]:
        """Lists of one column, which sentences know by their names."""
        return {
            name: listing for name, listing in self.listings.items() if len(listing.fields) == 1
        }

    @cached_property
    def _by_path(self) -> dict[str, Field]:
        return {item.path: item for item in self.all_fields.values()}

    def field_at(self, path: str) -> Field:
        """Return the field of a concrete path (``…special_fund_items.0.final``)."""
        if path in self._by_path:
            return self._by_path[path]
        steps = ["*" if step.isdecimal() else step for step in path.split(".")]
        starred = ".".join(steps)
        if starred in self._by_path:
            return self._by_path[starred]
        # Indicators: the category's key stands for the first "*".
        steps[-3] = "*"
        return self._by_path[".".join(steps)]

    @cached_property
    def indicators(self) -> IndicatorsDef:
        """The definition of the indicator table."""
        found = [b.indicators for s in self.definition.sheet for b in s.block if b.indicators]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 indicators")
        return found[0]

    @cached_property
    def findings(self) -> FindingsDef:
        """The definition of the table of findings."""
        found = [b.findings for s in self.definition.sheet for b in s.block if b.findings]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 findings")
        return found[0]

    @cached_property
    def usable(self) -> UsableDef:
        """The definition of the table of what sentences may use."""
        found = [b.usable for s in self.definition.sheet for b in s.block if b.usable]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 usable")
        return found[0]

    @cached_property
    def grade(self) -> tuple[str, str]:
        """The name of the cell of the grade, and the sheet in which it stands."""
        found = [
            (b.composition.grade, s.name)
            for s in self.definition.sheet
            for b in s.block
            if b.composition
        ]
        if len(found) != 1:
            raise ValueError("form.toml 须有且只有一个 composition")
        return found[0]


@dataclass(frozen=True)
class Figures:
    """A submission's values under the names of a form."""

    form: Form
    submission: Submission
    _cache: dict[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a field: one, or one for every row of a list."""
        if name not in self._cache:
            self._cache[name] = entries(self.submission, self.form.all_fields[name].path)
        return self._cache[name]

    def value(self, name: str) -> object:
        """Return the value of a field that stands once."""
        return self[name][0].value

    def amount(self, name: str) -> Amount:
        """Return the amount of a numeric field that stands once."""
        return cast("Amount", self.value(name))

    def all_entries(self) -> Iterator[tuple[Field, Entry]]:
        """Yield every value with its field, sheet by sheet."""
        for name, item in self.form.all_fields.items():
            for entry in self[name]:
                yield item, entry
