"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _digits(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=True) for name in names]


def _whole(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def _row_of_submission() -> sa.Column[int]:
    return sa.Column("submission_id", sa.Integer, sa.ForeignKey("submissions.id"), nullable=False)


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "objects",
        *_words("id", "kind", "name", "short_name", "code", "project_name", "project_code"),
        *_words("department", "office"),
        *_whole("year"),
        *_words("code_key", "name_key", "short_name_key", "project_name_key", "project_code_key"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_objects_code_key", "objects", ["code_key"])
    op.create_index("ix_objects_name_key", "objects", ["name_key"])
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("object_id", sa.Text, sa.ForeignKey("objects.id"), nullable=False),
        *_whole("year"),
        *_words("file_key"),
        *_whole("form_number"),
        *_words("read_with"),
        sa.Column("is_current", sa.Boolean, nullable=False),
        *_words("origin"),
        sa.Column("is_draft", sa.Boolean, nullable=False),
        *_words("template", "profile", "form_title", "sheet", "unit_code", "unit_name"),
        *_words("department", "project_name", "filing_date"),
        *_digits("initial_budget", "final_budget", "executed", "execution_rate"),
        *_digits("execution_score", "execution_weight", "indicator_score", "indicator_weight"),
        *_digits("score"),
        *_words("grade"),
        *_whole("error", "query", "hint", "explained", "not_checked"),
        sa.UniqueConstraint(
            "object_id", "year", "file_key", "form_number", name="uq_submissions_object_year_file"
        ),
    )
    current = sa.text("is_current")
    op.create_index(
        "uq_submissions_current",
        "submissions",
        ["object_id", "year"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index("ix_submissions_year", "submissions", ["year"])
    op.create_table(
        "figures",
        _row_of_submission(),
        *_words("path", "value"),
        sa.PrimaryKeyConstraint("submission_id", "path"),
    )
    op.create_table(
        "indicators",
        _row_of_submission(),
        *_whole("number"),
        *_words("dimension", "category", "name", "target", "actual"),
        *_digits("weight", "score"),
        *_words("deviation"),
        sa.PrimaryKeyConstraint("submission_id", "number"),
    )
    op.create_table(
        "findings",
        _row_of_submission(),
        *_whole("number"),
        *_words("rule", "level", "title", "sheet", "cell", "label", "message", "statement", "key"),
        *_digits("actual", "expected", "difference"),
        *_words("explanation"),
        sa.Column("is_explained", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "number"),
    )
    op.create_table(
        "statuses",
        *_words("object_id", "finding_key", "status", "remark"),
        sa.PrimaryKeyConstraint("object_id", "finding_key"),
    )
