"""Where a store is: a file of SQLite, or a database of PostgreSQL. Passwords are never shown."""

from pathlib import Path

from msgspec import Struct
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name

_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}
_HOW = (
    "请写 SQLite 文件的名称（如 历年.db），"
    "或 PostgreSQL 的地址（postgresql+psycopg://用户@主机/数据库）。"
)


class StoreAddress(Struct, frozen=True):
    """An address, how people are shown it, and the file, where it is one."""

    url: URL
    shown: str
    file: Path | None = None


def address_of(text: str) -> StoreAddress:
    """Read an address; raises ``CannotDoError`` where it is none, without repeating it."""
    if "://" not in text:
        return _in_file(Path(text).expanduser())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # a port that is no number
        raise CannotDoError(f"--store 的地址写得不对。{_HOW}") from None
    if url.drivername in _SQLITE:
        if not url.database or url.database == ":memory:":
            raise CannotDoError(f"--store 没有写文件的名称。{_HOW}")
        return _in_file(Path(url.database))
    if url.drivername not in _POSTGRESQL:
        raise CannotDoError(f"--store 不支持 {url.drivername}。{_HOW}")
    place = f"{url.host}:{url.port}" if url.host and url.port else url.host or ""
    shown = f"postgresql://{place}/{url.database or ''}"
    return StoreAddress(url.set(drivername="postgresql+psycopg"), shown)


def _in_file(path: Path) -> StoreAddress:
    if not path.name or path.is_dir():
        raise CannotDoError(f"“{shown_name(path)}”是文件夹，--store 请写上文件名。")
    if not path.parent.is_dir():
        raise CannotDoError(f"文件夹“{shown_name(path.parent)}”不存在，请先建立。")
    url = URL.create("sqlite", database=str(path.absolute()))
    return StoreAddress(url, f"“{shown_name(path)}”", path)
