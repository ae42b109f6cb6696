"""Findings that have one cause are one finding.

Each total that differs from what it should be could be put right by changing one figure: itself, or
one that it is held against. A figure by whose same change several findings would be put right is
the likely cause, and is told of once, with everything that speaks against it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation.mistyped_words import mistyped_words
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.submission.amounts import canonical, plain

_HELD: frozenset[Case] = frozenset({"unequal", "differ"})
"""A figure against what it must be equal to."""

_ENOUGH = 3
"""Findings that show a figure to be the cause, if it is not the one that all of them are about."""


class Cause(Struct, frozen=True):
    """Findings of one cause: the figure at ``path``, and by how much it should change.

    Most findings are alone, and their own cause.
    """

    findings: tuple[Finding, ...]
    path: str = ""
    change: Decimal = Decimal(0)

    @property
    def finding(self) -> Finding:
        """The one finding that is told of, with the places of all."""
        first = self.findings[0]
        if len(self.findings) == 1:
            return first
        places = (path for of in self.findings for path in (of.path, *of.others))
        others = tuple(path for path in dict.fromkeys(places) if path != self.path)
        return replace(first, path=self.path, others=others, signs=(), blanks=())

    def told(self, place_names: PlaceNames) -> Finding:
        """Return the finding with the figures of the cause."""
        actual = place_names.value(self.path)
        if not isinstance(actual, Decimal):
            raise TypeError(f"{self.path} holds no figure")
        expected = canonical(actual + self.change)
        difference = abs(self.change)
        return replace(self.finding, actual=actual, expected=expected, difference=difference)

    def message(self, place_names: PlaceNames) -> str:
        """Say the figure, what it should be, and which figures say so."""
        told, unit = self.told(place_names), place_names.unit(self.path)
        figures = (told.actual, told.expected, told.difference)
        actual, expected, apart = (
            f"{plain(figure)}{unit}" for figure in figures if isinstance(figure, Decimal)
        )
        against = "；".join(_against(of, self.path, place_names) for of in self.findings)
        cell = place_names.cell(self.path, place_names.place(self.path).sheet)
        return (
            f"{place_names.where(self.path)}{actual}，按以下各处都应为 {expected}，相差 {apart}："
            f"{against}。请先核对 {cell}。"
            + mistyped_words(replace(told, case="differ"), place_names)
        )


def by_cause(findings: Iterable[Finding]) -> Iterator[Cause]:
    """Yield the findings, those of one cause together, in the place of the first."""
    every = list(findings)
    suspects: dict[tuple[str, Decimal], list[int]] = {}
    for number, finding in enumerate(every):
        for suspect in _suspects(finding):
            suspects.setdefault(suspect, []).append(number)
    causes: dict[int, Cause] = {}
    joined: set[int] = set()
    for (path, change), numbers in sorted(suspects.items(), key=lambda item: -len(item[1])):
        free = [number for number in numbers if number not in joined]
        group = tuple(every[number] for number in free)
        if len(group) >= _ENOUGH or (len(group) > 1 and all(of.path == path for of in group)):
            causes[free[0]] = Cause(group, path, change)
            joined |= set(free)
    for number, finding in enumerate(every):
        if number in causes:
            yield causes[number]
        elif number not in joined:
            yield Cause((finding,), finding.path)


def _suspects(finding: Finding) -> Iterator[tuple[str, Decimal]]:
    """Yield every figure that would put a finding right, and by how much it had to change."""
    actual, expected = finding.actual, finding.expected
    if finding.level != "error" or finding.case not in _HELD:
        return
    if not isinstance(actual, Decimal) or not isinstance(expected, Decimal):
        return
    yield finding.path, canonical(expected - actual)
    for path, sign in zip(finding.others, finding.signs, strict=True):
        yield path, canonical(sign * (actual - expected))


def _against(finding: Finding, cause: str, place_names: PlaceNames) -> str:
    """Say what speaks against a figure: its parts, its whole, or the same figure elsewhere."""
    if len(finding.others) == 1:
        (other,) = finding.others
        return place_names.where(finding.path if other == cause else other)
    if finding.path != cause:
        return f"{place_names.where(finding.path)}与其他分项之差"
    filled = [
        (path, sign)
        for path, sign in zip(finding.others, finding.signs, strict=True)
        if place_names.value(path) != Decimal(0)
    ]
    if not filled:
        return "分项合计"
    others, signs = zip(*filled, strict=True)
    return f"分项合计（{place_names.sum(replace(finding, others=others, signs=signs))}）"
