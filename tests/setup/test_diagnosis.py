"""Each thing that may be wrong with a machine, told with what to do."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from xlevaluate.setup.diagnosis import Facts, examine
from xlevaluate.setup.machine import gather
from xlevaluate.setup.xlwings_conf import install

HEALTHY = Facts(
    system="Windows",
    python=(3, 12, 4),
    bits=64,
    interpreter=r"C:\Python312\python.exe",
    xlwings="0.37.8",
    macros_version="0.37.8",
    dll="xlwings64-0.37.8.dll",
    excel_server=r"C:\Program Files\Microsoft Office\EXCEL.EXE /automation",
    conf_interpreter=r"c:\python312\python.exe",
    code_page=936,
    macro_setting=2,
    fonts=frozenset({"仿宋_GB2312", "方正小标宋简体", "SimHei", "KaiTi"}),
    workbook="单位.xlsm",
    workbook_macros="0.37.8",
    from_internet=False,
)


def test_a_healthy_machine_has_nothing_wrong() -> None:
    lines = examine(HEALTHY)
    assert {line.verdict for line in lines} == {"right"}
    assert all(str(line).startswith("✓ ") for line in lines)


@pytest.mark.parametrize(
    ("change", "verdict", "words", "advice"),
    [
        ({"python": (3, 10, 1)}, "wrong", "Python 3.10.1", "3.11"),
        ({"xlwings": None}, "wrong", "没有安装 xlwings", "pip install xlwings"),
        ({"macros_version": "0.30.0"}, "wrong", "版本不同", "force-reinstall"),
        ({"dll": None}, "wrong", "没有 xlwings64-0.37.8.dll", "force-reinstall"),
        ({"dll": "xlwings64-0.30.0.dll"}, "wrong", "找到的是 xlwings64-0.30.0.dll", "重新安装"),
        ({"bits": 32}, "wrong", "没有 xlwings32-0.37.8.dll", "重新安装"),
        ({"excel_server": None}, "wrong", "没有找到 Excel", "WPS"),
        ({"excel_server": r"C:\WPS\et.exe"}, "wrong", "被另一个程序占用", "配置工具"),
        ({"conf_interpreter": None}, "wrong", "不知道用哪个 Python", "xlevaluate install"),
        ({"conf_interpreter": "x.exe"}, "wrong", "另一个 Python：x.exe", "xlevaluate install"),
        ({"macro_setting": 4}, "wrong", "不允许本工作簿的宏", "信任中心"),
        ({"macro_setting": None}, "unknown", "启用内容", ""),
        ({"code_page": 1252}, "wrong", "代码页 1252", "区域"),
        ({"fonts": frozenset({"SimHei"})}, "unknown", "仿宋_GB2312、方正小标宋简体、楷体", "安装"),
        ({"workbook_macros": "0.30.0"}, "wrong", "宏是 xlwings 0.30.0 的", "xlevaluate upgrade"),
        ({"workbook_macros": ""}, "unknown", "不带宏", ""),
        ({"from_internet": True}, "wrong", "来自网络或邮件", "解除锁定"),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(
    change: dict[str, Any], verdict: str, words: str, advice: str
) -> None:
    (line,) = [line for line in examine(replace(HEALTHY, **change)) if line.verdict != "right"]
    assert line.verdict == verdict
    assert words in line.text
    assert advice in line.advice


def test_the_settings_are_read_as_vba_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.setattr("locale.getencoding", lambda: "cp936")
    interpreter = r"C:\Users\王某\python.exe"
    install("Windows", tmp_path, interpreter)
    assert gather(home=tmp_path).conf_interpreter == interpreter


def test_this_machine_can_be_examined() -> None:
    facts = gather()
    assert facts.xlwings == facts.macros_version
    assert any("LibreOffice" in line.text for line in examine(facts)) == (facts.system == "Linux")
