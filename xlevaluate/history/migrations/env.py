"""What Alembic runs to move a store: in the transaction that it is handed, and in no other."""

from alembic import context

context.configure(**context.config.attributes["moving"])
context.run_migrations()
