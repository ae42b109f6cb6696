"""The open workbook: what buttons run, in Excel and in LibreOffice."""
