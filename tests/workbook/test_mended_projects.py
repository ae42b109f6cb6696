"""Projects of a damaged workbook go along, those that were copied by hand too."""

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import CREATED
from tests.projects import department, project
from xlevaluate.form.project_layout import lines_in
from xlevaluate.form.snapshot import CellValue, ErrorValue, Snapshot
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook, snapshot_of_submission
from xlevaluate.workbook.mending import mend, mended_lines
from xlevaluate.workbook.read import read_workbook

COPY = "清淤"


@pytest.fixture(scope="module")
def template() -> Template:
    return load_template()


@pytest.fixture
def snapshot(template: Template) -> Snapshot:
    """A workbook in which the sheet of a project was copied, and a total fails in the copy."""
    made = snapshot_of_submission(template, department(project("节水灌溉改造")))
    names = {
        name: at if at is None or at.sheet != "项目1" else at._replace(sheet=COPY)
        for name, at in made.local_names["项目1"].items()
    }
    total, name = names["年度资金总额_全年执行数"], names["项目名称"]
    assert total is not None
    assert name is not None
    cells = {
        **made.sheets["项目1"],
        (total.row, total.col): CellValue(ErrorValue("#REF!"), is_formula=True),
        (name.row, name.col): CellValue("河道清淤"),
    }
    return replace(
        made,
        sheets={**made.sheets, COPY: cells},
        local_names={**made.local_names, COPY: names},
    )


def test_every_project_goes_along(template: Template, snapshot: Snapshot) -> None:
    mended = mend(template, snapshot)
    assert mended.left == ()
    assert [each.project.name for each in mended.submission.projects] == [
        "节水灌溉改造",
        "河道清淤",
    ]
    assert mended.submission.projects[1].funds.total.executed == Decimal("306.25")
    assert mended.moved["项目1"] == mended.moved[COPY]
    lines = mended_lines(mended)
    assert f"  《{COPY}》：在新的工作簿里是《项目2》" in lines
    assert any(f"《{COPY}》E7 年度资金总额" in line and "306.25" in line for line in lines)


def test_the_new_workbook_lists_them(
    template: Template, snapshot: Snapshot, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    submission = mend(template, snapshot).submission
    path.write_bytes(make_workbook(template, submission, created=CREATED)[0])
    read, _ = read_workbook(path)
    listed = [read.at(line).value for line in lines_in(template.form, read)]
    assert listed[:3] == ["项目1", "项目2", None]
