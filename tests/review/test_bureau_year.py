"""The commands, from a sample to marks that were read back; what was handed in is made up."""

import argparse
import csv
import io
import re
import zipfile
from pathlib import Path
from random import Random

import pytest

from tests.review.filling import filled
from tests.rollup.small_county import rolled_up
from xlevaluate.cli import main
from xlevaluate.commands import review, sample
from xlevaluate.form.snapshot import Value
from xlevaluate.review.mark_names import mark_name
from xlevaluate.rollup.roster import read_roster
from xlevaluate.workbook.read import read_names

JUDGED = ("fluent", "accurate", "deep", "feasible")
FULL = {mark_name("quality", f"{key}_judged"): 5 for key in JUDGED}


@pytest.fixture(autouse=True)
def _county(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hand in a small county, wherever it is said to lie."""
    folder = tmp_path_factory.mktemp("county")

    def made(_: argparse.Namespace, __: Path) -> object:
        return rolled_up(folder, 2024)

    monkeypatch.setattr(review, "rolled_up", made)
    monkeypatch.setattr(sample, "rolled_up", made)


def test_from_a_sample_to_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen, sheets, results = tmp_path / "抽查名单.xlsx", tmp_path / "复核", tmp_path / "汇总.xlsx"
    asked = ["--per-grade", "优=2,良=50%", "--all-departments", "--seed", "7"]
    assert main(["sample", "报送", "-o", str(chosen), *asked]) == 0
    assert "种子：7\n" in capsys.readouterr().err
    listed = read_roster(chosen).entries
    assert {entry.title for entry in listed if entry.kind == "department"} == {
        line.entry.title
        for line in rolled_up(tmp_path, 2024).collection.counting()
        if line.entry.kind == "department"
    }

    assert main(["review", "报送", "-o", str(sheets), "--only", str(chosen)]) == 0
    assert "扣分办法是程序拟定的，没有核对原文，请按本地办法修改" in capsys.readouterr().err
    made = sorted(sheets.iterdir())
    assert len(made) == len(listed)
    names = [re.fullmatch(r"(\w+)&(.+)&\d{8}\.xlsx", path.name) for path in made]
    assert {match[2] for match in names if match} == {entry.title for entry in listed}

    made[0].write_bytes(filled(made[0].read_bytes(), FULL))
    assert main(["review", "--read", str(sheets), "-o", str(results)]) == 1
    said = capsys.readouterr().err
    missing = 4 * (len(made) - 1)
    assert f"读取评分表 {len(made)} 份，没有评分 {missing} 项，不能用的得分 0 项。" in said
    for path in made[1:]:
        path.unlink()
    assert main(["review", "--read", str(sheets), "-o", str(results)]) == 0
    text = (tmp_path / "汇总(2)-偏差.csv").read_text(encoding="utf-8-sig")
    heads, row = csv.reader(io.StringIO(text))
    of = dict(zip(heads, row, strict=True))
    assert float(of["自评得分"]) - float(of["复核得分"]) == pytest.approx(float(of["偏差"]))


def test_the_list_shows_from_whom_and_by_which_seed(tmp_path: Path) -> None:
    chosen = tmp_path / "抽查名单.xlsx"
    command = ["sample", "报送", "-o", str(chosen), "--per-grade", "优=3", "--by", "department"]
    assert main([*command, "--kind", "项目"]) == 0
    snapshot, _ = read_names(chosen)
    assert list(snapshot.sheets) == ["抽查名单", "抽取说明", "抽取底册"]
    texts = [cell.value for cell in snapshot.sheets["抽取说明"].values()]
    (seed,) = (text for text in texts if str(text).startswith("种子："))
    assert re.fullmatch(r"种子：\d{8}", str(seed))
    assert "范围：类型为项目。" in texts
    cells = snapshot.sheets["抽取底册"]
    head = next(row for (row, col), cell in cells.items() if cell.value == "编号")
    rows = [
        [cells[row, col].value if (row, col) in cells else None for col in range(7)]
        for row in range(head + 1, max(row for row, _ in cells) + 1)
    ]
    assert {str(row[0]).split("|")[0] for row in rows} == {str(seed).removeprefix("种子：")}
    taken = [again for layer in {row[0] for row in rows} for again in _drawn_again(layer, rows)]
    assert [row for row in rows if row[6] == "抽中"] == sorted(taken, key=rows.index)
    whole = [cell.value for cell in snapshot.sheets["抽查名单"].values() if cell.value == "随机"]
    assert len(whole) == len(taken) > 3


def _drawn_again(layer: Value, rows: list[list[Value]]) -> list[list[Value]]:
    """Draw anew with what the list itself says: seed and department of a layer, and its order."""
    random = Random(str(layer))
    numbers = {int(str(row[1])): row for row in rows if row[0] == layer}
    drawn = sorted(
        (f"{int(random.random() * 10**15):015}", numbers[number])
        for number in range(1, len(numbers) + 1)
    )
    assert [row[4] for _, row in drawn] == [number for number, _ in drawn]
    return [row for _, row in drawn[:3]]


def test_sheets_go_into_one_zip(tmp_path: Path) -> None:
    target = tmp_path / "抽评.zip"
    assert main(["review", "报送", "-o", str(target), "--sheet", "platform"]) == 0
    with zipfile.ZipFile(target) as package:
        names = package.namelist()
    counting = rolled_up(tmp_path, 2024).collection.counting()
    assert len(set(names)) == len(counting)
    assert names == sorted(names)


def test_who_is_listed_and_has_not_handed_in_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名单.csv").write_text("单位编码,单位名称\n999,不存在的局\n", encoding="utf-8")
    command = ["review", "报送", "-o", str(tmp_path / "复核"), "--only", str(tmp_path / "名单.csv")]
    assert main(command) == 1
    assert "名单中的“不存在的局”没有报送，没有制作评分表。" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["sample", "报送", "-o", "名单.csv", "--all-departments"], "写成 .xlsx 结尾"),
        (["sample", "报送", "-o", "名单.xlsx"], "没有说抽哪些"),
        (["sample", "报送", "-o", "名单.xlsx", "--per-grade", "优"], "看不懂"),
        (["sample", "报送", "-o", "名单.xlsx", "--all-above", "二百"], "--all-above 应为"),
        (["sample", "报送", "-o", "名单.xlsx", "--all-above", "NaN"], "--all-above 应为"),
        (["review", "报送", "-o", "."], "里面有文件"),
        (["review", "报送", "-o", "没有/复核"], "不存在，请先建立"),
        (["review", "报送", "-o", "复核", "--sheet", "别的"], "没有“别的”这种评分表"),
        (["review", "--read", ".", "-o", "汇总.zip"], "写成 .xlsx 结尾"),
        (["review", "--read", "没有", "-o", "汇总.xlsx"], "找不到“没有”"),
    ],
)
def test_what_cannot_be_done(
    command: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "有.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["有.txt"]
