"""The module uno, which not every Python has."""

import sys
from pathlib import Path

import pytest

from xlevaluate.errors import CannotDoError
from xlevaluate.live.libreoffice import uno_bridge


def test_a_python_without_uno_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(uno_bridge, "_SYSTEM", tmp_path)
    monkeypatch.delitem(sys.modules, "uno")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(CannotDoError, match=r"不能操作 LibreOffice.*python3-uno"):
        uno_bridge.find_uno()


def test_a_uno_of_another_python_is_told_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "uno.py").write_text("import pyuno_of_another_python\n", encoding="utf-8")
    monkeypatch.delitem(sys.modules, "uno")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with pytest.raises(CannotDoError, match="pyuno_of_another_python"):
        uno_bridge.find_uno()
