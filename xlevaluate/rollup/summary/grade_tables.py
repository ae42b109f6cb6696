"""评分等次: grades, averages and medians by department and kind; how far money was spent."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import mean, median

import pandas as pd

from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine, Collection
from xlevaluate.rollup.five_figures import five_figure_sentences
from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.rollup.score_faults import FAULT
from xlevaluate.rollup.spreads import RATE_BANDS, grades_in_order, rate_band
from xlevaluate.rollup.summary.made_tables import MadeSheet, MadeTable, table_of
from xlevaluate.rollup.summary.object_columns import BEYOND, summed_under
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.workbook.list_columns import Column, ListRow

TOTAL = "合计"
_UNGRADED = "没有等次"
_UNKNOWN = "没有执行率"


def _mean_of(values: Sequence[Decimal]) -> Decimal | None:
    """Return the mean, to 0.01 and half up; ``None`` where there is nothing."""
    return round_half_up(mean(values), 2) if values else None


def _median_of(values: Sequence[Decimal]) -> Decimal | None:
    """Return the median, to 0.01 and half up; ``None`` where there is nothing."""
    return round_half_up(median(values), 2) if values else None


def grade_tables(collection: Collection) -> MadeSheet:
    """Return the sheet."""
    forms = [(line, line.handed_in.form) for line in collection.lines if line.handed_in]
    grades = grades_in_order(collection.lines)
    frame = pd.DataFrame(
        [_values(line, form) for line, form in forms],
        columns=["department", "kind", "grade", "score", "band"],
        dtype=object,
    )
    return MadeSheet(
        name="评分等次",
        title="评分等次",
        notes=(
            *five_figure_sentences(collection),
            "平均分、中位数、最高、最低只算有得分、得分无误的。执行率各档含下限，不含上限。",
            "名单外的单列在最后，不计入合计。",
        ),
        tables=(
            _by_grade(
                frame, [*grades, *([FAULT] if any(form.score_faults for _, form in forms) else [])]
            ),
            _by_band(frame),
        ),
    )


def _values(line: CollectedLine, form: FormSummary) -> tuple[object, ...]:
    kind = OBJECT_KINDS[line.entry.kind]
    number = rate_band(form)
    band = _UNKNOWN if number is None else RATE_BANDS[number]
    grade = FAULT if form.score_faults else form.grade
    return summed_under(line), kind, grade, form.counted_score, band


def _groups(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Yield all of each kind, then each department's of each kind, in the order of the frame.

    What is beyond the roster comes last, and is in no total.
    """
    kinds = [kind for kind in OBJECT_KINDS.values() if (frame["kind"] == kind).any()]
    covered = frame[frame["department"] != BEYOND]
    by_kind = dict(iter(covered.groupby("kind", sort=False)))
    for kind in kinds:
        if kind in by_kind:
            yield TOTAL, kind, by_kind[kind]
    departments = dict(iter(covered.groupby("department", sort=False)))
    beyond = frame[frame["department"] == BEYOND]
    for department, of in [*departments.items(), *([(BEYOND, beyond)] if len(beyond) else [])]:
        inner = dict(iter(of.groupby("kind", sort=False)))
        for kind in kinds:
            if kind in inner:
                yield str(department), kind, inner[kind]


def _by_grade(frame: pd.DataFrame, grades: Sequence[str]) -> MadeTable:
    rows: list[ListRow] = []
    for department, kind, of in _groups(frame):
        scores = [score for score in of["score"] if score is not None]
        counts = of["grade"].value_counts()
        rows.append(
            (
                department,
                kind,
                len(of),
                *(int(counts.get(grade, 0)) for grade in grades),
                int(counts.get("", 0)),
                _mean_of(scores),
                _median_of(scores),
                max(scores, default=None),
                min(scores, default=None),
            )
        )
    columns = (
        Column(head="主管部门", wide=28),
        Column(head="类型", kind="word"),
        Column(head="已评", kind="count", wide=9),
        *(Column(head=grade, kind="count", wide=9) for grade in (*grades, _UNGRADED)),
        *(
            Column(head=head, kind="score", wide=10)
            for head in ("平均分", "中位数", "最高", "最低")
        ),
    )
    return table_of(
        "评分等次", columns, rows, title="得分和等次", is_sum=_is_sum, nothing="没有报来的表。"
    )


def _by_band(frame: pd.DataFrame) -> MadeTable:
    bands = [*RATE_BANDS, _UNKNOWN]
    rows: list[ListRow] = []
    for department, kind, of in _groups(frame):
        counts = of["band"].value_counts()
        rows.append((department, kind, len(of), *(int(counts.get(band, 0)) for band in bands)))
    columns = (
        Column(head="主管部门", wide=28),
        Column(head="类型", kind="word"),
        Column(head="已评", kind="count", wide=9),
        *(Column(head=band, kind="count", wide=10) for band in bands),
    )
    return table_of(
        "执行率", columns, rows, title="预算执行率", is_sum=_is_sum, nothing="没有报来的表。"
    )


def _is_sum(row: ListRow) -> bool:
    return row[0] == TOTAL
