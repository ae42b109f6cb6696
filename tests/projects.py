"""A department with projects: Hunan's corrected sample, and that of the national project form."""

import json
from pathlib import Path
from typing import Any

from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

_OF_THE_FORM = ("project", "funds", "goal", "indicators", "total_score")
"""What stands on the form of a project; the rest is its family's own."""


def sample_of(template: Template, name: str) -> dict[str, Any]:
    path = Path(template.folder) / "samples" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def project(name: str, **changes: Any) -> dict[str, Any]:
    """Return a project's data under a name, with other values at some dotted paths."""
    whole = sample_of(load_template("national_project"), "corrected")
    data: dict[str, Any] = {key: whole[key] for key in _OF_THE_FORM}
    data["project"]["name"] = name
    for path, value in changes.items():
        *parents, leaf = path.split(".")
        node = data
        for step in parents:
            node = node[step]
        node[leaf] = value if value != "" else None
    return data


def department(*projects: dict[str, Any], **changes: Any) -> Submission:
    """Return a department's submission with these projects; ``{}`` is a blank form."""
    template = load_template()
    data = sample_of(template, "corrected") | changes
    return template.form.model.model_validate({**data, "projects": list(projects)})
