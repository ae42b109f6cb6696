"""Two profiles on the same submission: nothing of a province is in code."""

import ast
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import xlevaluate
from tests.changes import changed
from tests.conftest import PLATFORM
from tests.hunan import MODEL, filled_in
from xlevaluate import cli
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import score_words
from xlevaluate.form.figures import Figures
from xlevaluate.scoring.profile import Profile
from xlevaluate.sentences.outline import write_narrative
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import profiles
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission, snapshot_of_submission


def shown(profile: str, submission: Submission, *names: str) -> list[object]:
    template = load_template(profile=profile)
    evaluation = evaluate_submission(template, submission)
    adapted = evaluation.subject.template
    return [adapted.computations[name].shown(evaluation.subject.figures) for name in names]


def test_there_are_two() -> None:
    assert profiles("hunan_department") == ["hubei", "older"]


def test_the_seed_by_both(sample: Callable[[str], Submission]) -> None:
    names = ("预算执行得分", "评分合计_得分", "评分合计_说明", "等次", "预算调整率_建议得分")
    assert shown("", sample("seed"), *names) == [
        Decimal("10.00"),
        Decimal(97),
        "已填 97 分中得 97 分，表头共 100 分",
        "优",
        Decimal("0.00"),
    ]
    hubei = ("预算执行得分", "评分合计_得分", "评分合计_说明", "政府采购执行率_建议得分")
    assert shown("hubei", sample("seed"), *hubei) == [
        Decimal("20.00"),
        Decimal(107),
        "已填 107 分中得 107 分，表头共 100 分",
        Decimal("0.00"),
    ]


def test_weights_are_held_against_the_frame_of_the_profile(
    sample: Callable[[str], Submission],
) -> None:
    def weights(profile: str) -> list[tuple[object, object]]:
        evaluation = evaluate_submission(load_template(profile=profile), sample("seed"))
        findings = evaluation.outcomes["S02"].findings
        return [(finding.actual, finding.expected) for finding in findings]

    assert weights("") == [(47, 50), (40, 30), (0, 10)]
    # The benefits have 40 points together with satisfaction, whoever of them gets them.
    assert weights("hubei") == [(47, 40)]


def test_a_profile_may_grade_or_not(sample: Callable[[str], Submission]) -> None:
    submission = changed(sample("corrected"), {"self_evaluation.total_score": Decimal(76)})
    assert shown("", submission, "等次") == ["中"]
    hubei = evaluate_submission(load_template(profile="hubei"), submission)
    assert hubei.score == 76
    assert hubei.grade is None
    assert score_words(hubei.score, hubei.grade) == "总分 76"
    assert "等次" not in hubei.subject.template.computations
    assert {hubei.outcomes[rule].status for rule in ("S07", "W06")} == {"not_applicable"}


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ("", "2023年度部门整体支出绩效自评得分76分，评价等次为“中”。"),
        ("hubei", "2023年度部门整体支出绩效自评得分76分。"),
    ],
)
def test_the_report_says_a_grade_where_there_is_one(
    profile: str, sentence: str, sample: Callable[[str], Submission]
) -> None:
    changes = {"self_evaluation.total_score": Decimal(76), "texts.conclusion": "资金使用规范。"}
    template = load_template(profile=profile)
    submission = template.completed(changed(sample("corrected"), changes))
    figures = Figures(template.form, submission)
    report = write_narrative(
        figures, template.profile, submission.outline or (), {}, template.title
    )
    assert sentence in [paragraph.text for paragraph in report.paragraphs]
    assert report.gaps == ()


def test_no_cell_speaks_of_grades_where_there_are_none(
    sample: Callable[[str], Submission],
) -> None:
    for profile, is_graded in (("", True), ("hubei", False)):
        snapshot = snapshot_of_submission(load_template(profile=profile), sample("corrected"))
        assert ("等次" in snapshot.names) is is_graded
        for name in ("得分与参数", "字段表"):
            said = [cell.value for cell in snapshot.sheets[name].values()]
            assert ("等次" in said) is is_graded, name
        said = [cell.value for cell in snapshot.sheets["报告提纲"].values()]
        assert any("{{ 等次 }}" in str(value) for value in said) is is_graded


@pytest.mark.parametrize("profile", ["", "hubei"])
def test_what_nobody_checked_is_printed_so(
    profile: str, sample: Callable[[str], Submission]
) -> None:
    template = load_template(profile=profile)
    snapshot = snapshot_of_submission(template, sample("corrected"))
    for sheet, source in (
        ("得分与参数", template.profile.source),
        ("指标评分", template.profile.ratios.source),
    ):
        said = [str(cell.value) for cell in snapshot.sheets[sheet].values()]
        assert source is not None
        assert f"评分办法未核对原文：{source.note}" in said


def test_what_was_checked_is_not_called_unchecked(platform: Template) -> None:
    snapshot = snapshot_of_submission(platform, MODEL())
    for sheet in ("得分与参数", "指标评分"):
        said = [str(cell.value) for cell in snapshot.sheets[sheet].values()]
        assert not any("未核对" in text for text in said)


def test_a_parameter_in_the_workbook_counts(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    given = changed(
        sample("corrected"), {"parameters": {"产出指标分值": "40", "效益指标分值": "40"}}
    )
    evaluation = evaluate_submission(template, given)
    assert evaluation.subject.template.profile.frame.dimensions["output"] == 40
    rules = {told.finding.rule for told in evaluation.findings}
    assert {"S02", "S15"} <= rules
    assert "S16" not in rules
    assert template.reduced(evaluation.subject.submission) == given


@pytest.mark.parametrize("profile", ["", "hubei"])
def test_every_profile_says_where_it_comes_from(profile: str) -> None:
    loaded = load_template(profile=profile).profile
    for source in (loaded.source, loaded.ratios.source):
        assert source is not None
        assert source.document
        assert source.issuer
        assert not source.checked
        assert source.notice.startswith("评分办法未核对原文：")


def test_the_order_of_rows_changes_nothing(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = sample("corrected")
    rows = filled_in(submission).self_evaluation.indicators
    turned = {f"self_evaluation.indicators.{key}": tuple(reversed(items)) for key, items in rows}
    names = ("评分合计_得分", "产出指标_得分", "等次")
    assert shown("", changed(submission, turned), *names) == shown("", submission, *names)


@pytest.mark.parametrize("name", ["nowhere", "hubei/../profile_hubei", "x/../../profile"])
def test_a_profile_is_named_and_no_way_to_a_file(name: str) -> None:
    with pytest.raises(CannotDoError, match=r"没有名为.*现有：hubei"):
        load_template(profile=name)


def test_what_the_template_s_profile_shows_of_other_keys_is_right(template: Template) -> None:
    """The keys shown in comments are read as they stand there."""
    text = (template.folder / "profile.toml").read_text(encoding="utf-8")
    _, _, shown = text.partition("# What this profile does not use")
    lines = [line[4:] for line in shown.splitlines() if line.startswith("#   ")]
    keys = tomllib.loads("\n".join(lines))
    data = template.profile.model_dump(by_alias=True)
    data["frame"] = {"execution": 10, "dimensions": {"output": 50}, **keys.pop("frame")}
    profile = Profile.model_validate(data | keys)
    assert profile.frame.total == 100
    assert profile.indicators.over_action.deduct == 2
    for part, given in ((profile.indicators, "indicators"), (profile.execution, "execution")):
        known = set(type(part).model_fields) - {"under", "explained_from"}
        assert known == set(keys[given])


def test_no_name_of_a_grade_or_band_is_in_code() -> None:
    loaded = [load_template(profile=name).profile for name in ("", "hubei")]
    names = {
        name
        for profile in loaded
        for name in (
            *(word for grade in profile.grade for word in (grade.name, *grade.also)),
            *(band.name for band in profile.band),
        )
    }
    assert {"优", "优秀", "差", "达成预期"} <= names
    constants = [
        node.value
        for path in Path(xlevaluate.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not names & set(constants)
    words = {name for name in names if len(name) > 1}
    assert not [text for text in constants for word in words if word in text]


def test_score_tells_what_the_profile_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sample: Callable[[str], Submission]
) -> None:
    """What was not checked, ceiling and warnings; no table of ratios where none are scored."""
    budget = {"executed": "75", "final": "100"}
    changes = {f"self_evaluation.budget.{key}": value for key, value in budget.items()}
    data = tmp_path / "数据.json"
    data.write_text(changed(sample("corrected"), changes).model_dump_json(), encoding="utf-8")
    said = {}
    for profile in ("hubei", str(PLATFORM)):
        path = tmp_path / f"{Path(profile).stem}.xlsx"
        options = ["--profile", profile]
        assert cli.main(["new", str(path), "--data", str(data), *options]) == 0
        capsys.readouterr()
        cli.main(["score", str(path), *options])
        said[Path(profile).stem] = capsys.readouterr()
    assert "《省级部门整体绩效自评表》评分办法未核对原文：" in said["hubei"].err
    assert "比率评分" in said["hubei"].out
    assert "总分上限" not in said["hubei"].out
    assert "未核对原文" not in said["platform"].err
    assert "比率评分" not in said["platform"].out
    assert "总分上限\t\t\t\t89" in said["platform"].out
    assert "预警\t\t\t\t红色预警" in said["platform"].out
