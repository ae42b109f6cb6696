"""Workbook files: made, and read."""
