"""With a manifest written to fit, the files of a package still have to agree among themselves."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.filing.conftest import Files, Save, resealed, unzipped
from xlevaluate import __version__
from xlevaluate.filing.package import make_package
from xlevaluate.filing.verification import verify_package
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.filed_values import make_values
from xlevaluate.workbook.generate import evaluate_submission


def test_a_figure_changed_in_the_forms_is_told_with_its_cell(files: Files, saved: Save) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["自评表式.xlsx"]))
    book["基础数据表"]["F6"].value = 0.3
    stream = io.BytesIO()
    book.save(stream)
    verdict = verify_package(saved(resealed(files, {"自评表式.xlsx": stream.getvalue()})))
    assert [change.message for change in verdict.changes] == [
        "自评表式《基础数据表》F6是“0.3”，按填报数据应为“0.1”。"
    ]


def test_a_formula_in_the_forms_is_told(files: Files, saved: Save) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["自评表式.xlsx"]))
    book["基础数据表"]["F6"].value = "=0.1"
    stream = io.BytesIO()
    book.save(stream)
    verdict = verify_package(saved(resealed(files, {"自评表式.xlsx": stream.getvalue()})))
    assert [c.message for c in verdict.changes] == ["自评表式《基础数据表》F6 是公式，应为数值。"]


def test_other_data_differ_from_everything_else(
    files: Files, saved: Save, template: Template, sample: Callable[[str], Submission]
) -> None:
    data = changed(sample("corrected"), {"self_evaluation.total_score": "55"})
    new = {"填报数据.json": data.model_dump_json().encode()}
    said = [c.message for c in verify_package(saved(resealed(files, new))).changes]
    assert "清单中的总分是“100”，按填报数据应为“55”。" in said
    assert "清单中的等次是“优”，按填报数据应为“差”。" in said
    assert any("自评表式《自评表》" in text and "“55”" in text for text in said)


def test_other_forms_differ_in_many_cells_and_few_are_listed(
    files: Files, saved: Save, template: Template, sample: Callable[[str], Submission]
) -> None:
    other = make_values(template, sample("seed"), created=CREATED)
    said = verify_package(saved(resealed(files, {"自评表式.xlsx": other}))).changes
    assert len(said) == 6
    assert "自评表式中还有" in said[-1].message


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"score": "99"}, "清单中的总分是“99”，按填报数据应为“100”。"),
        ({"grade": "良"}, "清单中的等次是“良”，按填报数据应为“优”。"),
        ({"unit": "某局"}, "清单中的单位名称是“某局”"),
        ({"year": 2022}, "清单中的年度是“2022”，按填报数据应为“2023”。"),
        ({"draft": True}, "自评表式《基础数据表》A1"),
    ],
)
def test_a_manifest_that_says_something_else(
    told: dict[str, Any], said: str, files: Files, saved: Save
) -> None:
    verdict = verify_package(saved(resealed(files, {}, **told)))
    assert any(said in change.message for change in verdict.changes)
    assert {change.kind for change in verdict.changes} == {"figures"}


def test_a_draft_that_calls_itself_none(
    template: Template, sample: Callable[[str], Submission], saved: Save
) -> None:
    evaluation = evaluate_submission(template, sample("seed"))
    files = unzipped(make_package(evaluation, exported=CREATED).content)
    said = [c.message for c in verify_package(saved(resealed(files, {}, draft=False))).changes]
    assert "清单不是草稿，填报数据却有 12 处错误。" in said


def test_counts_that_differ_from_the_findings(files: Files, saved: Save) -> None:
    found = json.loads(files["校验结果.json"])
    found["summary"]["query"] = 0
    new = {"校验结果.json": json.dumps(found).encode()}
    (change,) = verify_package(saved(resealed(files, new))).changes
    assert change.message.startswith("校验结果中的问题条数是")


@pytest.mark.parametrize(
    ("name", "part", "said"),
    [
        ("填报数据.json", b"{", "填报数据读不出：“填报数据”不是正确的 JSON"),
        ("填报数据.json", b"\xff", "填报数据读不出：不是 UTF-8 编码"),
        ("填报数据.json", b'{"a": 1}', "a：没有这一项"),
        ("校验结果.json", b"[" * 100_000, "校验结果读不出。"),
        ("自评表式.xlsx", b"PK", "自评表式不能作为工作簿读取。"),
    ],
)
def test_files_that_are_not_what_they_should_be(
    name: str, part: bytes, said: str, files: Files, saved: Save
) -> None:
    verdict = verify_package(saved(resealed(files, {name: part})))
    assert any(said in change.message for change in verdict.changes)


def test_a_profile_of_one_s_own_is_asked_for(
    template: Template, tmp_path: Path, saved: Save, sample: Callable[[str], Submission]
) -> None:
    own = tmp_path / "本县.toml"
    text = (template.folder / "profile.toml").read_text(encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    evaluation = evaluate_submission(load_template(profile_file=own), sample("corrected"))
    path = saved(unzipped(make_package(evaluation, exported=CREATED).content))
    verdict = verify_package(path)
    assert verdict.changes == ()
    assert "没有名为“本县”的评分办法" in verdict.not_checked[0]
    assert verify_package(path, profile=str(own)).not_checked == ()


def test_no_file_is_read_because_a_manifest_names_it(
    files: Files, template: Template, saved: Save, tmp_path: Path
) -> None:
    own = tmp_path / "办法.toml"
    own.write_bytes((template.folder / "profile.toml").read_bytes())
    (reason,) = verify_package(saved(resealed(files, {}, profile=str(own)))).not_checked
    assert "数字没有核对：没有名为" in reason


@pytest.fixture(scope="module")
def draft(packed: Callable[..., Files], sample: Callable[[str], Submission]) -> Files:
    return packed(sample("seed"))


class TestFindings:
    """Findings and page are held against the data, evaluated anew."""

    def changed(self, draft: Files, change: Callable[[list[dict[str, Any]]], None]) -> Files:
        """Return the package with other findings, and the manifest written to fit."""
        data = json.loads(draft["校验结果（草稿）.json"])
        change(data["findings"])
        return resealed(draft, {"校验结果（草稿）.json": json.dumps(data).encode()})

    def test_as_they_were_made_they_agree(self, draft: Files, saved: Save) -> None:
        assert verify_package(saved(draft)).changes == ()

    def test_a_finding_left_out_is_told(self, draft: Files, saved: Save) -> None:
        gone = json.loads(draft["校验结果（草稿）.json"])["findings"][0]
        verdict = verify_package(saved(self.changed(draft, lambda found: found.__delitem__(0))))
        told = [change.message for change in verdict.changes]
        assert any(f"缺少：[{gone['rule']}] {gone['label']}" in message for message in told)
        assert any("网页与校验结果不一致" in message for message in told)

    def test_all_findings_emptied_are_told(self, draft: Files, saved: Save) -> None:
        verdict = verify_package(saved(self.changed(draft, list.clear)))
        assert "处与填报数据不一致" in " ".join(change.message for change in verdict.changes)

    @pytest.mark.parametrize("key", ["actual", "expected", "level", "explanation"])
    def test_another_figure_level_or_explanation_is_told(
        self, key: str, draft: Files, saved: Save
    ) -> None:
        verdict = verify_package(
            saved(self.changed(draft, lambda found: found[0].update({key: "属实"})))
        )
        kinds = [message.message[:9] for message in verdict.changes]
        assert kinds == ["校验结果里缺少：[", "校验结果里多出：["]

    @pytest.mark.parametrize(
        "page", [b"", b"<html><body>\xe6\xb2\xa1\xe6\x9c\x89\xe9\x97\xae\xe9\xa2\x98</body></html>"]
    )
    def test_a_page_replaced_is_told(self, page: bytes, draft: Files, saved: Save) -> None:
        verdict = verify_package(saved(resealed(draft, {"校验结果（草稿）.html": page})))
        assert "校验结果的网页" in verdict.changes[0].message

    @pytest.mark.parametrize(
        "active", ["<script>1</script>", "<a href=x>x</a>", "<p onclick=x>", "<img src=//x>"]
    )
    def test_a_page_that_runs_or_loads_something_is_told(
        self, active: str, draft: Files, saved: Save
    ) -> None:
        page = draft["校验结果（草稿）.html"].replace(b"</body>", f"{active}</body>".encode())
        verdict = verify_package(saved(resealed(draft, {"校验结果（草稿）.html": page})))
        assert "会运行或会联网" in verdict.changes[0].message

    def test_another_version_of_the_program_is_said(self, draft: Files, saved: Save) -> None:
        verdict = verify_package(saved(resealed(draft, {}, xlevaluate="9.9")))
        (said,) = verdict.not_checked
        assert said.startswith(f"上报件由 9.9 版导出，现在是 {__version__} 版，各版规则不同")
