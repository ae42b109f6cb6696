"""What a workbook says of itself in its file properties."""

FAMILY_PROPERTY = "xlevaluate_template"
"""Custom property that names the template a workbook was made from."""
