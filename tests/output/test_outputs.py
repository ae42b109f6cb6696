"""No finding is lost between the rules and what a user sees: everywhere the same are told."""

import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.changes import changed
from tests.spreadsheet import convert, pages_of
from xlevaluate import cli
from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import STALE, Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.output.html_page import as_page
from xlevaluate.output.json_data import as_data
from xlevaluate.output.score_tables import score_tables
from xlevaluate.output.terminal import show, show_table
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.read import read_workbook

WHY = "上级统一安排的专项活动增加支出，已报财政部门备案。"


def explained(template: Template, sample: Submission) -> Submission:
    """The seed's sample with one of its queries explained."""
    keys = [
        told.key for told in _evaluated(template, sample).findings if told.finding.rule == "V01"
    ]
    return changed(sample, {"explanations": [{"finding": keys[0], "text": WHY}]})


def _evaluated(template: Template, submission: Submission) -> Evaluation:
    from xlevaluate.workbook.generate import evaluate_submission

    return evaluate_submission(template, submission)


@pytest.fixture
def opened(
    template: Template,
    sample: Callable[[str], Submission],
    workbook: Callable[[Submission], Path],
) -> tuple[Path, Snapshot, Evaluation]:
    path = workbook(explained(template, sample("seed")))
    snapshot, _ = read_workbook(path)
    reading = read_snapshot(template.form, snapshot, template.computations)
    return path, snapshot, evaluate(template, reading)


Opened = tuple[Path, Snapshot, Evaluation]


def test_an_explained_query_is_closed(opened: Opened) -> None:
    _, _, evaluation = opened
    assert [told.explanation for told in evaluation.explained] == [WHY]
    assert evaluation.count("query") == 5
    assert evaluation.findings[-1].is_explained
    assert evaluation.status("V01") == "failed"  # another group of rows is over budget
    assert evaluation.solved == {}


def test_every_output_tells_the_same_findings(opened: Opened) -> None:
    path, snapshot, evaluation = opened
    expected = {name: evaluation.count(level) for level, name in LEVELS.items()}
    expected[EXPLAINED] = 1
    assert expected == {"错误": 12, "核实": 5, "提示": 13, EXPLAINED: 1}
    assert _counts_of_json(evaluation) == expected
    assert _counts_of_sheet(path) == expected
    assert _counts_of_page(as_page(evaluation, snapshot, path.name)) == expected
    assert _counts_of_terminal(evaluation) == expected
    assert _counts_of_cover(path) == expected
    messages = {told.message for told in evaluation.findings}
    page = as_page(evaluation, snapshot, path.name)
    lines = io.StringIO()
    show(evaluation, path.name, lines)
    sheet = openpyxl.load_workbook(path)["校验结果"]
    for message in messages:
        assert html.escape(message, quote=True).replace("&#x27;", "&#39;") in page
        assert message in lines.getvalue()
        assert any(message == row[4] for row in sheet.iter_rows(min_row=4, values_only=True))


def _counts_of_json(evaluation: Evaluation) -> dict[str, int]:
    data = json.loads(json.dumps(as_data(evaluation, "x")))
    counts = dict.fromkeys([*LEVELS.values(), EXPLAINED], 0)
    for finding in data["findings"]:
        is_explained = finding["status"] == "explained"
        counts[EXPLAINED if is_explained else LEVELS[finding["level"]]] += 1
    told = {name: data["summary"][level] for level, name in LEVELS.items()}
    assert told | {EXPLAINED: data["summary"]["explained"]} == counts
    assert data["rules"]["F01"] == "failed"
    assert set(data["rules"].values()) == {"passed", "failed", "not_checked", "not_applicable"}
    return counts


def _counts_of_sheet(path: Path) -> dict[str, int]:
    sheet = openpyxl.load_workbook(path, data_only=True)["校验结果"]
    levels = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    return {name: levels.count(name) for name in (*LEVELS.values(), EXPLAINED)}


def _counts_of_cover(path: Path) -> dict[str, int]:
    sheet = openpyxl.load_workbook(path, data_only=True)["封面"]
    (text,) = (row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "上次校验")
    counts, _, _ = str(text).partition("（")
    return {name: int(number) for name, number in re.findall(r"([^，\s]+) (\d+)", counts)}


def _counts_of_page(page: str) -> dict[str, int]:
    kinds = re.findall(r'<section class="finding (\w+)">', page)
    names = dict([*LEVELS.items(), ("explained", EXPLAINED)])
    counts = {name: kinds.count(kind) for kind, name in names.items()}
    labels: list[tuple[str, str]] = re.findall(r'<label for="only-\w+">(\S+) (\d+)</label>', page)
    assert {name: int(count) for name, count in labels if name in counts} == counts
    return counts


def _counts_of_terminal(evaluation: Evaluation) -> dict[str, int]:
    """Count the rows of the tables that a person sees."""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    show(evaluation, "x.xlsx", screen)
    plain = re.sub(r"\x1b\[[\d;]*m", "", screen.getvalue())
    titles = re.findall(r"^(\S+) (\d+)\s*$", plain, re.MULTILINE)
    return {name: int(number) for name, number in titles if name in {*LEVELS.values(), EXPLAINED}}


def test_a_page_shows_the_rows_around_the_cell(opened: Opened) -> None:
    path, snapshot, evaluation = opened
    page = as_page(evaluation, snapshot, path.name)
    first = page.split('<section class="finding')[1]
    assert '<td class="number here">5.41</td>' in first
    assert "<th>4</th>" in first
    assert "<th>8</th>" in first
    assert "2022年决算数" in first


def test_a_page_holds_no_script_and_escapes_what_users_wrote(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    from xlevaluate.workbook.generate import snapshot_of_submission

    payload = "<script>alert(1)</script>{{ 7*7 }}"
    submission = changed(sample("seed"), {"unit.name": payload, "texts.problems": payload})
    page = as_page(
        _evaluated(template, submission), snapshot_of_submission(template, submission), payload
    )
    assert "<script" not in page
    assert "49" not in re.findall(r"<title>.*</title>", page)[0]
    assert "&lt;script&gt;alert(1)" in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_explanation_of_other_figures_closes_nothing(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    given = explained(template, sample("seed"))
    spent = {
        "basic_data.spending.operating.final": "500",
        "finances.expenditure.operating.current": "500",
    }
    evaluation = _evaluated(template, changed(given, spent))
    assert evaluation.explained == ()
    (told,) = [told for told in evaluation.findings if told.explanation]
    assert told.finding.rule == "V01"
    assert told.explanation == STALE + WHY
    assert evaluation.solved == {}
    # It stays marked until the unit has taken the mark away.
    marked = changed(
        given, {"explanations": [{"finding": told.key, "text": told.explanation}], **spent}
    )
    assert _evaluated(template, marked).explained == ()
    looked_at = changed(given, {"explanations": [{"finding": told.key, "text": WHY}], **spent})
    assert [t.explanation for t in _evaluated(template, looked_at).explained] == [WHY]


def test_an_explanation_closes_one_finding_only(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    row = {"name": "完成率", "target": "≥10次", "actual": "8次", "weight": "5", "score": "5"}
    two = changed(sample("corrected"), {"self_evaluation.indicators.quantity": [row, row]})
    first, second = [t for t in _evaluated(template, two).findings if t.finding.rule == "S08"]
    assert first.key != second.key
    said = changed(two, {"explanations": [{"finding": first.key, "text": WHY}]})
    found = [t for t in _evaluated(template, said).findings if t.finding.rule == "S08"]
    assert [t.place.cell for t in found if t.is_explained] == [first.place.cell]


def test_nothing_is_lost_at_a_narrow_terminal(
    template: Template, sample: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    table = next(t for t in score_tables(_evaluated(template, sample("seed"))) if t.key == "ratios")
    screen = Screen()
    show_table(table.title, table.heads, table.lines, screen)
    shown = re.sub(r"\x1b\[[\d;]*m|\s", "", screen.getvalue())
    for character in set("".join("".join(line) for line in table.lines)) - {" "}:
        expected = sum("".join(line).count(character) for line in table.lines)
        expected += sum(head.count(character) for head in table.heads)
        assert shown.count(character) >= expected, character
    assert "…" not in shown


def test_excerpts_show_no_empty_columns(opened: Opened) -> None:
    _, snapshot, evaluation = opened
    page = as_page(evaluation, snapshot, "x.xlsx")
    tables = re.findall(r"<table>(.*?)</table>", page, re.DOTALL)
    assert tables
    for table in tables:
        rows = [re.findall(r"(?s)<td(.*?)>(.*?)</td>", row) for row in table.split("</tr>")]
        for column in zip(*filter(None, rows), strict=True):
            assert any(text or "here" in look for look, text in column), table


@pytest.mark.libreoffice
def test_ten_findings_print_on_a_page(opened: Opened, tmp_path: Path) -> None:
    _, snapshot, evaluation = opened
    page = as_page(evaluation, snapshot, "x.xlsx")
    # LibreOffice is no browser: what is for print only has to be said without “@media”.
    rules = re.search(r"@media print \{(.*?)\n\}\n", page, re.DOTALL)
    assert rules is not None
    assert ".rows { display: none" in rules[1]
    printed = page.replace(rules[0], rules[1])
    hidden = r'<div class="(?:rows|levels)">.*?</div>|<p class="figures">.*?</p>|<input[^>]*>'
    path = tmp_path / "结果.html"
    path.write_text(re.sub(hidden, "", printed, flags=re.DOTALL), encoding="utf-8")
    (pdf,) = convert([path], "pdf:writer_web_pdf_Export", tmp_path / "pdf", tmp_path / "profile")
    told = len(evaluation.findings) + len(evaluation.not_checked)
    assert len(pages_of(pdf)) <= told / 10 + 1


class TestCommandLine:
    def test_html_and_write(
        self,
        opened: Opened,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        path, _, _ = opened
        out = tmp_path / "结果.html"
        before = path.read_bytes()
        assert cli.main(["check", str(path), "--write", "--html", str(out)]) == 1
        assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
        assert path.with_stem(f"{path.stem}-校验结果").exists()
        assert path.read_bytes() == before
        said = capsys.readouterr().err
        assert "已把结果写入副本" in said
        assert cli.main(["check", str(path), "--html", str(out)]) == 1
        assert "没有覆盖" in capsys.readouterr().err
        assert (tmp_path / "结果(2).html").exists()

    def test_a_copy_of_a_copy_is_named_as_one(
        self, opened: Opened, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, _, _ = opened
        for _ in range(3):
            cli.main(["check", str(path), "--write"])
            path = Path(capsys.readouterr().err.strip().splitlines()[-1].partition("：")[2])
        assert [path.name, sorted(p.name for p in path.parent.glob("*.xlsx"))] == [
            "0-校验结果(3).xlsx",
            ["0-校验结果(2).xlsx", "0-校验结果(3).xlsx", "0-校验结果.xlsx", "0.xlsx"],
        ]

    def test_what_an_open_workbook_has_beside_it_is_skipped(
        self, opened: Opened, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, _, _ = opened
        locks = [path.with_name("~$0.xlsx"), path.with_name(".~lock.0.xlsx#")]
        for lock in locks:
            lock.write_bytes(b"x")
        assert cli.main(["check", *map(str, locks), str(path)]) == 1
        said = capsys.readouterr().err
        assert "跳过“~$0.xlsx”" in said
        assert "跳过“.~lock.0.xlsx#”" in said

    def test_one_page_for_one_workbook(
        self, opened: Opened, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, _, _ = opened
        assert cli.main(["check", str(path), str(path), "--html", "x.html"]) == 2
        assert "一次只能用于一个工作簿" in capsys.readouterr().err

    def test_a_page_wants_the_name_of_a_file(
        self, opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, _, _ = opened
        assert cli.main(["check", str(path), "--html", str(tmp_path)]) == 2
        assert "是文件夹，请写上文件名" in capsys.readouterr().err

    def test_a_profile_is_named_as_for_a_new_workbook(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = str(tmp_path / "湖北.xlsx")
        assert cli.main(["new", path, "--profile", "hubei"]) == 0
        assert cli.main(["score", path, "--profile", "hubei"]) == 1
        assert "预算执行\t20\t20\t0" in capsys.readouterr().out

    def test_last_year(
        self,
        sample: Callable[[str], Submission],
        workbook: Callable[[Submission], Path],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        this = workbook(sample("corrected"))
        last = workbook(changed(sample("corrected"), {"year": 2022}))
        assert cli.main(["check", str(this), "--previous", str(last), "--json"]) == 1
        data = json.loads(capsys.readouterr().out)
        found = [item for item in data["findings"] if item["rule"] == "Y01"]
        assert {item["label"] for item in found} >= {"收入合计（上年）", "三公经费（上年决算）"}
        assert "上年" in found[0]["message"]
        unchecked = {item["rule"] for item in data["not_checked"]}
        assert not unchecked & {"Y01", "Y02"}
        assert cli.main(["check", str(this), "--previous", "无.xlsx"]) == 2

    def test_rules(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["rules"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "编号\t级别\t类别\t规则\t依据\t读取的项目"
        assert any(line.startswith("F01\t错误\t表内\t三公经费等于") for line in lines)
        assert cli.main(["rules", "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == len(lines) - 1
