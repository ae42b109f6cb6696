"""LibreOffice as a second live host, behind the same xlwings calls as Excel."""
