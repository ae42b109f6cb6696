"""``libreoffice install``: let LibreOffice's macros reach this Python."""

import argparse

from xlevaluate.commands.talk import FINE, print_path, say
from xlevaluate.live.libreoffice.user_profile import (
    find_soffice,
    install,
    refuse_unfit,
    user_folder,
)


def run(_: argparse.Namespace) -> int:
    """Put our script into the user's profile."""
    refuse_unfit(find_soffice())
    target = install(user_folder())
    say("已接通 LibreOffice。用 xlevaluate new 单位.xlsm --host libreoffice 制作工作簿，")
    say("用 xlevaluate open 单位.xlsm 打开。")
    print_path(target)
    return FINE
