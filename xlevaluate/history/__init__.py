"""The store: what was handed in every year, in SQLite or PostgreSQL."""
