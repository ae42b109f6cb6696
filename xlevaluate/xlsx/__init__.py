"""Saved workbooks taken apart: parts, names, cells as they stand; no form is known here."""
