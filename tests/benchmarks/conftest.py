"""What is measured in LibreOffice is measured in the one that its tests use."""

import pytest
from openpyxl.worksheet.merge import MergedCellRange

from tests.conftest import DRAW_BORDERS
from tests.live.libreoffice.conftest import make, office

__all__ = ["make", "office"]


@pytest.fixture(autouse=True)
def _whole_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure openpyxl as it is."""
    monkeypatch.setattr(MergedCellRange, "format", DRAW_BORDERS)
