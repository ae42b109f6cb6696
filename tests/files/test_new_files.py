"""A file is there whole or not at all, and none that is there is written over."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import wait_for
from xlevaluate.errors import CannotDoError, in_words
from xlevaluate.files import new_files
from xlevaluate.files.new_files import replace_file, write_new

CONTENT = bytes(range(256)) * 4096
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, links, rights of POSIX")


def failing(code: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise OSError(code, os.strerror(code))

    return fail


def without_unnamed_files(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(new_files, "_unnamed", failing(errno.EOPNOTSUPP))


def without_links(patch: pytest.MonkeyPatch) -> None:
    """As on a memory stick: FAT has no hard links."""
    without_unnamed_files(patch)
    patch.setattr(os, "link", failing(errno.EPERM))


def as_windows(patch: pytest.MonkeyPatch) -> None:
    """There a rename to a name that is taken fails."""

    def rename(part: Path, path: Path) -> None:
        path.hardlink_to(part)
        part.unlink()

    without_unnamed_files(patch)
    patch.setattr(new_files, "_RENAMES_ONLY_TO_NEW", True)
    patch.setattr(Path, "rename", rename)


def as_here(_: pytest.MonkeyPatch) -> None:
    pass


SYSTEMS = (as_here, without_unnamed_files, without_links, as_windows)
"""Each way in which a file gets its name."""


@pytest.fixture(params=SYSTEMS, ids=lambda system: system.__name__)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    request.param(monkeypatch)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _holds_more_than(number: int, folder: Path) -> bool:
    return len(list(folder.iterdir())) > number


@pytest.mark.usefixtures("system")
class TestNewFiles:
    def test_nothing_is_written_over(self, tmp_path: Path) -> None:
        (tmp_path / "表.xlsx").write_bytes(b"mine")
        assert write_new(tmp_path / "表.xlsx", CONTENT) == tmp_path / "表(2).xlsx"
        assert write_new(tmp_path / "表.xlsx", b"3") == tmp_path / "表(3).xlsx"
        assert held(tmp_path) == {"表.xlsx": b"mine", "表(2).xlsx": CONTENT, "表(3).xlsx": b"3"}

    @needs_posix
    def test_a_link_that_leads_nowhere_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a").symlink_to(tmp_path / "gone")
        assert write_new(tmp_path / "a", b"1") == tmp_path / "a(2)"
        assert not (tmp_path / "gone").exists()

    def test_two_at_once_never_mix(self, tmp_path: Path) -> None:
        contents = [bytes([number]) * 300_000 for number in range(24)]
        with ThreadPoolExecutor(8) as pool:
            paths = list(pool.map(lambda content: write_new(tmp_path / "a.zip", content), contents))
        assert held(tmp_path) == {
            path.name: content for path, content in zip(paths, contents, strict=True)
        }
        assert len(set(paths)) == len(contents)

    @needs_posix
    def test_rights_are_those_of_any_new_file(self, tmp_path: Path) -> None:
        (tmp_path / "as any").write_bytes(b"")
        path = write_new(tmp_path / "a", b"1")
        assert path.stat().st_mode == (tmp_path / "as any").stat().st_mode

    @pytest.mark.parametrize(
        ("code", "said"), [(errno.ENOSPC, "磁盘已满"), (errno.EIO, "磁盘或网络读写出错")]
    )
    def test_a_full_disk_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
    ) -> None:
        monkeypatch.setattr(os, "fsync", failing(code))
        with pytest.raises(CannotDoError, match=f"a.docx”没有写成：{said}。"):
            write_new(tmp_path / "a.docx", CONTENT)
        assert held(tmp_path) == {}

    def test_an_interrupt_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_new(tmp_path / "a", CONTENT)
        assert held(tmp_path) == {}

    def test_a_file_system_that_cannot_sync_is_written_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
        assert write_new(tmp_path / "a", CONTENT).read_bytes() == CONTENT

    def test_a_name_that_is_too_long_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(CannotDoError, match="没有写成：文件名太长"):
            write_new(tmp_path / ("长" * 300), b"1")
        assert held(tmp_path) == {}


class TestEachStep:
    """What fails, in which system, and that nothing is left."""

    def test_a_folder_that_takes_no_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "open", failing(errno.EROFS))
        monkeypatch.setattr(Path, "open", failing(errno.EROFS))
        with pytest.raises(CannotDoError, match="没有写成：所在的文件夹是只读的，请换一个文件夹"):
            write_new(tmp_path / "a", CONTENT)
        assert list(tmp_path.iterdir()) == []

    def test_where_links_are_refused_the_name_is_claimed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
        assert write_new(tmp_path / "a", CONTENT).read_bytes() == CONTENT
        assert held(tmp_path).keys() == {"a"}

    def test_a_name_that_does_not_go_leaves_the_whole_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The file has its name already when the other one is taken from it."""
        without_unnamed_files(monkeypatch)
        monkeypatch.setattr(Path, "unlink", failing(errno.EBUSY))
        assert write_new(tmp_path / "a", CONTENT).read_bytes() == CONTENT

    def test_a_claim_is_given_up(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        without_links(monkeypatch)
        monkeypatch.setattr(Path, "replace", failing(errno.EACCES))
        with pytest.raises(CannotDoError, match="没有权限，或正被其他程序占用"):
            write_new(tmp_path / "a", CONTENT)
        assert held(tmp_path) == {}

    def test_a_rename_that_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        as_windows(monkeypatch)
        monkeypatch.setattr(Path, "rename", failing(errno.EACCES))
        with pytest.raises(CannotDoError, match="没有权限，或正被其他程序占用"):
            write_new(tmp_path / "a", CONTENT)
        assert held(tmp_path) == {}

    @needs_posix
    @pytest.mark.parametrize("way", ["as_here", "without_unnamed_files", "without_links"])
    def test_half_a_file_is_none(self, tmp_path: Path, way: str) -> None:
        """The system itself stops the writing, in the middle of a file."""
        code = (
            "import pytest, resource, sys\n"
            "from pathlib import Path\n"
            "from tests.files import test_new_files as here\n"
            "getattr(here, sys.argv[2])(pytest.MonkeyPatch())\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
            "here.write_new(Path(sys.argv[1]) / 'a', here.CONTENT)\n"
        )
        ended = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), way],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
            check=False,
        )
        assert "a”没有写成：超过了文件大小的限制。" in ended.stderr
        assert list(tmp_path.iterdir()) == []

    @needs_posix
    def test_a_program_that_is_killed_leaves_whole_files(self, tmp_path: Path) -> None:
        code = (
            "import sys\n"
            "from pathlib import Path\n"
            "from xlevaluate.files.new_files import write_new\n"
            "while True: write_new(Path(sys.argv[1]) / 'a', bytes(5_000_000))\n"
        )
        for number in range(5):
            folder = tmp_path / str(number)
            folder.mkdir()
            with subprocess.Popen(
                [sys.executable, "-c", code, str(folder)],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            ) as writer:
                # Somewhere in the file after as many as there were rounds.
                wait_for(partial(_holds_more_than, number, folder), "files are written")
                writer.send_signal(signal.SIGKILL)
            left = {name: len(held(folder)[name]) for name in held(folder)}
            if sys.platform == "linux":
                assert set(left.values()) == {5_000_000}
            assert {size for name, size in left.items() if name[0] == "a"} == {5_000_000}

    def test_what_a_killed_program_left_is_cleared_away_later(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_unnamed_files(monkeypatch)
        old, young, other = (
            tmp_path / name
            for name in (".xlevaluate-1.part", ".xlevaluate-2.part", "xlevaluate.part")
        )
        for path in (old, young, other):
            path.write_bytes(b"half")
        two_days_ago = time.time() - 2 * 24 * 60 * 60
        os.utime(old, (two_days_ago, two_days_ago))
        os.utime(other, (two_days_ago, two_days_ago))
        write_new(tmp_path / "a", b"1")
        assert held(tmp_path).keys() == {young.name, other.name, "a"}


class TestReplacing:
    @needs_posix
    def test_rights_and_links_stay(self, tmp_path: Path) -> None:
        real = tmp_path / "real.conf"
        real.write_bytes(b"old")
        real.chmod(0o640)
        path = tmp_path / "link.conf"
        path.symlink_to(real)
        replace_file(path, b"new")
        assert path.is_symlink()
        assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"new", 0o640)
        assert held(tmp_path).keys() == {"real.conf", "link.conf"}

    def test_a_first_one_is_written(self, tmp_path: Path) -> None:
        replace_file(tmp_path / "a.conf", b"new")
        assert held(tmp_path) == {"a.conf": b"new"}

    @pytest.mark.parametrize("step", ["fsync", "open", "replace"])
    def test_a_failure_leaves_the_old_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        (tmp_path / "a.conf").write_bytes(b"old")
        with monkeypatch.context() as patch:
            patch.setattr(os if step == "fsync" else Path, step, failing(errno.ENOSPC))
            with pytest.raises(CannotDoError, match="没有写成：磁盘已满"):
                replace_file(tmp_path / "a.conf", b"new")
        assert held(tmp_path) == {"a.conf": b"old"}

    def test_a_reader_finds_one_or_the_other(self, tmp_path: Path) -> None:
        path = tmp_path / "a.conf"
        contents = [bytes([number]) * 200_000 for number in range(8)]
        replace_file(path, contents[0])
        with ThreadPoolExecutor(4) as pool:
            writing = [pool.submit(replace_file, path, content) for content in contents * 4]
            while not all(item.done() for item in writing):
                assert path.read_bytes() in contents
            for item in writing:
                item.result()
        assert held(tmp_path).keys() == {"a.conf"}


def test_a_reason_that_is_not_known_is_told_by_its_code() -> None:
    assert in_words(OSError(errno.EPROTO, "Protocol error", "a")) == (
        "文件操作失败：“a”系统报告错误 EPROTO。"
    )
