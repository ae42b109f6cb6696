"""The generated files of a template's folder: ``python -m xlevaluate.template_files``.

The empty workbook is for whoever has only Excel or WPS; the Word base carries the report's
styles. They are committed beside the files they are made from, and a test holds them together.
"""

import datetime

from xlevaluate.report.base import make_base
from xlevaluate.submission import Submission
from xlevaluate.template import Template, families, load_template
from xlevaluate.workbook.generate import make_workbook

WORKBOOK, BASE = "空白工作簿.xlsx", "report.docx"

_CREATED = datetime.datetime(2024, 1, 1)


def template_files(template: Template) -> dict[str, bytes]:
    """Return the files by name; the same bytes every time."""
    workbook, _ = make_workbook(template, Submission(), created=_CREATED)
    return {WORKBOOK: workbook, BASE: make_base()}


if __name__ == "__main__":
    for family in families():
        loaded = load_template(family)
        for name, content in template_files(loaded).items():
            (loaded.folder / name).write_bytes(content)
