"""The grammar of the bureau's commands: rollup and what follows from it."""

import argparse
from pathlib import Path
from typing import Any

from xlevaluate.commands.argument_types import whole_number


def add_bureau_commands(commands: Any) -> None:
    """Add them to the command line's grammar."""
    _add_rollup(commands)


def _add_rollup(commands: Any) -> None:
    rollup = commands.add_parser(
        "rollup",
        help="把许多单位报来的工作簿和上报件汇成一本：谁没报、得分等次、预警、问题清单、合计",
        description=(
            "汇总各单位报来的工作簿（.xlsx、.xlsm）和上报件（.zip），文件夹、压缩包都可以套着放。\n"
            "读过的文件记在“已读记录”文件夹里，下次只读新的；中途停了，再运行一次就接着做。"
        ),
        epilog="退出码：0 都读了；1 有文件没能读取；2 做不了（用法或文件有问题）。",
    )
    _add_submissions(rollup)
    rollup.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="汇总.xlsx",
        help="汇总工作簿的文件名；已存在时另取名，不覆盖",
    )
    rollup.add_argument(
        "--tables",
        type=Path,
        metavar="文件夹",
        help="另把各表写成 CSV 和 Parquet，放在这个文件夹里（不要放在报送的文件夹中）",
    )
    rollup.add_argument(
        "--statuses",
        type=Path,
        metavar="上次汇总.xlsx",
        help="把上次汇总的《问题清单》里填的状态、备注带过来",
    )
    rollup.add_argument(
        "--html",
        type=Path,
        metavar="汇总.html",
        help="另做一个网页：总体情况、分布、排名、常见问题，可筛选，可点开每个单位，可打印",
    )


def _add_submissions(command: argparse.ArgumentParser) -> None:
    """Add what says which submissions are meant, and how they are read."""
    command.add_argument(
        "folders", type=Path, nargs="+", metavar="文件夹", help="报送的文件所在的文件夹，或文件"
    )
    command.add_argument(
        "--roster",
        type=Path,
        metavar="名单.xlsx",
        help="应报名单（单位编码、单位名称、主管部门、业务科室、类型、项目名称），有它才知道谁没报",
    )
    command.add_argument(
        "--year", type=whole_number, metavar="年度", help="汇总哪个评价年度（默认是多数文件的年度）"
    )
    command.add_argument(
        "--kept",
        type=Path,
        metavar="文件夹",
        help="已读记录放在哪里（默认在汇总工作簿旁边，名为“汇总-已读记录”）",
    )
    command.add_argument(
        "--jobs", type=whole_number, metavar="个数", help="用几个进程读取（默认与处理器的个数相同）"
    )
    command.add_argument(
        "--cluster",
        metavar="地址",
        help="在 Dask 集群上读取，如 tcp://10.0.0.8:8786（要装 xlevaluate[cluster]）",
    )
    command.add_argument(
        "--profile",
        metavar="评分办法",
        help="各单位用自己的评分办法文件制作的工作簿，指出这个 .toml 文件；其余不必写",
    )
    command.add_argument("--template", metavar="模板", help="不是程序自带的模板，指出模板的文件夹")
