"""Slips in files that a person edits: each with file, line and key, all told at once."""

from collections.abc import Iterable

from msgspec import Struct

from xlevaluate.errors import CannotDoError


class Slip(Struct, frozen=True):
    """Something wrong in a file; ``words`` say what, in Chinese.

    ``line`` counts from 1; 0 where the slip is the whole file's. ``key`` is dotted, items of
    arrays by their numbers from 0.
    """

    file: str
    words: str
    line: int = 0
    key: str = ""

    def __str__(self) -> str:
        # One line, whatever the words repeat of the file.
        words, key = " ".join(self.words.split()), " ".join(self.key.split())
        if not self.line:
            return f"模板文件 {self.file} 不能用：{words}"
        of = f"的 {key} " if key else ""
        return f"模板文件 {self.file} 第 {self.line} 行{of}有误：{words}"


class SlipsError(CannotDoError):
    """Files that cannot be used for their slips; the text has a line for each."""

    def __init__(self, slips: Iterable[Slip]) -> None:
        self.slips = tuple(slips)
        super().__init__("\n".join(map(str, self.slips)))


def sorted_slips(slips: Iterable[Slip]) -> tuple[Slip, ...]:
    """Return the slips in the order of files and lines, each once."""
    return tuple(sorted(dict.fromkeys(slips), key=lambda slip: (slip.file, slip.line)))
