"""What was read is read once: parts of records in a folder."""

from pathlib import Path

import pytest

from tests.rollup.small_county import records
from xlevaluate.errors import CannotDoError
from xlevaluate.rollup import kept_records
from xlevaluate.rollup.file_reading import ReadingOptions
from xlevaluate.rollup.form_record import FileRecord, encoded
from xlevaluate.rollup.kept_records import MARK, KeptRecords

OPTIONS = ReadingOptions()


@pytest.fixture(scope="module")
def some() -> list[FileRecord]:
    return list(records(2023).values())[:6]


@pytest.fixture
def kept(tmp_path: Path, some: list[FileRecord]) -> KeptRecords:
    found = KeptRecords(tmp_path / "已读", OPTIONS)
    found.add([encoded(record) for record in some[:4]])
    found.add([encoded(record) for record in some[4:]])
    return found


def test_records_come_back_as_they_were(kept: KeptRecords, some: list[FileRecord]) -> None:
    again = KeptRecords(kept.folder, OPTIONS)
    assert all(record.key in again for record in some)
    found = {record.key: record for record in again.records(record.key for record in some)}
    assert found == {record.key: record for record in some}
    wanted = [some[5].key, some[0].key, some[5].key]
    assert sorted(s.key for s in again.summaries(wanted)) == sorted({some[0].key, some[5].key})


def test_a_part_is_kept_again_under_the_same_name(
    kept: KeptRecords, some: list[FileRecord]
) -> None:
    before = sorted(path.name for path in kept.folder.iterdir())
    kept.add([encoded(record) for record in some[:4]])
    assert sorted(path.name for path in kept.folder.iterdir()) == before


@pytest.mark.parametrize("damage", [b"", b"PAR1", b"PAR1 and then something else PAR1"])
def test_a_damaged_part_is_as_if_it_were_not_there(
    damage: bytes, kept: KeptRecords, some: list[FileRecord]
) -> None:
    part = next(
        path
        for path in kept.folder.glob("*.parquet")
        if path.stat().st_size == max(p.stat().st_size for p in kept.folder.glob("*.parquet"))
    )
    part.write_bytes(damage)
    again = KeptRecords(kept.folder, OPTIONS)
    assert sum(record.key in again for record in some) == 2


def test_what_was_read_otherwise_is_read_again(
    kept: KeptRecords, some: list[FileRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert some[0].key not in KeptRecords(kept.folder, ReadingOptions(template="hunan_department"))
    monkeypatch.setattr(kept_records, "__version__", "9.9.9")
    assert some[0].key not in KeptRecords(kept.folder, OPTIONS)


def test_what_was_the_machine_s_fault_is_read_again(kept: KeptRecords) -> None:
    lost = FileRecord(key="k", problem="内存不够", is_final=False)
    kept.add([encoded(lost)])
    assert "k" in kept
    assert list(kept.records(["k"])) == [lost]
    assert "k" not in KeptRecords(kept.folder, OPTIONS)


def test_a_profile_that_was_changed_reads_all_again(tmp_path: Path, some: list[FileRecord]) -> None:
    profile = tmp_path / "办法.toml"
    profile.write_text("a = 1", encoding="utf-8")
    options = ReadingOptions(profile=str(profile))
    KeptRecords(tmp_path / "已读", options).add([encoded(some[0])])
    assert some[0].key in KeptRecords(tmp_path / "已读", options)
    profile.write_text("a = 2", encoding="utf-8")
    assert some[0].key not in KeptRecords(tmp_path / "已读", options)


def test_a_folder_of_the_user_s_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "我的.xlsx").write_bytes(b"mine")
    with pytest.raises(CannotDoError, match="--kept"):
        KeptRecords(tmp_path, OPTIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["我的.xlsx"]


def test_the_folder_says_what_it_is(kept: KeptRecords) -> None:
    text = (kept.folder / MARK).read_text(encoding="utf-8-sig")
    assert "可以整个删除" in text
