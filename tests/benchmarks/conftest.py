"""What is measured in LibreOffice is measured in the one that its tests use."""

from tests.live.libreoffice.conftest import make, office

__all__ = ["make", "office"]
