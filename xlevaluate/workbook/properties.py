"""What a workbook says of itself in its file properties."""

from typing import NamedTuple

FAMILY_PROPERTY = "xlevaluate_template"
"""Custom property that names the template a workbook was made from."""

DIGEST_PROPERTY = "xlevaluate_template_digest"
"""Custom property: a digest of the template's files, by which another version of it is known."""

PROFILE_PROPERTY = "xlevaluate_profile"
"""Custom property that names the scoring profile; left out for the template's own."""

PROJECT_PROFILE_PROPERTY = "xlevaluate_project_profile"
"""Custom property that names the profile of its projects; left out for the template's own."""

OUTPUT_PROPERTY = "xlevaluate_output"
"""Custom property of a workbook that is made of submissions and is none itself."""


class MadeFrom(NamedTuple):
    """The template a workbook was made from, and its scoring profile (``""``: the template's).

    ``family`` is ``""`` where the workbook does not say it, ``digest`` where it is of version 0.1.
    """

    family: str
    profile: str
    digest: str = ""
    project_profile: str = ""
    """By which its projects are scored; ``""`` as the template says."""
