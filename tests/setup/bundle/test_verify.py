"""The check on the user's machine: run as it is there, alone and with nothing installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xlevaluate.setup.bundle import closure
from xlevaluate.setup.bundle.folder import LIST, VERIFY, write_sums


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "安装包 (1)"
    (folder / "wheels").mkdir(parents=True)
    for name in ("a-1-py3-none-any.whl", "b-2-py3-none-any.whl"):
        (folder / "wheels" / name).write_bytes(name.encode() * 100)
    (folder / LIST).write_text("a==1\nb==2\n", encoding="utf-8")
    shutil.copy(closure.__file__, folder / VERIFY)
    write_sums(folder)
    return folder


def verified(bundle: Path) -> tuple[int, list[str]]:
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(bundle / VERIFY)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=bundle.parent,
    )
    assert run.stderr == ""
    return run.returncode, run.stdout.splitlines()


def test_what_was_not_touched_is_right(bundle: Path) -> None:
    assert verified(bundle) == (0, ["文件齐全，没有改动。"])


def test_a_changed_wheel_is_noticed(bundle: Path) -> None:
    path = bundle / "wheels" / "b-2-py3-none-any.whl"
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(content)
    assert verified(bundle) == (1, ["内容变了：wheels/b-2-py3-none-any.whl"])


def test_a_lost_and_a_strange_wheel_are_noticed(bundle: Path) -> None:
    wheels = bundle / "wheels"
    (wheels / "a-1-py3-none-any.whl").rename(wheels / "a-9-py3-none-any.whl")
    assert verified(bundle) == (
        1,
        ["缺少 wheels/a-1-py3-none-any.whl", "多出 wheels/a-9-py3-none-any.whl"],
    )


def test_a_changed_check_is_noticed(bundle: Path) -> None:
    with (bundle / VERIFY).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert verified(bundle) == (1, [f"内容变了：{VERIFY}"])


@pytest.mark.parametrize("content", [None, b"abc", b"\xff\xfe\xff"])
def test_without_a_list_nothing_is_right(content: bytes | None, bundle: Path) -> None:
    path = bundle / closure.SUMS
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    code, lines = verified(bundle)
    assert code == 1
    assert lines[0].startswith("SHA256SUMS.txt 读不出")


def test_the_list_is_sorted_and_is_what_sha256sum_reads(bundle: Path) -> None:
    lines = (bundle / closure.SUMS).read_text(encoding="utf-8").splitlines()
    names = [line.split("  ")[1] for line in lines]
    assert names == sorted(names)
    if checker := shutil.which("sha256sum"):
        run = subprocess.run([checker, "-c", closure.SUMS], cwd=bundle, check=False)
        assert run.returncode == 0
