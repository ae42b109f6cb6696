"""Names in an .xlsm that say what it was made from; they hold a text and point nowhere."""

from xlevaluate.form.misplaced import LAYOUT_NAME
from xlevaluate.template.made_parameters import PARAMETERS_NAME

TEMPLATE_NAME, PROFILE_NAME = "xle_template", "xle_profile"
DIGEST_NAME = "xle_template_digest"
PROJECT_PROFILE_NAME = "xle_project_profile"

CONSTANTS = frozenset({TEMPLATE_NAME, PROFILE_NAME, PROJECT_PROFILE_NAME, DIGEST_NAME, LAYOUT_NAME})


def is_constant(name: str) -> bool:
    """Tell whether a name in small letters stands for a text, and for no cell."""
    return name in CONSTANTS or name.startswith(PARAMETERS_NAME)


LIVE_NAME = "xle_live"
"""For LibreOffice: a cell that is 1 where cells are to call Python."""
