"""The circular and the summary report add up what the records say, and name nobody."""

import datetime
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.changes import changed
from tests.letters.made import a_file, a_finding, correspondence, rolled
from tests.letters.read_letters import cells, everything, paragraphs, tables
from tests.rollup.small_county import SMALL, records, rolled_up
from xlevaluate.errors import CannotDoError
from xlevaluate.letters.mailing import write_letters
from xlevaluate.letters.money_sums import by_department, ranks
from xlevaluate.letters.standing import late
from xlevaluate.letters.typical_problems import found_problems
from xlevaluate.letters.whole_letter import of_department, whole_letter
from xlevaluate.rollup.collection import STATES
from xlevaluate.rollup.file_reading import key_of
from xlevaluate.rollup.five_figures import TOGETHER, five_figures
from xlevaluate.rollup.recording import record_of
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.submission.amounts import fixed, percent, plain, round_half_up
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

DEADLINE = datetime.date(2024, 3, 10)
ROSTER = """单位编码,单位名称,主管部门,类型,项目名称
101,甲局,甲局,部门,
102,甲局一所,甲局,单位,
201,乙局,乙局,部门,
301,丙局,丙局,部门,
401,丁局,丁局,部门,
"""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> RolledUp:
    return rolled_up(tmp_path_factory.mktemp("county"), 2023)


@pytest.fixture(scope="module")
def circular(county: RolledUp) -> bytes:
    return whole_letter(county, correspondence("circular", deadline=DEADLINE))


@pytest.fixture(scope="module")
def summary(county: RolledUp) -> bytes:
    return whole_letter(county, correspondence("summary"))


def test_the_circular_tells_how_things_stand(county: RolledUp, circular: bytes) -> None:
    said = "\n".join(paragraphs(circular))
    listed = [line for line in county.collection.lines if line.entry.is_listed]
    for kinds, words in (({"department", "unit"}, "部门和单位"), ({"project"}, "项目")):
        states = Counter(line.state for line in listed if line.entry.kind in kinds)
        due = sum(states.values())
        assert f"应报{words}{due}个" in said
        missing = plain(percent(Decimal(states["missing"]) / due))
        assert f"未报的{states['missing']}个，占{missing}%" in said
    for line in county.collection.lines:
        if line.state == "missing" and line.entry.kind != "project":
            assert f"未报的部门和单位：{line.entry.name}" in said
    late = [
        line.entry.name
        for line in county.collection.lines
        if line.entry.kind != "project"
        and line.handed_in
        and line.handed_in.form.filing_date > DEADLINE.isoformat()
    ]
    assert f"在2024年3月10日之后填报的部门和单位：{'、'.join(late)}。" in said
    listing = tables(circular)[1]
    assert [row[2] for row in listing[1:]] == [
        line.entry.name
        for state in ("missing", "other_year", "returned")
        for line in listed
        if line.state == state
    ]


def test_the_five_figures_are_the_ready_sentence(
    county: RolledUp, circular: bytes, summary: bytes
) -> None:
    for kinds in TOGETHER:
        sentence = five_figures(county.collection.lines, kinds).sentence(2023)
        assert sentence in paragraphs(circular)
        assert sentence in paragraphs(summary)


def test_departments_are_ranked_by_their_average(county: RolledUp, circular: bytes) -> None:
    rows = tables(circular)[0][1:]
    scores: dict[str, list[Decimal]] = {}
    for line in county.collection.lines:
        if line.entry.kind != "project" and line.entry.is_listed:
            of = scores.setdefault(line.entry.department or line.entry.name, [])
            if line.handed_in and line.handed_in.form.score is not None:
                of.append(line.handed_in.form.score)
    averages = {
        name: fixed(round_half_up(sum(of, Decimal(0)) / len(of), 2)) if of else "—"
        for name, of in scores.items()
    }
    assert {row[1]: row[4] for row in rows} == averages
    shown = [Decimal(row[4]) for row in rows if row[4] != "—"]
    assert shown == sorted(shown, reverse=True)
    assert [row[0] for row in rows if row[4] == "—"] == ["—"] * (len(rows) - len(shown))


def test_equal_averages_share_a_rank(tmp_path: Path) -> None:
    scores = {"甲局": 95, "乙局": 95, "丙局": 90, "丁局": None}
    files = {
        f"{name}.xlsx": a_file(
            name, department=name, score=None if score is None else Decimal(score)
        )
        for name, score in scores.items()
    }
    sums = by_department(rolled(tmp_path, files).collection.lines)
    assert ranks(sums) == [1, 1, 3, None]


def test_who_stands_in_no_roster_is_listed_apart_and_not_ranked(tmp_path: Path) -> None:
    files = {
        "a.xlsx": a_file("甲局", "101"),
        "z.xlsx": a_file("外局", "901", a_finding(9), score=Decimal(5)),
        "p.xlsx": a_file("甲局", "101", kind="project", project_name="外项目"),
        "u.xlsx": a_file("无主所", "902"),
    }
    roster = "单位编码,单位名称,主管部门,类型\n101,甲局,甲局,部门\n902,无主所,,单位\n"
    asked = "".join(
        f"{line},{name}\n" for line, name in zip(roster.split(), ("项目名称", "", ""), strict=True)
    )
    asked += "101,甲局,甲局,项目,修路\n"
    document = whole_letter(rolled(tmp_path, files, asked), correspondence("circular"))
    assert [row[1] for row in tables(document)[0][1:]] == ["甲局"]
    said = "\n".join(paragraphs(document))
    assert "应报部门和单位2个" in said
    assert "不参加排名：外局。" in said
    assert "名单外报送的项目，不计入应报数和合计：外项目。" in said
    assert (
        "对2个部门、单位开展绩效自评，涉及资金部门100.00万元、单位100.00万元，平均得分95分" in said
    )
    assert "另有名单外1个，涉及资金100.00万元，没有计入。" in said
    assert "全年预算合计200万元" in said
    assert "要求9" not in said
    report = whole_letter(rolled(tmp_path, files, asked), correspondence("summary"))
    by_unit, objects = tables(report)
    assert [row[1:3] for row in by_unit[1:]] == [
        ["甲局（含名单外项目）", "100.00"],
        ["无主所", "100.00"],
        ["外局（名单外）", "100.00"],
        ["合计", "200.00"],
    ]
    assert [row[-1] for row in objects[1:]].count("已报（名单外）") == 1
    said = everything(whole_letter(rolled(tmp_path, files, roster), correspondence("circular")))
    assert "外项目" not in said, "a roster that lists no projects says nothing of them"
    assert "对1个项目开展绩效自评，涉及资金100.00万元" in said


def test_found_problems_count_open_findings_and_units(county: RolledUp, circular: bytes) -> None:
    found: Counter[str] = Counter()
    units: dict[str, set[str]] = {}
    kept = {record.key: record for record in records(2023).values()}
    for line in county.collection.covered():
        if line.handed_in is None:
            continue
        record = kept[line.handed_in.key]
        for item in record.findings_of(record.forms[line.handed_in.number]):
            if item.level != "hint" and not item.is_explained:
                found[item.title] += 1
                units.setdefault(item.title, set()).add(line.entry.code)
    typical = found_problems(county, county.collection.covered()).typical
    assert {item.title: (item.findings, item.units) for item in typical} == {
        title: (number, len(units[title])) for title, number in found.items()
    }
    first = typical[0]
    told = f"1.未做到{first.title}：{first.units}个单位，{first.findings}处"
    assert any(line.startswith(told) for line in paragraphs(circular))


def test_the_summary_adds_up_by_unit_and_lists_every_object(
    county: RolledUp, summary: bytes
) -> None:
    by_unit, objects = tables(summary)
    own = [line for line in county.collection.covered() if line.entry.kind != "project"]
    budget = sum(
        (line.handed_in.form.final_budget or Decimal(0) for line in own if line.handed_in),
        Decimal(0),
    )
    assert by_unit[-1][1:3] == ["合计", fixed(budget)]
    column = [
        Decimal(row[2]) for row in by_unit[1:-1] if row[2] != "—" and "（名单外）" not in row[1]
    ]
    assert sum(column, Decimal(0)) == budget
    assert f"全年预算合计{plain(budget)}万元" in "\n".join(paragraphs(summary))
    lines = county.collection.lines
    assert [row[2:4] for row in objects[1:]] == [
        [line.entry.name, line.entry.project_name] for line in lines
    ]
    assert [row[-1] for row in objects[1:]] == [
        STATES[line.state] + ("（名单外）" if line.is_beyond else "") for line in lines
    ]


def test_headings_are_numbered_as_official_documents_number(summary: bytes) -> None:
    said = paragraphs(summary)
    headings = [line for line in said if re.match("[一二三四五六七八九十]+、", line)]
    assert [line[0] for line in headings] == list("一二三四五")
    assert "（一）部门和单位整体支出" in said


def test_a_rate_of_some_says_of_how_many_it_is_not(tmp_path: Path) -> None:
    files = {"a.xlsx": a_file("甲局", "101"), "b.xlsx": a_file("乙局", "201", executed=None)}
    said = everything(whole_letter(rolled(tmp_path, files, ROSTER), correspondence("circular")))
    assert "全年预算合计200万元，执行90万元，执行率90%（1个没有填全预算数和执行数，" in said


def test_a_department_is_summed_up_over_its_own_units(tmp_path: Path) -> None:
    files = {
        "a.xlsx": a_file("甲局", "101", a_finding(1)),
        "b.xlsx": a_file("甲局一所", "102", final_budget=Decimal(50)),
        "c.xlsx": a_file("乙局", "201", a_finding(2)),
    }
    result = rolled(tmp_path, files, ROSTER)
    document = whole_letter(result, correspondence("summary"), "甲局")
    said = everything(document)
    assert "甲局2023年度绩效自评汇总分析报告" in said
    assert "乙局" not in said
    assert "全年预算合计150万元，全年执行合计180万元，执行率120%" in said
    assert "要求1" in said
    assert "要求2" not in said
    with pytest.raises(CannotDoError, match="没有主管部门“戊局”的单位。有：甲局、乙局"):
        of_department(result.collection, "戊局")


def test_without_a_roster_nothing_is_said_of_what_is_missing(tmp_path: Path) -> None:
    result = rolled(tmp_path, {"a.xlsx": a_file("甲局", "101")})
    said = everything(whole_letter(result, correspondence("circular")))
    assert not re.search("应报部门|未报的部门|名单", said)
    assert "对1个部门、单位开展绩效自评" in said


SEEDED = ("王二麻子", "13800138000", "李四光明")


def test_nobody_is_named(tmp_path: Path) -> None:
    """Whatever a unit says of people, in fields for them, in texts, in explanations."""
    template = load_template()
    item = next(file for file in SMALL.files(2023) if not file.is_package)
    name, telephone, other = SEEDED
    texts = {
        field.path: f"联系人{name}，电话{telephone}，经办{other}。"
        for field in template.form.fields.values()
        if field.kind == "paragraph" and not field.path.startswith("ratio_scores.")
    }
    personal = {
        field.path: telephone if "话" in field.label else name
        for field in template.form.fields.values()
        if field.personal
    }
    assert texts
    assert len(personal) == 2
    seeded = changed(item.submission, texts | personal)
    found = evaluate_submission(template, seeded).findings
    queries = [told.key for told in found if told.finding.level == "query"]
    explanations = [{"finding": key, "text": f"见{other}的说明"} for key in queries[::2]]
    whole = seeded.model_dump() | {"explanations": explanations}
    seeded = template.form.model.model_validate(whole)
    record = record_of(evaluate_submission(template, seeded), key_of(b"seeded"), origin="workbook")
    assert any(SEEDED[2] in item.explanation for item in record.findings)
    result = rolled(tmp_path, {f"{name}.xlsx": record})
    for kind in ("circular", "summary"):
        said = everything(whole_letter(result, correspondence(kind)))
        assert not [seed for seed in SEEDED if seed in said]
    sent = write_letters(result, correspondence("feedback"), tmp_path / "反馈")
    for path in sent.folder.iterdir():
        content = path.read_bytes()
        if path.suffix == ".html":
            said = content.decode()
        else:
            said = everything(content) if path.suffix == ".docx" else str(cells(content))
        assert not [seed for seed in SEEDED if seed in said]


def test_the_same_collection_gives_the_same_bytes(county: RolledUp, circular: bytes) -> None:
    assert whole_letter(county, correspondence("circular", deadline=DEADLINE)) == circular


def test_the_day_itself_is_not_late(tmp_path: Path) -> None:
    dates = ("2024-03-10", "2024-03-11", "三月中旬", "")
    files = {
        f"{number}.xlsx": a_file(f"{number}局", filing_date=date)
        for number, date in enumerate(dates)
    }
    lines = rolled(tmp_path, files).collection.lines
    assert [line.entry.name for line in late(lines, DEADLINE)] == ["1局"]
    assert late(lines, None) == []


def test_found_problems_of_more_units_come_first_and_explained_ones_are_none(
    tmp_path: Path,
) -> None:
    often = (a_finding(1), a_finding(1, key="F01·乙#2"), a_finding(1, key="F01·丙#3"))
    explained = a_finding(3, "query", is_explained=True)
    files = {
        "a.xlsx": a_file("甲局", "101", *often, a_finding(2), explained),
        "b.xlsx": a_file("乙局", "102", a_finding(2), a_finding(4, "hint")),
    }
    result = rolled(tmp_path, files)
    found = found_problems(result, result.collection.lines)
    assert [(item.rule, item.units, item.findings) for item in found.typical] == [
        ("F02", 2, 2),
        ("F01", 1, 3),
    ]
    assert (found.open, found.explained, found.settled) == (5, 1, 0)


def test_what_the_bureau_has_settled_is_counted_as_such(tmp_path: Path) -> None:
    explained = a_finding(3, "query", is_explained=True)
    files = {
        "a.xlsx": a_file("甲局", "101", a_finding(1), explained),
        "b.xlsx": a_file("乙局", "201", a_finding(1), a_finding(2)),
    }
    result = rolled(tmp_path, files, ROSTER)
    settled = frozenset(
        {("department:101", a_finding(1).key), ("department:201", "F02·第2项#00000002")}
    )
    written = replace(correspondence("circular"), settled=settled)
    said = "\n".join(paragraphs(whole_letter(result, written)))
    assert "已报且没有错误的1个" in said, "returned for nothing but what was settled"
    assert "退回重做的部门和单位：乙局。" in said
    counts = (
        "问题4处，其中单位已经作出说明的1处，经核实不适用或者已经更正的2处，需要整改或者说明的1处。"
    )
    assert counts in said
    assert "1.未做到要求1：1个单位，1处（错误）" in said
    assert "要求2" not in said


def test_grades_and_rates_of_execution_are_spread_out(tmp_path: Path) -> None:
    forms = (("优", 100), ("优", 90), ("中", 80), ("", 20))
    files = {
        f"{number}.xlsx": a_file(f"{number}局", grade=grade, executed=Decimal(executed))
        for number, (grade, executed) in enumerate(forms)
    }
    said = "\n".join(paragraphs(whole_letter(rolled(tmp_path, files), correspondence("summary"))))
    assert "优2个，占66.67%；中1个，占33.33%。" in said
    rates = "低于30%的1个，占25%；80%～100%的2个，占50%；100%的1个，占25%。"
    assert f"按执行率分：{rates}" in said
