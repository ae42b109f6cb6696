"""Macros: the VBA project of a workbook, assembled from installed packages."""
