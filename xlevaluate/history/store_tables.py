"""The tables of a store. ``migrations`` make them; a test holds the two to each other.

Figures are texts of digits: exact, and the same in every database.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from xlevaluate.submission.amounts import plain

metadata = MetaData()


class StoredText(TypeDecorator[str]):
    """A text. What a stranger's file holds may have a NUL in it, which PostgreSQL does not take."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        """Leave out what cannot be stored everywhere."""
        return None if value is None else value.replace("\0", "")


class Exact(TypeDecorator[Decimal]):
    """A number as its digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _: Dialect) -> str | None:
        """Write all digits, without exponent."""
        return None if value is None else plain(value)

    def process_result_value(self, value: Any, _: Dialect) -> Decimal | None:
        """Read them."""
        return None if value is None else Decimal(value)


def _words(name: str) -> Column[str]:
    return Column(name, StoredText, nullable=False)


def _exact(name: str) -> Column[Decimal]:
    return Column(name, Exact, nullable=True)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _of_submission() -> Column[int]:
    return Column(
        "submission_id", Integer, ForeignKey("submissions.id"), primary_key=True, nullable=False
    )


objects = Table(
    "objects",
    metadata,
    Column("id", StoredText, primary_key=True),
    _words("kind"),
    _words("name"),
    _words("short_name"),
    _words("code"),
    _words("project_name"),
    _words("project_code"),
    _words("department"),
    _words("office"),
    _count("year"),
    _words("code_key"),
    _words("name_key"),
    _words("short_name_key"),
    _words("project_name_key"),
    _words("project_code_key"),
    Index("ix_objects_code_key", "code_key"),
    Index("ix_objects_name_key", "name_key"),
)
"""Objects of evaluation, as they were called in the last ``year`` they were rolled up for.

``…_key`` are codes and names without what does not tell them apart.
"""

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("object_id", StoredText, ForeignKey("objects.id"), nullable=False),
    _count("year"),
    _words("file_key"),
    _count("form_number"),
    _words("read_with"),
    Column("is_current", Boolean, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    _words("origin"),
    Column("is_draft", Boolean, nullable=False),
    _words("template"),
    _words("profile"),
    _words("form_title"),
    _words("sheet"),
    _words("unit_code"),
    _words("unit_name"),
    _words("department"),
    _words("project_name"),
    _words("filing_date"),
    _exact("initial_budget"),
    _exact("final_budget"),
    _exact("executed"),
    _exact("execution_rate"),
    _exact("execution_score"),
    _exact("execution_weight"),
    _exact("indicator_score"),
    _exact("indicator_weight"),
    _exact("score"),
    _words("grade"),
    _count("error"),
    _count("query"),
    _count("hint"),
    _count("explained"),
    _count("not_checked"),
    UniqueConstraint(
        "object_id", "year", "file_key", "form_number", name="uq_submissions_object_year_file"
    ),
)
"""Forms that were handed in. Of an object and a year one is current; the others are its history.

A form of a file is one object's alone in its year. One that was withdrawn is never current, and
counts nowhere.
"""

Index(
    "uq_submissions_current",
    submissions.c.object_id,
    submissions.c.year,
    unique=True,
    sqlite_where=submissions.c.is_current,
    postgresql_where=submissions.c.is_current,
)
Index(
    "uq_submissions_file",
    submissions.c.year,
    submissions.c.file_key,
    submissions.c.form_number,
    unique=True,
)

figures = Table(
    "figures",
    metadata,
    _of_submission(),
    Column("path", StoredText, primary_key=True),
    _words("value"),
)
"""Amounts by the path of their field: digits, or 不适用. A blank has no row."""

indicators = Table(
    "indicators",
    metadata,
    _of_submission(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("dimension"),
    _words("category"),
    _words("name"),
    _words("target"),
    _words("actual"),
    _exact("weight"),
    _exact("score"),
    _words("deviation"),
)

findings = Table(
    "findings",
    metadata,
    _of_submission(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _words("rule"),
    _words("level"),
    _words("title"),
    _words("sheet"),
    _words("cell"),
    _words("label"),
    _words("message"),
    _words("statement"),
    _words("key"),
    Column("actual", StoredText, nullable=True),
    Column("expected", StoredText, nullable=True),
    Column("difference", StoredText, nullable=True),
    _words("explanation"),
    Column("is_explained", Boolean, nullable=False),
)

statuses = Table(
    "statuses",
    metadata,
    Column("object_id", StoredText, primary_key=True),
    Column("finding_key", StoredText, primary_key=True),
    _words("status"),
    _words("remark"),
)
"""What somebody said of a finding. It may come before the submission that it is of."""
