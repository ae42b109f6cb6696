"""Names in an .xlsm that say what it was made from; they hold a text and point nowhere."""

TEMPLATE_NAME, PROFILE_NAME = "xle_template", "xle_profile"
DIGEST_NAME = "xle_template_digest"

LIVE_NAME, NO_PYTHON_NAME = "xle_live", "xle_no_python"
"""For LibreOffice: a cell that is 1 where Python answers, and what to say where it does not."""
