"""The list of a sample (抽查名单.xlsx): who was drawn and why, how, and from whom.

The first sheet can be read as a roster, so that mark sheets are made for these objects alone.
"""

import datetime
from collections.abc import Iterator

from xlevaluate.review.list_book import ListBook, Value
from xlevaluate.review.mark_records import code_of
from xlevaluate.review.sampling import ALGORITHM, Sample, Stratum
from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine

LIST = "抽查名单"
_OBJECT: dict[str, tuple[int, str]] = {
    "单位编码": (11, "text"),
    "单位名称": (24, "text"),
    "项目名称": (26, "text"),
    "项目编码": (11, "text"),
    "类型": (6, "centred"),
    "主管部门": (20, "text"),
    "业务科室": (12, "text"),
    "全年预算数（万元）": (12, "money"),
    "自评得分": (9, "mark"),
    "自评等次": (9, "centred"),
}


def sample_workbook(sample: Sample, year: int | None, *, created: datetime.datetime) -> bytes:
    """Return the workbook."""
    book = ListBook(LIST, created)
    columns = {
        "序号": (6, "count"),
        **_OBJECT,
        "抽取方式": (9, "centred"),
        "抽取说明": (36, "text"),
    }
    rows = [(number, *row) for number, row in enumerate(_drawn(sample), 1)]
    of = "" if year is None else f"{year} 年度，"
    note = (
        f"{of}抽取 {len(rows)} 个，种子 {sample.seed}；"
        "怎样抽取见《抽取说明》，从哪些对象抽取见《抽取底册》。"
    )
    book.table(LIST, columns, rows, notes=(note,))
    _explain(book, sample)
    _population(book, sample)
    return book.content()


def _object(line: CollectedLine) -> tuple[Value, ...]:
    entry = line.entry
    form = line.handed_in.form if line.handed_in else None
    code = entry.code if entry.kind == "project" else code_of(line)
    return (
        *(code, entry.name, entry.project_name, entry.project_code, OBJECT_KINDS[entry.kind]),
        *(entry.department, entry.office),
        *((form.final_budget, form.score, form.grade) if form else (None, None, "")),
    )


def _drawn(sample: Sample) -> Iterator[tuple[Value, ...]]:
    for line, why in sample.obligatory:
        yield (*_object(line), "必抽", f"{why}。")
    for stratum in sample.strata:
        taken = stratum.taken
        for member in taken:
            where = "".join(filter(None, (stratum.department, f"等次“{stratum.grade}”")))
            words = (
                f"{where} {len(stratum.members)} 个中抽 {len(taken)} 个，"
                f"底册第 {member.number} 号，随机数第 {member.rank} 小。"
            )
            yield (*_object(member.line), "随机", words)


def _explain(book: ListBook, sample: Sample) -> None:
    columns = {
        "主管部门": (34, "text"),
        "等次": (10, "centred"),
        "可抽对象": (12, "count"),
        "要求": (12, "centred"),
        "应抽": (10, "count"),
        "实抽": (10, "count"),
        "备注": (50, "text"),
    }
    rows = [_of_stratum(sample, stratum) for stratum in sample.strata]
    notes = (
        f"种子：{sample.seed}",
        f"范围内的对象 {sample.population} 个，其中必抽 {len(sample.obligatory)} 个。",
        *sample.request.words,
        f"方法：{ALGORITHM}",
        "百分比按可抽对象计算，有小数的进一。必抽的不占随机抽取的名额。",
    )
    book.table("抽取说明", columns, rows, notes=notes)


def _of_stratum(sample: Sample, stratum: Stratum) -> tuple[Value, ...]:
    wanted = sample.request.per_grade.get(stratum.grade)
    return (
        *(stratum.department, stratum.grade, len(stratum.members)),
        *("" if wanted is None else wanted.words, stratum.wanted, len(stratum.taken)),
        stratum.remark,
    )


def _population(book: ListBook, sample: Sample) -> None:
    """List every stratum in its order, with the numbers that decided."""
    columns: dict[str, tuple[int, str]] = {
        "层（种子|主管部门|等次）": (34, "text"),
        "编号": (7, "count"),
        "对象标识": (44, "text"),
        "名称": (44, "text"),
        "随机数": (22, "random"),
        "由小到大": (10, "count"),
        "抽中": (8, "centred"),
    }
    rows = [
        (
            *(f"{sample.seed}|{stratum.department}|{stratum.grade}", member.number),
            *(member.line.entry.id, member.line.entry.title, member.drawn, member.rank),
            "抽中" if member.is_taken else "",
        )
        for stratum in sample.strata
        for member in stratum.members
    ]
    notes = ("必抽的对象不在底册里。层的名称就是给 random.Random 的种子。",)
    book.table("抽取底册", columns, rows, notes=notes)
