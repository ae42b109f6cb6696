"""The grammar of the commands for a machine and for templates: connected, diagnosed, installed."""

from pathlib import Path
from typing import Any

from xlevaluate.commands.template_options import add_profile, add_template


def add_machine_commands(commands: Any) -> None:
    """Add them to the command line's grammar."""
    _add_libreoffice(commands)
    _add_templates(commands)
    _add_installation(commands)
    _add_bundle(commands)


def _add_libreoffice(commands: Any) -> None:
    office = commands.add_parser("libreoffice", help="让 LibreOffice 中的按钮和单元格函数可用")
    office.add_argument("what", choices=("install",), metavar="install", help="接通 LibreOffice")

    opening = commands.add_parser("open", help="在 LibreOffice 中打开工作簿，按钮和函数可用")
    opening.add_argument("file", type=Path, metavar="工作簿.xlsm", help="要打开的工作簿")


def _add_templates(commands: Any) -> None:
    schema = commands.add_parser("schema", help="输出数据的 JSON Schema 和各项的名称")
    add_template(schema, "哪个模板的数据：名称，或模板的文件夹")

    template = commands.add_parser("template", help="检查模板文件夹，或重新生成其中的文件")
    template.add_argument(
        "what",
        choices=("check", "make"),
        metavar="check|make",
        help="check 逐处指出写错的地方；make 重新生成空白工作簿和规则表",
    )
    template.add_argument("folder", metavar="模板", help="模板的文件夹，或名称")
    template.set_defaults(module="template_folder")


def _add_installation(commands: Any) -> None:
    commands.add_parser("install", help="让 Excel 中的宏使用现在这个 Python（Windows、macOS）")

    doctor = commands.add_parser("doctor", help="诊断这台电脑（和一个工作簿）：哪里不对，怎么办")
    doctor.add_argument(
        "file", type=Path, nargs="?", metavar="工作簿", help="一并看看这个 .xlsm 文件的宏"
    )
    doctor.add_argument("--json", action="store_true", help="输出 JSON")

    upgrade = commands.add_parser(
        "upgrade", help="把旧版本制作的工作簿换成现在的表式和宏，另存新文件"
    )
    upgrade.add_argument("file", type=Path, metavar="工作簿", help="旧的工作簿，不会改动")
    upgrade.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="新工作簿",
        help="新文件的文件名（默认加“-升级”）；已存在时另取名，不覆盖",
    )
    add_profile(upgrade)


def _add_bundle(commands: Any) -> None:
    bundle = commands.add_parser(
        "bundle", help="制作离线安装包，给没有网络的 Windows 电脑（制作时要有网络）"
    )
    bundle.add_argument(
        "folder", type=Path, metavar="文件夹", help="放在哪里；应当不存在，或是空的"
    )
    bundle.add_argument(
        "--python",
        choices=("3.11", "3.12", "3.13"),
        default="3.11",
        help="那些电脑上的 Python 版本：3.11（默认）、3.12 或 3.13",
    )
    bundle.add_argument(
        "--wheel",
        type=Path,
        metavar="本程序.whl",
        help="本程序的安装包；不是从源代码运行、又下载不到时，用它指出",
    )
