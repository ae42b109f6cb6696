"""Files that a user names: read whole, or told why not; and what their names look like."""

import os
from pathlib import Path

import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(b"12345")
    assert read_whole(file, "工作簿文件", 5) == b"12345"


def test_what_is_no_plain_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    (tmp_path / "长.xlsx").write_bytes(b"123456")
    told = {
        "管道.xlsx": "“管道.xlsx”不是普通文件，请指定工作簿文件。",
        "长.xlsx": "“长.xlsx”超过 5 字节，过大，不像是工作簿文件，没有读取。",
        "": f"“{tmp_path.name}”是文件夹，请指定其中的工作簿文件。",
        "无.xlsx": f"找不到文件“{tmp_path / '无.xlsx'}”。请核对文件名和所在的文件夹。",
        "长.xlsx/内": "“内”读不出：路径中有一段不是文件夹。",
    }
    for name, words in told.items():
        with pytest.raises(CannotDoError) as error:
            read_whole(tmp_path / name, "工作簿文件", 5)
        assert str(error.value) == words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("单位.xlsx", "单位.xlsx"),
        (os.fsdecode("单位自评.xlsx".encode("gbk")), "单位自评.xlsx"),
        (os.fsdecode(b"\xff\xff.xlsx"), "\ufffd\ufffd.xlsx"),
    ],
)
def test_a_name_in_gbk_is_shown_as_it_is_meant(name: str, shown: str) -> None:
    assert shown_name(name) == shown
