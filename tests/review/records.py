"""Made-up records of three objects, whose marks can be counted by hand."""

from decimal import Decimal

from xlevaluate.checks.findings import Level
from xlevaluate.rollup.collection import CollectedLine, HandedIn, RosterEntry
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, FormRecord, IndicatorRecord


def finding(rule: str, level: Level, words: str = "", *, explained: str = "") -> FindingRecord:
    return FindingRecord(
        rule=rule,
        level=level,
        title=rule,
        sheet="自评表",
        cell="E4",
        label="全年执行数",
        message=words or f"{rule} 说的问题。",
        statement="",
        key=f"{rule}{words}",
        explanation=explained,
        is_explained=bool(explained),
    )


def object_of(
    name: str,
    *findings: FindingRecord,
    score: str | None = "95.5",
    indicators: tuple[IndicatorRecord, ...] = (),
    is_draft: bool = False,
    changes: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
    department: str = "青禾县教育局",
    code: str = "101001",
) -> tuple[CollectedLine, FileRecord]:
    form = FormRecord(
        kind="unit",
        template="hunan_department",
        unit_name=name,
        unit_code=code,
        year=2024,
        final_budget=Decimal("594.67"),
        execution_rate=Decimal("0.9527"),
        execution_score=Decimal("9.53"),
        execution_weight=Decimal(10),
        score=None if score is None else Decimal(score),
        grade="优" if score else "",
        indicators=indicators,
    )
    record = FileRecord(
        key=name,
        origin="package" if changes or is_draft else "workbook",
        is_draft=is_draft,
        notes=changes,
        forms=(form,),
        findings=findings,
    )
    entry = RosterEntry(kind="unit", name=name, code=code, department=department, office="预算科")
    handed = HandedIn(key=name, number=0, names=(f"{name}.xlsx",), file=record, form=form)
    line = CollectedLine(entry=entry, state="handed_in", handed_in=handed, remarks=remarks)
    return line, record


INDICATORS = (
    IndicatorRecord("产出指标", "数量指标", "下乡次数", "≥12次", "14次", Decimal(50), Decimal(50)),
    IndicatorRecord(
        "效益指标", "社会效益指标", '=HYPERLINK("x")', "长期", "长期", Decimal("22.5"), Decimal(20)
    ),
)

CLEAN = object_of("无问题单位", indicators=INDICATORS, code="101002")
SLIPS = object_of(
    "有问题单位",
    finding("F01", "error"),  # 2 of accurate
    finding("X05", "error"),  # 2
    finding("V01", "query"),  # 1
    finding("V02", "query", explained="批复追加"),  # nothing: it is explained
    finding("T10", "hint"),  # listed alone
    finding("C01", "error"),  # 0.5 of complete
    finding("C07", "query"),  # 0.2
    finding("W03", "hint"),  # 0.2 of complete, whose item names the rule
    finding("W02", "hint"),  # 0.5 of fluent
    finding("Q99", "error"),  # of no item
    indicators=INDICATORS,
)
DRAFT = object_of(
    "草稿单位",
    *(finding("R05", "error", f"{number}") for number in range(7)),  # 14, at most 10
    *(finding("W08", "hint", f"{number}") for number in range(15)),  # 3, at most 2
    *(finding("S01", "error", f"{number}") for number in range(3)),  # 6
    score=None,  # 10 of accurate, of which only 10 are counted
    is_draft=True,  # 10
    changes=(
        "上报件改过：填报数据。",
        "上报件改过：自评报告。",
        "上报件改过：清单。",
    ),  # 15, at most 10
    remarks=("报送了 2 份。",),
)
