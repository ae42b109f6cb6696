"""How cells look, and what may be typed into them."""

from typing import Any

from xlevaluate.form.fields import Field
from xlevaluate.form.page import Cell
from xlevaluate.submission import NOT_APPLICABLE

INPUT_COLOUR = "#FFF9DB"
FILLED_COLOUR = "#E3F1DA"
COMPUTED_COLOUR = "#EEF2F6"
PROPOSED_COLOUR = "#FBE0CC"
"""Of a target that is last year's, until another is typed."""
HEAD_COLOUR = "#F3F3F3"
LINK_COLOUR = "#0B5394"
LEVEL_COLOURS = {
    "错误": "#C00000",
    "核实": "#B45F06",
    "提示": "#3D6B35",
    "已说明": "#666666",
    "已解决": "#999999",
}

_BASE = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
_BOXED = {"border": 1}
_LEFT, _CENTRE, _RIGHT = ({"align": side} for side in ("left", "center", "right"))
_INSET = 1
"""Texts keep this far from the border."""

_ROLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, **_CENTRE},
    "section": {"font_name": "黑体", "font_size": 12, **_LEFT},
    "note": {"font_size": 10, **_LEFT},
    "label": {**_BOXED, **_CENTRE},
    "row_label": {**_BOXED, **_LEFT},
    "words": {**_BOXED, **_LEFT},
    "head": {**_BOXED, **_CENTRE, "bg_color": HEAD_COLOUR, "bold": True},
    "ordinal": {**_BOXED, **_CENTRE},
    "group": {"font_color": "#808080"},
    "check_head": {"font_size": 10, "font_color": "#808080", "text_wrap": False},
    "aside": {"font_size": 10, "font_color": "#808080", "text_wrap": False},
    "check": {"font_size": 10, "font_color": LEVEL_COLOURS["错误"], "text_wrap": False},
    "link": {**_BOXED, **_CENTRE, "font_color": LINK_COLOUR, "underline": 1},
    "input": {**_BOXED, "bg_color": INPUT_COLOUR, "locked": False},
    "computed": {**_BOXED, "bg_color": COMPUTED_COLOUR},
    "typed_sample": {**_BOXED, **_CENTRE, "bg_color": INPUT_COLOUR},
    "filled_sample": {**_BOXED, **_CENTRE, "bg_color": FILLED_COLOUR},
    "computed_sample": {**_BOXED, **_CENTRE, "bg_color": COMPUTED_COLOUR},
    "proposed_sample": {**_BOXED, **_CENTRE, "bg_color": PROPOSED_COLOUR},
    "current": {**_BOXED, "bg_color": COMPUTED_COLOUR, "text_wrap": False},
    # A program writes here, also where the sheet is protected; texts stay texts.
    "preview": {**_BOXED, **_LEFT, "font_size": 10, "locked": False, "num_format": "@"},
}

# A figure typed more finely than two decimals shows all its digits. It keeps from the border by
# the width of a digit: LibreOffice gives an indent only to the first of cells alike in a row.
_AMOUNT = "0.00####_0"
_NUMBER_FORMATS = {
    "money": _AMOUNT,
    "area": _AMOUNT,
    "score": "0.00",
    "percent": "0.00%",
    "share": "0.00%",
    "whole_percent": "[=1]0%;0.00%",
    "date": 'yyyy"年"m"月"d"日"',
    "year": "0",
}

_ALIGNED: dict[str, dict[str, Any]] = {
    "money": _RIGHT,
    "area": _RIGHT,
    "text": _LEFT,
    "words": _LEFT,
    "paragraph": _LEFT,
}


def format_of(cell: Cell, style: str) -> dict[str, Any]:
    """Return the XlsxWriter properties of a cell; ``style`` is its kind of value, or empty."""
    properties = {**_BASE, **_ROLES[cell.role]}
    if cell.role in {"input", "computed"}:
        properties |= _ALIGNED.get(style, _CENTRE)
        if style in _NUMBER_FORMATS:
            properties["num_format"] = _NUMBER_FORMATS[style]
        elif style in {"text", "paragraph", "choice"} and cell.role == "input":
            # Text cells: what begins with "=" or is all digits stays as it was typed.
            properties["num_format"] = "@"
    elif cell.field is not None and style in _NUMBER_FORMATS:
        properties["num_format"] = _NUMBER_FORMATS[style]
    elif cell.role == "current":
        properties |= _ALIGNED.get(style, _LEFT)
        if style in _NUMBER_FORMATS:
            properties["num_format"] = _NUMBER_FORMATS[style]
    if cell.unlocked:
        properties["locked"] = False
    is_beside = cell.role == "note" and cell.col > 0
    if (properties.get("border") or is_beside) and properties.get("align") == "left":
        properties["indent"] = _INSET + cell.indent
    return properties


def validation_of(field: Field, address: str) -> dict[str, Any] | None:
    """Return the XlsxWriter data validation of an input cell at ``address`` (``B5``)."""
    if field.is_number:
        number = f"ISNUMBER({address})"
        if field.kind in {"count", "points", "area", "share"}:
            number = f"AND({number},N({address})>=0)"
        unit = f"（单位：{field.unit}）" if field.unit else ""
        message = f"请填数字{unit}。没有发生填 0，本单位不涉及填“不适用”，还不知道就空着。"
        allowed = _validation(
            "custom",
            value=f'=OR({number},{address}="{NOT_APPLICABLE}")',
            message=message,
            title=field.label,
        )
        # A box over every number would hide its neighbours; the error says the same.
        return {key: value for key, value in allowed.items() if not key.startswith("input_")}
    if field.kind == "year":
        return _validation(
            "integer",
            criteria="between",
            minimum=1990,
            maximum=2100,
            message="请填四位年份，如 2023。",
            title=field.label,
        )
    if field.kind == "date":
        return _validation(
            "custom",
            value=f"=OR(ISNUMBER({address}),ISTEXT({address}))",
            message="请填日期，如 2024-07-23。",
            title=field.label,
        )
    if field.choices:
        return _validation(
            "list", source=list(field.choices), message="请从列表中选择。", title=field.label
        )
    return None


def _validation(kind: str, *, message: str, title: str, **rest: Any) -> dict[str, Any]:
    return {
        "validate": kind,
        "input_title": title[:32],
        "input_message": message,
        "error_title": "填写有误",
        "error_message": message,
        **rest,
    }
