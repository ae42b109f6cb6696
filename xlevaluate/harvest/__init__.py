"""Our forms as others make them, and chapters of reports: what of them is whose field."""
