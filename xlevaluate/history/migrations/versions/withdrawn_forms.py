"""Forms can be withdrawn, and a form of a file stands once in its year."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_TWICE = """
    SELECT id, object_id, keeper FROM (
        SELECT id, object_id, FIRST_VALUE(id) OVER (
            PARTITION BY year, file_key, form_number ORDER BY is_current DESC, id DESC
        ) AS keeper
        FROM submissions
    ) AS placed WHERE id <> keeper
"""
"""Rows of forms that stood under several objects; of each the current one that came last stays."""


def upgrade() -> None:
    """Add the column and the index; what stood twice is taken out, its statuses stay."""
    op.add_column(
        "submissions",
        sa.Column("is_withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.execute(
        f"""
        INSERT INTO statuses (object_id, finding_key, status, remark)
        SELECT DISTINCT kept.object_id, said.finding_key, said.status, said.remark
        FROM ({_TWICE}) AS gone
        JOIN submissions AS kept ON kept.id = gone.keeper
        JOIN findings ON findings.submission_id = gone.id
        JOIN statuses AS said
            ON said.object_id = gone.object_id AND said.finding_key = findings.key
        WHERE true
        ON CONFLICT DO NOTHING
        """  # noqa: S608 - nobody's words are in it
    )
    columns = dict.fromkeys(("figures", "indicators", "findings"), "submission_id")
    for table, column in (*columns.items(), ("submissions", "id")):
        gone = f"SELECT id FROM ({_TWICE}) AS gone"  # noqa: S608 - see above
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({gone})")  # noqa: S608 - see above
    op.create_index(
        "uq_submissions_file", "submissions", ["year", "file_key", "form_number"], unique=True
    )
    op.drop_index("ix_submissions_year", "submissions")
