"""The grammar of the bureau's commands: rollup and what follows from it."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from xlevaluate.commands.argument_types import whole_number


def add_bureau_commands(commands: Any) -> None:
    """Add them to the command line's grammar."""
    _add_rollup(commands)
    _add_history(commands)
    _add_review(commands)
    _add_sample(commands)
    _add_letters(commands)
    _add_published(commands)


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
    rollup.add_argument(
        "--store",
        metavar="库",
        help="另外存进历年的库：SQLite 文件（如 历年.db，没有就新建），或 "
        "postgresql+psycopg://用户@主机/数据库；上年数与库中上年的表核对",
    )


def _add_history(commands: Any) -> None:
    history = commands.add_parser(
        "history",
        help="一个单位或项目历年的预算、执行、得分、问题和上年核对；不写单位的，列出库里有什么",
    )
    history.add_argument(
        "unit", nargs="?", metavar="单位或项目", help="编码、名称，或名称中的几个字"
    )
    history.add_argument(
        "--store",
        required=True,
        metavar="库",
        help="rollup --store 存入的库：SQLite 文件，或 postgresql+psycopg://用户@主机/数据库",
    )
    history.add_argument(
        "--html", type=Path, metavar="历年.html", help="另外生成网页，有历年的图表"
    )
    history.add_argument(
        "--forget",
        nargs="?",
        const="",
        metavar="代号",
        help="从库中撤下一个单位或项目（代号、编码或全名），不写而有 --year 的撤下全年；"
        "再汇总一次就恢复",
    )
    history.add_argument(
        "--year", type=whole_number, metavar="年度", help="--forget 只撤下哪个年度（默认各年度）"
    )
    history.add_argument("--json", action="store_true", help="输出 JSON")
    history.add_argument("--template", metavar="模板", help="不是程序自带的模板，指出模板的文件夹")


def _add_review(commands: Any) -> None:
    review = commands.add_parser(
        "review",
        help="给每个评价对象制作复核（抽评）评分表，能计数的预先填好；填好后成批读回汇总",
        description=(
            "给每个报来的评价对象制作一本评分表：能计数的项目预先填好，旁边列出检查发现；\n"
            "要人评判的格子是绿色，空着；没有评完，不出合计。\n"
            "填好以后：xlevaluate review --read 复核/ -o 复核汇总.xlsx"
        ),
        epilog=(
            "退出码：0 没有问题；1 有文件没能读取，名单中有的没有报送，"
            "或者（--read）有得分没有填、不能用；2 做不了（用法或文件有问题）。"
        ),
    )
    _add_submissions(review)
    review.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="复核",
        help="评分表放在哪个（新的）文件夹，或 .zip 压缩包；--read 时是汇总工作簿 .xlsx",
    )
    review.add_argument(
        "--sheet",
        metavar="评分表",
        help="用哪种评分表：pidu（复核表，默认）、platform（抽评，三张表），或自己的 .toml 文件",
    )
    review.add_argument(
        "--only",
        type=Path,
        metavar="抽查名单.xlsx",
        help="只给名单中的对象制作（sample 的抽查名单）",
    )
    review.add_argument(
        "--read",
        action="store_true",
        help="读回填好的评分表（文件夹或压缩包）：得分、结果、与自评的偏差，另有 CSV",
    )
    _add_statuses(review, "评分表里不扣分、不列出")


def _add_sample(commands: Any) -> None:
    sample = commands.add_parser(
        "sample",
        help="按等次随机抽取抽查（抽评）对象：先必抽，后随机，种子写在名单里，可以重复",
        description=(
            "从报来的评价对象中抽取抽查名单。先按条件划定范围，再取必抽的，其余按等次随机抽取。\n"
            "同一种子、同样的报送文件，在任何机器上抽出的名单相同。"
        ),
        epilog="退出码：0 没有问题；1 有文件没能读取；2 做不了（用法或文件有问题）。",
    )
    _add_submissions(sample)
    sample.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="抽查名单.xlsx",
        help="抽查名单的文件名；已存在时另取名，不覆盖",
    )
    sample.add_argument(
        "--per-grade",
        metavar="优=5,良=10%,中=全部",
        help="各等次抽多少：个数、百分比（进一）或全部；没有等次的写“无等次”",
    )
    sample.add_argument("--by", choices=["department"], help="department：每个主管部门各按等次抽取")
    sample.add_argument("--seed", metavar="种子", help="随机数的种子（默认随机产生，写在名单里）")
    sample.add_argument(
        "--all-above",
        metavar="万元",
        help="必抽：全年预算数不低于多少万元的项目（不含部门整体），如 200",
    )
    sample.add_argument("--all-departments", action="store_true", help="必抽：全部部门整体")
    sample.add_argument("--budget-from", metavar="万元", help="范围：全年预算数不低于多少万元")
    sample.add_argument("--budget-to", metavar="万元", help="范围：全年预算数不高于多少万元")
    sample.add_argument(
        "--office", action="append", metavar="业务科室", help="范围：哪个业务科室的，可以写几次"
    )
    sample.add_argument(
        "--kind",
        action="append",
        choices=["部门", "单位", "项目"],
        help="范围：哪种评价对象，可以写几次",
    )


def _add_letters(commands: Any) -> None:
    letters = commands.add_parser(
        "letters",
        help="给各单位写反馈意见、整改通知（Word 和网页），写通报、汇总分析报告，收整改回复",
        description=(
            "按校验结果给各单位写信：反馈意见、整改通知、催报通知各单位一份（Word，另有问题网页），\n"
            "通报、汇总分析报告全部单位一份。没有给出的发文机关、文号、日期留出空白（　　）。\n"
            "收到填好的整改情况反馈表后，用 --read 读回，与问题逐条对上。"
        ),
        epilog="退出码：0 都读了；1 有文件没能读取；2 做不了（用法或文件有问题）。",
    )
    _add_submissions(letters)
    letters.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="反馈/",
        help="放信的文件夹；通报和汇总分析报告是 .docx，读回复是 .xlsx；已存在时另取名，不覆盖",
    )
    letters.add_argument(
        "--kind",
        choices=("feedback", "notice", "reminder", "circular", "summary"),
        default="feedback",
        metavar="哪种信",
        help="feedback 反馈意见（默认）、notice 整改通知、reminder 催报通知（给未报、年度不符的）、"
        "circular 通报、summary 汇总分析报告",
    )
    letters.add_argument(
        "--only", type=Path, metavar="名单", help="只写给这个名单（如抽查名单）里的单位"
    )
    letters.add_argument(
        "--department", metavar="部门全称", help="汇总分析报告只写这个主管部门和它的单位"
    )
    letters.add_argument(
        "--read",
        type=Path,
        nargs="+",
        metavar="回复",
        help="读回填好的反馈表：文件夹、压缩包或文件",
    )
    _add_statuses(letters, "不写进信里，通报、汇总分析报告里另计")
    letters.add_argument(
        "--outline",
        type=Path,
        metavar="提纲.toml",
        help="自己的提纲；没有这个文件时，先把程序自带的复制过去，供修改",
    )
    _add_letterhead(letters)


def _add_letterhead(letters: Any) -> None:
    """Add what stands at the head and the foot of a letter, and the days that it sets."""
    letters.add_argument(
        "--letterhead",
        type=Path,
        metavar="落款.toml",
        help="发文机关、文号、日期、联系方式、整改期限、报送期限",
    )
    letters.add_argument("--bureau", metavar="发文机关", help="落款的单位")
    letters.add_argument(
        "--number",
        metavar="文号",
        help="如“青财绩〔2025〕{序号}号”，{序号} 逐份加 1；哪份用了哪个号，见《发文清单》",
    )
    letters.add_argument(
        "--number-from", type=_first, metavar="N", help="{序号} 从 N 起（默认从 1 起）"
    )
    letters.add_argument("--date", type=_date, metavar="日期", help="落款日期，如 2025-04-01")
    letters.add_argument("--contact", metavar="联系方式", help="写在落款下面的括号里")
    letters.add_argument("--due", type=_date, metavar="日期", help="整改、补报期限，如 2025-04-30")
    letters.add_argument(
        "--deadline",
        type=_date,
        metavar="日期",
        help="报送期限；填报日期在它之后的，通报里列为逾期",
    )


def _add_statuses(command: argparse.ArgumentParser, what: str) -> None:
    """Add where statuses of problems come from; ``what`` becomes of those that are settled."""
    command.add_argument(
        "--statuses",
        type=Path,
        metavar="汇总.xlsx",
        help=f"汇总工作簿的《问题清单》里状态填了“不适用”“已更正”的，{what}",
    )
    command.add_argument(
        "--store", metavar="库", help="同上，按 rollup --store 存入的状态；两处都有的，以工作簿为准"
    )


def _add_published(commands: Any) -> None:
    published = commands.add_parser(
        "published",
        help="各单位公开的决算和自评材料与报送的核对：有没有自评表、报告，得分、金额、项目数，个人信息",
        description=(
            "把各单位公开的文件（.docx、.pdf、.html、.xlsx，文件夹和压缩包都可以）与报送的自评表核对。\n"
            "文件名或文件开头有单位名称的，就认得出是哪个单位的。公开日期、网址由人来填。"
        ),
        epilog="退出码：0 都公开了，没有发现问题；1 有没公开的、有问题的、未能读取的；2 做不了。",
    )
    _add_submissions(published)
    published.add_argument(
        "--published",
        type=Path,
        nargs="+",
        required=True,
        metavar="公开",
        help="各单位公开的文件：文件夹、压缩包或文件",
    )
    published.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="公开核对.xlsx",
        help="核对结果的文件名；已存在时另取名，不覆盖",
    )


def _first(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}”不是序号，请写 0 以上的整数")
    return int(text)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2025-04-30") from None


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
        help="已读记录放在哪里（默认在生成的文件旁边，名为“xlevaluate-已读记录”，各命令合用）",
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
