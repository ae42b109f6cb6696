"""Final accounts, published tables and budgets: which tables there are, whose field is what."""
