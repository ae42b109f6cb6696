"""What pydantic complains of, in Chinese."""

from collections.abc import Mapping
from typing import Any

WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，名称可能写错了",
    "string_type": "应为文字",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "数字太大",
    "string_unicode": "含有不成字的代码",
    "decimal_parsing": "应为数字",
    "decimal_type": "应为数字",
    "finite_number": "应为有限的数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为数组",
    "dict_type": "应为表",
    "model_type": "应为表",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "less_than": "应小于 {lt}",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "string_too_short": "不能为空",
    "string_too_long": "不能超过 {max_length} 个字",
    "list_type": "应为数组",
    "mapping_type": "应为表",
    "model_attributes_type": "应为表",
    "decimal_max_digits": "位数太多",
    "literal_error": "只能是 {expected}",
}


def describe_error(error: Mapping[str, Any], words_of: Mapping[str, str] = WORDS) -> str:
    """Return one of ``ValidationError.errors()`` in words."""
    if error["type"] == "value_error":  # our own words, in which braces mean themselves
        return str(error["ctx"]["error"])
    words = words_of.get(error["type"], "不是这里能写的内容")
    return words.format(**error.get("ctx", {})).replace(" or ", " 或 ")
