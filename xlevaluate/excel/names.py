"""Names in an .xlsm that say what it was made from; they hold a text and point nowhere."""

TEMPLATE_NAME, PROFILE_NAME = "xle_template", "xle_profile"
