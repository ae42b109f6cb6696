"""Each kind of slip in a template's files is told, with its line and key."""

from pathlib import Path

import pytest

from tests.template.conftest import Edit
from tests.template_folders import read_folder, write_folder
from xlevaluate.files.slips import Slip, SlipsError
from xlevaluate.files.toml_lines import lines_of
from xlevaluate.inspection.template_check import slips_of_folder
from xlevaluate.template.linter import lint_files
from xlevaluate.template.name_rules import wrong_name, wrong_part, wrong_path
from xlevaluate.template.patterns import wrong_pattern
from xlevaluate.template.template_loading import load_template

FORM, PROFILE = "form.toml", "profile.toml"

SLIPS: list[tuple[str, str, str, str, str]] = [
    # file, what stands there, what is written for it; the key, and words of what is told
    (FORM, 'sheet = "项目{number}"', 'sheet = "项目"', "projects.sheet", "{number}"),
    (FORM, 'sheet = "项目{number}"', 'sheet = "项目/{number}"', "projects.sheet", "不能有"),
    (FORM, 'parameters = "项目评分参数"', 'parameters = "自评表"', "projects.parameters", "两张"),
    (FORM, 'parameter = "项目参数"', 'parameter = "参数"', "projects.parameter", "同名"),
    (FORM, 'family = "national_project"', 'family = "../x"', "projects.family", "模板的名称"),
    (FORM, 'count = "项目个数"', 'count = "总分"', "projects", "用了两次"),
    (FORM, 'shows = "grade", head = "等次"', 'shows = "rate", head = "等次"', "shows", "两次"),
    (FORM, '"单位名称", "[单位名称]"', '"[单位名称]"', "sheet.0.block.0.grid.2", "有 2 格"),
    (FORM, '["^", "[编制数]", "<"', '["<", "[编制数]", "<"', "paper.1.0", "“<”的左边没有"),
    (FORM, '["^", "[编制数]", "<"', '["甲", "[编制数]", "^"', "paper.1.2", "“^”的上面没有"),
    (FORM, '"[编制数]", "[实', '"", "[实', "fields.编制数", "grid 里没有“[编制数]”"),
    (FORM, '["^", "[编制数]"', '["^", ""', "paper", "paper 里没有“[编制数]”"),
    (FORM, '["人数（人）", "[编制数]"', '["[编制数]", "<"', "grid.1.0", "要独占一格"),
    (FORM, '"@编制数", "@在职两行"', '"@编制", "@在职两行"', "grid.0.1", "没有名为“编制”的填写项"),
    (FORM, '"在职" = "{年度}', '"在任" = "甲", "在职" = "{年度}', "labels.在任", "都没有“@在任”"),
    (FORM, '"[自称]", "> 报', '"[自己]", "> 报', "block.0.grid.", "“自己”没有写在"),
    (FORM, '"[实际在职人数]"', '"[编制数]"', "grid.1.2", "放了两次"),
    (FORM, '"=规模控制率"', '"=规模率"', "grid.1.3", "没有名为“规模率”的比率"),
    (FORM, '"> 填报单位：{单位名称}"', '"> 填报单位：{单位}"', "grid.1.0", "没有名为“单位”"),
    (FORM, 'path = "unit.self_name"', 'path = "unit.name"', "fields.自称", "相同"),
    (FORM, 'path = "unit.self_name"', 'path = "unit"', "fields.自称", "的上一级"),
    (FORM, 'path = "unit.self_name"', 'path = "unit.2"', "fields.自称", "不能作路径"),
    (FORM, 'path = "unit.self_name"', 'path = "outline.x"', "fields.自称", "程序另有用处"),
    (FORM, 'path = "unit.self_name"', 'path = "unit.copy"', "fields.自称", "程序另有用处"),
    (FORM, 'role = "self_name"', 'role = "unit_name"', "fields.自称.role", "只能给一项"),
    (FORM, 'role = "self_name"', 'role = "selfname"', "fields.自称.role", "只能是"),
    (FORM, 'role = "self_name"', 'role = "executed"', "fields.自称.kind", "kind 应为数字"),
    (FORM, "spans = [1, 2, 2, 2]", "spans = [1, 2, 2]", "table.spans", "应有 4 个"),
    (FORM, "spans = [1, 2, 2, 2]", "spans = [1, 2, 2, 3]", "table.spans", "合计 8 列"),
    (
        FORM,
        'corner = "项目"',
        'corner = "项目"\nspans = [1, 1, 1, 1, 1, 1]',
        "spans",
        "有 paper 的",
    ),
    (FORM, 'columns = "两年"', 'columns = "三年"', "table.columns", "没有“三年”"),
    (
        FORM,
        'growth = ["本年", "上年"]',
        'growth = ["本年", "前年"]',
        "columns.两年.3.growth",
        "前年",
    ),
    (FORM, 'name = "三公经费" }', 'name = "公用经费" }', "rows", "用了 2 次"),
    (FORM, 'name = "三公经费" }', 'name = "三公 经费" }', "rows.0.name", "不能作名称"),
    (FORM, 'name = "三公经费" }', 'name = "Q1" }', "rows.0.name", "当作单元格地址"),
    (FORM, 'name = "文字材料"\n', 'name = "收支情况"\n', "sheet.6.name", "有两张工作表叫"),
    (FORM, 'name = "文字材料"\n', 'name = "文字/材料"\n', "sheet.6.name", "不能有"),
    (FORM, "widths = [24, 110]", "widths = [24, 300]", "sheet.6.widths", "1 至 255"),
    (FORM, '"评价标准"] }', '"评价标准", "甲"] }', "ratios.heads", "应有 8 个表头，现在是 9 个"),
    (FORM, '"正文"] },', '"正文", "甲"] },', "columns.0.choices", "级别应有 2 至 4 个"),
    (FORM, 'key = "quality"', 'key = "quantity"', "dimensions", "用了 2 次"),
    (
        FORM,
        "[[sheet.block]]\nrules = { heads",
        "[[sheet.block]]\nruels = { heads",
        "ruels",
        "没有这一项",
    ),
    ("ratios.toml", 'name = "规模控制率"', 'name = "编制数"', "ratio.11.name", "填写项的名称"),
    ("ratios.toml", 'name = "规模控制率"', 'name = "预算完成率"', "ratio.11.name", "用了两次"),
    ("identities.toml", 'id = "F02"', 'id = "F01"', "identity.1.id", "用了两次"),
    ("identities.toml", 'id = "F02"', 'id = "第二"', "identity.1.id", "编号由"),
    ("identities.toml", 'id = "F02"', 'id = "S02"', "identity.1.id", "已有一条规则"),
    ("texts.toml", 'spent = ["编制数"]', 'spent = ["编制"]', "thing.34.name", "没有的项目：编制"),
    ("texts.toml", '["预算完成率"]', '["(完成+)+"]', "rate.6.words.0", "可能要找很久"),
    ("texts.toml", '["预算完成率"]', '["完成*)"]', "rate.6.words", "不是正确的正则"),
    (
        "charts.toml",
        '"公务接待_上年决算", ',
        '"公务接待_去年", ',
        "chart.1.series.0.fields.0",
        "公务接待_去年",
    ),
    ("outline.toml", "{{ 机构设置 }}", "{{ 机构 }}", "row.2.text", "是否想写“机构设置”"),
    ("outline.toml", "{{ 机构设置 }}", "{{ 机构设置 }", "row.2.text", "句子"),
    ("outline.toml", "{{ 机构设置 }}", "{{ 万元(机构设置) }}", "row.2.text", "不是数字"),
    ("outline.toml", "{{ 机构设置 }}", "{{ 增减(机构设置) }}", "row.2.text", "项数不对"),
    ("outline.toml", '"万元" = ', '"亿元" = ', "examples.亿元", "没有“亿元”这个函数"),
    ("outline.toml", 'unasked = ["其他说明"]', 'unasked = ["甲"]', "unasked.0", "没有名为“甲”"),
    ("outline.toml", 'title = "{单位名称}', 'title = "{单位}', "title", "没有名为“单位”"),
    (PROFILE, 'name = "优"', 'name = "优\\",1)&(\\""', "grade.0.name", "不能作名称"),
    (PROFILE, 'name = "良"', 'name = "优"', "", "等次的名称写了两次"),
    (PROFILE, 'not_applicable = "full"   #', "#", "ratios", "还要写 not_applicable"),
    (PROFILE, "[ratios.source]\n", "[source2]\n", "ratios", "还要写 source"),
    (PROFILE, "[source]", 'explanations = "maybe"\n[source]', "explanations", ""),
    (PROFILE, 'not_applicable = "proportion"', 'not_applicable = "lost"', "frame.", ""),
    (FORM, 'said = "没有三公经费"', 'said = "没有甲"', "absent.0.said", "没有名为“没有甲”的填写项"),
    (
        FORM,
        'said = "没有社会保险基金"\nfields = ["',
        'said = "没有社会保险基金"\nfields = ["甲", "',
        "absent.6",
        "没有名为“甲”",
    ),
    (FORM, '上年预算" = "三公', '上年预算" = "甲三公', "carried.fields", "没有名为“甲三公"),
    (
        FORM,
        'prior = "current"',
        'prior = "final"',
        "carried.columns.prior",
        "没有一张表同时有",
    ),
    (FORM, 'left = "没有带入"', 'left = "已带入"', "carried.states", "各要有一个词，互不相同"),
    (FORM, 'kept = "沿用"', 'kept = " "', "carried.kept", "不能为空"),
    (
        FORM,
        'role = "self_name", carried = "same"',
        'role = "self_name", carried = "proposal"',
        "fields.自称.carried",
        "proposal 只用于",
    ),
    (FORM, 'role = "weight", carried = "same"', 'role = "weight", carried = "kept"', "carried", ""),
    (PROFILE, "execution = 10", "execution = true", "frame.execution", "应为数字"),
    (PROFILE, "execution = 10", "execution = nan", "frame.execution", "应为有限的数"),
    ("profile_hubei.toml", '"satisfaction"]', '"satisfied"]', "frame", "satisfied"),
]


@pytest.mark.parametrize(("file", "old", "new", "key", "words"), SLIPS)
def test_a_slip_is_told_with_its_place(
    own: Path, edit: Edit, file: str, old: str, new: str, key: str, words: str
) -> None:
    edit(file, old, new)
    slips = slips_of_folder(own)
    told = [slip for slip in slips if slip.file == file and key in slip.key and words in slip.words]
    assert told, [str(slip) for slip in slips]
    text = (own / file).read_text(encoding="utf-8").split("\n")
    assert 1 <= told[0].line <= len(text)


def test_all_are_told_at_once_in_the_order_of_files_and_lines(own: Path, edit: Edit) -> None:
    edit(FORM, 'path = "unit.self_name"', 'path = "unit.2"')
    edit(FORM, "widths = [24, 110]", "widths = [24, 300]")
    edit("ratios.toml", 'level = "query"', 'level = "maybe"')
    edit("texts.toml", '["预算完成率"]', '["(完成+)+"]')
    edit(PROFILE, "deduct = 0.5", "deduct = -1")
    edit("outline.toml", "{{ 绩效目标设定 }}", "{{ 绩效目标 }}")
    found = [(slip.file, slip.key) for slip in lint_files(own, own / PROFILE).slips]
    assert found == [
        (FORM, "sheet.0.block.0.fields.自称"),
        (FORM, "sheet.6.widths"),
        (PROFILE, "ratios.ratio.0.deduct"),
        ("ratios.toml", "ratio.1.zero.level"),
        ("texts.toml", "rate.6.words.0"),
    ]
    with pytest.raises(SlipsError) as caught:
        load_template(folder=own)
    assert len(str(caught.value).splitlines()) == len(found)


def test_the_line_is_that_of_the_key(own: Path, edit: Edit) -> None:
    edit(FORM, 'name = "公务接待", before', 'name = "公务 接待", before')
    every = lint_files(own, own / PROFILE).slips
    (slip,) = (s for s in every if s.key.endswith("rows.5.name"))
    line = (own / FORM).read_text(encoding="utf-8").split("\n")[slip.line - 1]
    assert "公务 接待" in line


def test_a_name_in_the_file_that_is_not_the_folder_s(own: Path, edit: Edit) -> None:
    edit(FORM, 'title = "', 'family = "mine"\ntitle = "')
    assert lint_files(own, own / PROFILE).slips == ()
    edit(FORM, 'family = "mine"', 'family = "hunan_department"')
    (slip,) = lint_files(own, own / PROFILE).slips
    assert slip.key == "family"
    assert "而文件夹叫“mine”" in str(slip)
    assert (own / FORM).read_text(encoding="utf-8").split("\n")[slip.line - 1].startswith("family")


def test_samples_and_the_word_base_are_looked_at(own: Path) -> None:
    (own / "samples" / "seed.json").write_text('{"unit": {"nmae": "某办"}}', encoding="utf-8")
    (own / "report.docx").write_bytes(b"no document")
    told = {slip.file: slip.words for slip in slips_of_folder(own)}
    assert "unit.nmae：没有这一项" in told["samples/seed.json"]
    assert "打不开" in told["report.docx"]


@pytest.mark.parametrize("file", ["ratios.toml", "form.toml"])
def test_a_file_that_is_not_there_or_nothing_that_can_be_read(own: Path, file: str) -> None:
    (own / file).write_bytes("名称 = 错".encode("gbk"))
    assert any("不是 UTF-8" in str(slip) for slip in slips_of_folder(own))
    (own / file).write_text("[" * 5000, encoding="utf-8")
    assert any(slip.file == file for slip in slips_of_folder(own))
    (own / file).unlink()
    (own / file).mkdir()
    assert any("是文件夹" in str(slip) for slip in slips_of_folder(own))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        *(
            (name, True)
            for name in ("A1", "xfd1048576", "R1C1", "r", "C12", "2023年", "TRUE", "if")
        ),
        *((name, False) for name in ("", "a b", "总分!", 'a"b', "a'b", "=a", "a-b", "a.b", "ａ")),
        *((name, False) for name in ("甲" * 101, "a\n", "²")),
    ],
)
def test_what_can_be_no_name(name: str, *, part: bool) -> None:
    assert wrong_name(name)
    assert (wrong_part(name) is None) == part


@pytest.mark.parametrize(
    "name", ["总分", "收入性质_一般公共预算", "A股", "ABCD1", "_甲", "三公经费2"]
)
def test_what_can_be_a_name(name: str) -> None:
    assert wrong_name(name) is None


@pytest.mark.parametrize(
    "path", ["", "a..b", "A.b", "a.1", "a b", "_a", "单位", "a.class", "a.model_x"]
)
def test_what_can_be_no_path(path: str) -> None:
    assert wrong_path(path, frozenset())


QUICK = [
    "年初[^，。；,;]{0,12}预算(?:支出)?",
    "^…+$",
    "X{2,}|×{2,}",
    "(?<!基本|项目)支出",
    '三公[”"]?',
]
SLOW = ["(a+)+", "(a|ab)*c", "(?:a*b?){2,}", "((a{2,})b)+", "(a)\\1", "a*b*c*d*e", "", "a?", "("]


@pytest.mark.parametrize("pattern", QUICK)
def test_patterns_that_may_be_used(pattern: str) -> None:
    assert wrong_pattern(pattern) is None


@pytest.mark.parametrize("pattern", SLOW)
def test_patterns_that_may_not(pattern: str) -> None:
    assert wrong_pattern(pattern)


def test_lines_of_every_key_and_item() -> None:
    text = (
        '# [no]\na = "]" # }\n"b c".d = [1, [2,\n3]]\n[t]\ne = """\nf = 1\n"""\n'
        "[[u]]\n[[u.v]]\ng = { h = [ { i = 1 },\n { i = 2 } ] }\n[[u]]\n[u.w]\nx = 'y = 1'\n"
    )
    lines = lines_of(text)
    assert lines[("a",)] == 2
    assert lines["b c", "d", 1, 1] == 4
    assert lines["t", "e"] == 6
    assert lines["u", 0, "v", 0, "g", "h", 1, "i"] == 12
    assert lines["u", 1, "w", "x"] == 15
    assert ("f",) not in lines


def test_scored_ratios_want_a_place_for_their_points(own: Path) -> None:
    """A profile that scores ratios does not go with a form that cannot hold their scores."""
    data = read_folder(own)
    for sheet in data["form"]["sheet"]:
        sheet["block"] = [block for block in sheet["block"] if "ratio_scores" not in block]
    folder = write_folder(data, own.parent / "without_scores", own / "report.docx")
    (said,) = [slip for slip in _own_slips(folder) if "没有 ratio_scores" in str(slip)]
    assert "ratios.ratio" in str(said)
    assert "profile.toml" in str(said)
    del data["profile"]["ratios"]
    folder = write_folder(data, own.parent / "without_ratios", own / "report.docx")
    assert not any("ratio" in str(slip) and "profile" in str(slip) for slip in _own_slips(folder))


def _own_slips(folder: Path) -> tuple[Slip, ...]:
    """Return the slips with the template's own profile."""
    return lint_files(folder, folder / PROFILE).slips
