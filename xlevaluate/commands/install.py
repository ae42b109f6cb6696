"""``install``: let the macros in Excel use this Python."""

import argparse
import platform
import sys
from pathlib import Path

from xlevaluate.commands.talk import FINE, print_path, say
from xlevaluate.setup.xlwings_conf import install


def run(_: argparse.Namespace) -> int:
    """Write the user's ``xlwings.conf`` and tell which file that is."""
    path = install(platform.system(), Path.home(), sys.executable)
    say(f"Excel 中的宏今后使用这个 Python：{sys.executable}")
    say("已写入下面的设置文件。Excel 开着的，请关闭后重新打开。")
    print_path(path)
    return FINE
