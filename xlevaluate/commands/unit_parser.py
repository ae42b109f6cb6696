"""The grammar of the commands for a unit's own workbook: made, checked, reported, handed in."""

from pathlib import Path
from typing import Any

from xlevaluate.commands.argument_types import whole_number
from xlevaluate.commands.template_options import add_profile, add_template


def add_unit_commands(commands: Any) -> None:
    """Add them to the command line's grammar."""
    _add_demo(commands)
    _add_new(commands)
    _add_check(commands)
    _add_score(commands)
    _add_read(commands)
    _add_rules(commands)
    _add_report(commands)
    _add_export(commands)
    _add_print(commands)
    _add_verify(commands)
    _add_dump(commands)
    _add_repair(commands)
    _add_import(commands)


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="用示例数据做一遍：工作簿、校验、报告")
    demo.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path("xlevaluate-demo"),
        metavar="文件夹",
        help="放在哪里（默认 xlevaluate-demo）",
    )
    add_template(demo, "用哪个模板的示例：名称，或模板的文件夹")


def _add_new(commands: Any) -> None:
    new = commands.add_parser("new", help="制作新的工作簿")
    new.add_argument(
        "out", type=Path, metavar="工作簿.xlsx", help="要生成的文件；已存在时另取名，不覆盖"
    )
    new.add_argument("--unit", metavar="单位名称", help="填入单位名称")
    new.add_argument("--year", type=whole_number, metavar="年度", help="填入评价年度，如 2023")
    add_template(new, "用哪个模板：名称（默认 hunan_department），或模板的文件夹")
    new.add_argument(
        "--variant",
        metavar="变体",
        help="同一模板的另一种表式或提纲；hunan_department 有 newer（新提纲）、older（旧表式）",
    )
    new.add_argument(
        "--profile",
        metavar="评分办法",
        help="用哪个评分办法：模板中的名称，或自己的 .toml 文件（默认用模板自带的）",
    )
    new.add_argument(
        "--data", type=Path, metavar="数据.json", help="填入这些数据（格式见 schema 命令）"
    )
    new.add_argument(
        "--from",
        dest="last",
        type=Path,
        metavar="上年工作簿",
        help="由上年的工作簿（.xlsx、.xlsm）、上报件（.zip）或数据（.json）生成下一年度的：上年数、"
        "单位、机构、职能、指标和分值、延续的项目；带入什么、没有带入什么列在《上年带入》",
    )
    new.add_argument(
        "--projects",
        metavar="个数|名称,名称",
        help="项目自评表的个数：一个项目一张表，另有一张汇总（数据中已有的项目也算）；"
        "有 --from 的，也可以写延续的项目（项目名称或工作表名，默认全部）",
    )
    new.add_argument(
        "--project-profile",
        metavar="评分办法",
        help="项目用哪个评分办法：项目表模板中的名称，如 platform、cost（默认用模板自带的）",
    )
    new.add_argument(
        "--host",
        choices=("excel", "libreoffice"),
        default="excel",
        help="带宏的工作簿用在哪里：excel（默认）或 libreoffice",
    )


def _add_check(commands: Any) -> None:
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
        "--declared",
        type=Path,
        metavar="申报表工作簿",
        help="与申报的绩效目标核对：指标的名称、方向、指标值、权重和年初预算有没有改动",
    )
    check.add_argument(
        "--accounts",
        type=Path,
        action="append",
        default=[],
        metavar="决算或预算表",
        help="与决算、预算表核对（.xls、.xlsx、.docx、.html、.zip，可写多次）；本年、上年的都可以给",
    )
    check.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="问题=回答",
        help="回答表里没有写明的，如 unit.决算.xls=元；要问什么，校验结果里会列出",
    )
    check.add_argument(
        "--write",
        action="store_true",
        help="另存一个副本（文件名加“-校验结果”），把结果写入其中的《校验结果》表，其余不变",
    )
    check.add_argument(
        "--html", type=Path, metavar="结果.html", help="把结果写成网页，可筛选、可打印"
    )
    add_profile(check)


def _add_score(commands: Any) -> None:
    score = commands.add_parser("score", help="逐项说明得分怎样得来：得分构成、绩效指标、比率评分")
    score.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    add_profile(score)


def _add_read(commands: Any) -> None:
    read = commands.add_parser(
        "read", help="逐句说明文字材料读懂了什么：说的是哪一项、哪一年、多少，与哪个单元格对照"
    )
    read.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    read.add_argument("--json", action="store_true", help="输出 JSON")
    read.set_defaults(module="text_reading")
    add_profile(read)


def _add_rules(commands: Any) -> None:
    rules = commands.add_parser("rules", help="列出全部校验规则：编号、级别、内容、依据")
    add_template(rules, "哪个模板的规则：名称，或模板的文件夹")
    rules.add_argument("--json", action="store_true", help="输出 JSON")


def _add_report(commands: Any) -> None:
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
        "--pdf",
        action="store_true",
        help="同时生成 PDF（Windows 上用 Word，其他系统用 LibreOffice）",
    )
    report.add_argument(
        "--html", type=Path, metavar="报告.html", help="同时生成网页，内容与报告相同，便于审阅"
    )
    report.add_argument(
        "--public", action="store_true", help="生成公开用的报告：填表人、联系电话等写作（略）"
    )
    report.add_argument(
        "--charts", action="store_true", help="加一个图表附件，与工作簿《图表》中的图相同"
    )
    report.add_argument(
        "--projects", action="store_true", help="另为每个项目生成一份报告，放在部门的报告旁边"
    )
    add_profile(report)


def _add_export(commands: Any) -> None:
    export = commands.add_parser(
        "export", help="导出上报件：只有数值的两张官方表式、报告、校验结果、数据和清单"
    )
    export.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    export.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="上报件.zip",
        help="上报件的文件名；已存在时另取名，不覆盖",
    )
    export.add_argument(
        "--platform",
        metavar="系统",
        help="不做上报件，改为导出一体化系统的导入模板（.xls），如 anhui、hefei",
    )
    export.add_argument(
        "--public", action="store_true", help="供公开用：填表人姓名和联系电话改成“（略）”"
    )
    export.add_argument(
        "--draft", action="store_true", help="导出草稿：表中还有错误也导出，各文件标明“草稿”"
    )
    add_profile(export)


def _add_print(commands: Any) -> None:
    printing = commands.add_parser(
        "print", help="把两张官方表式和报告打印成 PDF，文件按单位和年度命名（要用 LibreOffice）"
    )
    printing.set_defaults(module="paper")
    printing.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    printing.add_argument(
        "-o", "--output", type=Path, metavar="文件夹", help="放在哪里（默认与工作簿在一起）"
    )
    add_profile(printing)


def _add_verify(commands: Any) -> None:
    verify = commands.add_parser(
        "verify",
        help="核对上报件：有没有改动，数据、表式、校验结果是否一致",
        description=(
            "核对上报件有没有改动，数据、表式、校验结果是否一致。\n"
            "清单与文件放在一起，只能发现传送中的损坏和误改；有意改动的人可以把清单也重做一份。\n"
            "要确认是单位报出的那一份，请用单位以电话等其他方式告知的校验码核对（--code）。"
        ),
        epilog="退出码：0 没有改动；1 有改动；2 不是上报件，或读不出。",
    )
    verify.add_argument("files", type=Path, nargs="+", metavar="上报件", help=".zip 文件")
    verify.add_argument("--code", metavar="校验码", help="单位另行告知的校验码，与上报件的比对")
    verify.add_argument("--json", action="store_true", help="输出 JSON，每个文件一行")
    add_profile(verify)


def _add_dump(commands: Any) -> None:
    dump = commands.add_parser("dump", help="把工作簿中填写的数据输出为 JSON")
    dump.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件")
    add_profile(dump)


def _add_repair(commands: Any) -> None:
    repair = commands.add_parser(
        "repair", help="把损坏的工作簿里读得出的内容搬进一个新的工作簿，并列出没有搬的"
    )
    repair.add_argument("file", type=Path, metavar="工作簿", help=".xlsx 或 .xlsm 文件，不会改动")
    repair.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="新工作簿",
        help="新文件的文件名（默认加“-修复”）；已存在时另取名，不覆盖",
    )
    repair.add_argument("--json", action="store_true", help="输出 JSON：搬了什么，没有搬什么")
    add_profile(repair)


def _add_import(commands: Any) -> None:
    bringing = commands.add_parser(
        "import", help="把决算表、公开表、别处填好的表等导入工作簿：只填空着的，有出入的列出来"
    )
    bringing.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar="来源",
        help=".xls、.xlsx、.et、.docx、.html、.csv、.txt、有文字的 .pdf，或装着它们的 .zip",
    )
    bringing.add_argument(
        "--into", type=Path, metavar="工作簿", help="导入哪个工作簿：另存一个副本，它自己不会改动"
    )
    bringing.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="新工作簿",
        help="副本的文件名（默认加“-导入”）；不写 --into 时，是新做的工作簿；不覆盖",
    )
    bringing.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="问题=答案",
        help="回答导入时提出的问题，可以写几次",
    )
    bringing.add_argument(
        "--accept",
        default="",
        metavar="编号",
        help="同意填入没有把握的各项：编号用逗号隔开，如 1,3；全部同意写 all",
    )
    bringing.add_argument(
        "--year", type=whole_number, metavar="年度", help="评价年度；默认是工作簿的年度"
    )
    bringing.add_argument(
        "--html", type=Path, metavar="网页", help="另做一个网页，来源与表对照着看"
    )
    bringing.add_argument("--json", action="store_true", help="输出 JSON：每一项从哪里来，结果如何")
    add_profile(bringing)
    bringing.set_defaults(module="import_sources")
