"""What stands elsewhere already, placed into a workbook: last year's, accounts, other forms."""
