"""The list of a sample (抽查名单.xlsx): who was drawn and why, how, and from whom.

The first sheet can be read as a roster, so that mark sheets are made for these objects alone.
"""

from collections.abc import Iterator

from xlevaluate.review.mark_records import code_of
from xlevaluate.review.sampling import ALGORITHM, RECIPE, Sample, Stratum
from xlevaluate.rollup.collection import OBJECT_KINDS, CollectedLine
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.workbook.list_columns import Column, ListRow

LIST = "抽查名单"
_COLUMNS = (
    Column(head="序号", kind="count", wide=7),
    Column(head="单位编码", wide=11),
    Column(head="单位名称", wide=24),
    Column(head="项目名称", wide=26),
    Column(head="项目编码", wide=11),
    Column(head="类型", kind="word", wide=7),
    Column(head="主管部门", wide=20),
    Column(head="业务科室", wide=12),
    Column(head="全年预算数（万元）", kind="money", wide=13),
    Column(head="自评得分", kind="figure", wide=10),
    Column(head="自评等次", kind="word", wide=10),
    Column(head="抽取方式", kind="word", wide=10),
    Column(head="抽取说明", wide=38),
)


def sample_sheets(sample: Sample, year: int | None) -> tuple[MadeSheet, ...]:
    """Return the sheets: the list, how it was drawn, the population in its order."""
    rows = [(number, *row) for number, row in enumerate(_drawn(sample), 1)]
    of = "" if year is None else f"{year} 年度，"
    note = (
        f"{of}抽取 {len(rows)} 个，种子 {sample.seed}；"
        "怎样抽取见《抽取说明》，从哪些对象抽取见《抽取底册》。"
    )
    chosen = table_of(LIST, _COLUMNS, rows)
    return (
        MadeSheet(name=LIST, title=LIST, tables=(chosen,), notes=(note,)),
        _explained(sample),
        _population(sample),
    )


def _object(line: CollectedLine) -> ListRow:
    entry = line.entry
    form = line.handed_in.form if line.handed_in else None
    code = entry.code if entry.kind == "project" else code_of(line)
    return (
        *(code, entry.name, entry.project_name, entry.project_code, OBJECT_KINDS[entry.kind]),
        *(entry.department, entry.office),
        *((form.final_budget, form.score, form.grade) if form else (None, None, "")),
    )


def _drawn(sample: Sample) -> Iterator[ListRow]:
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


def _explained(sample: Sample) -> MadeSheet:
    columns = (
        Column(head="主管部门", wide=34),
        Column(head="等次", kind="word", wide=10),
        Column(head="可抽对象", kind="count", wide=12),
        Column(head="要求", kind="word", wide=12),
        Column(head="应抽", kind="count", wide=10),
        Column(head="实抽", kind="count", wide=10),
        Column(head="备注", wide=50),
    )
    name = "抽取说明"
    table = table_of(name, columns, [_of_stratum(sample, one) for one in sample.strata])
    notes = (
        f"种子：{sample.seed}",
        f"范围内的对象 {sample.population} 个，其中必抽 {len(sample.obligatory)} 个。",
        *sample.request.words,
        f"方法：{ALGORITHM}",
        "百分比按可抽对象计算，有小数的进一。必抽的不占随机抽取的名额。",
        RECIPE,
    )
    return MadeSheet(name=name, title=name, tables=(table,), notes=notes)


def _of_stratum(sample: Sample, stratum: Stratum) -> ListRow:
    wanted = sample.request.per_grade.get(stratum.grade)
    return (
        *(stratum.department, stratum.grade, len(stratum.members)),
        *("" if wanted is None else wanted.words, stratum.wanted, len(stratum.taken)),
        stratum.remark,
    )


def _population(sample: Sample) -> MadeSheet:
    """List every stratum in its order, with the numbers that decided, all digits of them."""
    columns = (
        Column(head="层（种子|主管部门|等次）", wide=34),
        Column(head="编号", kind="count", wide=8),
        Column(head="对象标识", wide=44),
        Column(head="名称", wide=44),
        Column(head="随机数", kind="word", wide=18),
        Column(head="由小到大", kind="count", wide=10),
        Column(head="抽中", kind="word", wide=8),
    )
    rows = [
        (
            *(f"{sample.seed}|{stratum.department}|{stratum.grade}", member.number),
            *(member.line.entry.id, member.line.entry.title, member.shown, member.rank),
            "抽中" if member.is_taken else "",
        )
        for stratum in sample.strata
        for member in stratum.members
    ]
    name = "抽取底册"
    notes = (
        "必抽的对象不在底册里。同一层里随机数由小到大，排在前面的被抽中；随机数怎样得来见《抽取说明》。",
    )
    table = table_of(name, columns, rows)
    return MadeSheet(name=name, title=name, tables=(table,), notes=notes)
