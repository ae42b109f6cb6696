"""The tables that a bureau works with, one after another, as sheets and as files of data."""
