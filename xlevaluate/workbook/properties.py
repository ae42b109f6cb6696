"""What a workbook says of itself in its file properties, and in names of its own."""

import datetime
from typing import Any, NamedTuple

from xlevaluate import __version__
from xlevaluate.cells.names import (
    DIGEST_NAME,
    PROFILE_NAME,
    PROJECT_PROFILE_NAME,
    TEMPLATE_NAME,
)
from xlevaluate.form.labels import quoted
from xlevaluate.form.misplaced import LAYOUT, LAYOUT_NAME
from xlevaluate.template.made_parameters import parameter_notes
from xlevaluate.template.template import Template

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


def say_what_it_is(
    book: Any, template: Template, unit: str, created: datetime.datetime, *, has_projects: bool
) -> None:
    """Say in a book of XlsxWriter's what it is, whose, and what it was made from."""
    title = f"{unit}{template.form.definition.title}"
    book.set_properties(
        {"title": title, "created": created, "comments": f"xlevaluate {__version__}"}
    )
    book.set_custom_property(FAMILY_PROPERTY, template.name)
    book.set_custom_property(DIGEST_PROPERTY, template.digest)
    if template.profile_name:
        book.set_custom_property(PROFILE_PROPERTY, template.profile_name)
    of_projects = template.project_profile
    if of_projects:
        book.set_custom_property(PROJECT_PROFILE_PROPERTY, of_projects)
        book.define_name(PROJECT_PROFILE_NAME, f"={quoted(of_projects)}")
    book.define_name(LAYOUT_NAME, LAYOUT)
    for name, text in parameter_notes(template, has_projects=has_projects):
        book.define_name(name, f"={quoted(text)}")
    # Programs that copy a workbook, and 检查文档, lose such properties, and no names.
    for name, text in (
        (TEMPLATE_NAME, template.name),
        (PROFILE_NAME, template.profile_name),
        (DIGEST_NAME, template.digest),
    ):
        book.define_name(name, f"={quoted(text)}")
    book.set_calc_mode("auto")
