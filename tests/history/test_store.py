"""Addresses of stores, their tables, and what is refused."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    Column,
    Connection,
    Table,
    column,
    insert,
    inspect,
    select,
    table,
    text,
    update,
)
from sqlalchemy.exc import OperationalError

from tests.history.conftest import NewStore
from tests.history.made_years import file_of, finding, form, rolled
from tests.history.postgresql import Server
from xlevaluate.commands.into_store import prepare_store
from xlevaluate.errors import CannotDoError
from xlevaluate.history import store as opened
from xlevaluate.history.keeping import keep
from xlevaluate.history.object_search import find_object
from xlevaluate.history.status_book import keep_statuses, statuses
from xlevaluate.history.store import open_store
from xlevaluate.history.store_address import address_of
from xlevaluate.history.store_contents import stored_years
from xlevaluate.history.store_migration import VERSION_TABLE, bring_up_to_date, is_up_to_date
from xlevaluate.history.store_tables import findings, metadata, objects, submissions
from xlevaluate.rollup.statuses import StatusEntry

SECRET = "geheim%40wort"  # noqa: S105 - made up: messages are searched for it, and it opens nothing


def test_migrations_make_the_tables_that_the_program_uses(new_store: NewStore) -> None:
    with open_store(new_store()) as store, store.read() as connection:
        settings = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=settings)
        assert compare_metadata(context, metadata) == []
        assert is_up_to_date(connection)
        (index,) = (
            index
            for index in inspect(connection).get_indexes("submissions")
            if index["name"] == "uq_submissions_current"
        )
        assert index["unique"], "of an object and a year one form alone can be current"


def test_a_store_of_the_first_tables_that_holds_a_form_twice_is_mended(
    new_store: NewStore, tmp_path: Path
) -> None:
    """As a roster with another kind once made it: the object that came last keeps the form."""
    address = new_store()
    with open_store(address) as store:
        keep(store, rolled(tmp_path / "kept", [file_of(form(1)), file_of(form(2))]))
        keep_statuses(store, [StatusEntry("unit:1001", finding(1).key, "true", "属实")])
        store.write(_as_of_the_first_tables)
    with open_store(address) as store:
        (year,) = stored_years(store)
        assert (year.departments, year.units, year.forms) == (1, 1, 2)
        assert year.findings == 4
        assert [entry.of for entry in statuses(store)] == ["department:1001", "unit:1001"]
        with store.read() as connection:
            assert find_object(connection, "1001") == ["department:1001", "unit:1001"]


def _as_of_the_first_tables(connection: Connection) -> None:
    """Put a unit's form to a department, too, and take back what the second tables have."""
    connection.execute(text("DROP INDEX uq_submissions_file"))

    def again(copied: Table, of: Column[Any], value: object, **other: object) -> None:
        found = connection.execute(select(copied).where(of == value)).all()
        connection.execute(insert(copied), [row._asdict() | other for row in found])

    new = "department:1001"
    again(objects, objects.c.id, "unit:1001", id=new, kind="department")
    again(submissions, submissions.c.object_id, "unit:1001", object_id=new, id=9)
    again(findings, findings.c.submission_id, 1, submission_id=9)
    connection.execute(text("ALTER TABLE submissions DROP COLUMN is_withdrawn"))
    connection.execute(text("CREATE INDEX ix_submissions_year ON submissions (year)"))
    version = table(VERSION_TABLE, column("version_num"))
    connection.execute(update(version).values(version_num="1"))


def test_a_store_of_a_later_version_is_refused(new_store: NewStore) -> None:
    address = new_store()
    with open_store(address) as store:
        version = table(VERSION_TABLE, column("version_num"))
        store.write(lambda at: at.execute(update(version).values(version_num="99")))
    with pytest.raises(CannotDoError, match=r"较新版本的程序建立的（第 99 版的表.*没有动它"):
        open_store(address)


def test_tables_of_somebody_else_are_refused(new_store: NewStore) -> None:
    address = new_store()
    with open_store(address) as store:
        store.write(lambda at: at.execute(text(f"DROP TABLE {VERSION_TABLE}")))
    with pytest.raises(CannotDoError, match=r"已有别的程序的表（figures、.*没有动它"):
        open_store(address)


def test_a_work_that_fails_is_undone(new_store: NewStore) -> None:
    with open_store(new_store()) as store:
        with pytest.raises(ZeroDivisionError):
            store.write(lambda at: at.execute(_STATUS) and 1 / 0)
        with store.read() as connection:
            assert connection.execute(text("SELECT * FROM statuses")).all() == []


def test_tables_are_made_whole_or_not_at_all(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_store()

    def failing(connection: Connection, shown: str) -> None:
        bring_up_to_date(connection, shown)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(opened, "bring_up_to_date", failing)
        with pytest.raises(ZeroDivisionError):
            open_store(address)
    with open_store(address) as store, store.read() as connection:
        assert is_up_to_date(connection)


_STATUS = text("INSERT INTO statuses VALUES ('unit:1', 'X01', 'true', '')")


def test_a_file_that_is_no_store_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "汇总.xlsx"
    file.write_bytes(b"PK\3\4" + bytes(4096))
    with pytest.raises(CannotDoError, match=r"汇总\.xlsx”：这个文件不是 SQLite 的库，没有动它"):
        open_store(str(file))
    assert file.read_bytes() == b"PK\3\4" + bytes(4096)


def test_no_store_is_made_where_one_is_read(tmp_path: Path) -> None:
    with pytest.raises(CannotDoError, match=r"没有“.*历年\.db”这个库"):
        open_store(str(tmp_path / "历年.db"), must_exist=True)
    assert not any(tmp_path.iterdir())


def test_readers_do_not_wait_for_a_writer_of_a_file(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "历年.db")) as store:
        with store.read() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"

        def meanwhile(_: object) -> int:
            with open_store(str(tmp_path / "历年.db")) as other, other.read() as connection:
                return len(connection.execute(text("SELECT * FROM statuses")).all())

        assert store.write(meanwhile) == 0


@pytest.mark.parametrize("passing", ["40001", "40P01"])
def test_what_others_were_in_the_way_of_is_done_again(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch, passing: str
) -> None:
    """A serialization failure and a deadlock, as the server itself reports them."""
    monkeypatch.setattr(opened, "_PATIENCE", 0.3)
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{passing}'; END $$")
    tries = []

    def second_time(connection: Connection) -> str:
        tries.append(connection)
        if len(tries) == 1:
            connection.execute(raising)
        return "done"

    with open_store(postgresql.new_place()) as store:
        assert store.write(second_time) == "done"
        assert len(tries) == 2
        with pytest.raises(CannotDoError, match="一直被其他程序占用"):
            store.write(lambda connection: connection.execute(raising))


def test_tables_are_not_waited_for_longer_than_for_one_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_WAIT", 0.1)
    file = tmp_path / "历年.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotDoError, match="一直被其他程序占用"):
            prepare_store(str(file))
        other.execute("CREATE TABLE notes (words)")
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotDoError, match="占用"):
            prepare_store(str(file))


def test_what_another_program_holds_is_waited_for(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "_WAIT", 0.1)
    monkeypatch.setattr(opened, "_PATIENCE", 0.2)
    address = new_store()
    with open_store(address) as holding, open_store(address) as waiting:

        def meanwhile(held: Connection) -> None:
            held.execute(_STATUS)
            with pytest.raises(CannotDoError, match="一直被其他程序占用"):
                waiting.write(lambda at: at.execute(_STATUS))
            if held.dialect.name == "postgresql":
                held.execute(text("LOCK TABLE submissions"))
                with pytest.raises(CannotDoError, match="正被其他程序占用"):
                    stored_years(waiting)
            with pytest.raises(CannotDoError, match="一直被其他程序占用"):
                prepare_store(address)

        holding.write(meanwhile)
        waiting.write(lambda at: at.execute(text("DELETE FROM statuses")))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("mysql://me:geheim@host/db", "不支持 mysql"),
        ("postgresql://me:geheim@host:port/db", "地址写得不对"),
        ("sqlite://", "没有写文件的名称"),
        ("/nowhere/历年.db", "文件夹“/nowhere”不存在"),
        ("/", "是文件夹"),
    ],
)
def test_what_is_no_address_is_said_without_repeating_it(given: str, said: str) -> None:
    with pytest.raises(CannotDoError, match=said) as raised:
        address_of(given)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_passwords_are_never_shown(scheme: str) -> None:
    address = address_of(f"{scheme}://me:{SECRET}@example.org:5433/county?password=other")
    assert address.shown == "postgresql://example.org:5433/county"
    assert address.url.drivername == "postgresql+psycopg"
    assert str(address.url.password).startswith("geheim@")


def test_a_server_that_does_not_let_one_in_is_told_without_the_password(
    postgresql: Server,
) -> None:
    address = f"postgresql://me:{SECRET}@/nowhere?host={postgresql.folder}"
    with pytest.raises(CannotDoError, match='"me" does not exist') as raised:
        open_store(address)
    assert isinstance(raised.value.__cause__, OperationalError)
    assert "请核对地址、用户和密码" in str(raised.value)
    assert "geheim" not in f"{raised.value} {raised.value.__cause__}"
