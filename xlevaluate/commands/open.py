"""``open``: open a workbook in LibreOffice, its cells and buttons alive."""

import argparse

from xlevaluate.commands.talk import FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice.add_in_names import CALLABLE, reaching_the_add_in
from xlevaluate.live.libreoffice.soffice import open_workbook
from xlevaluate.live.libreoffice.user_profile import (
    find_soffice,
    install,
    refuse_unfit,
    user_folder,
)
from xlevaluate.template.template import families, load_template
from xlevaluate.workbook.harmless import harmless_copy
from xlevaluate.workbook.package_parts import LARGEST
from xlevaluate.workbook.read import refuse_what_is_no_workbook


def run(given: argparse.Namespace) -> int:
    """Open a workbook; nothing that it brings with it runs, its buttons are this program's."""
    path = given.file
    if path.is_file() and path.stat().st_size > LARGEST:
        raise CannotDoError(f"“{path.name}”过大，不像是本表，没有打开。")
    refuse_what_is_no_workbook(path)
    if path.suffix.lower() not in {".xlsm", ".xlsx"}:
        raise CannotDoError(f"“{path.name}”不是 .xlsm 或 .xlsx 工作簿。")
    copy = harmless_copy(
        path.read_bytes(), path.name, functions=CALLABLE, rewrite=reaching_the_add_in
    )
    if not any(copy.names & set(load_template(family).form.all_fields) for family in families()):
        raise CannotDoError(
            f"“{path.name}”不是本程序的工作簿，没有打开。请直接用 LibreOffice 打开。"
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
