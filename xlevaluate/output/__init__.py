"""An evaluation told: in the workbook, on a page, at the terminal, to a program."""
