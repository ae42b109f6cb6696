"""Workbooks of this program among what is to be imported: they hold far more than a form."""

from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.workbook.read import names_of, saved_book


def refuse_own(path: Path) -> None:
    """Raise ``CannotDoError`` where a file is one of this program's own workbooks.

    Its tables of fields and sentences look like forms that are filled in with their own labels.
    """
    try:
        _, made = names_of(saved_book(path), path)
    except CannotDoError:
        return
    if made.family:
        raise CannotDoError(
            f"“{shown_name(path.name)}”是本程序制作的工作簿，不能作为来源导入。"
            "它是上年的，请运行 xlevaluate new 新工作簿 --from 它，或点“从上年生成”；"
            "它是本年的，请直接打开它填写。"
        )
