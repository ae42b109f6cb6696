"""The outline filled in, with what is typed into it at its worst."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changes import changed
from tests.hunan import MODEL
from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Place
from xlevaluate.report.content import report_content
from xlevaluate.sentences.outline import Narrative, write_narrative
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

Write = Callable[[Submission], Narrative]


@pytest.fixture
def write(template: Template) -> Write:
    def narrative(submission: Submission) -> Narrative:
        submission = template.completed(submission)
        figures = Figures(template.form, submission)
        return write_narrative(
            figures, template.profile, submission.outline or (), {}, template.title
        )

    return narrative


def completed(submission: Submission, *rows: tuple[str, str]) -> Submission:
    return changed(submission, {"outline": [{"level": lv, "text": text} for lv, text in rows]})


def test_the_chapters_are_those_of_the_form(
    write: Write, sample: Callable[[str], Submission]
) -> None:
    narrative = write(sample("seed"))
    assert narrative.title.text == "中共邵阳市北塔区委办公室2023年部门整体支出绩效自评报告"
    assert [p.text for p in narrative.paragraphs if p.level == 1] == [
        "一、部门、单位基本情况",
        "二、部门整体支出管理及使用情况",
        "三、政府性基金预算支出情况",
        "四、国有资本经营预算支出情况",
        "五、社会保险基金预算支出情况",
        "六、部门整体支出绩效情况",
        "七、存在的问题及原因分析",
        "八、下一步改进措施",
        "九、其他需要说明的情况",
    ]
    assert narrative.gaps == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年收入实际完成594.67万元，比上年增加9.52万元，增长1.63%。",
        (
            "其中：一般公共预算财政拨款收入完成594.67万元，比上年增加9.52万元，增长1.63%；"
            "政府性基金财政拨款收入完成0万元；上级补助收入完成0万元；事业收入完成0万元；"
            "经营收入完成0万元；附属单位上缴收入完成0万元。"
        ),
        "主要原因是：本年度预算增加。",
        "2023年，我办实际支出594.67万元，比上年增加9.52万元，增长1.63%。",
        "基本支出完成594.67万元，比上年增加157.89万元，增长36.15%，变化的主要原因：工作经费增加。",
        "项目支出0万元，比上年减少148.58万元，变化的主要原因：本年度无项目。",
        "人员经费完成387.97万元，比上年增加68.84万元，增长21.57%",
        "公用经费完成206.7万元，比上年增加89.05万元，增长75.69%",
        "我办实有人数20人，其中行政人员20人；另有离退休人员16人。",
        "1.负责区委会议的准备和组织协调工作，负责区委领导同志公务活动，办理区委领导同志交办的事项。",
        "2023年，我局无政府性基金预算支出。",
        "得出2023年度财政其他项目支出专项资金价自评分数为97分，绩效评价等次为“优秀”。",
    ],
)
def test_the_sentences_of_the_seed(
    write: Write, sample: Callable[[str], Submission], sentence: str
) -> None:
    text = "\n".join(paragraph.text for paragraph in write(sample("seed")).paragraphs)
    assert sentence in text


def test_year_unit_and_self_name_come_from_the_workbook(
    write: Write, sample: Callable[[str], Submission]
) -> None:
    other = changed(
        sample("corrected"), {"year": 2024, "unit.name": "某县某局", "unit.self_name": "我局"}
    )
    narrative = write(other)
    assert narrative.title.text == "某县某局2024年部门整体支出绩效自评报告"
    text = "\n".join(paragraph.text for paragraph in narrative.paragraphs)
    assert "2024年收入实际完成594.67万元" in text
    assert "2024年，我局实际支出594.67万元" in text
    assert "我局实有人数20人" in text


def test_the_score_is_said_where_the_conclusion_does_not(
    write: Write, sample: Callable[[str], Submission]
) -> None:
    silent = changed(sample("seed"), {"texts.conclusion": "资金使用规范。"})
    text = "\n".join(paragraph.text for paragraph in write(silent).paragraphs)
    assert "2023年度部门整体支出绩效自评得分97分，评价等次为“优”。" in text


def test_a_sentence_with_a_hole_is_left_out_and_told(
    write: Write, sample: Callable[[str], Submission]
) -> None:
    blank = {"finances.income.total.current": None, "texts.problems": None}
    narrative = write(changed(sample("seed"), blank))
    text = "\n".join(paragraph.text for paragraph in narrative.paragraphs)
    assert "收入实际" not in text
    assert [(gap.heading, gap.lacking) for gap in narrative.gaps] == [
        ("1.全年收入情况", "收入合计（本年）"),
        ("七、存在的问题及原因分析", "存在的问题"),
    ]


def test_nothing_is_printed_of_a_blank_submission_but_headings(
    write: Write, sample: Callable[[str], Submission]
) -> None:
    bare = changed(MODEL(), {"unit.name": "某局", "year": 2023})
    assert {paragraph.level for paragraph in write(bare).paragraphs} == {1, 2, 3}


@pytest.mark.parametrize("lacking", ["unit.name", "year"])
def test_there_is_no_report_without_a_title(
    write: Write, sample: Callable[[str], Submission], lacking: str
) -> None:
    with pytest.raises(CannotDoError, match=r"《封面》的“.*”没有填写"):
        write(changed(sample("seed"), {lacking: None}))


@pytest.mark.parametrize(
    "typed",
    [
        "{{ 7*7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "a<b>&c",
        "${jndi}",
        "{{ ''.__class__.__mro__ }}",
    ],
)
def test_what_a_user_types_is_printed_as_typed(
    write: Write, sample: Callable[[str], Submission], typed: str
) -> None:
    narrative = write(changed(sample("seed"), {"texts.other": typed}))
    assert narrative.paragraphs[-1].text == typed


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("{{ 收人合计_本年 }}", "没有“收人合计_本年”这一项，是否想写“收入合计_本年”"),
        ("{{ 分项('收入') }}", "没有名为“收入”的行"),
        ("{{ 完城(收入合计_本年, 收入合计_上年) }}", "没有“完城”这个函数，是否想写“完成”"),
        ("{{ 年度", "双花括号内的写法有误"),
        ("{{ ''.__class__.__mro__ }}", "用了不允许的写法"),
    ],
)
@pytest.mark.parametrize("level", ["正文", "三级标题"])
def test_a_mistake_in_the_outline_is_told_by_its_row(
    template: Template, sample: Callable[[str], Submission], level: str, sentence: str, said: str
) -> None:
    submission = completed(sample("seed"), ("一级标题", "概况"), (level, sentence))
    places = {"outline.1.text": Place("报告提纲", "B5", "提纲（文字）")}
    with pytest.raises(CannotDoError) as caught:
        write_narrative(
            Figures(template.form, submission),
            template.profile,
            submission.outline or (),
            places,
            template.title,
        )
    assert str(caught.value).startswith("《报告提纲》B5的句子")
    assert said in str(caught.value)


def test_every_wrong_row_is_told_at_once(write: Write, sample: Callable[[str], Submission]) -> None:
    rows = (("正文", "{{ 年渡 }}"), ("正文", "{{ 年度 }}"), ("一级标题", "{{ 总份 }}"))
    with pytest.raises(CannotDoError) as caught:
        write(completed(sample("seed"), *rows))
    assert str(caught.value).split("\n") == [
        "报告提纲第1行的句子没有“年渡”这一项，是否想写“年度”。",
        "报告提纲第3行的句子没有“总份”这一项，是否想写“总分”。",
        "请改正后再生成报告。",
    ]


def test_headings_may_hold_fields(write: Write, sample: Callable[[str], Submission]) -> None:
    submission = completed(
        sample("seed"),
        ("一级标题", "{{ 年度 }}年概况"),
        ("二级标题", "{% if 总分 > 99 %}没有不足{% endif %}"),
        ("二级标题", "{{ 单位名称 }}的{{ 其他说明 }}"),
        ("二级标题", "机构"),
        ("正文", "{{ 自称 }}"),
    )
    narrative = write(changed(submission, {"texts.other": None}))
    # An empty heading takes no number, nor does one that lacks a field, which is told of.
    assert [paragraph.text for paragraph in narrative.paragraphs] == [
        "一、2023年概况",
        "（一）机构",
        "我办",
    ]
    assert [(gap.heading, gap.lacking) for gap in narrative.gaps] == [
        ("{{ 单位名称 }}的{{ 其他说明 }}", "其他说明")
    ]


@pytest.mark.parametrize(
    ("key", "chapters"),
    [
        ('empty = "无。"', ["一、概况", "2023", "二、基金", "无。", "三、其他", "2023"]),
        ('empty = ""', ["一、概况", "2023", "二、其他", "2023"]),
        ("", ["一、概况", "2023", "二、其他", "2023"]),
    ],
)
def test_a_chapter_without_content_says_so_or_is_left_out(
    key: str,
    chapters: list[str],
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path: Path,
) -> None:
    folder = Path(shutil.copytree(template.folder, tmp_path / "own"))
    outline = (folder / "outline.toml").read_text(encoding="utf-8")
    assert outline.count('empty = "无。"') == 1
    (folder / "outline.toml").write_text(outline.replace('empty = "无。"', key), encoding="utf-8")
    own = load_template(folder=folder)
    chapter = ("正文", "{{ 年度 }}")
    rows = [("一级标题", "概况"), chapter, ("一级标题", "基金"), ("正文", "{{ 其他说明 }}")]
    rows += [("一级标题", "其他"), chapter]
    submission = own.completed(changed(completed(sample("seed"), *rows), {"texts.other": None}))
    content = report_content(evaluate_submission(own, submission))
    assert [paragraph.text for paragraph in content.paragraphs] == chapters


def test_too_many_headings_are_told(write: Write, sample: Callable[[str], Submission]) -> None:
    with pytest.raises(CannotDoError, match=r"第100行的句子所在的这一级标题太多"):
        write(completed(sample("seed"), *[("一级标题", "概况")] * 100))


def test_a_chapter_dropped_and_a_paragraph_added_are_followed(
    write: Write, sample: Callable[[str], Submission], template: Template
) -> None:
    """Rows deleted and inserted in the sheet are rows missing and added here."""
    rows = [(row.level, row.text) for row in template.outline]
    start = rows.index(("一级标题", "政府性基金预算支出情况"))
    rows[start : start + 2] = []
    after = rows.index(("正文", "{{ 机构设置 }}"))
    rows.insert(after + 1, ("正文", "{{ 自称 }}编制{{ 编制数 }}名。"))
    narrative = write(completed(sample("seed"), *rows))
    texts = [paragraph.text for paragraph in narrative.paragraphs]
    assert "三、国有资本经营预算支出情况" in texts
    assert not any("政府性基金预算支出情况" in text for text in texts)
    assert texts[texts.index("（二）人员编制情况") - 1] == "我办编制20名。"


def test_the_outline_may_be_rewritten(write: Write, sample: Callable[[str], Submission]) -> None:
    narrative = write(
        completed(
            sample("seed"),
            ("一级标题", "概况"),
            (
                "正文",
                "{{ 单位名称 }}共{{ 实有人数 }}人，{{ 增减(收入合计_本年, 收入合计_上年) }}。",
            ),
            ("正文", "{% if 总分 >= 90 %}等次{{ 等次 }}{% endif %}"),
            ("正文", "第一段\n　　第二段"),
        )
    )
    assert [paragraph.text for paragraph in narrative.paragraphs] == [
        "一、概况",
        "中共邵阳市北塔区委办公室共20人，比上年增加9.52万元，增长1.63%。",
        "等次优",
        "第一段",
        "第二段",
    ]
