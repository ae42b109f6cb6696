"""``bundle``: make a folder from which Windows machines without network are set up."""

import argparse
from importlib import import_module
from importlib.util import find_spec

from xlevaluate.commands.talk import FINE, print_path, say
from xlevaluate.errors import CannotDoError

TOOLS = ("uv", "packaging")


def run(arguments: argparse.Namespace) -> int:
    """Make the folder; its path goes to stdout."""
    lacking = [tool for tool in TOOLS if find_spec(tool) is None]
    if lacking:
        raise CannotDoError(
            f"制作离线安装包需要 {'、'.join(lacking)}，这里没有。请运行 pip install uv packaging。"
        )
    # Imported only now, for it needs these tools, which nothing else does.
    folder = import_module("xlevaluate.setup.bundle.folder")
    folder.make_bundle(arguments.folder, arguments.python, arguments.wheel, say)
    say("离线安装包已做好。整个文件夹拷到 Windows 电脑上，双击其中的“安装.bat”。")
    print_path(arguments.folder)
    return FINE
