"""What ``--projects`` says: how many, or which of last year's."""

import re

from xlevaluate.errors import CannotDoError


def projects_asked(text: str | None) -> tuple[int | None, tuple[str, ...] | None]:
    """Return how many projects ``--projects`` asks for, or which ones of last year's go on."""
    if text is None:
        return None, None
    if text.strip().isascii() and re.fullmatch(r"\s*-?\d+\s*", text):
        return int(text), None
    names = tuple(name for part in re.split("[,，、;；]", text) if (name := part.strip()))
    if not names:
        raise CannotDoError("--projects 后面要写个数，或者延续的项目的名称，用逗号隔开。")
    return None, names
