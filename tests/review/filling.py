"""Fill in a mark sheet as a person does, with a program that saves all of it anew."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl

from xlevaluate.review.mark_names import mark_name

SCORES: Mapping[str, float] = {
    "handed_in_counted": 18,
    "fluent_judged": 4.5,
    "accurate_judged": 8.125,
    "deep_judged": 17,
    "feasible_judged": 16.3,
}


def filled(content: bytes, values: Mapping[str, Any]) -> bytes:
    """Put values into named cells, and save the workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in values.items():
        ((sheet, cell),) = book.defined_names[name].destinations
        book[sheet][cell.replace("$", "")] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def marks(sheet: str, scores: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is filled in, by the names of the cells."""
    return {mark_name(sheet, key): score for key, score in scores.items()}
