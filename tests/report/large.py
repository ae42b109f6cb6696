"""A submission as large as they come, in which every text can be told from every other."""

from typing import Any

from tests.changes import changed
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

LENGTH, INDICATORS, FUNDS, FUNCTIONS = 10_000, 200, 60, 30


def long_text(name: str) -> str:
    """Return a text of 10,000 characters, in paragraphs, that begins and ends with its name."""
    lines = [f"{name}第{number}段，" + "认真履行职责，" * 60 for number in range(1, 30)]
    text = "\n".join([f"始·{name}", *lines])
    return text[: LENGTH - len(name) - 3] + f"\n{name}·终"


def large(template: Template, submission: Submission) -> Submission:
    """Return the submission with 200 indicators, 60 special funds, and long texts everywhere."""
    values: dict[str, Any] = {
        field.path: long_text(name)
        for name, field in template.form.fields.items()
        if field.kind == "paragraph" and not field.path.startswith("ratio_scores")
    }
    values["texts.functions"] = [f"第{n}项职责，" + "办理事项，" * 20 for n in range(FUNCTIONS)]
    values["basic_data.spending.special_fund_items"] = [
        {"name": f"专项{n}号", "prior_final": f"{n}.1", "budget": f"{n}.2", "final": f"{n}.3"}
        for n in range(FUNDS)
    ]
    dimensions = template.form.indicators.dimensions
    categories = [category.key for of in dimensions for category in of.categories]
    indicators: dict[str, list[dict[str, str]]] = {key: [] for key in categories}
    for number in range(INDICATORS):
        indicators[categories[number % len(categories)]].append(
            {
                "name": f"指标{number}号",
                "target": f"≥{number}次" + "，按要求完成" * 8,
                "actual": f"{number}次" + "，已经完成" * 8,
                "weight": "0.45",
                "score": "0.4",
                "deviation": f"偏差{number}号原因",
            }
        )
    values["self_evaluation.indicators"] = indicators
    return changed(submission, values)
