"""Who has handed in what: codes before names, doubles, other years, drafts, projects."""

from typing import Any

import pytest
from msgspec.structs import replace

from xlevaluate.rollup.collection import Collection, HandedIn, RosterEntry
from xlevaluate.rollup.form_record import Counts, FileSummary, FormSummary
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.roster import Roster

A = RosterEntry(kind="department", name="甲局", code="101001", row=2)
B = RosterEntry(kind="unit", name="甲局服务中心", code="101002", short_name="服务中心", row=3)
C = RosterEntry(kind="unit", name="乙站", row=4)
P1 = RosterEntry(kind="project", name="甲局", code="101001", project_name="设备购置", row=5)
P2 = RosterEntry(kind="project", name="乙站", project_name="设备购置", row=6)
ALL = (A, B, C, P1, P2)


def handed(
    name: str, *names: str, number: int = 0, file: dict[str, Any] | None = None, **form: Any
) -> HandedIn:
    given: dict[str, Any] = {"kind": "unit", "template": "hunan_department", "year": 2024} | form
    return HandedIn(
        key=name,
        number=number,
        names=(name, *names),
        file=FileSummary(key=name, **(file or {})),
        form=FormSummary(**given),
    )


def project(name: str, **form: Any) -> HandedIn:
    return handed(name, kind="project", template="national_project", **form)


def states(collection: Collection) -> dict[str, str]:
    return {
        f"{line.entry.title}@{line.entry.name}": line.state
        + (f" {line.handed_in.name}" if line.handed_in else "")
        for line in collection.lines
    }


def picture(
    *forms: HandedIn, entries: tuple[RosterEntry, ...] = ALL, year: int = 2024
) -> Collection:
    return collect(forms, Roster(entries), year=year)


def remarks(collection: Collection, number: int) -> str:
    return "".join(collection.lines[number].remarks)


@pytest.mark.parametrize(
    ("code", "name", "title", "remark"),
    [
        ("101001", "甲局", "甲局", ""),
        ("101 001", "甲 局", "甲局", ""),
        ("１０１００１", "甲局", "甲局", ""),
        ("101001", "甲县甲局", "甲局", "单位名称不同：表中“甲县甲局”，名单“甲局”"),
        ("101002", "服务中心", "甲局服务中心", ""),
        ("", "服务中心", "甲局服务中心", ""),
        ("999", "甲局", "甲局", "单位编码不同：表中 999，名单 101001"),
        ("101002", "甲局", "甲局", "单位编码 101002 却是“甲局服务中心”的；按名称记在“甲局”"),
        ("", "乙站", "乙站", ""),
    ],
)
def test_a_unit_is_known_by_its_code_before_its_name(
    code: str, name: str, title: str, remark: str
) -> None:
    found = picture(handed("一.xlsx", unit_code=code, unit_name=name))
    (line,) = found.counting()
    assert line.entry.title == title
    assert remark in "".join(line.remarks)
    assert bool(line.remarks) == bool(remark)


def test_who_has_not_handed_in_is_missing() -> None:
    found = picture(handed("一.xlsx", unit_name="甲局"))
    assert states(found) == {
        "甲局@甲局": "handed_in 一.xlsx",
        "甲局服务中心@甲局服务中心": "missing",
        "乙站@乙站": "missing",
        "设备购置@甲局": "missing",
        "设备购置@乙站": "missing",
    }


def test_a_unit_that_stands_in_no_roster_gets_a_line_of_its_own() -> None:
    found = picture(handed("一.xlsx", unit_name="丙馆"), handed("二.xlsx"))
    extra = found.lines[len(ALL) :]
    assert [(line.entry.name, line.entry.is_listed) for line in extra] == [
        ("丙馆", False),
        ("（二.xlsx）", False),
    ]


@pytest.mark.parametrize("is_in_forms", [True, False])
def test_the_name_of_the_place_before_names_is_understood(is_in_forms: bool) -> None:
    names = ["县教育局", "县民政局", "县水利局", "县文化馆"]
    whole = [f"青禾{name}" for name in names]
    listed, said = (names, whole) if is_in_forms else (whole, names)
    entries = tuple(
        RosterEntry(kind="unit", name=name, row=row) for row, name in enumerate(listed, 2)
    )
    collection = picture(*(handed(name, unit_name=name) for name in said[:3]), entries=entries)
    assert [line.state for line in collection.lines] == ["handed_in"] * 3 + ["missing"]
    assert "“青禾”" in "".join(collection.remarks)


def test_a_department_before_names_is_no_place() -> None:
    """一所, 二所 and 三所 of one bureau are not those of another."""
    units = ("一所", "二所", "三所")
    entries = (A, *(replace(B, name=name, code="", department="乙站", row=9) for name in units))
    forms = [handed(name, unit_name=f"甲局{name}") for name in units]
    collection = picture(*forms, entries=entries)
    assert [line.state for line in collection.lines[1:4]] == ["missing"] * 3


@pytest.mark.parametrize(
    ("first", "second", "chosen", "remark"),
    [
        ("2025-01-10", "2025-02-01", "二.xlsx", "用填报日期较晚的“二.xlsx”（2025-02-01）"),
        ("2025-02-01", "2025-01-10", "一.xlsx", "用填报日期较晚的“一.xlsx”（2025-02-01）"),
        ("", "2025-01-10", "二.xlsx", "用填报日期较晚的"),
        ("2025-01-10", "2025-01-10", "一.xlsx", "填报日期同为 2025-01-10，请核对用哪一份"),
        ("", "", "一.xlsx", "都没有填报日期"),
    ],
)
def test_of_two_the_one_filed_later_counts(
    first: str, second: str, chosen: str, remark: str
) -> None:
    found = picture(
        handed("二.xlsx", unit_name="甲局", filing_date=second),
        handed("一.xlsx", unit_name="甲局", filing_date=first),
    )
    line = found.lines[0]
    assert line.handed_in is not None
    assert line.handed_in.name == chosen
    assert line.is_repeated
    assert remark in remarks(found, 0)


def test_what_was_filed_counts_before_a_workbook_of_the_same_day() -> None:
    found = picture(
        handed("一.xlsx", unit_name="甲局"),
        handed("上报.zip", unit_name="甲局", file={"origin": "package"}),
        handed("a草稿.zip", unit_name="甲局", file={"origin": "package", "is_draft": True}),
    )
    assert states(found)["甲局@甲局"] == "handed_in 上报.zip"


@pytest.mark.parametrize(
    ("file", "form"),
    [({"is_draft": True}, {}), ({}, {"counts": Counts(error=1)})],
)
def test_drafts_and_errors_have_to_be_mended(file: dict[str, Any], form: dict[str, Any]) -> None:
    found = picture(handed("一.xlsx", unit_name="甲局", file=file, **form))
    assert found.lines[0].state == "returned"


def test_queries_and_hints_do_not_send_it_back() -> None:
    found = picture(handed("一.xlsx", unit_name="甲局", counts=Counts(query=3, hint=9)))
    assert found.lines[0].state == "handed_in"


def test_another_year_is_said_and_does_not_count() -> None:
    found = picture(handed("一.xlsx", unit_name="甲局", year=2023))
    assert found.lines[0].state == "other_year"
    assert found.lines[0].handed_in is None
    assert "2023 年度" in remarks(found, 0)
    both = picture(
        handed("一.xlsx", unit_name="甲局", year=2023, filing_date="2025-03-01"),
        handed("二.xlsx", unit_name="甲局", filing_date="2025-01-01"),
    )
    assert states(both)["甲局@甲局"] == "handed_in 二.xlsx"
    assert not both.lines[0].is_repeated


def test_the_year_is_that_of_most_forms() -> None:
    forms = [handed(f"{n}.xlsx", unit_name=f"{n}局", year=2023 + (n > 1)) for n in range(5)]
    assert collect(forms).year == 2024
    assert collect(forms[:4]).year == 2024  # as many of both: the later one
    assert collect([]).year is None


def test_the_same_bytes_under_two_names_are_one_file() -> None:
    found = picture(handed("一.xlsx", "副本.xlsx", unit_name="甲局"))
    assert "同一份文件有 2 个名称：一.xlsx、副本.xlsx" in remarks(found, 0)
    assert not found.lines[0].is_repeated


def test_projects_of_one_name_are_told_apart_by_their_units() -> None:
    found = picture(
        project("甲.xlsx", unit_name="甲局", project_name="设备购置", sheet="项目1", number=1),
        project("乙.xlsx", unit_name="乙站", project_name="设备购置"),
        project("丙.xlsx", unit_name="丙馆", project_name="设备购置"),
    )
    assert states(found) | {"x": ""} == {
        "甲局@甲局": "missing",
        "甲局服务中心@甲局服务中心": "missing",
        "乙站@乙站": "missing",
        "设备购置@甲局": "handed_in 甲.xlsx",
        "设备购置@乙站": "handed_in 乙.xlsx",
        "设备购置@丙馆": "handed_in 丙.xlsx",
        "x": "",
    }


def test_a_project_s_unit_is_known_by_its_code_where_the_form_has_one() -> None:
    found = picture(
        project("甲.xlsx", unit_code="101001", unit_name="甲县甲局", project_name="设备购置")
    )
    assert states(found)["设备购置@甲局"] == "handed_in 甲.xlsx"


def test_a_project_goes_with_the_unit_of_its_workbook() -> None:
    found = picture(
        handed("一.xlsx", unit_code="101001", unit_name="甲局", department="别的"),
        handed(
            "一.xlsx", kind="project", number=1, sheet="项目1", unit_name="甲 局（公章）",
            project_name="设备购置",
        ),
        handed(
            "一.xlsx", kind="project", number=2, sheet="项目2", unit_name="", project_name="新项目"
        ),
    )  # fmt: skip
    assert states(found)["设备购置@甲局"] == "handed_in 一.xlsx"
    extra = found.lines[-1].entry
    assert (extra.project_name, extra.code, extra.name) == ("新项目", "101001", "甲局")


def test_a_project_s_sheet_is_of_the_day_of_its_workbook() -> None:
    """The sheet of a project has no 填报日期 of its own."""
    pairs = []
    for name, day in (("一.xlsx", "2025-01-01"), ("二.xlsx", "2025-02-01")):
        own = handed(name, unit_name="甲局", filing_date=day)
        project = handed(name, kind="project", number=1, sheet="项目1", project_name="设备购置")
        file = FileSummary(key=name, forms=(own.form, project.form))
        pairs += [replace(item, file=file) for item in (own, project)]
    found = picture(*pairs)
    assert states(found)["设备购置@甲局"] == "handed_in 二.xlsx"
    assert "都没有填报日期" not in remarks(found, 3)


def test_a_project_that_a_later_workbook_lacks_is_asked_about() -> None:
    first = [
        handed("一.xlsx", unit_name="甲局", filing_date="2025-01-01"),
        *(
            handed(
                "一.xlsx", kind="project", number=number, sheet=f"项目{number}", project_name=name
            )
            for number, name in ((1, "设备购置"), (2, "修路"))
        ),
    ]
    second = [
        handed("二.xlsx", unit_name="甲局", filing_date="2025-02-01"),
        handed("二.xlsx", kind="project", number=1, sheet="项目1", project_name="设备购置"),
    ]
    found = picture(*first, *second)
    said = {line.entry.title: "".join(line.remarks) for line in found.lines}
    assert "只在不用的“一.xlsx”里有，现用的“二.xlsx”里没有这个项目" in said["修路"]
    assert "只在不用的" not in said["设备购置"]


def test_a_form_in_which_nothing_was_filled_in_does_not_count() -> None:
    found = picture(handed("一.xlsx", unit_name="甲局", is_blank=True))
    assert found.lines[0].state == "blank"
    assert found.lines[0].handed_in is None
    both = picture(
        handed("一.xlsx", unit_name="甲局", is_blank=True, filing_date="2025-09-09"),
        handed("二.xlsx", unit_name="甲局"),
    )
    assert states(both)["甲局@甲局"] == "handed_in 二.xlsx"


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [("县甲局服务中心", True), ("甲局服务中芯", True), ("丙馆", False), ("站", False)],
)
def test_names_that_are_alike_are_asked_about(name: str, is_asked: bool) -> None:
    found = picture(handed("一.xlsx", unit_name=name))
    assert ("可能是同一个单位" in "".join(found.lines[-1].remarks)) == is_asked
    others = "".join(remark for line in found.lines[:-1] for remark in line.remarks)
    assert (f"与名单外的“{name}”相近" in others) == is_asked


def test_a_roster_of_others_is_told() -> None:
    found = picture(handed("一.xlsx", unit_name="丙馆"))
    assert "没有一个对得上" in "".join(found.remarks)
    assert picture(handed("一.xlsx", unit_name="甲局")).remarks == ()


def test_no_form_is_lost_or_counted_twice() -> None:
    forms = [
        handed(f"{n}.xlsx", unit_name=f"{'甲乙丙'[n % 3]}局", year=2023 + n % 2) for n in range(9)
    ] + [project(f"p{n}.xlsx", unit_name="甲局", project_name=f"项目{n % 2}") for n in range(5)]
    found = picture(*forms)
    assert sorted(item.name for line in found.lines for item in line.forms) == sorted(
        item.name for item in forms
    )
