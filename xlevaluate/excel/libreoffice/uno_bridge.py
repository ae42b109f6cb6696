"""The module ``uno``: of LibreOffice itself, or of the system when it is driven from outside."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_SYSTEM = Path("/usr/lib/python3/dist-packages")
"""Where Debian and Ubuntu keep it (package python3-uno)."""


def _find() -> Any:
    if find_spec("uno") is None and (_SYSTEM / "uno.py").exists():
        sys.path.append(str(_SYSTEM))  # last, so that nothing of ours is hidden
    return import_module("uno")


uno: Any = _find()
