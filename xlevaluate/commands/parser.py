"""The command line's grammar, with help and complaints in Chinese."""

import argparse
from typing import Any, NoReturn

from xlevaluate.commands.bureau_parser import add_bureau_commands
from xlevaluate.commands.machine_parser import add_machine_commands
from xlevaluate.commands.unit_parser import add_unit_commands


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(
            **settings,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            # What stands for an option today might stand for two in the next version.
            allow_abbrev=False,
        )
        # Suppressed, for else the command's default would hide what stood before the command.
        self.add_argument(
            "--debug",
            action="store_true",
            default=argparse.SUPPRESS,
            help="出错时显示程序的内部信息",
        )

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}。\n{self.format_usage()}详细说明：{self.prog} --help\n")


def make_parser(version: str) -> argparse.ArgumentParser:
    """Return the parser; ``command`` is always among what it gives, ``debug`` where asked for.

    It is made and used within ``usage_in_chinese``.
    """
    parser = _Parser(
        prog="xlevaluate",
        description="部门整体支出绩效自评：制作工作簿、校验数据、生成报告。",
        epilog="退出码：0 没有错误；1 表中有错误；2 做不了（用法或文件有问题）；70 程序自身出错。",
    )
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="命令", title="命令", prog=parser.prog
    )

    add_unit_commands(commands)
    add_machine_commands(commands)
    add_bureau_commands(commands)
    return parser
