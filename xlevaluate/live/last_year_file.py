"""“从上年生成”: next year's workbook beside the open one, from a file that the user chooses."""

import datetime
from pathlib import Path

from xlevaluate.cells.calls import Host
from xlevaluate.errors import CannotDoError
from xlevaluate.files.new_files import write_new
from xlevaluate.importing.last_files import FILES, read_last_year
from xlevaluate.importing.next_year import NextYearRequest, next_year
from xlevaluate.importing.year_words import words_of
from xlevaluate.live.book import OpenBook, read_book
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.properties import MadeFrom

_TITLE = "选上年的工作簿、上报件或数据"


def make_from_last_year(book: OpenBook, folder: Path, macros: Host | None) -> str:
    """Make the new workbook in a folder; say what it holds, or nothing where no file was chosen.

    It is of the open workbook's template, which has the forms of the new year; the year is the one
    after that of the file.
    """
    picked = str(book.macro("XlePickFile")(_TITLE, _kinds()) or "")
    if not picked:
        return ""
    path = Path(picked)
    if not path.is_file():
        raise CannotDoError(f"“{path}”不在这台电脑上，请先另存到这台电脑的一个文件夹。")
    _, template = read_book(book)

    def find(made: MadeFrom) -> Template:
        if not made.family:
            return template
        return load_template(made.family, made.profile, beside=path.parent)

    last = read_last_year(path, find)
    made = next_year(last, template, NextYearRequest())
    created = datetime.datetime.now().replace(microsecond=0)
    content, _ = make_workbook(template, made.submission, created=created, macros=macros)
    suffix = ".xlsm" if macros else ".xlsx"
    target = write_new(folder / f"{path.stem}-{made.last + 1}年度{suffix}", content)
    lines = words_of(last, template, made)
    return "\n".join((f"新的工作簿：{target}（打开的这一个没有改动）", *lines))


def _kinds() -> str:
    """Return the kinds of files as Excel's dialog takes them."""
    patterns = ";".join(f"*{suffix}" for suffix in FILES)
    return f"xlevaluate ({patterns}),{patterns}"
