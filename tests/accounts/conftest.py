"""One set of made-up accounts of an office, as files; made once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.accounts.drawing import Style
from tests.accounts.files import write_docx, write_html, write_xls
from tests.accounts.layouts import Artist
from tests.accounts.office import Office, make_office


@dataclass(frozen=True)
class Set:
    """An office's accounts of two years, and the files that hold them."""

    this: Office
    last: Office
    exported: Path
    published: Path
    page: Path
    budget: Path
    before: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return (self.exported, self.published, self.page, self.budget, self.before)


@pytest.fixture(scope="session")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Set:
    """Make the files."""
    folder = tmp_path_factory.mktemp("accounts")
    this, last = make_office(2023, 7), make_office(2022, 7)
    made = Set(
        this,
        last,
        folder / "财决报表.xls",
        folder / "决算公开.docx",
        folder / "决算公开.html",
        folder / "预算公开.docx",
        folder / "上年财决报表.xls",
    )
    yuan = Style(unit="元", thousands=False, tails=("财决01表", ""))
    for office, path in ((this, made.exported), (last, made.before)):
        artist = Artist(office, yuan)
        tables = [artist.overall(full=True), artist.economic_wide(), artist.operation()]
        write_xls(path, [*tables, artist.staff()])
    published = Artist(this, Style(spaced=True, tails=("公开01表", ""))).published()
    write_docx(made.published, published, "青山县水利局2023年度部门决算")
    page = Artist(this, Style(codes="three", zero="", title_above=True)).published(three="rows")
    write_html(made.page, page, "青山县水利局2023年度部门决算")
    in_yuan, in_wan = Artist(this, Style(unit="元")), Artist(this, Style())
    budget = [in_yuan.budget_expenditure(), in_yuan.budget_economic(), in_wan.budget_three_public()]
    write_docx(made.budget, budget, "青山县水利局2023年部门预算")
    return made
