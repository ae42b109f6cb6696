"""A template inspected: what only sentences, Word and a finished workbook can show."""
