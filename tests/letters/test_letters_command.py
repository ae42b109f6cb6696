"""The command, from files that were handed in to letters, and from replies to their list."""

from pathlib import Path

import pytest

from tests.letters.read_letters import paragraphs
from tests.rollup.county import County
from xlevaluate.cli import main

COUNTY = County(departments=1, units=1, projects=2)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workbooks, the roster, and a file that is damaged."""
    folder = tmp_path_factory.mktemp("received")
    COUNTY.write(folder / "2023", 2023)
    (folder / "2023" / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def run(received: Path, *options: str | Path) -> int:
    roster, kept = received / "名单.csv", received / "kept"
    given = ["letters", received / "2023", "--roster", roster, "--kept", kept, "--jobs", "1"]
    return main(list(map(str, (*given, *options))))


def test_letters_go_out_and_replies_come_back(
    received: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = tmp_path / "2024.整改"
    head = ("--bureau", "青禾县财政局", "--date", "2024-04-01", "--due", "2024-04-30")
    assert run(received, "-o", sent, "--kind", "notice", *head) == 1  # a file was not read
    told = capsys.readouterr()
    assert told.out.strip() == str(sent)
    assert "未能读取 1 个文件" in told.err
    letters = sorted(sent.glob("*.docx"))
    assert letters
    assert len(list(sent.glob("*.html"))) == len(letters)
    for letter in letters:
        said = paragraphs(letter.read_bytes())
        assert {"青禾县财政局", "2024年4月1日"} <= set(said)
    assert run(received, "--read", sent, "-o", tmp_path / "整改情况.xlsx") == 1
    told = capsys.readouterr()
    assert (tmp_path / "整改情况.xlsx").is_file()
    assert f"读取 {len(letters)} 份反馈表，未能读取 0 个文件；未填写措施" in told.err


def test_one_document_is_written_of_all(received: Path, tmp_path: Path) -> None:
    target = tmp_path / "通报.docx"
    assert run(received, "-o", target, "--kind", "circular") == 1
    assert run(received, "-o", target, "--kind", "circular") == 1
    assert target.read_bytes() == (tmp_path / "通报(2).docx").read_bytes()


def test_an_outline_that_is_not_there_is_made_to_be_changed(
    received: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "提纲.toml"
    options = ("-o", tmp_path / "总结.docx", "--kind", "summary", "--outline", own)
    assert run(received, *options) == 2
    assert "已把程序自带的复制到那里" in capsys.readouterr().err
    own.write_text(
        own.read_text(encoding="utf-8").replace("主要问题", "突出问题"), encoding="utf-8"
    )
    assert run(received, *options) == 1
    assert "四、存在的突出问题" in paragraphs((tmp_path / "总结.docx").read_bytes())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "通报", "--kind", "circular"), "请把文件名写成 .docx 结尾"),
        (("-o", "反馈.docx"), "请给出放信的文件夹"),
        (("-o", "反馈", "--department", "某局"), "--department 只用于汇总分析报告"),
        (("-o", "通报.docx", "--kind", "circular", "--only", "x.csv"), "--only 只用于给单位的信"),
        (("-o", "整改情况", "--read", "x"), "请把文件名写成 .xlsx 结尾"),
        (("-o", "整改情况.xlsx", "--read", "没有这个文件夹"), "找不到“没有这个文件夹”"),
        (("-o", "反馈", "--letterhead", "没有.toml"), "找不到文件“没有.toml”"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["letters", "没有的文件夹", *options]) == 2
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
