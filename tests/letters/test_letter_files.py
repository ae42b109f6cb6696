"""A run of letters is a folder of its own, in which every letter has a name of its own."""

from pathlib import Path

from tests.letters.made import a_file, a_finding, correspondence, rolled
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
    of = correspondence("notice", number="文〔{序号}〕")
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
    ]


def test_only_the_units_of_a_list_are_written_to(tmp_path: Path) -> None:
    files = {f"{code}.xlsx": a_file(f"{code}局", code) for code in ("101", "102", "103")}
    result = rolled(tmp_path, files)
    chosen = tmp_path / "抽查名单.csv"
    chosen.write_text("单位编码,单位名称\n00102,另写的名称\n,103局\n", encoding="utf-8-sig")
    sent = write_letters(result, correspondence("feedback"), tmp_path / "反馈", chosen)
    assert sorted(path.name[:3] for path in sent.folder.glob("*.docx")) == ["102", "103"]
