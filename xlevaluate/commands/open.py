"""``open``: open a workbook in LibreOffice, its cells and buttons alive."""

import argparse

from xlevaluate.commands.talk import FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.inspection.template_choice import template_of_workbook
from xlevaluate.live.libreoffice.add_in_names import CALLABLE, reaching_the_add_in
from xlevaluate.live.libreoffice.soffice import open_workbook
from xlevaluate.live.libreoffice.user_profile import (
    find_soffice,
    install,
    refuse_unfit,
    user_folder,
)
from xlevaluate.workbook.harmless import harmless_copy
from xlevaluate.workbook.read import names_of, saved_book


def run(arguments: argparse.Namespace) -> int:
    """Open a workbook; nothing that it brings with it runs, its buttons are this program's."""
    path = arguments.file
    if path.suffix.lower() not in {".xlsm", ".xlsx"}:
        raise CannotDoError(f"“{shown_name(path.name)}”不是 .xlsm 或 .xlsx 工作簿。")
    book = saved_book(path)
    _, made = names_of(book, path)
    form = template_of_workbook(path, made, None, None).form
    copy = harmless_copy(
        book.package.content, path.name, functions=CALLABLE, rewrite=reaching_the_add_in
    )
    if copy.names.isdisjoint(form.all_fields):
        raise CannotDoError(
            f"“{shown_name(path.name)}”不是本程序的工作簿，没有打开。请直接用 LibreOffice 打开。"
        )
    refuse_unfit(find_soffice())
    install(user_folder())
    remark = open_workbook(path, copy.content)
    if copy.left_out:
        say(f"没有带入：{'、'.join(copy.left_out)}。在 LibreOffice 中保存后，文件里也不再有这些。")
    if remark:
        say(remark)
    say(f"已在 LibreOffice 中打开：{path}")
    return FINE
