"""``doctor``: what is right on this machine, what is not, and what to do about it.

``examine`` is pure: it judges ``Facts``, which ``machine`` gathers. So each case can be tested on
any machine; what only Windows can tell is ``None`` elsewhere and said to be unknown.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from xlevaluate.vba.ownership import Ownership

Verdict = Literal["right", "wrong", "unknown"]
MARKS: dict[Verdict, str] = {"right": "✓", "wrong": "✗", "unknown": "？"}

OLDEST = (3, 11)
REPORT_FONTS = {
    "仿宋_GB2312": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    "方正小标宋简体": ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
    "黑体": ("黑体", "SimHei"),
    "楷体_GB2312": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
}
"""Fonts of the report, with the names under which a machine may have them or their like."""


class Facts(Struct, frozen=True):
    """What is known of a machine; ``None`` is not known."""

    system: str
    python: tuple[int, int, int]
    bits: int
    interpreter: str
    xlwings: str | None
    macros_version: str | None
    """Version that the installed xlwings' VBA names."""
    dll: str | None = None
    """Name of the DLL that was found beside the interpreter."""
    excel_server: str | None = None
    """Program that answers to ``Excel.Application``."""
    conf_interpreter: str | None = None
    code_page: int | None = None
    macro_setting: int | None = None
    """``VBAWarnings``: 1 all macros run, 2 ask, 3 signed only, 4 none."""
    fonts: frozenset[str] = frozenset()
    libreoffice: str | None = None
    """What keeps LibreOffice's macros from reaching this Python, where there is no Excel."""
    workbook: str | None = None
    workbook_template: str | None = None
    """Name of the template it was made from, an empty text where it is not one of ours."""
    workbook_macros: str | None = None
    """Version of the xlwings VBA in the workbook, an empty text where it has none."""
    workbook_for_libreoffice: bool = False
    ownership: Ownership | None = None
    """Whether the workbook's macros are ours; ``None`` where nothing in it may run."""
    from_internet: bool | None = None


class DiagnosisLine(Struct, frozen=True):
    """One thing looked at."""

    verdict: Verdict
    text: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f"\n   → {self.advice}" if self.advice else ""
        return f"{MARKS[self.verdict]} {self.text}{advice}"


def examine(facts: Facts) -> list[DiagnosisLine]:
    """Judge a machine, line by line."""
    lines = [_python(facts), _xlwings(facts)]
    if facts.system == "Windows":
        lines += [
            *([_dll(facts)] if facts.xlwings else []),  # without xlwings there is none
            _excel(facts),
            _interpreter(facts),
            _macros(facts),
            _code_page(facts),
        ]
    elif facts.system == "Darwin":
        lines += [
            _interpreter(facts),
            DiagnosisLine("unknown", "macOS 的 Excel 只能用按钮，单元格函数用表格自带的公式。"),
        ]
    else:
        lines.append(_libreoffice(facts))
    return [*lines, *_fonts(facts), *_origin(facts), *_workbook(facts)]


def _python(facts: Facts) -> DiagnosisLine:
    text = f"Python {'.'.join(map(str, facts.python))}（{facts.bits} 位）：{facts.interpreter}"
    if facts.python[:2] < OLDEST:
        return DiagnosisLine("wrong", text, "请安装 Python 3.11 或更新的版本（Windows 10 以上）。")
    return DiagnosisLine("right", text)


def _xlwings(facts: Facts) -> DiagnosisLine:
    if facts.xlwings is None:
        return DiagnosisLine("wrong", "没有安装 xlwings", "请运行 pip install xlwings。")
    if facts.macros_version != facts.xlwings:
        return DiagnosisLine(
            "wrong",
            f"xlwings {facts.xlwings} 与它自带的宏 {facts.macros_version} 版本不同",
            "请重新安装：pip install --force-reinstall xlwings。",
        )
    return DiagnosisLine("right", f"xlwings {facts.xlwings}，与自带的宏版本相同")


def _dll(facts: Facts) -> DiagnosisLine:
    wanted = f"xlwings{64 if facts.bits == 64 else 32}-{facts.xlwings}.dll"
    if facts.dll == wanted:
        return DiagnosisLine("right", f"找到 {wanted}")
    found = f"，找到的是 {facts.dll}" if facts.dll else ""
    return DiagnosisLine(
        "wrong",
        f"解释器旁边没有 {wanted}{found}，单元格函数不能用",
        "请重新安装：pip install --force-reinstall xlwings；装过多个 Python 的，只留一个。",
    )


def _excel(facts: Facts) -> DiagnosisLine:
    server = facts.excel_server
    if server is None:
        return DiagnosisLine(
            "wrong",
            "没有找到 Excel",
            "请安装 Microsoft Excel；只有 WPS 的，用 .xlsx 工作簿和命令行。",
        )
    if "excel.exe" in server.lower():
        return DiagnosisLine("right", f"Excel：{server}")
    return DiagnosisLine(
        "wrong",
        f"Excel 的接口被另一个程序占用：{server}",
        "多半是 WPS 接管了。请在 WPS 的“配置工具”里取消与 Microsoft Office 的兼容关联，"
        "再到 Office 的“修复”里选快速修复。",
    )


def _interpreter(facts: Facts) -> DiagnosisLine:
    if facts.conf_interpreter is None:
        return DiagnosisLine("wrong", "宏还不知道用哪个 Python", "请运行 xlevaluate install。")
    if facts.conf_interpreter.lower() != facts.interpreter.lower():
        return DiagnosisLine(
            "wrong",
            f"宏用的是另一个 Python：{facts.conf_interpreter}",
            "要用现在这个，请运行 xlevaluate install。",
        )
    return DiagnosisLine("right", "宏用的就是这个 Python")


def _macros(facts: Facts) -> DiagnosisLine:
    match facts.macro_setting:
        case 1 | 2:
            return DiagnosisLine("right", "Excel 的宏设置允许（打开文件时可能要点“启用内容”）")
        case None:
            return DiagnosisLine("unknown", "Excel 的宏设置没有改过：打开文件时要点“启用内容”")
        case _:
            return DiagnosisLine(
                "wrong",
                "Excel 的宏设置不允许本工作簿的宏",
                "文件 → 选项 → 信任中心 → 宏设置，改为“禁用所有宏，并发出通知”；"
                "单位统一管理的，请联系信息部门。",
            )


def _code_page(facts: Facts) -> DiagnosisLine:
    if facts.code_page in {936, 54936, 65001}:
        return DiagnosisLine("right", f"系统代码页 {facts.code_page}，中文正常")
    return DiagnosisLine(
        "wrong",
        f"系统代码页 {facts.code_page} 不能表示中文",
        "控制面板 → 区域 → 管理 → 更改系统区域设置，选“中文（简体，中国）”，重启。",
    )


def _libreoffice(facts: Facts) -> DiagnosisLine:
    if facts.libreoffice is None:
        return DiagnosisLine(
            "right", "LibreOffice 已接通：用 xlevaluate open 打开工作簿，按钮和函数可用"
        )
    text = f"{facts.system} 上没有 Excel；LibreOffice 中按钮和函数还不能用，公式照常计算"
    return DiagnosisLine("unknown", text, facts.libreoffice)


def _fonts(facts: Facts) -> Iterator[DiagnosisLine]:
    lacking = [
        font
        for font, names in REPORT_FONTS.items()
        if not any(name in facts.fonts for name in names)
    ]
    if lacking:
        yield DiagnosisLine(
            "unknown",
            f"没有公文字体：{'、'.join(lacking)}，报告会用别的字体显示",
            "请安装这些字体；报告本身没有问题，换到有字体的电脑上就正常。",
        )
    else:
        yield DiagnosisLine("right", "报告用的公文字体齐全")


def _owned(name: str, found: Ownership) -> DiagnosisLine:
    """Say whether macros are ours; whether they run in Excel is the user's choice."""
    if found.exact:
        return DiagnosisLine("right", f"“{name}”里的宏就是本程序的，一字不差，没有别的会运行的内容")
    if found.foreign:
        return DiagnosisLine(
            "wrong",
            f"“{name}”里有不是本程序的：{'、'.join(found.foreign)}",
            f"本程序旧版本制作的，请用 xlevaluate upgrade {name} 换成现在的宏，按钮才能用；"
            "不清楚来历的，请不要点“启用内容”；可以用 xlevaluate dump 取出数据，"
            "再用 xlevaluate new 新.xlsm --data 重新制作。",
        )
    return DiagnosisLine(
        "unknown",
        f"“{name}”里的宏与本程序的文字相同，另有 Excel 保存时编译的代码，是否相同无法核对",
        f"文件来自别处的，请用 xlevaluate upgrade {name} 换成本程序的宏，再启用。",
    )


def _origin(facts: Facts) -> Iterator[DiagnosisLine]:
    """Say whether the workbook is one of ours."""
    if facts.workbook_template == "":
        yield DiagnosisLine(
            "wrong",
            f"“{facts.workbook}”不是 xlevaluate 的工作簿：里面没有任何填写项的名称",
            "请用 xlevaluate new 生成工作簿，把数据填在里面。",
        )
    elif facts.workbook_template:
        yield DiagnosisLine("right", f"“{facts.workbook}”是按模板“{facts.workbook_template}”制作的")


def _workbook(facts: Facts) -> Iterator[DiagnosisLine]:
    if facts.workbook is None or facts.workbook_template == "":
        return
    if facts.workbook_for_libreoffice:
        yield DiagnosisLine(
            "right", f"“{facts.workbook}”用于 LibreOffice：请用 xlevaluate open 打开"
        )
        if facts.ownership is not None:
            yield DiagnosisLine(
                "unknown",
                f"“{facts.workbook}”还带着宏：xlevaluate open 不会运行它们",
                "在 LibreOffice 中保存一次，文件里就没有了。",
            )
    elif not facts.workbook_macros:
        yield DiagnosisLine(
            "unknown", f"“{facts.workbook}”不带宏：用自带的公式，按钮和单元格函数没有"
        )
    elif facts.xlwings and facts.workbook_macros != facts.xlwings:
        yield DiagnosisLine(
            "wrong",
            f"“{facts.workbook}”的宏是 xlwings {facts.workbook_macros} 的，装的是 {facts.xlwings}",
            f"请运行 xlevaluate upgrade {facts.workbook}。",
        )
    elif facts.xlwings:
        yield DiagnosisLine("right", f"“{facts.workbook}”的宏与 xlwings 版本相同")
    if facts.ownership is not None and not facts.workbook_for_libreoffice:
        yield _owned(facts.workbook, facts.ownership)
    if facts.from_internet:
        yield DiagnosisLine(
            "wrong",
            f"“{facts.workbook}”来自网络或邮件，Excel 会直接禁用它的宏",
            "在文件上点右键 → 属性 → 勾选“解除锁定”，再打开。",
        )
