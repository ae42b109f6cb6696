"""``open``: open a workbook in LibreOffice, its cells and buttons alive."""

import argparse
from contextlib import suppress
from pathlib import Path

from xlevaluate.commands.talk import FINE, say
from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice.soffice import open_workbook
from xlevaluate.live.libreoffice.user_profile import (
    find_soffice,
    install,
    refuse_unfit,
    user_folder,
)
from xlevaluate.vba.project import has_our_macros, made_for


def run(arguments: argparse.Namespace) -> int:
    """Open a workbook; only macros that are ours run without LibreOffice asking."""
    if not arguments.file.is_file():
        raise CannotDoError(f"找不到文件“{arguments.file}”。请核对文件名和所在的文件夹。")
    if arguments.file.suffix.lower() not in {".xlsm", ".xlsx"}:
        raise CannotDoError(f"“{arguments.file.name}”不是 .xlsm 或 .xlsx 工作簿。")
    trusted = has_our_macros(arguments.file)
    if trusted:
        refuse_unfit(find_soffice())
        install(user_folder())
    else:
        say(
            f"“{arguments.file.name}”{_what_it_lacks(arguments.file)}，按钮和单元格函数不起作用；"
            "表格自身的公式照常计算。"
        )
    open_workbook(arguments.file, trusted=trusted)
    say(f"已在 LibreOffice 中打开：{arguments.file}")
    return FINE


def _what_it_lacks(path: Path) -> str:
    with suppress(CannotDoError):  # what is damaged LibreOffice itself will say
        if made_for(path) == "libreoffice":
            return f"的宏不是本版本的（请运行 xlevaluate upgrade {path.name}）"
    return "没有为 LibreOffice 制作的宏"
