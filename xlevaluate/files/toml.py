"""Files of a template, read with every mistake told by file, line and key."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.files.toml_slips import slip_of
from xlevaluate.submission.mistakes import describe_error

T = TypeVar("T")


def load_toml(path: Path, read: Callable[[dict[str, Any]], T]) -> T:
    """Read a TOML file through ``read``; raises ``CannotDoError`` with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotDoError(
            f"模板文件 {path.name} 不能用：不是 UTF-8 编码，请用记事本另存为 UTF-8。"
        ) from error
    except OSError as error:
        raise CannotDoError(f"模板文件 {path.name} 读不出：{reason_of(error)}") from error
    try:
        return read(tomllib.loads(text))
    except ValidationError as error:
        first = error.errors()[0]
        place = tuple(first["loc"])
        line = line_of(text, place)
        key = ".".join(map(str, place))
        raise CannotDoError(
            f"模板文件 {path.name} 第 {line} 行的 {key} 有误：{describe_error(first)}"
        ) from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        place_words = f"第 {where[1]} 行第 {where[2]} 列" if where else "末尾"
        raise CannotDoError(
            f"模板文件 {path.name} 不能用：{place_words}附近的写法不对：{slip_of(str(error))}。"
        ) from error
    except ValueError as error:
        raise CannotDoError(f"模板文件 {path.name} 不能用：{error}") from error


def line_of(text: str, place: tuple[str | int, ...]) -> int:
    r"""Return the line of a key, or the nearest line above it that is found; lines count from 1.

    >>> line_of("[a]\nb = 1\n[[c]]\nd = 1\n[[c]]\nd = 2", ("c", 1, "d"))
    6
    """
    lines, found, table = text.split("\n"), 0, ""
    for index, step in enumerate(place):
        if isinstance(step, int):
            continue
        nth = place[index + 1] if index + 1 < len(place) else 0
        table = f"{table}.{step}" if table else step
        dotted = r"\s*\.\s*".join(rf"[\"']?{re.escape(part)}[\"']?" for part in table.split("."))
        heads = [
            number
            for number in range(found, len(lines))
            if re.match(rf"\s*\[\[?\s*{dotted}\s*\]\]?", lines[number])
        ]
        keyed = [
            number
            for number in range(found, len(lines))
            if re.search(rf"(^|[\s{{,])[\"']?{re.escape(step)}[\"']?\s*=", lines[number])
        ]
        if heads and isinstance(nth, int):
            found = heads[min(nth, len(heads) - 1)]
        elif keyed:
            found = keyed[0]
    return found + 1
