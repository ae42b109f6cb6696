"""Which files are found where: folders, zips, zips in zips, and what is passed over."""

import random
import tracemalloc
from pathlib import Path

import pytest
import xlsxwriter

from tests.fuzz.mutations import packed
from tests.rollup.county import zipped_as
from tests.rollup.many_files import broken_files, workbook
from xlevaluate.errors import CannotDoError
from xlevaluate.filing.manifest import MANIFEST
from xlevaluate.rollup.file_reading import Handed
from xlevaluate.rollup.found_files import Refused, files_in, handed_in
from xlevaluate.rollup.kept_records import MARK
from xlevaluate.sources import archives
from xlevaluate.workbook.properties import OUTPUT_PROPERTY


def found(*paths: Path) -> dict[str, Handed | Refused]:
    return {item.name: item for name, path in files_in(paths) for item in handed_in(name, path)}


def test_folders_and_zips_lie_within_one_another(tmp_path: Path) -> None:
    book, package = workbook(1), packed({MANIFEST: b"{}"})
    inner = packed({"乙/二.xlsx": book, "上报件.zip": package})
    (tmp_path / "甲" / "子").mkdir(parents=True)
    (tmp_path / "甲" / "子" / "一.xlsx").write_bytes(book)
    (tmp_path / "打包.zip").write_bytes(packed({"内.zip": inner, "三.xlsm": book}))
    assert {name: type(item).__name__ for name, item in found(tmp_path).items()} == dict.fromkeys(
        (
            "打包.zip/三.xlsm",
            "打包.zip/内.zip/上报件.zip",
            "打包.zip/内.zip/乙/二.xlsx",
            "甲/子/一.xlsx",
        ),
        "Handed",
    )
    of_package = found(tmp_path)["打包.zip/内.zip/上报件.zip"]
    assert isinstance(of_package, Handed)
    assert of_package.origin == "package"


def test_one_member_of_a_zip_at_a_time_is_in_memory(tmp_path: Path) -> None:
    size, count = 1 << 18, 24
    half = count // 2
    books = {
        f"{number}.xlsx": packed({"[Content_Types].xml": b"", "内容": random.randbytes(size)})
        for number in range(count)
    }
    first, second = dict(list(books.items())[:half]), dict(list(books.items())[half:])
    (tmp_path / "报送.zip").write_bytes(packed({"一.zip": packed(first), "二.zip": packed(second)}))
    del books, first, second
    path = tmp_path / "报送.zip"
    tracemalloc.start()
    try:
        sizes = [
            len(item.content) for item in handed_in("报送.zip", path) if isinstance(item, Handed)
        ]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(sizes) == count
    assert min(sizes) > size
    assert most < path.stat().st_size, "the inner zip of twelve, and a file or two"


def test_a_zip_that_lists_too_much_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_LARGEST_DIRECTORY", 100)
    (tmp_path / "多.zip").write_bytes(packed(dict.fromkeys("一二三", b"x")))
    (item,) = found(tmp_path).values()
    assert isinstance(item, Refused)
    assert "请只压缩要用的文件" in item.reason


def test_what_a_zip_on_the_disk_says_of_places_before_its_beginning(tmp_path: Path) -> None:
    """A real file answers with an error of the system where bytes in memory do not."""
    content = bytearray(packed({"一.xlsx": workbook(1), "二.xlsx": workbook(2)}))
    content[content.rfind(b"PK\x05\x06") + 16 + 3] = 0x7F  # where the list begins
    (tmp_path / "坏.zip").write_bytes(content)
    (item, *_) = found(tmp_path).values()
    assert isinstance(item, Refused)
    assert "损坏" in item.reason


@pytest.mark.parametrize("code", ["utf-8", "gbk", "gb18030"])
def test_names_in_zips_are_read_in_any_code(code: str, tmp_path: Path) -> None:
    (tmp_path / "报送.zip").write_bytes(zipped_as({"县教育局/自评㐂.xlsx": workbook(1)}, "gb18030"))
    if code != "gbk":
        assert list(found(tmp_path)) == ["报送.zip/县教育局/自评㐂.xlsx"]
    (tmp_path / "报送.zip").write_bytes(zipped_as({"县教育局/自评.xlsx": workbook(1)}, code))
    assert list(found(tmp_path)) == ["报送.zip/县教育局/自评.xlsx"]


def test_what_systems_leave_lying_is_passed_over(tmp_path: Path) -> None:
    own = tmp_path / "汇总-已读记录"
    own.mkdir()
    for path in (
        own / MARK,
        own / "a.parquet",
        tmp_path / "~$一.xlsx",
        tmp_path / ".~lock.一.xlsx#",
    ):
        path.write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "一.xlsx").write_bytes(workbook(1))
    assert list(found(tmp_path)) == ["一.xlsx"]


def test_a_file_that_is_reached_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "一.xlsx").write_bytes(workbook(1))
    assert len(files_in([tmp_path, tmp_path / "一.xlsx"])) == 1


def test_a_path_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match=r"找不到.*没有这个"):
        files_in([tmp_path / "没有这个"])


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match="没有文件"):
        files_in([tmp_path])
    roster = tmp_path / "名单.xlsx"
    roster.write_bytes(b"x")
    with pytest.raises(CannotDoError, match="没有文件"):
        files_in([tmp_path], [roster])


@pytest.mark.parametrize("mark", [b"Rar!\x1a\x07", b"7z\xbc\xaf'\x1c"])
def test_archives_that_are_not_opened_say_what_to_do(mark: bytes, tmp_path: Path) -> None:
    (tmp_path / "报送.rar").write_bytes(mark + bytes(50))
    (item,) = found(tmp_path).values()
    assert isinstance(item, Refused)
    assert "请解压" in item.reason


def test_zips_within_zips_have_an_end(tmp_path: Path) -> None:
    content = workbook(1)
    for _ in range(6):
        content = packed({"再.zip": content})
    (tmp_path / "套.zip").write_bytes(content)
    (item,) = found(tmp_path).values()
    assert isinstance(item, Refused)
    assert "超过 4 层" in item.reason


def test_every_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    for name, content in broken_files().items():
        (tmp_path / name).write_bytes(content)
    items = found(tmp_path)
    assert set(items) == set(broken_files())
    assert all(item.reason for item in items.values() if isinstance(item, Refused))


def test_what_a_bureau_made_itself_is_passed_over(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "汇总.xlsx")
    book.add_worksheet()
    book.set_custom_property(OUTPUT_PROPERTY, "rollup")
    book.close()
    (tmp_path / "一.xlsx").write_bytes(workbook(1))
    assert list(found(tmp_path)) == ["一.xlsx"]
