"""Web pages, plain texts and separated values: their characters, lines and tables."""

import pytest

from tests.sources.made import read, texts
from xlevaluate.sources.grid import Grid, Line
from xlevaluate.sources.text_columns import by_columns, tables_in

HEAD = "收入支出决算总表"


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_page_is_read_in_its_order() -> None:
    source = read(
        page(
            f"<h2>一、收支</h2><p>{HEAD}</p><div>单位：<b>万元</b><br>第二行</div>"
            "<table><caption>表1</caption><tr><th>项目<th>决算数</tr>"
            "<tr><td>合&nbsp;计</td><td> 1,367.75 </td></table><p>注：无</p><script>x</script>"
        )
    )
    assert [block.text for block in source.blocks if isinstance(block, Line)] == [
        *("一、收支", HEAD, "单位：万元", "第二行", "表1", "注：无"),
    ]
    assert source.blocks[0] == Line("一、收支", 2)
    (grid,) = source.grids()
    assert texts(grid) == [["项目", "决算数"], ["合\xa0计", "1,367.75"]]
    assert source.lines_before(grid)[-1] == "表1"


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("", "utf-8"),
        ("<meta charset=gb2312>", "gb18030"),
        ("<meta charset='utf-8'>", "gb18030"),  # saved anew, its head as it was
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'>", "utf-8"),
        ("", "utf-16"),
        ("<meta charset=big5>", "big5"),
        ("<meta charset=unheard-of>", "gb18030"),
    ],
)
def test_characters_are_told_by_the_bytes_first(head: str, code: str) -> None:
    text = f"<html><head>{head}</head><p>三公經費</p></html>"
    assert read(text.encode(code)).blocks == (Line("三公經費"),)


def test_cells_reach_over_rows_and_columns() -> None:
    (grid,) = read(
        page(
            "<table><tr><td rowspan=2>项目<td colspan=2>预算数<tr><td>总额<td>拨款"
            "<tr><td>合计<td>1<td rowspan=9>2</table>"
        )
    ).grids()
    assert [[cell.spread_from for cell in row] for row in grid.rows] == [
        [None, None, (0, 1)],
        [(0, 0), None, None],
        [None, None, None],
    ]


def test_tables_that_only_lay_a_page_out_are_none() -> None:
    source = read(page("<table><tr><td>栏目<td><table><tr><td>合计<td>1</table></table>"))
    assert [texts(grid) for grid in source.grids()] == [[["合计", "1"]]]
    assert source.blocks[0] == Line("栏目")


def test_a_table_that_never_ends_is_refused() -> None:
    row = "<tr>" + "<td colspan=1000>1" * 500
    source = read(page(f"<table>{row * 10}</table>"))
    assert not source.blocks
    assert "太大" in source.problems[0]


TYPED = """公开07表
单位：万元
项目                    预算数      决算数
三公经费                  1.00        0.50
  其中：出国经费                      0.20
公务接待                  1.00        0.30
填表人：张三    电话：123
"""


def test_a_typed_table_keeps_its_columns() -> None:
    lines = TYPED.splitlines()
    (before, grid, *rest) = [*tables_in(lines[1:6]), *tables_in(lines[6:])]
    assert before == "单位：万元"
    assert grid == [
        ["项目", "预算数", "决算数"],
        ["三公经费", "1.00", "0.50"],
        ["其中：出国经费", "", "0.20"],
        ["公务接待", "1.00", "0.30"],
    ]
    assert rest == ["填表人：张三    电话：123"]


def test_typed_lines_that_fit_no_columns_stay_lines() -> None:
    lines = ["项目  预算数  决算数", "三公经费合计数  1.00  0.50", "其中：因公出国  0.20"]
    assert by_columns(lines) is None
    assert list(tables_in(lines)) == lines


def test_cells_are_counted_only_where_every_line_is_whole() -> None:
    head, figures = ["项目", "预算数", "决算数"], ["三公经费合计数", "1.00", "0.50"]
    lines = ["　　".join(head), "　　".join(figures)]
    assert by_columns(lines) == [head, figures]
    assert by_columns([*lines, "出国经费　　0.20"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "项目|预算数|决算数\n出国||0.20\n",
        "| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 出国 |  | 0.20 |\n",
        "┌──┬──┬──┐\n│项目│预算数│决算数│\n├──┼──┼──┤\n│出国│　　│0.20│\n└──┴──┴──┘\n",
        "项目\t预算数\t决算数\n出国\t\t0.20\n",
    ],
)
def test_tables_parted_by_signs(text: str) -> None:
    source = read(f"题目\n一段说明。\n{text}".encode())
    (grid,) = source.grids()
    assert texts(grid) == [["项目", "预算数", "决算数"], ["出国", "", "0.20"]]
    assert source.lines_before(grid) == ("题目", "一段说明。")


@pytest.mark.parametrize("edge", ["", "|"])
def test_a_blank_cell_at_the_edge_moves_no_other(edge: str) -> None:
    rows = ["编码|名称|合计|项目", "|合计|600.00|", "201|一般公共服务支出|600.00|200.00"]
    (grid,) = read("\n".join(f"{edge}{row}{edge}" for row in rows).encode()).grids()
    assert texts(grid) == [row.split("|") for row in rows]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separated_values(code: str, separator: str) -> None:
    rows = [["项目", "预算数", "决算数"], ["合计", '"1,367.75"', ""], ['"办公\n经费"', "1", "2"]]
    content = "\r\n".join(map(separator.join, rows)).encode(code)
    (grid,) = read(content).grids()
    assert texts(grid) == [rows[0], ["合计", "1,367.75", ""], ["办公\n经费", "1", "2"]]
    assert grid.address(1, 2) == "C2"


def test_rows_of_a_csv_may_end_before_their_heads() -> None:
    text = "单位编码,单位名称,项目名称\n101,甲局\n102,乙局\n102,乙局,修路\n"
    (grid,) = read(text.encode(), "名单.csv").grids()
    assert texts(grid) == [
        ["单位编码", "单位名称", "项目名称"],
        ["101", "甲局", ""],
        ["102", "乙局", ""],
        ["102", "乙局", "修路"],
    ]
    assert not read(text.encode(), "说明.txt").grids()


def test_running_text_is_no_table() -> None:
    text = "一、概况\n我局有在职人员20人，编制20人。\n二、支出594.67万元,其中基本支出378.29万元。\n"
    source = read(text.encode())
    assert not source.grids()
    assert [block.text for block in source.blocks if isinstance(block, Line)] == text.split()


def test_typed_tables_of_a_page_are_found_too() -> None:
    source = read(page("<p>公开07表</p><pre>项目|决算数\n合计|1</pre><p>甲|乙</p><p>丙|1</p>"))
    assert [texts(block) for block in source.blocks if isinstance(block, Grid)] == [
        [["项目", "决算数"], ["合计", "1"], ["甲", "乙"], ["丙", "1"]],
    ]
