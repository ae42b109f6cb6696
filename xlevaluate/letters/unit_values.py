"""What the sentences of a letter to a unit can say: values under the names that sentences use."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xlevaluate.letters.addressees import Addressee
from xlevaluate.letters.letter_problems import Priority, UnitProblem
from xlevaluate.letters.letterhead import LEFT_BLANK, Letterhead, date_words
from xlevaluate.rollup.collection import STATES, CollectedLine
from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.sentences.values import Blank, SentenceValue
from xlevaluate.submission.amounts import percent

FORM_SAMPLES: Mapping[str, SentenceValue] = {
    "全年预算数": Decimal(2),
    "全年执行数": Decimal(1),
    "执行率": Decimal(50),
    "得分": Decimal(98),
    "等次": "甲",
    "错误数": 1,
    "核实数": 1,
    "提示数": 1,
    "已说明数": 1,
}
"""What can be said of one form; 万元, percent, points."""

_OWN_FORM = "单位整体支出绩效自评表"

PROJECT_SAMPLES: Mapping[str, SentenceValue] = {"项目名称": "某项目", **FORM_SAMPLES}

DUE_SAMPLES: Mapping[str, SentenceValue] = {
    "材料": "单位整体支出绩效自评表",
    "状态": "未报",
    "所报年度": "2023",
}

LETTERHEAD_SAMPLES: Mapping[str, SentenceValue] = {
    "发文机关": "某财政局",
    "日期": "2025年4月1日",
    "联系方式": "某科",
    "整改期限": "2025年4月30日",
    "报送期限": "2025年3月15日",
}

UNIT_SAMPLES: Mapping[str, SentenceValue] = {
    "单位名称": "某局",
    "单位编码": "101001",
    "主管部门": "某局",
    "业务科室": "某科",
    "年度": 2024,
    "状态": "已报",
    "所报年度": "2023",
    **FORM_SAMPLES,
    "项目数": 1,
    "项目": ["1.某项目。"],
    "未报整体": True,
    "空白整体": True,
    "未报项目": "某项目",
    "退回数": 1,
    "应补报数": 1,
    "应补报": ["1.某项目。"],
    "问题数": 1,
    **LETTERHEAD_SAMPLES,
}
"""Beside these, for each priority P0 of the outline: P0数, P0问题 (numbered)."""


def _form_values(form: FormSummary | None) -> dict[str, SentenceValue]:
    """Return what can be said of a form, all of it blank where there is none."""
    if form is None:
        return {name: Blank(name) for name in FORM_SAMPLES}
    counts = form.counts
    said: dict[str, SentenceValue] = {
        "全年预算数": form.final_budget,
        "全年执行数": form.executed,
        "执行率": rate_of(form.final_budget, form.executed),
        "得分": form.score,
        "等次": form.grade or None,
        "错误数": counts.error,
        "核实数": counts.query,
        "提示数": counts.hint,
        "已说明数": counts.explained,
    }
    return or_blank(said)


def rate_of(budget: Decimal | None, executed: Decimal | None) -> Decimal | None:
    """Return what was executed of a budget in percent, half up to two decimals."""
    if budget is None or executed is None or budget <= 0:
        return None
    return percent(executed / budget)


def or_blank(values: Mapping[str, SentenceValue]) -> dict[str, SentenceValue]:
    """Return the values with blanks for what there is not."""
    return {name: Blank(name) if value is None else value for name, value in values.items()}


def letterhead_values(letterhead: Letterhead) -> dict[str, SentenceValue]:
    """Return what a letterhead says; what must be said somewhere, and was not given, is a blank."""
    deadline = letterhead.deadline
    return {
        "发文机关": letterhead.signed_by,
        "日期": letterhead.dated,
        "联系方式": letterhead.contact or LEFT_BLANK,
        "整改期限": date_words(letterhead.due),
        "报送期限": date_words(deadline) if deadline else Blank("报送期限"),
    }


def project_values(line: CollectedLine) -> dict[str, SentenceValue]:
    """Return what can be said of a project that was handed in."""
    form = None if line.handed_in is None else line.handed_in.form
    return {"项目名称": line.entry.title, **_form_values(form)}


def due_values(line: CollectedLine) -> dict[str, SentenceValue]:
    """Return what can be said of a form that was not handed in as it should have been."""
    entry = line.entry
    is_project = entry.kind == "project"
    said: dict[str, SentenceValue] = {
        "材料": f"项目“{entry.project_name}”支出绩效自评表" if is_project else _OWN_FORM,
        "状态": STATES[line.state],
        "所报年度": _years([line]) or None,
    }
    return or_blank(said)


def unit_values(
    unit: Addressee,
    year: int | None,
    problems: Sequence[UnitProblem],
    priorities: Iterable[Priority],
    projects: Sequence[str],
    letterhead: Letterhead,
    due: Sequence[str] = (),
) -> dict[str, SentenceValue]:
    """Return what a letter to a unit can say.

    ``projects`` are its projects' own sentences, ``due`` those of the forms that it lacks.
    """
    own = unit.own
    own_form = None if own is None or own.handed_in is None else own.handed_in.form
    entry = unit.lines[0].entry
    said: dict[str, SentenceValue] = {
        "单位名称": unit.name,
        "单位编码": unit.code,
        "主管部门": entry.department or None,
        "业务科室": entry.office or None,
        "年度": LEFT_BLANK if year is None else year,
        "状态": None if own is None else STATES[own.state],
        "所报年度": _years(unit.lines) or None,
        "项目数": len(projects),
        "项目": list(projects) or None,
        "未报整体": unit.lacks_own,
        "空白整体": own is not None and own.state == "blank",
        "未报项目": "、".join(_missing(unit)) or None,
        "退回数": sum(line.state == "returned" for line in unit.lines),
        "应补报数": len(due),
        "应补报": list(due) or None,
        "问题数": len(problems),
    }
    for priority in priorities:
        numbered = [
            f"{problem.number}.{problem.sentence}"
            for problem in problems
            if problem.priority.name == priority.name
        ]
        said[f"{priority.name}数"] = len(numbered)
        said[f"{priority.name}问题"] = numbered or None
    return {**_form_values(own_form), **or_blank(said), **letterhead_values(letterhead)}


def _years(lines: Iterable[CollectedLine]) -> str:
    """Return the years of what was handed in where nothing of the right one was."""
    years = {
        item.form.year
        for line in lines
        if line.state == "other_year"
        for item in line.others
        if item.form.year is not None
    }
    return "、".join(map(str, sorted(years)))


def _missing(unit: Addressee) -> list[str]:
    return [line.entry.title for line in unit.projects if line.state in {"missing", "blank"}]
