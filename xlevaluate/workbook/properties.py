"""What a workbook says of itself in its file properties."""

FAMILY_PROPERTY = "xlevaluate_template"
"""Custom property that names the template a workbook was made from."""

PROFILE_PROPERTY = "xlevaluate_profile"
"""Custom property that names the scoring profile; left out for the template's own."""
