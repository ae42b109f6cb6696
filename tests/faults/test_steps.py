"""Whatever step fails at which a file is written: the old one is there or the new one, whole."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.steps import FAULTS, KILLED, Fault, run
from tests.files.test_new_files import SYSTEMS, as_here, without_links
from xlevaluate.commands.talk import CANNOT_DO, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import replace_file, write_new

OLD, NEW = b"old" * 30_000, b"new" * 50_000


def told(act: Callable[[], object]) -> Callable[[], int]:
    """Do something as the command line does it."""

    def do() -> int:
        try:
            act()
        except CannotDoError as error:
            say(str(error))
            return CANNOT_DO
        return 0

    return do


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.__name__)
def test_a_new_file_is_whole_or_not_there(
    tmp_path: Path, system: Callable[[pytest.MonkeyPatch], None], fault: Fault
) -> None:
    def act() -> None:
        system(pytest.MonkeyPatch())
        write_new(asked, NEW)

    folder = tmp_path / "0"
    folder.mkdir()
    asked = folder / "表.xlsx"
    steps = run(told(act)).steps
    assert steps >= 5
    for at in range(1, steps + 3):
        folder = tmp_path / str(at)
        folder.mkdir()
        asked = folder / "表.xlsx"
        asked.write_bytes(OLD)
        ended = run(told(act), at, fault)
        there = held(folder)
        parts = {name for name in there if name.endswith(".part")}
        assert there.pop("表.xlsx") == OLD
        if fault == "killed" and ended.code == KILLED:
            # A file that has a name before it is whole is cleared away by the next writing.
            assert not parts or system is not as_here
            made = {name: there[name] for name in set(there) - parts}
            assert made in ({}, {"表(2).xlsx": NEW}, {"表(2).xlsx": b""})
            assert made != {"表(2).xlsx": b""} or system is without_links
        elif ended.code == 0:
            assert there == {"表(2).xlsx": NEW}, (at, ended)
        else:
            assert (ended.code, there) == (CANNOT_DO, {}), (at, ended)
            assert "没有写成：" in ended.said


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_of_ours_is_the_old_or_the_new_one(tmp_path: Path, fault: Fault) -> None:
    path = tmp_path / "a.conf"
    act = told(lambda: replace_file(path, NEW))
    for at in range(1, run(act).steps + 2):
        path.write_bytes(OLD)
        ended = run(act, at, fault)
        there = held(tmp_path)
        parts = {name for name in there if name.startswith(".xlevaluate-")}
        assert there["a.conf"] == (NEW if ended.code == 0 else OLD) or ended.code == KILLED
        assert there["a.conf"] in {OLD, NEW}
        assert set(there) - parts == {"a.conf"}
        assert not parts or ended.code == KILLED
        assert ended.code in {0, CANNOT_DO, KILLED}, ended
        for part in parts:
            (tmp_path / part).unlink()


def test_two_programs_that_write_at_once_get_two_names(tmp_path: Path) -> None:
    contents = [bytes([number]) * 400_000 for number in range(12)]
    children = []
    for content in contents:
        child = os.fork()
        if child == 0:
            write_new(tmp_path / "a", content)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(contents)
    assert sorted(held(tmp_path).values()) == contents
