"""A store that is open: reading, and writing that is tried again where another process was first.

A reading sees the store as it was when it began. A writing is all of its work or nothing.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from xlevaluate.errors import CannotDoError
from xlevaluate.history.store_address import StoreAddress, address_of
from xlevaluate.history.store_migration import bring_up_to_date, is_up_to_date

_T = TypeVar("_T")

_WAIT = 5
"""Seconds for which one waits for another, each time."""

_PATIENCE = 120
"""Seconds for which a writing is tried again; ``_WAIT``, where nothing was done for it yet."""

_CONNECT = 15
"""Seconds within which a server has to answer."""

_PASSING = {"40001", "40P01", "55P03"}
"""Codes of PostgreSQL: serialization failure, deadlock, lock not available."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_BEGIN = "xlevaluate_begin"


class Store:
    """The store at an address. ``shown`` is how people are told of it."""

    def __init__(self, engine: Engine, address: StoreAddress) -> None:
        self.shown = address.shown
        self._address = address
        self._reading = engine.execution_options(
            **({} if address.file else {"isolation_level": "REPEATABLE READ"})
        )
        self._writing = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writing.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection that sees one state of the store, and changes nothing."""
        try:
            with self._reading.connect() as connection:
                self._be_patient(connection)
                yield connection
        except DBAPIError as error:
            raise _not_done(error, self._address) from error

    def need_writable(self) -> None:
        """Raise ``CannotDoError`` where it cannot be written to now, after one wait at most."""
        self.write(one_at_a_time, patience=_WAIT)

    def write(self, work: Callable[[Connection], _T], *, patience: float | None = None) -> _T:
        """Do some work in one transaction; again from its beginning, where others were in the way.

        Raises ``CannotDoError`` where it cannot be done, or not within ``patience`` seconds.
        """
        end = time.monotonic() + (_PATIENCE if patience is None else patience)
        while True:
            try:
                with self._writing.begin() as connection:
                    self._be_patient(connection)
                    return work(connection)
            except DBAPIError as error:
                if not _is_passing(error):
                    raise _not_done(error, self._address) from error
                if time.monotonic() >= end:
                    raise CannotDoError(
                        f"{self.shown}一直被其他程序占用，没有写入。请稍后再运行一次。"
                    ) from error
                time.sleep(random.uniform(0.01, 0.2))  # noqa: S311 - so that two do not meet again

    def _be_patient(self, connection: Connection) -> None:
        """Let a transaction wait for others, and not for ever. A file has its own way of it."""
        if self._address.file is None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_WAIT * 1000:.0f}")


def one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else writes forms, and let nobody else before the transaction ends.

    Readers are not hindered. In a file that is so for every writing.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE submissions IN SHARE ROW EXCLUSIVE MODE"))


def open_store(address_text: str, *, must_exist: bool = False) -> Store:
    """Open the store at an address, or make it; its tables are brought to those of this version.

    Any number of processes may do so at once. Raises ``CannotDoError`` where it cannot be opened,
    is no store or is of a later version, and where there is none and one ``must_exist``.
    """
    address = address_of(address_text)
    if must_exist and address.file is not None and not address.file.is_file():
        raise CannotDoError(
            f"没有{address.shown}这个库。请核对 --store，或先用 xlevaluate rollup --store 存入。"
        )
    store = Store(_engine(address), address)
    try:
        with store.read() as connection:
            is_ready = is_up_to_date(connection)
        if not is_ready:
            moving = partial(bring_up_to_date, shown=address.shown)
            store.write(moving, patience=_WAIT)
    except BaseException:
        store.__exit__()
        raise
    return store


def _engine(address: StoreAddress) -> Engine:
    if address.file is not None:
        engine = create_engine(address.url)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    settings = {} if "connect_timeout" in address.url.query else {"connect_timeout": _CONNECT}
    try:
        return create_engine(address.url, connect_args=settings)
    except ModuleNotFoundError:
        raise CannotDoError(
            "使用 PostgreSQL 需要另外的程序包。请运行 pip install xlevaluate[postgresql] 后再试。"
        ) from None


def _prepare(connection: Any, _: object) -> None:
    """Let a new connection of SQLite begin its transactions as we say, and not stop readers."""
    connection.isolation_level = None
    # Not on every file system, and not while another process uses the file for the first time.
    # Whoever keeps it locked is waited for once, when something is read or written.
    connection.execute("PRAGMA busy_timeout = 0")
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {_WAIT * 1000:.0f}")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _is_passing(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _BUSY
    return getattr(error.orig, "sqlstate", None) in _PASSING


def _not_done(error: DBAPIError, address: StoreAddress) -> CannotDoError:
    """Say why a database could not do something, in its own words, without any password."""
    if _is_passing(error):
        return CannotDoError(f"{address.shown}：正被其他程序占用。请稍后再运行一次。")
    said = str(error.orig).strip().partition("\n")[0]
    password = address.url.password
    if password:
        said = said.replace(str(password), "***")
    if address.file is not None:
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        why = _SQLITE_WORDS.get(code, f"SQLite 报告：{said}")
        return CannotDoError(f"{address.shown}：{why}。")
    return CannotDoError(
        f"数据库 {address.shown} 没有做成，没做完的没有写入，再运行一次就接着做。"
        f"请核对地址、用户和密码，数据库要先建好。数据库报告：{said}"
    )


_SQLITE_WORDS = {
    sqlite3.SQLITE_NOTADB: "这个文件不是 SQLite 的库，没有动它。请核对 --store",
    sqlite3.SQLITE_CORRUPT: "这个库已损坏。请用备份，或另存一个新库后重新汇总",
    sqlite3.SQLITE_CANTOPEN: "打不开，没有权限，或所在的文件夹是只读的",
    sqlite3.SQLITE_READONLY: "这个文件是只读的，写不进去",
    sqlite3.SQLITE_FULL: "磁盘已满，没做完的没有写入",
    sqlite3.SQLITE_IOERR: "磁盘或网络读写出错，没做完的没有写入",
}
