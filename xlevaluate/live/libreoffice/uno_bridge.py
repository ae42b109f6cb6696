"""The module ``uno``: of LibreOffice itself, or of the system when it is driven from outside."""

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from xlevaluate.errors import CannotDoError

_SYSTEM = Path("/usr/lib/python3/dist-packages")
"""Where Debian and Ubuntu keep it (package python3-uno)."""


def find_uno() -> Any:
    """Return the module; raises ``CannotDoError`` where this Python has none that fits it."""
    if find_spec("uno") is None and (_SYSTEM / "uno.py").exists():
        sys.path.append(str(_SYSTEM))  # last, so that nothing of ours is hidden
    try:
        return import_module("uno")
    except ImportError as error:
        raise CannotDoError(
            f"这个 Python 不能操作 LibreOffice（{error}）。"
            "Debian、Ubuntu 上请运行 sudo apt install python3-uno，并用系统的 Python 建立虚拟环境，"
            "重新安装 xlevaluate；也可以直接用 LibreOffice 打开工作簿，公式照常计算。"
        ) from error


def property_value(name: str, value: Any) -> Any:
    """Return an option as UNO takes it."""
    option = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    option.Name, option.Value = name, value
    return option


def implementing(*interfaces: str, **methods: Callable[..., Any]) -> Any:
    """Return an object of UNO interfaces, with methods that take it first, as UNO names them."""
    base = import_module("unohelper").Base
    return type("Implementing", (base, *map(uno.getClass, interfaces)), methods)()


uno: Any = find_uno()
