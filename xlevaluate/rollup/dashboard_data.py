"""What the dashboard's script is given: every object with its findings, texts said once.

Units say the same in other figures: a text is kept once with ``0`` for each of its numbers, and an
object gives the numbers. So 1,250 objects with thirty findings each stay a file that can be mailed.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from xlevaluate.checks.findings import LEVELS
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.places import spell
from xlevaluate.form.problems import Place
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.rollup.collection import OBJECT_KINDS, STATES, CollectedLine
from xlevaluate.rollup.dashboard_charts import Places
from xlevaluate.rollup.form_labels import figure_labels
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, FormRecord
from xlevaluate.rollup.score_faults import fault_remark
from xlevaluate.rollup.statuses import STATUSES, StatusEntry
from xlevaluate.rollup.warnings import COLOURS, warnings_of
from xlevaluate.submission.amounts import percent

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")

_ENCODER = msgspec.json.Encoder(decimal_format="number")

Statuses = Mapping[tuple[str, str], StatusEntry]
"""What was said of findings, by the object's ``id`` and the finding's ``key``."""


class ShownObject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An object of evaluation as the script has it; money 万元, ``rate`` percent.

    ``id`` is what the address of the page calls it. ``unit`` is who carries a project out, and
    ``of`` the number of that object, where it is one. Findings, indicators, and rules that did not
    look are lists of numbers of texts; ``figures`` stand in the order of their template's labels.
    """

    id: str
    kind: str
    title: str
    state: str
    places: Places
    code: str = ""
    unit: str = ""
    of: int = -1
    department: str = ""
    office: str = ""
    initial: Decimal | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    score: Decimal | None = None
    execution_score: Decimal | None = None
    execution_weight: Decimal | None = None
    indicator_score: Decimal | None = None
    indicator_weight: Decimal | None = None
    grade: str = ""
    date: str = ""
    error: int | None = None
    query: int | None = None
    hint: int | None = None
    explained: int | None = None
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class Details(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is shown of an object only when it is opened."""

    findings: list[list[Any]] = []
    unchecked: list[list[int]] = []
    indicators: list[list[Any]] = []
    template: str = ""
    figures: str = ""


def shown_object(line: CollectedLine, id_: str, places: Places, of: int) -> ShownObject:
    """Return what the list says of a line; blanks where nothing was handed in."""
    entry, is_project = line.entry, line.entry.kind == "project"
    base = ShownObject(
        id=id_,
        kind=entry.kind,
        title=entry.title,
        state=line.state,
        places=places,
        code=(is_project and entry.project_code) or entry.code,
        unit=entry.name if is_project else "",
        of=of,
        department=line.department,
        office=entry.office,
        remarks=line.remarks,
        files=tuple(dict.fromkeys(name for item in line.forms for name in item.names)),
    )
    if line.handed_in is None:
        return base
    form = line.handed_in.form
    return msgspec.structs.replace(
        base,
        initial=form.initial_budget,
        budget=form.final_budget,
        executed=form.executed,
        rate=None if form.execution_rate is None else percent(form.execution_rate),
        score=form.score,
        remarks=(*line.remarks, *filter(None, (fault_remark(form),))),
        execution_score=form.execution_score,
        execution_weight=form.execution_weight,
        indicator_score=form.indicator_score,
        indicator_weight=form.indicator_weight,
        grade=form.grade,
        date=form.filing_date,
        error=form.counts.error,
        query=form.counts.query,
        hint=form.counts.hint,
        explained=form.counts.explained,
        warnings=tuple(f"{warned.words}：{warned.message}" for warned in warnings_of(form)),
    )


class DashboardData:
    """Texts, rules and labels that objects share, and the objects' details as JSON."""

    def __init__(self, statuses: Sequence[StatusEntry], template: str | None) -> None:
        self.statuses: Statuses = {(item.of, item.finding): item for item in statuses}
        self.template = template
        self._texts: dict[str, int] = {}
        self._rules: dict[tuple[str, str, str], int] = {}
        self._messages: dict[tuple[int, str], int] = {}
        self._labels: dict[str, list[list[str]]] = {}

    def details(self, record: FileRecord, form: FormRecord, of: str) -> msgspec.Raw:
        """Return what is shown of an object when it is opened; ``of`` is the object's ``id``."""
        return msgspec.Raw(
            _ENCODER.encode(
                Details(
                    findings=[self._finding(item, of) for item in record.findings_of(form)],
                    # What could not be checked is told of the file, whose first form is its own.
                    unchecked=[
                        [
                            self._text(f"{item.title}（{item.rule}）"),
                            self._text("；".join(item.reasons)),
                        ]
                        for item in record.not_checked
                        if form is record.forms[0]
                    ],
                    indicators=[
                        [
                            self._text(item.dimension),
                            self._text(item.category),
                            *(item.name, item.target, item.actual, item.weight, item.score),
                            *([self._text(item.deviation)] if item.deviation else []),
                        ]
                        for item in form.indicators
                    ],
                    template=form.template,
                    figures=self._figures(form),
                )
            )
        )

    def _finding(self, item: FindingRecord, of: str) -> list[Any]:
        rule = (item.rule, item.level, item.title)
        key = self._rules.setdefault(rule, len(self._rules)), _NUMBER.sub("0", item.message)
        found: list[Any] = [
            self._messages.setdefault(key, len(self._messages)),
            " ".join(_NUMBER.findall(item.message)),
            self._text(spell(Place(item.sheet, item.cell, item.label))),
        ]
        more: dict[str, str | bool] = {}
        if item.is_explained:
            more["explained"] = True
        if item.explanation:
            more["explanation"] = item.explanation
        if self.statuses:
            entry = self.statuses.get((of, item.key))
            more["status"] = STATUSES[entry.status if entry else "pending"]
            if entry and entry.remark:
                more["remark"] = entry.remark
        return [*found, more] if more else found

    def _figures(self, form: FormRecord) -> str:
        if form.template not in self._labels:
            self._labels[form.template] = self._labels_of(form)
        labels = self._labels[form.template]
        return "|".join(form.figures.get(path, "") for path, *_ in labels) if labels else ""

    def _labels_of(self, form: FormRecord) -> list[list[str]]:
        """Return path, sheet, label and unit of a template's figures; none without the template."""
        for asked in dict.fromkeys((self.template, None)):
            try:
                labels = figure_labels(form.template, asked)
            except CannotDoError:
                continue
            if form.figures.keys() <= labels.keys():
                return [[item.path, item.sheet, item.label, item.unit] for item in labels.values()]
        return []

    def _text(self, text: str) -> int:
        return self._texts.setdefault(text, len(self._texts))

    def encoded(
        self,
        objects: Sequence[ShownObject],
        details: Sequence[msgspec.Raw],
        grades: Sequence[str],
        total: int,
    ) -> str:
        """Return all of it as JSON that may stand in a page's script element.

        ``total`` counts the objects that there are, whether the page has them or not.
        """
        data = _ENCODER.encode(
            {
                "words": {
                    "kind": OBJECT_KINDS,
                    "state": STATES,
                    "level": LEVELS,
                    "explained": EXPLAINED,
                    "warning": COLOURS,
                    "grade": {grade: grade for grade in grades},
                },
                "total": total,
                "texts": list(self._texts),
                "rules": list(self._rules),
                "messages": list(self._messages),
                "labels": {
                    name: [label for _, *label in labels] for name, labels in self._labels.items()
                },
                "objects": objects,
                "details": details,
            }
        ).decode()
        # Nothing in it ends the element or begins another, and every reader takes it as it is.
        return re.sub(r"[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", data)
