"""A run's letters as files of a new folder, under names that every system takes."""

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path

from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.files.file_names import as_file_name, shown_name

_NAMELESS = "未填单位名称"


def new_folder(asked: Path) -> Path:
    """Make a folder, or use an empty one; one that holds something gives way to ``…(2)``.

    Raises ``CannotDoError`` where it cannot be made.
    """
    for path in chain([asked], (asked.with_name(f"{asked.name}({n})") for n in count(2))):
        try:
            path.mkdir()
        except FileExistsError:
            if path.is_dir() and not any(path.iterdir()):
                return path
        except OSError as error:
            raise CannotDoError(
                f"建不成文件夹“{shown_name(path)}”：{reason_of(error)}。"
            ) from error
        else:
            return path
    raise AssertionError("names do not run out")


def free_names(names: Iterable[str]) -> list[str]:
    """Return names for files that no two letters share, on no system; without suffixes.

    What no system allows in a name is left out, and a long name is cut.
    """
    taken: set[str] = set()
    free: list[str] = []
    for name in names:
        stem = as_file_name(name) or _NAMELESS
        every = chain([stem], (f"{stem}({number})" for number in count(2)))
        found = next(item for item in every if item.casefold() not in taken)
        taken.add(found.casefold())
        free.append(found)
    return free
