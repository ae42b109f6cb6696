"""From what was handed in to the marks of one object: what can be counted is filled in.

Open findings take points off, explained ones are shown without. Nothing is filled in where a
person has to judge.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS
from xlevaluate.review.mark_records import (
    IndicatorMark,
    Mark,
    ProblemLine,
    ReviewedObject,
    SheetMarks,
    code_of,
    finding_words,
)
from xlevaluate.review.mark_totals import unfit
from xlevaluate.review.sheet_definition import (
    DECIMALS,
    FACTS,
    DeductDef,
    Fact,
    ItemDef,
    MarkSheetDef,
)
from xlevaluate.review.sheet_linter import Families, Marking
from xlevaluate.rollup.collection import CollectedLine, HandedIn
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, FormRecord, IndicatorRecord
from xlevaluate.scoring.quantity_parts import parts_of
from xlevaluate.submission.amounts import percent, plain, round_half_up

COUNTED, JUDGED = "可计数部分", "评判部分"
"""The two marks of an item of which one part is counted."""

_EXECUTION = "预算执行"


class _Seen(Struct, frozen=True):
    """One thing that counts for an item: a finding or a fact; what is explained takes no points."""

    line: str
    what: str
    counts: bool = True


def reviewed(marking: Marking, line: CollectedLine, record: FileRecord) -> ReviewedObject:
    """Return the marks of an object whose form that counts is in a record.

    Raises ``ValueError`` where the object has handed in nothing that counts.
    """
    handed = line.handed_in
    if handed is None:
        raise ValueError(line.entry.title)
    form = record.forms[handed.number]
    findings = record.findings_of(form)
    counting = _Counting(marking.families, findings, _facts(line, handed, form))
    sheets = tuple(
        SheetMarks(sheet.key, tuple(counting.marks(sheet, form)))
        for sheet in marking.definition.sheet
        if sheet.kind != "problems"
    )
    levels = {
        level
        for sheet in marking.definition.sheet
        if sheet.kind == "problems"
        for level in sheet.levels
    }
    problems = tuple(
        ProblemLine(finding_words(item), _place(item), item.rule, LEVELS[item.level])
        for item in findings
        if item.level in levels and not item.is_explained
    )
    items = [item for sheet in marking.definition.sheet for item in sheet.item]
    return ReviewedObject(
        entry=line.entry,
        code=code_of(line),
        form=form,
        sheets=sheets,
        problems=problems,
        unmatched=tuple(counting.unmatched(items)),
    )


def _place(finding: FindingRecord) -> str:
    where = f"《{finding.sheet}》{finding.cell}" if finding.sheet else finding.cell
    return f"{where} {finding.label}".strip()


def _facts(line: CollectedLine, handed: HandedIn, form: FormRecord) -> dict[Fact, tuple[str, ...]]:
    """Return what is so of what was handed in, each with the lines that say it."""
    file = handed.file
    is_changed = file.origin == "package"  # of which each note is a change
    return {
        "draft": (f"{FACTS['draft']}。",) if file.is_draft else (),
        "public": (f"{FACTS['public']}。",) if file.is_public else (),
        "changed": file.notes if is_changed else (),
        "noted": () if is_changed else file.notes,
        "remarked": line.remarks,
        "no_score": (f"{FACTS['no_score']}。",) if form.score is None else (),
    }


class _Counting:
    """What was found of one object, handed out to items."""

    def __init__(
        self,
        families: Families,
        findings: Sequence[FindingRecord],
        facts: dict[Fact, tuple[str, ...]],
    ) -> None:
        self._families = families
        self._findings = findings
        self._facts = facts

    def marks(self, sheet: MarkSheetDef, form: FormRecord) -> Iterator[Mark]:
        if sheet.kind == "indicators":
            yield from _execution(form)
            for number, indicator in enumerate(form.indicators, 1):
                yield _of_indicator(number, indicator)
            return
        named = _named(sheet.item)
        for item in sheet.item:
            yield from self._item(item, named)

    def unmatched(self, items: Sequence[ItemDef]) -> Iterator[str]:
        """Yield the findings for which no item has a place."""
        named = _named(items)
        deducts = [deduct for item in items for deduct in item.deduct]
        for finding in self._findings:
            if items and not any(self._is_meant(finding, deduct, named) for deduct in deducts):
                yield finding_words(finding)

    def _item(self, item: ItemDef, named: frozenset[str]) -> Iterator[Mark]:
        group, name = (item.group, item.name) if item.group else (item.name, "")
        notes: list[str] = []
        reasons: list[str] = []
        off = Decimal(0)
        for deduct in item.deduct:
            seen = list(self._seen(deduct, named))
            notes += (one.line for one in seen)
            taken, words = _taken(deduct, seen)
            off += taken
            reasons += [words] if words else []
        is_split = len(item.parts) > 1
        for key, points, is_counted in item.parts:
            part = COUNTED if is_counted else JUDGED
            left = round_half_up(max(points - off, Decimal(0)), DECIMALS)
            yield Mark(
                key=key,
                group=group,
                name=_part(name, part if is_split else ""),
                points=points,
                standard=item.standard,
                proposed=left if is_counted else None,
                reason="；".join(reasons) if is_counted else "",
                notes=tuple(notes) if is_counted or not is_split else (),
            )

    def _seen(self, deduct: DeductDef, named: frozenset[str]) -> Iterator[_Seen]:
        for finding in self._findings:
            if self._is_meant(finding, deduct, named):
                words = finding_words(finding)
                yield _Seen(words, LEVELS[finding.level], not finding.is_explained)
        for fact in deduct.facts:
            yield from (_Seen(line, FACTS[fact]) for line in self._facts[fact])

    def _is_meant(self, finding: FindingRecord, deduct: DeductDef, named: frozenset[str]) -> bool:
        if finding.level not in deduct.levels:
            return False
        if finding.rule in deduct.rules:
            return True
        # A rule that some item names belongs there alone, at every level.
        family = self._families.get(finding.rule)
        return finding.rule not in named and family in deduct.families


def _named(items: Sequence[ItemDef]) -> frozenset[str]:
    return frozenset(rule for item in items for deduct in item.deduct for rule in deduct.rules)


def _part(name: str, part: str) -> str:
    return f"{name}（{part}）" if name and part else name or part


def _taken(deduct: DeductDef, seen: Sequence[_Seen]) -> tuple[Decimal, str]:
    """Return what is taken off, and the words for it."""
    counting = [one for one in seen if one.counts]
    if not counting or deduct.points == 0:
        return Decimal(0), ""
    whole = deduct.points * len(counting)
    taken = whole if deduct.most is None else min(whole, deduct.most)
    what = "、".join(dict.fromkeys(one.what for one in counting))
    most = f"，最多扣 {plain(taken)} 分" if taken < whole else f"，扣 {plain(taken)} 分"
    return taken, f"{what} {len(counting)} 处，每处 {plain(deduct.points)} 分{most}"


def _execution(form: FormRecord) -> Iterator[Mark]:
    """Yield the mark of budget execution, where the form gives points for it: it is counted."""
    if not form.execution_weight:
        return
    score = form.execution_score
    is_fit = score is not None and not unfit(score, form.execution_weight)
    rate = "" if form.execution_rate is None else plain(percent(form.execution_rate))
    yield IndicatorMark(
        key="execution",
        group=_EXECUTION,
        name="预算执行率",
        points=form.execution_weight,
        standard="",
        proposed=score if is_fit else None,
        dimension=_EXECUTION,
        category="",
        indicator="预算执行率",
        sign="=",
        target="100",
        unit="%",
        actual=rate,
        own_score=form.execution_score,
    )


def _of_indicator(number: int, indicator: IndicatorRecord) -> Mark:
    parts = parts_of(indicator.target or None, indicator.actual or None)
    return IndicatorMark(
        key=f"indicator{number}",
        group=indicator.category,
        name=indicator.name or indicator.target,
        points=indicator.weight if indicator.weight is not None else Decimal(0),
        standard="",
        dimension=indicator.dimension,
        category=indicator.category,
        indicator=indicator.name,
        sign=parts.sign,
        target=parts.target,
        unit=parts.unit,
        actual=indicator.actual,
        own_score=indicator.score,
        proposed=Decimal(0) if indicator.weight is None else None,
        notes=() if indicator.weight is not None else ("没有填写分值，不能评分。",),
    )
