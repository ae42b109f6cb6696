"""The report's sentences: one sandbox for report, previews and cells."""
