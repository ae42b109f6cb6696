"""How the tables of a store came about, step by step: Alembic's migrations, run from code."""
