"""The tables of a store, made or moved to those of this version.

One process moves a store at a time, and the others wait for it; a store of a later version than
this program knows is not touched.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from xlevaluate.errors import CannotDoError
from xlevaluate.history.store_tables import metadata

VERSION_TABLE = "xlevaluate_version"
"""Other programs may have an ``alembic_version`` in the same database."""

_LOCK = 0x786C6576
"""What PostgreSQL calls the lock for which the others wait; any number will do."""


def is_up_to_date(connection: Connection) -> bool:
    """Tell whether the tables are those of this version, where nothing has to be moved."""
    return _revision(connection) == _scripts().get_current_head()


def bring_up_to_date(connection: Connection, shown: str) -> None:
    """Make or move the tables, in the transaction of a connection that may write.

    Raises ``CannotDoError`` for a store of a later version, and for tables that are somebody
    else's.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    revision = _revision(connection)
    scripts = _scripts()
    if revision is None:
        taken = sorted(set(inspect(connection).get_table_names()) & metadata.tables.keys())
        if taken:
            raise CannotDoError(
                f"{shown}里已有别的程序的表（{'、'.join(taken)}），没有动它。请另建一个库。"
            )
    else:
        _known(scripts, revision, shown)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["moving"] = {
        "connection": connection,
        "target_metadata": metadata,
        "version_table": VERSION_TABLE,
        "transactional_ddl": True,
    }
    command.upgrade(config, "head")


def _known(scripts: ScriptDirectory, revision: str, shown: str) -> None:
    try:
        scripts.get_revision(revision)
    except CommandError:
        raise CannotDoError(
            f"{shown}是较新版本的程序建立的（第 {revision} 版的表，"
            f"本程序只认识到第 {scripts.get_current_head()} 版），没有动它。"
            "请升级：pip install -U xlevaluate[bureau]。"
        ) from None


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


_FOLDER = Path(__file__).with_name("migrations")


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))
