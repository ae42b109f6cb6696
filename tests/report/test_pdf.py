"""The report as PDF: by LibreOffice here, by a stand-in for Word, and where there is neither."""

import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.waiting import wait_for
from xlevaluate.errors import CannotDoError
from xlevaluate.report import pdf
from xlevaluate.report.pdf import as_pdf


@pytest.fixture
def no_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with an empty folder on it; its path."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("xlevaluate.files.soffice_program.ELSEWHERE", ())
    return programs


def program(folder: Path, text: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.libreoffice
def test_libreoffice_prints_it(seed_report: bytes) -> None:
    printed = as_pdf(seed_report)
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 10_000


def test_without_a_program_it_is_told_what_to_install(no_programs: Path) -> None:
    with pytest.raises(CannotDoError, match=r"没有找到能转换 PDF 的程序.*请安装后再试"):
        as_pdf(b"")


def test_libreoffice_is_found_where_it_is_installed(
    no_programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, 'while [ "$1" != "--outdir" ]; do shift; done; echo done > "$2/report.pdf"')
    monkeypatch.setattr(
        "xlevaluate.files.soffice_program.ELSEWHERE",
        (tmp_path / "nowhere", tmp_path / "soffice"),
    )
    assert as_pdf(b"") == b"done\n"


def test_a_program_that_makes_nothing_is_told(no_programs: Path) -> None:
    program(no_programs, "exit 0")
    with pytest.raises(CannotDoError, match="没有生成文件"):
        as_pdf(b"")


def test_a_program_that_does_not_end_is_ended_with_all_it_started(
    no_programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    program(no_programs, f"/bin/sleep 60 & echo $! > {started}\n/bin/sleep 60")
    monkeypatch.setattr(pdf, "TIMEOUT", 0.5)
    with pytest.raises(CannotDoError, match="秒内没有转换完，已停止"):
        as_pdf(b"")
    process = Path("/proc", started.read_text().strip(), "stat")
    wait_for(lambda: not _is_alive(process), "what it started ends, too")


def _is_alive(process: Path) -> bool:
    try:
        return process.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class _Word:
    """Word, as far as it is called."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.calls: list[tuple[object, ...]] = []
        self.Quit: Callable[[int], None] = self._quit
        self.Documents = SimpleNamespace(Open=self._open)

    def _open(self, path: str, confirm: bool, read_only: bool) -> SimpleNamespace:
        assert Path(path).read_bytes() == b"a document"
        self.calls.append(("open", confirm, read_only))
        return SimpleNamespace(ExportAsFixedFormat=self._export, Close=self._close)

    def _export(self, path: str, kind: int) -> None:
        if self.fails:
            raise OSError("打印机没有安装")
        assert kind == 17
        Path(path).write_bytes(b"%PDF-word")

    def _quit(self, how: int) -> None:
        self.calls.append(("quit", how))

    def _close(self, how: int) -> None:
        self.calls.append(("close", how))


def on_windows(monkeypatch: pytest.MonkeyPatch, word: _Word | None) -> None:
    def dispatch(name: str) -> _Word:
        assert name == "Word.Application"
        if word is None:
            raise OSError("没有注册类")
        return word

    client = SimpleNamespace(DispatchEx=dispatch)
    monkeypatch.setitem(sys.modules, "win32com", ModuleType("win32com"))
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setattr(sys, "platform", "win32")


def test_on_windows_a_word_of_its_own_prints_it(monkeypatch: pytest.MonkeyPatch) -> None:
    word = _Word()
    on_windows(monkeypatch, word)
    assert as_pdf(b"a document") == b"%PDF-word"
    assert word.calls == [("open", False, True), ("close", 0), ("quit", 0)]


def test_a_word_that_fails_is_told_and_does_not_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    word = _Word(fails=True)
    on_windows(monkeypatch, word)
    with pytest.raises(CannotDoError, match="Word 没能转换 PDF（打印机没有安装）"):
        as_pdf(b"a document")
    assert word.calls[-1] == ("quit", 0)


def test_a_word_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: int) -> None:
        raise OSError("RPC 服务器不可用")

    word = _Word(fails=True)
    word.Quit = gone
    on_windows(monkeypatch, word)
    with pytest.raises(CannotDoError, match="Word 没能转换 PDF（打印机没有安装）"):
        as_pdf(b"a document")


def test_windows_without_word_is_told(no_programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_windows(monkeypatch, None)
    with pytest.raises(CannotDoError, match="没有找到能转换 PDF 的程序"):
        as_pdf(b"")
