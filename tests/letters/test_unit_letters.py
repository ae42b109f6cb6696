"""Letters to units say what their records say, and nothing else."""

import datetime
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tests.letters.made import a_file, a_finding, correspondence, rolled
from tests.letters.read_letters import everything, paragraphs, tables
from tests.rollup.small_county import records, rolled_up
from xlevaluate.letters.addressees import (
    UnitFindings,
    addressees_of,
    findings_by_unit,
    without_settled,
)
from xlevaluate.letters.findings_page import unit_page
from xlevaluate.letters.letter_outline import LetterKind
from xlevaluate.letters.letter_problems import UnitProblem, code_of, problems_of, read_code
from xlevaluate.letters.mailing import write_letters
from xlevaluate.letters.reply_form import HEADS
from xlevaluate.letters.unit_letter import problems_in, unit_letter
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.settled_problems import settled_keys
from xlevaluate.rollup.statuses import ProblemStatus, StatusEntry
from xlevaluate.submission.amounts import percent, plain

NUMBER = re.compile(r"\d[\d.]*")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> RolledUp:
    return rolled_up(tmp_path_factory.mktemp("county"), 2023)


@pytest.fixture(scope="module")
def units(county: RolledUp) -> list[UnitFindings]:
    addressees = [unit for unit in addressees_of(county.collection.lines) if unit.has_handed_in]
    return list(findings_by_unit(county, addressees))


def test_every_unit_has_all_its_findings_and_no_others(
    county: RolledUp, units: list[UnitFindings]
) -> None:
    kept = {record.key: record for record in records(2023).values()}
    for unit in units:
        for item in unit.objects:
            handed_in = item.line.handed_in
            assert handed_in is not None
            of = kept[handed_in.key]
            assert item.findings == of.findings_of(of.forms[handed_in.number])
    lines = [line for unit in units for line in unit.addressee.lines]
    assert [line.entry.id for line in lines if line.handed_in] == list(
        dict.fromkeys(line.entry.id for line in lines if line.handed_in)
    )
    assert {line.entry.id for line in lines} == {
        line.entry.id for line in county.collection.lines if line.state != "missing"
    }


@pytest.mark.parametrize("kind", ["feedback", "notice"])
def test_problems_are_the_open_ones_in_official_words(
    units: list[UnitFindings], kind: LetterKind
) -> None:
    of = correspondence(kind)
    for unit in units:
        found = [
            item
            for object_ in unit.objects
            for item in object_.findings
            if item.level != "hint" and not item.is_explained
        ]
        said = paragraphs(unit_letter(unit, of, 0))
        numbered = [line for line in said if re.match(r"\d+\.", line) and "（《" in line]
        assert [line.partition(".")[0] for line in numbered] == [
            str(number) for number in range(1, len(found) + 1)
        ]
        for item in found:
            statement = item.statement.removesuffix("。")
            assert sum(statement in line and f"》{item.cell}）" in line for line in numbered) == 1
        levels = [p.finding.level for p in problems_in(unit, of)]
        assert levels == sorted(levels, key=["error", "query"].index)


def test_every_figure_of_a_letter_is_in_the_record(units: list[UnitFindings]) -> None:
    of = correspondence("feedback")
    for unit in units:
        problems = problems_in(unit, of)
        known = {"2023", str(len(unit.addressee.projects))}
        for item in unit.objects:
            assert item.line.handed_in is not None
            form = item.line.handed_in.form
            for text in (form.name, unit.addressee.name, *(f.statement for f in item.findings)):
                known |= set(NUMBER.findall(text))
            known |= {f"{problem.finding.cell}" for problem in problems}
            amounts = (form.final_budget, form.executed, form.score)
            known |= {plain(value) for value in amounts if value is not None}
            counts = form.counts
            known |= set(map(str, (counts.error, counts.query, counts.hint, counts.explained)))
            if form.final_budget and form.executed is not None:
                known.add(plain(percent(form.executed / form.final_budget)))
        for line in paragraphs(unit_letter(unit, of, 0)):
            text = re.sub(r"^\d+\.", "", line)
            text = re.sub(r"（《[^》]*》[A-Z0-9:]+）", "", text)
            assert set(NUMBER.findall(text)) <= known, text


def test_the_reply_form_has_a_row_for_each_problem(units: list[UnitFindings]) -> None:
    of = correspondence("notice")
    for unit in units:
        problems = problems_in(unit, of)
        letter = unit_letter(unit, of, 0)
        assert {"附件：整改情况反馈表", "附件"} <= set(paragraphs(letter))  # alone, without number
        (table,) = tables(letter)
        assert table[0] == list(HEADS)
        assert [row[:3] for row in table[1:]] == [
            [str(problem.number), problem.code, problem.sentence] for problem in problems
        ]
        assert all(row[3:] == ["", "", ""] for row in table[1:])


def test_codes_differ_and_can_be_typed(units: list[UnitFindings]) -> None:
    of = correspondence("notice")
    problems: list[UnitProblem] = [item for unit in units for item in problems_in(unit, of)]
    codes = [item.code for item in problems]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert read_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code
    assert read_code("第3行") == ""


def test_what_is_not_given_is_a_visible_blank_and_what_is_given_stands_there(
    units: list[UnitFindings],
) -> None:
    bare = everything(unit_letter(units[0], correspondence("notice"), 0))
    assert "文号（　　）" in bare
    assert bare.count("（　　）") == 5  # number, date due, to whom, by whom, on which day
    of = correspondence(
        "notice",
        bureau="青禾县财政局",
        number="青财绩〔2024〕{序号}号",
        first=12,
        date=datetime.date(2024, 4, 1),
        contact="联系科室：绩效科",
        due=datetime.date(2024, 4, 30),
    )
    said = paragraphs(unit_letter(units[0], of, 3))
    assert said[0] == "青财绩〔2024〕15号"
    assert "（　　）" not in "\n".join(said)
    assert "2024年4月30日前" in "\n".join(said)
    assert {"青禾县财政局", "2024年4月1日", "（联系科室：绩效科）"} <= set(said)


def test_the_same_unit_gives_the_same_bytes(units: list[UnitFindings]) -> None:
    of = correspondence("notice")
    assert unit_letter(units[1], of, 0) == unit_letter(units[1], of, 0)


def test_explained_queries_are_no_problems_and_explanations_are_not_repeated(
    tmp_path: Path,
) -> None:
    explained = a_finding(2, "query", explanation="见王二麻子的说明", is_explained=True)
    result = rolled(tmp_path, {"a.xlsx": a_file("某局", "101", a_finding(1), explained)})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    of = correspondence("feedback")
    said = everything(unit_letter(unit, of, 0))
    page = unit_page(unit, 2023)
    assert "第1项100.5" in said
    assert "第2项200.5" not in said
    assert "另有1处已作说明" in said
    assert "第2项200.5" in page  # as explained
    assert "王二麻子" not in said + page


def test_a_priority_is_given_by_rule_before_level(tmp_path: Path) -> None:
    outline = tmp_path / "notice.toml"
    source = (resources.files("xlevaluate.letters") / "notice.toml").read_text(encoding="utf-8")
    first = source.replace("rules = []", 'rules = ["F02"]', 1)
    outline.write_text(first, encoding="utf-8")
    findings = (a_finding(1), a_finding(2, "query"), a_finding(3, "query"), a_finding(4, "hint"))
    result = rolled(tmp_path, {"a.xlsx": a_file("某局", "101", *findings)})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    of = correspondence("notice", outline=outline).outline
    found = problems_of(unit, of.priorities, of.problems)
    assert [(item.priority.name, item.finding.rule) for item in found] == [
        ("P0", "F01"),
        ("P0", "F02"),
        ("P1", "F03"),
    ]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<b>某局</b>", "某局&amp;", "{{ 单位编码 }}局"])
def test_a_unit_whatever_it_is_called_is_called_so(tmp_path: Path, name: str) -> None:
    statement = f"{name}的数不对。"
    file = a_file(name, "101", a_finding(1, statement=statement))
    result = rolled(tmp_path, {"a.xlsx": file})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    said = paragraphs(unit_letter(unit, correspondence("notice"), 0))
    assert f"{name}：" in said
    assert any(f"1.{name}的数不对（《收支情况》B1）。" == line for line in said)
    page = unit_page(unit, 2023)
    assert "<b>" not in page
    assert "default-src 'none'" in page


def test_a_project_s_own_file_is_told_of_in_the_letter_of_its_unit(tmp_path: Path) -> None:
    files = {
        f"{name or '甲局'}.xlsx": a_file(
            "甲局",
            "101",
            a_finding(number),
            kind="project" if name else "unit",
            project_name=name,
        )
        for number, name in enumerate(("", "修路", "架桥"), 1)
    }
    result = rolled(tmp_path, files)
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    said = paragraphs(unit_letter(unit, correspondence("feedback"), 0))
    problems = [line[:10] for line in said if "（《收支情况》" in line]
    assert problems == ["1.第1项100.5", "2.项目“修路”：第", "3.项目“架桥”：第"]
    assert "报送项目支出绩效自评表2份：" in said


def test_what_no_document_can_hold_is_left_out(tmp_path: Path) -> None:
    result = rolled(tmp_path, {"a.xlsx": a_file("某\x01局\n二所", "101", a_finding(1))})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    said = everything(unit_letter(unit, correspondence("notice"), 0))
    assert "单位：某局二所" in said


def test_projects_go_with_their_unit_by_code_then_by_name(tmp_path: Path) -> None:
    roster = """单位编码,单位名称,类型,项目名称
101,同名局,部门,
102,同名局,部门,
101,改了名的局,项目,修路
,丙局,部门,
103,丙局,项目,架桥
,丁局,项目,植树
"""
    units = addressees_of(rolled(tmp_path, {}, roster).collection.lines)
    assert [
        (unit.code, unit.name, [line.entry.title for line in unit.projects]) for unit in units
    ] == [
        ("101", "同名局", ["修路"]),
        ("102", "同名局", []),
        ("103", "丙局", ["架桥"]),
        ("", "丁局", ["植树"]),
    ]


def test_a_form_of_another_year_and_missing_projects_are_told_of(tmp_path: Path) -> None:
    roster = """单位编码,单位名称,类型,项目名称
101,甲局,部门,
101,甲局,项目,修路
101,甲局,项目,架桥
102,乙局,部门,
103,丙局,部门,
"""
    files = {
        "a.xlsx": a_file("甲局", "101"),
        "b.xlsx": a_file("乙局", "102", year=2022),
        "c.xlsx": a_file("甲局", "101", kind="project", project_name="架桥"),
    }
    result = rolled(tmp_path, files, roster)
    sent = write_letters(result, correspondence("feedback"), tmp_path / "反馈")
    assert (sent.letters, sent.without, sent.missing) == (2, 0, 1)
    first, second = (
        "\n".join(paragraphs(path.read_bytes())) for path in sorted(sent.folder.glob("*.docx"))
    )
    assert "尚未报送绩效自评表的项目：修路。" in first
    assert "有2022年度的表，与本次评价的2023年度不符" in second
    assert "得分" not in second


@pytest.mark.parametrize(
    ("roster", "files", "conclusion"),
    [
        ("", {"own": {}}, "通过"),
        ("", {"own": {}, "项目": {}}, "通过"),
        ("", {"项目": {}}, "材料不全，补报后再审核"),
        ("101,甲局,部门,\n", {"项目": {}}, "材料不全，补报后再审核"),
        ("101,甲局,项目,项目\n", {"项目": {}}, "通过"),  # its own form is not asked for
        ("101,甲局,项目,项目\n101,甲局,部门,\n", {"own": {}}, "材料不全，补报后再审核"),
        ("", {"own": {"year": 2022}, "项目": {}}, "退回，改正后重新报送"),
        ("101,甲局,部门,\n", {"own": {"draft": True}}, "退回，改正后重新报送"),
    ],
)
def test_only_a_unit_that_lacks_nothing_passes(
    tmp_path: Path, roster: str, files: dict[str, dict[str, Any]], conclusion: str
) -> None:
    records = {}
    for name, said in files.items():
        is_draft = said.pop("draft", False)
        of = {} if name == "own" else {"kind": "project", "project_name": name}
        records[f"{name}.zip"] = structs.replace(
            a_file("甲局", "101", **said, **of), is_draft=is_draft
        )
    head = "单位编码,单位名称,类型,项目名称\n"
    result = rolled(tmp_path, records, head + roster if roster else "")
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    told = "\n".join(paragraphs(unit_letter(unit, correspondence("feedback"), 0)))
    assert f"审核结论：{conclusion}。" in told
    assert ("没有发现需要改正或核实的问题" in told) == (conclusion == "通过")
    lacks_own = "own" not in files and "项目,项目" not in roster
    assert ("整体支出绩效自评表没有报送" in told) == lacks_own


def test_a_blank_form_is_none_that_was_handed_in(tmp_path: Path) -> None:
    result = rolled(tmp_path, {"a.xlsx": a_file("甲局", "101")}, "单位编码,单位名称\n101,甲局\n")
    (line,) = result.collection.lines
    blank = structs.replace(line, state="blank", handed_in=None, others=line.forms)
    (unit,) = addressees_of([blank])
    assert unit.lacking == (blank,)
    said = paragraphs(unit_letter(UnitFindings(unit, ()), correspondence("feedback"), 0))
    assert "报送的整体支出绩效自评表是空白表，没有填写。" in said
    assert "审核结论：材料不全，补报后再审核。" in said
    reminded = paragraphs(unit_letter(UnitFindings(unit, ()), correspondence("reminder"), 0))
    assert "1.单位整体支出绩效自评表：空白表。" in reminded


def test_settled_problems_are_in_no_letter(tmp_path: Path) -> None:
    findings = tuple(a_finding(number) for number in range(1, 5))
    result = rolled(tmp_path, {"a.xlsx": a_file("甲局", "101", *findings)})
    statuses: tuple[ProblemStatus, ...] = ("not_applicable", "corrected", "true", "pending")
    of = result.collection.lines[0].entry.id
    entries = [
        StatusEntry(of, item.key, status) for item, status in zip(findings, statuses, strict=True)
    ]
    written = structs.replace(correspondence("feedback"), settled=settled_keys(entries))
    sent = write_letters(result, written, tmp_path / "反馈")
    assert (sent.letters, sent.settled) == (1, 2)
    (letter,) = sent.folder.glob("*.docx")
    said = paragraphs(letter.read_bytes())
    assert [line[:4] for line in said if "（《收支情况》" in line] == ["1.第3", "2.第4"]
    assert any("有错误2处" in line for line in said)
    page = letter.with_suffix(".html").read_text(encoding="utf-8")
    assert "第1项" not in page
    assert "第3项" in page


def test_a_form_returned_for_settled_problems_alone_passes(tmp_path: Path) -> None:
    result = rolled(tmp_path, {"a.xlsx": a_file("甲局", "101", a_finding(1))})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    key = (unit.addressee.lines[0].entry.id, a_finding(1).key)
    for settled, conclusion in ((frozenset(), "退回"), (frozenset({key}), "通过")):
        seen, _ = without_settled(unit, settled)
        said = paragraphs(unit_letter(seen, correspondence("feedback"), 0))
        assert any(line.startswith(f"审核结论：{conclusion}") for line in said)


def test_one_code_belongs_to_one_object_and_finding() -> None:
    codes = {code_of(of, key) for of in ("unit:1", "unit:2") for key in ("F01·甲#1", "F01·甲#2")}
    assert len(codes) == 4
