"""``schema``: print the JSON schema of a submission."""

import argparse
import json

from xlevaluate.commands.talk import FINE
from xlevaluate.submission import Submission
from xlevaluate.template.template import load_template


def run(_: argparse.Namespace) -> int:
    """Print the JSON schema of a submission, with what each path is called in the form."""
    schema = Submission.model_json_schema()
    fields = load_template().form.all_fields.values()
    schema["x-labels"] = {
        item.path: f"《{item.sheet}》{item.label}{f'（{item.unit}）' if item.unit else ''}"
        for item in fields
    }
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return FINE
