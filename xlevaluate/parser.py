"""The command line's grammar, with help and complaints in Chinese."""

import argparse
import re
from pathlib import Path
from typing import NoReturn

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"argument \S+: invalid choice: '([^']*)'.*", r"没有“\1”这个命令"),
    (r"argument (\S+): invalid int value: '([^']*)'", r"\1 应为整数，现在是“\2”"),
    (r"argument (\S+): expected one argument", r"\1 后面缺少内容"),
    (r"unrecognized arguments: (.*)", r"不认识：\1"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: str | None, actions, groups, prefix: str | None = None) -> None:  # type: ignore[no-untyped-def]  # as its parent
        super().add_usage(usage, actions, groups, prefix or "用法：")


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings) -> None:  # type: ignore[no-untyped-def]  # as its parent
        super().__init__(**settings, add_help=False, formatter_class=_Formatter)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")
        # Suppressed, for else the command's default would hide what stood before the command.
        self.add_argument(
            "--debug",
            action="store_true",
            default=argparse.SUPPRESS,
            help="出错时显示程序的内部信息",
        )

    def error(self, message: str) -> NoReturn:
        for pattern, words in _COMPLAINTS:
            message = re.sub(pattern, words, message)
        self.exit(2, f"{message}。\n{self.format_usage()}详细说明：{self.prog} --help\n")


def make_parser(version: str) -> argparse.ArgumentParser:
    """Return the parser; ``command`` is always among what it gives, ``debug`` where asked for."""
    parser = _Parser(
        prog="xlevaluate",
        description="部门整体支出绩效自评：制作工作簿、校验数据、生成报告。",
        epilog="退出码：0 没有错误；1 表中有错误；2 做不了（用法或文件有问题）；70 程序自身出错。",
    )
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="命令", title="命令", prog=parser.prog
    )

    demo = commands.add_parser("demo", help="用示例数据做一遍：工作簿、校验、报告")
    demo.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path("xlevaluate-demo"),
        metavar="文件夹",
        help="放在哪里（默认 xlevaluate-demo）",
    )

    new = commands.add_parser("new", help="制作新的工作簿")
    new.add_argument(
        "out", type=Path, metavar="工作簿.xlsx", help="要生成的文件；已存在时另取名，不覆盖"
    )
    new.add_argument("--unit", metavar="单位名称", help="填入单位名称")
    new.add_argument("--year", type=int, metavar="年度", help="填入评价年度，如 2023")
    new.add_argument(
        "--template",
        default="hunan_department",
        metavar="模板",
        help="用哪个模板（默认 hunan_department）",
    )
    new.add_argument(
        "--profile",
        metavar="评分办法",
        help="用哪个评分办法：模板中的名称，或自己的 .toml 文件（默认用模板自带的）",
    )
    new.add_argument(
        "--data", type=Path, metavar="数据.json", help="填入这些数据（格式见 schema 命令）"
    )

    check = commands.add_parser("check", help="校验工作簿，指出错误、需核实之处和提示")
    check.add_argument("files", type=Path, nargs="+", metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    check.add_argument("--json", action="store_true", help="输出 JSON，每个文件一行")
    check.add_argument(
        "--previous",
        type=Path,
        metavar="上年工作簿",
        help="与上年的工作簿核对：本年表中的上年数应等于上年表中的本年数",
    )
    check.add_argument(
        "--write",
        action="store_true",
        help="另存一个副本（文件名加“-校验结果”），把结果写入其中的《校验结果》表，其余不变",
    )
    check.add_argument(
        "--html", type=Path, metavar="结果.html", help="把结果写成网页，可筛选、可打印"
    )

    score = commands.add_parser("score", help="逐项说明得分怎样得来：得分构成、绩效指标、比率评分")
    score.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    _add_profile(score)

    rules = commands.add_parser("rules", help="列出全部校验规则：编号、级别、内容、依据")
    rules.add_argument(
        "--template", default="hunan_department", metavar="模板", help="哪个模板的规则"
    )
    rules.add_argument("--json", action="store_true", help="输出 JSON")

    _add_profile(check)

    report = commands.add_parser("report", help="由工作簿生成 Word 报告")
    report.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    report.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="报告.docx",
        help="报告的文件名；已存在时另取名，不覆盖",
    )
    report.add_argument(
        "--charts", action="store_true", help="加一个图表附件，与工作簿《图表》中的图相同"
    )

    _add_profile(report)

    dump = commands.add_parser("dump", help="把工作簿中填写的数据输出为 JSON")
    dump.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")

    _add_profile(dump)

    commands.add_parser("schema", help="输出数据的 JSON Schema 和各项的名称")
    return parser


def _add_profile(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--profile",
        metavar="评分办法",
        help="用自己的评分办法文件制作的工作簿，指出这个 .toml 文件；其余不必写",
    )
