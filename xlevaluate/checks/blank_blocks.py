"""完整性: blocks of the form that must say something, told of by what is blank together.

A sheet whose blocks are all blank is one finding, so is a column that is blank in every block of a
sheet, a block that is blank altogether, and what is left of a block.
"""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.findings import NOT_APPLICABLE_HERE, Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, any_of
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.computed.sums import Identity
from xlevaluate.form.definition import CompleteDef
from xlevaluate.submission.texts import listed
from xlevaluate.submission.tolerance import agreement

_NAMED = 3
"""Blank cells of a block that are named one by one; of more it is said how many they are."""

_COMPLETE = any_of(
    lambda template: (name for block in template.form.definition.complete for name in block.names)
)


@rule(
    "C09",
    "error",
    "完整性",
    "各表应填的各块都已填写（0 和“不适用”也是填写）",
    "官方表式",
    _COMPLETE,
    needs=NOTHING,
)
def blocks(subject: Subject) -> RuleResult:
    """Find what is blank in the blocks that must be filled in."""
    given = subject.template.form.definition.complete
    if not given:
        return NOT_APPLICABLE_HERE
    blank = _Blanks(subject)
    sheets: dict[tuple[str, str], list[CompleteDef]] = {}
    for block in given:
        sheet = subject.template.form.fields[block.names[0]].sheet
        sheets.setdefault((sheet, block.level), []).append(block)
    return RuleResult(tuple(item for group in sheets.values() for item in blank.of_sheet(group)))


@rule(
    "C12",
    "query",
    "完整性",
    "封面上说没有的事项，表中没有数字",
    "官方表式",
    any_of(
        lambda template: (
            name for given in template.form.definition.absent for name in (given.said, *given.names)
        )
    ),
    needs=NOTHING,
)
def absent(subject: Subject) -> RuleResult:
    """Find figures of what the unit says that it does not have, told once each."""
    form, found = subject.template.form, []
    for given in form.definition.absent:
        if subject.figures.value(given.said) is None or subject.is_unread(given.said):
            continue
        entries = (entry for name in given.names for entry in subject.figures[name])
        figures = [entry for entry in entries if isinstance(entry.value, Decimal) and entry.value]
        if figures:
            path = form.fields[given.said].path
            places = tuple(entry.path for entry in figures)
            said = str(subject.figures.value(given.said))
            found.append(Observation("not_absent", path, places, note=said))
    return RuleResult(tuple(found))


class _Blanks:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._form = subject.template.form
        self._sums = [
            identity
            for given in subject.template.identities
            for identity in given.columns
            if all(part.sign > 0 for part in identity.parts) and identity.level == "error"
        ]

    def of_sheet(self, given: list[CompleteDef]) -> Iterator[Observation]:
        """Yield what is blank in the blocks of one sheet that are of one level."""
        blank = {block.name: [n for n in block.names if self._is_blank(n)] for block in given}
        if len(given) > 1 and all(self._is_whole(block, blank[block.name]) for block in given):
            every = [name for names in blank.values() for name in names]
            yield self._told(given[0], f"{listed(block.name for block in given)}各项", every)
            return
        for column in dict.fromkeys(column for block in given for column in block.columns):
            whole = [
                name
                for block in given
                for name in block.names
                if column in block.columns and self._form.fields[name].column == column
            ]
            rows = {block.name for block in given if block.columns}
            others = any(
                name not in blank[block.name] and name not in whole
                for block in given
                if block.name in rows
                for name in block.names
            )
            blanks = [name for name in whole if self._is_blank(name)]
            if len(rows) > 1 and others and blanks and not any(map(self._is_filled, whole)):
                yield self._told(given[0], f"“{column}”整列", blanks)
                for names in blank.values():
                    names[:] = [name for name in names if name not in whole]
        for block in given:
            names = blank[block.name]
            if names:
                yield self._told(block, self._words(block, names), names)

    def _is_blank(self, name: str) -> bool:
        """Tell whether a field is blank that nothing excuses, and no other rule tells of it."""
        (entry,) = self._subject.figures[name]
        is_there = entry.path in self._subject.reading.places  # an older workbook may lack it
        return (
            entry.value is None
            and is_there
            and not self._subject.is_unread(name)
            and not self._subject.answers.is_given_for(name)
            and not self._is_told_as_total(name)
            and not self._is_told_as_part(name)
        )

    def _is_filled(self, name: str) -> bool:
        (entry,) = self._subject.figures[name]
        return entry.value is not None

    def _is_told_as_part(self, name: str) -> bool:
        """Tell whether its total differs from the other items: the identity tells of the blank."""
        return any(
            self._differs(identity)
            for identity in self._sums
            if identity.relation == "equal" and any(part.name == name for part in identity.parts)
        )

    def _differs(self, identity: Identity) -> bool:
        figures = self._subject.figures
        (total,) = figures[identity.total]
        every = (entry for part in identity.parts for entry in part.entries(figures))
        items = [entry.value for entry in every if isinstance(entry.value, Decimal)]
        return (
            isinstance(total.value, Decimal)
            and bool(items)
            and identity.applies(figures)
            and agreement(total.value, items) == "different"
        )

    def _is_told_as_total(self, name: str) -> bool:
        """Tell whether it is a total of items that are filled in: its identity tells of it."""
        return any(
            entry.value
            for identity in self._sums
            if identity.total == name and identity.blank_total == "zero"
            for part in identity.parts
            for entry in part.entries(self._subject.figures)
            if isinstance(entry.value, Decimal)
        )

    def _is_whole(self, block: CompleteDef, blank: list[str]) -> bool:
        return len(blank) == len(block.names)

    def _words(self, block: CompleteDef, names: list[str]) -> str:
        if len(names) <= _NAMED:
            return listed(self._form.fields[name].label for name in names)
        if self._is_whole(block, names):
            return f"{block.name}各项"
        return f"{block.name}中的 {len(names)} 项"

    def _told(self, block: CompleteDef, words: str, names: list[str]) -> Observation:
        fields = [self._form.fields[name] for name in names]
        first, *others = fields
        return Observation(
            "incomplete" if any(item.is_number for item in fields) else "incomplete_texts",
            first.path,
            tuple(item.path for item in others),
            note=words,
            level=block.level,
        )


RULES = (blocks, absent)
