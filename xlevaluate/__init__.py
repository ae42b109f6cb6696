"""Departmental expenditure self-evaluation (部门整体支出绩效自评) in a workbook."""

__version__ = "0.1.0"
