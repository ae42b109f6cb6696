"""A run of letters is a folder of its own, in which every letter has a name of its own."""

import datetime
from pathlib import Path

from tests.letters.made import a_file, a_finding, correspondence, rolled
from tests.letters.read_letters import cells, paragraphs
from xlevaluate.letters.letter_files import free_names, new_folder
from xlevaluate.letters.mailing import write_letters


def test_names_are_fit_for_every_system_and_no_two_are_the_same() -> None:
    names = free_names(
        ["甲/乙:局", "甲乙局", '甲"乙|局?', "a局", "A局", "长" * 300, "长" * 301, "..", ""]
    )
    assert names[:5] == ["甲乙局", "甲乙局(2)", "甲乙局(3)", "a局", "A局(2)"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode()) < 200 for name in names)
    assert not any(set('\\/:*?"<>|') & set(name) for name in names)


def test_a_second_run_has_a_second_folder(tmp_path: Path) -> None:
    asked = tmp_path / "反馈"
    asked.mkdir()
    assert new_folder(asked) == asked  # an empty one is used
    (asked / "a").touch()
    assert new_folder(asked).name == "反馈(2)"


def test_letters_are_numbered_in_the_order_of_the_list_and_notices_skip_units_without_problems(
    tmp_path: Path,
) -> None:
    files = {
        f"{code}.xlsx": a_file(f"{code}局", code, *([a_finding(1)] if code != "102" else []))
        for code in ("103", "101", "102")
    }
    result = rolled(tmp_path, files)
    of = correspondence("notice", number="文〔{序号}〕", first=7)
    sent = write_letters(result, of, tmp_path / "整改")
    assert (sent.letters, sent.without) == (2, 1)
    again = write_letters(result, of, tmp_path / "整改")
    assert again.folder != sent.folder
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (sent.folder, again.folder)
    )
    assert first == second
    assert sorted(first) == [
        *("101101局绩效自评整改通知.docx", "101101局绩效自评整改通知.html"),
        *("103103局绩效自评整改通知.docx", "103103局绩效自评整改通知.html"),
        "发文清单.xlsx",
    ]
    rows = cells(first["发文清单.xlsx"])
    for place, code in enumerate(("103", "101")):
        file = f"{code}{code}局绩效自评整改通知.docx"
        listed = [place + 1, code, f"{code}局", "整改通知", f"文〔{place + 7}〕", file, 1, 0]
        assert listed in rows
        assert f"文〔{place + 7}〕" in paragraphs((sent.folder / file).read_bytes())


def test_reminders_go_to_units_that_lack_something(tmp_path: Path) -> None:
    roster = """单位编码,单位名称,类型,项目名称
101,甲局,部门,
101,甲局,项目,修路
102,乙局,部门,
103,丙局,部门,
104,丁局,部门,
"""
    files = {
        "a.xlsx": a_file("甲局", "101", a_finding(1)),
        "b.xlsx": a_file("乙局", "102", year=2022),
        "c.xlsx": a_file("丙局", "103"),
        "z.xlsx": a_file("外局", "109", year=2022),
    }
    due = datetime.date(2024, 5, 6)
    result = rolled(tmp_path, files, roster)
    sent = write_letters(result, correspondence("reminder", due=due), tmp_path / "催报")
    letters = sorted(sent.folder.glob("*.docx"))
    assert [path.name[:5] for path in letters] == ["101甲局", "102乙局", "104丁局"]
    first, second, third = ("\n".join(paragraphs(path.read_bytes())) for path in letters)
    assert "1.项目“修路”支出绩效自评表：未报。" in first
    assert "1.单位整体支出绩效自评表：年度不符，收到的是2022年度的。" in second
    assert "1.单位整体支出绩效自评表：未报。" in third
    assert all(
        "你单位2023年度" in said and "请于2024年5月6日前补报" in said for said in (first, third)
    )
    assert not list(sent.folder.glob("*.html"))


def test_only_the_units_of_a_list_are_written_to(tmp_path: Path) -> None:
    files = {f"{code}.xlsx": a_file(f"{code}局", code) for code in ("101", "102", "103")}
    result = rolled(tmp_path, files)
    chosen = tmp_path / "抽查名单.csv"
    chosen.write_text("单位编码,单位名称\n00102,另写的名称\n,103局\n", encoding="utf-8-sig")
    sent = write_letters(result, correspondence("feedback"), tmp_path / "反馈", chosen)
    assert sorted(path.name[:3] for path in sent.folder.glob("*.docx")) == ["102", "103"]
