"""Files of a template, read with every mistake told by file, line and key, all at once."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from pydantic import ValidationError

from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import Slip, SlipsError
from xlevaluate.files.toml_lines import KeyPath, lines_of, nearest_line
from xlevaluate.files.toml_slips import slip_of
from xlevaluate.files.user_files import read_whole
from xlevaluate.submission.mistakes import describe_error

LARGEST = 2 * 1024 * 1024
"""Bytes of a file: the largest of ours has some fifty thousand."""

T = TypeVar("T")


class TomlFile(Struct, frozen=True, dict=True):
    """A TOML file: its text, what it says, and the slips found in it so far."""

    name: str
    text: str
    data: dict[str, Any] | None
    """``None`` where the text is no TOML."""
    slips: list[Slip] = field(default_factory=list)
    below: "TomlFile | None" = None
    """The file that this one is laid over, which says the rest of ``data``."""
    taken_from: str = ""
    """The template whose file this is, for one that has none of its own."""
    origins: Mapping[KeyPath, KeyPath] = field(default_factory=dict)
    """Where items of lists in ``data`` stand in this file, where that is another place."""

    @cached_property
    def _lines(self) -> Any:
        return lines_of(self.text)

    def add(self, words: str, *place: str | int) -> None:
        """Note a slip at a place, or at what is nearest around it."""
        place = self._origin(place)
        key = ".".join(map(str, place))
        self.slips.append(Slip(self.name, words, nearest_line(self._lines, place), key))

    def _origin(self, place: KeyPath) -> KeyPath:
        """Return where a place of ``data`` is in this file, or what is nearest around it."""
        for end in range(len(place), 0, -1):
            if place[:end] in self.origins:
                return (*self.origins[place[:end]], *place[end:])
        return place

    @property
    def told(self) -> list[Slip]:
        """The slips as they are told: of a file that is another template's, all in one."""
        if not self.taken_from or not self.slips:
            return self.slips
        first = min(self.slips, key=lambda slip: slip.line)
        words = (
            f"文件夹里没有这个文件，照用模板“{self.taken_from}”的，其中有 {len(self.slips)} 处"
            f"与这里不合，如第 {first.line} 行的 {first.key}：{first.words}。"
            "请另写一个，可以把那一个复制来改"
        )
        return [Slip(self.name, words)]

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of this file and of all below it."""
        return (self.text, *(self.below.texts if self.below else ()))

    def read(self, read: Callable[[dict[str, Any]], T]) -> T | None:
        """Return what ``read`` makes of the data; ``None``, with slips noted, where it fails."""
        if self.data is None:
            return None
        try:
            return read(self.data)
        except ValidationError as error:
            for place, words in _mistakes(error, self.data):
                self.add(words, *place)
        except ValueError as error:
            self.slips.append(Slip(self.name, str(error)))
        return None

    def places_of(self, text: str) -> Iterator[KeyPath]:
        """Yield the places at which a text stands, as a value or as a key."""
        yield from _places(self.data or {}, text, ())


def open_toml(path: Path) -> TomlFile:
    """Read a TOML file; what keeps it from being read is a slip of it."""
    try:
        text = read_whole(path, "模板文件", LARGEST).decode("utf-8-sig")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return _unusable(path, "", "不是 UTF-8 编码，请用记事本另存为 UTF-8。")
    except CannotDoError as error:
        return _unusable(path, "", str(error))
    try:
        return TomlFile(path.name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _unusable(path, text, _syntax(str(error)))
    except (RecursionError, ValueError):
        return _unusable(path, text, "括号套得太深，或有一个数太大")


def load_toml(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    """Read a TOML file through ``read``; raises ``SlipsError`` with all that is wrong in it."""
    file = open_toml(path)
    found = file.read(read)
    if file.slips or found is None:
        raise SlipsError(file.slips)
    return found


def _unusable(path: Path, text: str, words: str) -> TomlFile:
    return TomlFile(path.name, text, None, [Slip(path.name, words)])


def _syntax(message: str) -> str:
    where = re.search(r"at line (\d+), column (\d+)", message)
    place = f"第 {where[1]} 行第 {where[2]} 列" if where else "末尾"
    return f"{place}附近的写法不对：{slip_of(message)}。"


def _mistakes(error: ValidationError, data: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield place and words of each mistake.

    Where one of two shapes will do, pydantic tells of both, and names the shape among the steps:
    only the mistakes of the shape that was written are told.
    """
    for item in error.errors():
        place, fits = _place(item["loc"], data)
        if fits:
            yield place, describe_error(item)


def _place(steps: tuple[str | int, ...], data: Any) -> tuple[KeyPath, bool]:
    """Return where a mistake is, and whether it is one of the shape that was written."""
    place: list[str | int] = []
    node = data
    for index, step in enumerate(steps):
        if _is_in(step, node):
            node = node[step]
        elif str(step).startswith("tuple["):
            if not isinstance(node, list):
                return tuple(place), False
            continue
        elif step == "str" and index == len(steps) - 1 and isinstance(node, list):
            return tuple(place), False
        place.append(step)
    return tuple(place), True


def _is_in(step: str | int, node: Any) -> bool:
    if isinstance(node, list):
        return isinstance(step, int) and step < len(node)
    return isinstance(node, dict) and step in node


def _places(node: Any, text: str, place: KeyPath) -> Iterator[KeyPath]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == text:
                yield (*place, key)
            yield from _places(value, text, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _places(value, text, (*place, number))
    elif node == text:
        yield place
