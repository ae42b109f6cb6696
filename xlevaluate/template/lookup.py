"""Where templates are: in the package, in the user's own folders, or beside a workbook.

A template is a folder with a ``form.toml``; its name is the folder's. A workbook, a package and a
function in a cell only ever name one: a name is looked up, and is never a way to a file. A path is
what the person at the terminal says.
"""

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from xlevaluate.errors import CannotDoError

DEFAULT_FAMILY = "hunan_department"

VARIABLE = "XLEVALUATE_TEMPLATES"
"""Environment variable: folders that hold templates, separated as those of PATH are."""

FORM = "form.toml"

_LONGEST = 100
"""Characters of a name."""

_NOT_IN_NAMES = frozenset('/\\:*?"<>|\0')
"""What no folder's name may hold on one of the systems we run on."""


def templates_folder() -> Path:
    """Return ``workbook_templates``: inside an installed package, or beside a checkout's."""
    package = Path(__file__).parents[1]
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent / "workbook_templates"


def is_name(text: str) -> bool:
    """Tell whether a text can be a template's name, and no way to anywhere else."""
    return (
        0 < len(text) <= _LONGEST
        and not text.startswith(".")
        and not text.endswith((".", " "))
        and text.isprintable()
        and not _NOT_IN_NAMES & set(text)
    )


_REMEMBERED: list[Path] = []


def remember_folder(workbook: str) -> Path | None:
    """Look for templates beside an open workbook from now on, and return its folder.

    ``None`` for a workbook that is not in a folder: never saved, or on a web site.
    """
    path = Path(workbook)
    if not path.is_absolute() or not path.parent.is_dir():
        return None
    if path.parent not in _REMEMBERED:
        _REMEMBERED.append(path.parent)
    return path.parent


def _places(beside: Path | None) -> Iterator[Path]:
    """Yield the folders in which templates lie, in the order in which they are looked into."""
    yield templates_folder()
    for folder in os.environ.get(VARIABLE, "").split(os.pathsep):
        if folder.strip():
            yield Path(folder.strip())
    if beside is not None:
        yield beside
    else:
        yield from _REMEMBERED


def base_of(folder: Path) -> Path | None:
    """Return the folder of the template that a template is a variant of; ``None`` for no variant.

    ``variant_of`` at the head of ``form.toml`` names it, one of those that come with the program;
    the variant is called as that one, ``_`` and a name of its own. Raises ``CannotDoError`` where
    there is none of that name, or the folder is called otherwise.
    """
    base = _said_base(folder)
    if base is None:
        return None
    there = templates_folder() / base
    if is_name(base) and folder.name.startswith(f"{base}_") and (there / FORM).is_file():
        return there
    raise CannotDoError(
        f"模板“{_shown(folder.name)}”的 {FORM} 说它是“{_shown(base)}”的变体（variant_of）："
        f"没有随程序来的这个模板，或者文件夹的名称不是“{_shown(base)}_名称”。"
    )


def _said_base(folder: Path) -> str | None:
    try:
        stat = (folder / FORM).stat()
    except OSError:
        return None
    return _base(folder / FORM, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _base(form: Path, _time: int, _size: int) -> str | None:
    """Return what the head of a form says that it is a variant of; ``None`` for nothing."""
    try:
        with form.open(encoding="utf-8-sig") as lines:
            found = map(_VARIANT.match, takewhile(lambda line: not line.startswith("["), lines))
            return next((match[1] for match in found if match), None)
    except (OSError, UnicodeDecodeError):
        return None


_VARIANT = re.compile(r'variant_of\s*=\s*"([^"]*)"')


def variants(family: str) -> list[str]:
    """Return the names of the variants of a template: what follows its own name in theirs."""
    before = f"{family}_"
    named = (name for name in families() if name.startswith(before))
    found = (name for name in named if _said_base(named_folder(name)) == family)
    return [name.removeprefix(before) for name in found]


def families() -> list[str]:
    """Return the names of the templates in the package and in the user's own folders."""
    found = (path.parent.name for place in _places(None) for path in place.glob(f"*/{FORM}"))
    return sorted(set(filter(is_name, found)))


def named_folder(name: str, beside: Path | None = None) -> Path:
    """Return the folder of a template by its name; ``beside`` is the folder of the workbook.

    Raises ``CannotDoError`` where there is none, or where the text is no name.
    """
    if is_name(name):
        for place in _places(beside):
            if (place / name / FORM).is_file():
                return place / name
    raise CannotDoError(
        f"没有名为“{_shown(name)}”的模板；现有模板：{'、'.join(families())}。"
        "模板另有文件夹的，请用 --template 指出这个文件夹，或把它放在工作簿旁边。"
    )


def asked_folder(text: str) -> Path:
    """Return the folder that ``--template`` means: a template's name, or a path to its folder."""
    if is_name(text) and text in families():
        return named_folder(text)
    folder = Path(text).expanduser()
    if (folder / FORM).is_file():
        folder = folder.resolve()
        if not is_name(folder.name):
            raise CannotDoError(f"模板文件夹“{folder.name}”的名称不能用，请改成不带符号的短名称。")
        return folder
    if folder.is_dir():
        raise CannotDoError(f"“{text}”不是模板的文件夹：里面没有 {FORM}。")
    if is_name(text):
        return named_folder(text)
    raise CannotDoError(f"没有模板文件夹“{text}”。请核对 --template 后面的路径。")


def is_ours(folder: Path) -> bool:
    """Tell whether a template is one of those that come with the program."""
    return folder.parent.resolve() == templates_folder().resolve()


def homonym(folder: Path) -> str:
    """Say that a folder is called as a template that comes with the program; else nothing.

    A workbook remembers its template by name, and those of the program come first.
    """
    if is_ours(folder) or not (templates_folder() / folder.name / FORM).is_file():
        return ""
    return (
        f"模板文件夹“{folder.name}”与随程序来的模板同名：由它制作的工作簿以后会按随程序来的那个"
        "办理。请给文件夹另取一个名称。"
    )


def profiles(family: str) -> list[str]:
    """Return the names of the other profiles that a template has, by the template's name."""
    return profiles_in(named_folder(family))


def profiles_in(folder: Path) -> list[str]:
    """Return the names of the other profiles of a template: its own, and those of its base."""
    found = {path.stem.removeprefix("profile_") for path in folder.glob("profile_*.toml")}
    base = base_of(folder)
    return sorted(found | set(profiles_in(base) if base else ()))


def profile_path(folder: Path, profile: str) -> Path:
    """Return where a profile of a template is (``""`` for its own), in its folder or its base's."""
    path = folder / (f"profile_{profile}.toml" if profile else "profile.toml")
    base = None if path.is_file() else base_of(folder)
    return path if base is None else profile_path(base, profile)


def profile_of(given: str | None) -> tuple[str, Path | None]:
    """Tell a profile of the template by its name from one in a file of the user's."""
    if given is None or not given.lower().endswith(".toml"):
        return given or "", None
    return "", Path(given)


def _shown(name: str) -> str:
    """Keep a name that a stranger's file gives short, and to one line."""
    short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}……"
    return "".join(char if char.isprintable() else "�" for char in short)
