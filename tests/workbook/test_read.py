"""Files that are not what they should be, each told in Chinese."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.workbook.large_sheet import with_a_million_rows
from tests.workbook.parts import parts_of, write_parts
from xlevaluate.commands.opening import open_workbook
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.submission import Submission
from xlevaluate.workbook.read import read_names, read_workbook
from xlevaluate.xlsx.zip_parts import Package

Workbook = Callable[[Submission], Path]
Check = Callable[[Path], Evaluation]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "“坏.xlsx”不是 Excel 工作簿"),
        ("单位,金额".encode(), "“坏.xlsx”不是 Excel 工作簿"),
        (OLE, "“坏.xlsx”是旧版 .xls 格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "“坏.xlsx”设了打开密码"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(CannotDoError, match=said):
        read_workbook(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match="找不到文件"):
        read_workbook(tmp_path / "无.xlsx")
    with pytest.raises(CannotDoError, match="是文件夹"):
        read_workbook(tmp_path)


def test_a_file_that_another_program_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotDoError, match="正被其他程序占用"):
        read_workbook(tmp_path / "开着.xlsx")


@pytest.mark.parametrize("lock", ["~${name}", "~${short}", ".~lock.{name}#"])
def test_a_file_open_elsewhere_is_read_as_last_saved(
    workbook: Workbook,
    check_file: Check,
    sample: Callable[[str], Submission],
    tmp_path: Path,
    lock: str,
) -> None:
    path = workbook(sample("corrected")).rename(tmp_path / "自评2023.xlsx")
    (tmp_path / lock.format(name=path.name, short=path.name[2:])).touch()
    (told,) = [t for t in check_file(path).findings if t.finding.rule == "R14"]
    assert "正在其他程序中打开" in told.message


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "包.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "x")
    with pytest.raises(CannotDoError, match=r"不是 Excel 工作簿.*另存为"):
        read_workbook(path)


def test_a_damaged_sheet(
    workbook: Workbook, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    path = workbook(sample("seed"))

    def damage(name: str, part: bytes) -> bytes:
        return part[: len(part) // 2] if name == "xl/worksheets/sheet3.xml" else part

    path.write_bytes(rewritten(path.read_bytes(), damage))
    with pytest.raises(CannotDoError, match="文件可能已损坏"):
        read_workbook(path)


def test_a_workbook_of_somebody_else(tmp_path: Path, check_file: Check) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CannotDoError, match="这不是 xlevaluate 的工作簿"):
        check_file(path)


def test_a_workbook_of_a_template_that_is_not_here(
    workbook: Workbook, sample: Callable[[str], Submission]
) -> None:
    path = workbook(sample("seed"))

    def rename(name: str, part: bytes) -> bytes:
        return part.replace(b"hunan_department", b"mars_department")

    path.write_bytes(rewritten(path.read_bytes(), rename))
    assert read_workbook(path)[1].family == "mars_department"
    with pytest.raises(CannotDoError, match="没有这个模板"):
        open_workbook(path)


@pytest.mark.parametrize("part", ["workbook.xml", "sharedStrings.xml", "worksheets/sheet3.xml"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_xml_entities_are_not_expanded(
    workbook: Workbook, sample: Callable[[str], Submission], part: str, code: str
) -> None:
    path = workbook(sample("seed"))

    def bomb(name: str, content: bytes) -> bytes:
        if name != f"xl/{part}":
            return content
        _, rest = content.decode().split("?>", 1)
        declared = f'<?xml version="1.0" encoding="{code}"?><!DOCTYPE x [<!ENTITY a "a">]>'
        return (declared + rest).encode(code)

    path.write_bytes(rewritten(path.read_bytes(), bomb))
    with pytest.raises(CannotDoError, match="不应有的 XML 声明"):
        read_workbook(path)


def test_the_names_of_somebody_elses_workbook_are_looked_at_before_its_cells(
    tmp_path: Path,
) -> None:
    path = write_parts(
        tmp_path / "别的.xlsx",
        parts_of("<row>", names='<definedName name="别人的">表!$A$1</definedName>'),
    )
    with pytest.raises(CannotDoError, match="这不是 xlevaluate 的工作簿"):
        open_workbook(path)


def test_a_sheet_to_which_no_name_points_is_not_read(
    workbook: Workbook, check_file: Check, sample: Callable[[str], Submission]
) -> None:
    path = workbook(sample("corrected"))
    other = "xl/worksheets/sheet2.xml"
    read: list[str] = []
    pieces = Package.pieces

    def noted(package: Package, part: str) -> Iterator[bytes]:
        read.append(part)
        return pieces(package, part)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Package, "pieces", noted)
        evaluation = check_file(path)
    assert not evaluation.count("error")
    assert other in zipfile.ZipFile(path).namelist()
    assert other not in read
    assert len(set(read)) == len(read)  # each part once


def test_a_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlevaluate.workbook.read.LARGEST", 1000)
    path = tmp_path / "大.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "0" * 2000)
    with pytest.raises(CannotDoError, match="解开后过大"):
        read_workbook(path)


def test_formulas_without_results_are_told_once_a_sheet(
    workbook: Workbook, check_file: Check, sample: Callable[[str], Submission]
) -> None:
    """As when a library has loaded the workbook and saved it again."""
    path = workbook(sample("seed"))
    openpyxl.load_workbook(path).save(path)
    told = [t for t in check_file(path).findings if t.finding.rule == "R03"]
    assert [t.place.sheet for t in told] == [
        *("基础数据表", "收支情况", "自评表", "文字材料", "指标计算", "指标评分", "得分与参数"),
    ]
    assert "的公式没有保存计算结果，读不出数字" in told[0].message
    assert "C6、D6、C7、D7、B12、C12、D12 的公式" in told[0].message
    assert re.search(r"等\d\d处 的公式", told[4].message)


def test_a_file_is_closed_again_before_it_is_read(
    workbook: Workbook, sample: Callable[[str], Submission]
) -> None:
    """On Windows an open file can be neither moved nor deleted; and what is read is of a piece."""
    path = workbook(sample("seed"))
    snapshot, _ = read_names(path)
    path.unlink()
    assert snapshot.sheets["基础数据表"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "管.xlsx"
    os.mkfifo(path)
    with pytest.raises(CannotDoError, match="不是普通文件"):
        read_workbook(path)


def test_a_huge_file_is_not_read_at_all(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(5 << 30)
    with pytest.raises(CannotDoError, match=r"“大\.xlsx”超过 50 MB，过大"):
        read_workbook(path)


def test_a_million_formatted_rows_cost_little(
    workbook: Workbook, sample: Callable[[str], Submission]
) -> None:
    """Less than 200 MB in all; how long they take is in the benchmarks."""
    path = workbook(sample("corrected"))
    path.write_bytes(rewritten(path.read_bytes(), with_a_million_rows))
    code = (
        "import re, sys\nfrom pathlib import Path\n"
        "from xlevaluate.workbook.read import read_workbook\n"
        "print(len(read_workbook(Path(sys.argv[1]))[0].sheets['基础数据表']))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    cells, megabytes = map(int, run.stdout.split())
    assert 0 < cells < 1000
    assert megabytes < 200


def test_our_own_reading_writes_nothing(
    workbook: Workbook, check_file: Check, sample: Callable[[str], Submission]
) -> None:
    path = workbook(sample("seed"))
    path.chmod(0o400)
    before = path.read_bytes()
    check_file(path)
    assert path.read_bytes() == before
