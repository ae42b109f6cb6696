"""``schema``: print the JSON schema of a submission."""

import argparse
import json

from xlevaluate.commands.talk import FINE
from xlevaluate.inspection.template_choice import chosen_template


def run(arguments: argparse.Namespace) -> int:
    """Print the JSON schema of a submission, with what each path is called in the form."""
    form = chosen_template(arguments.template).form
    schema = form.model.model_json_schema()
    schema["x-labels"] = {
        item.path: f"《{item.sheet}》{item.label}{f'（{item.unit}）' if item.unit else ''}"
        for item in form.all_fields.values()
    }
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return FINE
