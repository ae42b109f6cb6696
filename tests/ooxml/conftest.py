"""Every kind of file that we write, by a name, with its parts."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyopenvba import ExcelFile

from tests.conftest import workbook_of
from tests.ooxml.package import Package
from xlevaluate.cells.calls import Host
from xlevaluate.cli import main
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

ACCOUNTS = """2023年度支出决算表
金额单位：万元
功能分类科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
|合计|600.00|400.00|200.00|||
"""

Written = dict[str, Package]


@pytest.fixture(scope="session")
def written(
    template: Template,
    sample: Callable[[str], Submission],
    tmp_path_factory: pytest.TempPathFactory,
) -> Written:
    folder = tmp_path_factory.mktemp("written")
    seed = sample("seed")
    hosts: dict[str, Host | None] = {
        "plain.xlsx": None,
        "excel.xlsm": "excel",
        "office.xlsm": "libreoffice",
    }
    for name, host in hosts.items():
        (folder / name).write_bytes(workbook_of(template, seed, host))
    plain, excel = str(folder / "plain.xlsx"), str(folder / "excel.xlsm")
    (folder / "fixed.xlsx").write_bytes(workbook_of(template, sample("corrected")))
    for family in families():
        assert main(["new", str(folder / f"new {family}.xlsx"), "--template", family]) == 0
    own = tmp_path_factory.mktemp("own") / "own.xlsm"
    own.write_bytes((folder / "excel.xlsm").read_bytes())
    with ExcelFile(own) as book:
        book.set_module("Sheet2", "Sub Mine()\r\nEnd Sub\r\n")
        book.save()
    package = folder / "package.zip"
    accounts = folder / "accounts.txt"
    accounts.write_text(ACCOUNTS, encoding="utf-8")
    for name in ("empty.xlsm", "empty office.xlsm"):
        host = "libreoffice" if "office" in name else "excel"
        path = str(folder / name)
        assert main(["new", path, "--year", "2023", "--host", host]) == 0
    for arguments in (
        ["new", str(folder / "empty.xlsx"), "--profile", "hubei"],
        ["check", plain, "--write"],
        ["check", excel, "--write"],
        ["repair", plain, "-o", str(folder / "repaired.xlsx")],
        ["repair", excel, "-o", str(folder / "repaired.xlsm")],
        ["upgrade", excel, "-o", str(folder / "upgraded.xlsm")],
        ["upgrade", str(own), "-o", str(folder / "upgraded with a macro of its own.xlsm")],
        ["import", str(accounts), "--into", str(folder / "empty.xlsm")],
        ["import", str(accounts), "--into", str(folder / "empty office.xlsm")],
        ["import", str(accounts), "--into", str(folder / "empty-导入.xlsm")],
        ["export", str(folder / "fixed.xlsx"), "-o", str(package)],
        ["report", str(folder / "fixed.xlsx"), "-o", str(folder / "public.docx"), "--public"],
    ):
        assert main(arguments) in {0, 1}, arguments
    report, _ = make_report(evaluate_submission(template, seed), draft=True, charts=True)
    (folder / "charts.docx").write_bytes(report)
    (folder / "base.docx").write_bytes((template.folder / "report.docx").read_bytes())
    return {name: Package.of(content) for name, content in _contents(folder)}


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a folder, those in packages and documents too."""
    for path in sorted(folder.glob("*.[xdz]*")):
        content = path.read_bytes()
        if path.suffix != ".zip":
            yield path.name, content
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                if name.endswith((".xlsx", ".docx")):
                    yield f"{path.name}/{name}", package.read(name)
