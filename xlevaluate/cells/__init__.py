"""Cells that call Python, and what native formulas say where there is none."""
