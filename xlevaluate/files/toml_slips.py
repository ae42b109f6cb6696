"""What tomllib complains of, in Chinese."""

SLIPS = {
    "Cannot declare ": "同一个表写了两次",
    "Cannot mutate immutable namespace ": "这个名称已经有值，不能再往里添加",
    "Cannot overwrite a value": "同一个名称写了两次",
    "Cannot redefine namespace ": "这个名称已经是一个表，不能再写",
    "Duplicate inline table key ": "大括号里同一个名称写了两次",
    "Escaped character is not a Unicode scalar value": "“\\u”后面的字符代码不存在",
    "Expected '=' after a key in a key/value pair": "名称后面缺少“=”",
    "Expected ']' at the end of a table declaration": "表名后面缺少“]”",
    "Expected ']]' at the end of an array declaration": "表名后面缺少“]]”",
    "Expected newline or end of document after a statement": "值的后面多了内容",
    "Expected ": "引号没有成对",
    "Found invalid character ": "有不允许的控制字符",
    "Illegal character ": "有不允许的控制字符，或引号没有成对",
    "Invalid date or datetime": "没有这个日期或时间",
    "Invalid hex value": "“\\u”后面不是字符代码",
    "Invalid initial character for a key part": "名称不能以这个字符开头",
    "Invalid statement": "这一行不是“名称 = 值”",
    "Invalid value": "等号后面的值写得不对，文字要加引号",
    "Unclosed array": "缺少“]”",
    "Unclosed inline table": "缺少“}”",
    "Unescaped '\\' in a string": "文字里的“\\”要写成“\\\\”，或改用单引号",
    "Unterminated string": "引号没有成对",
}
"""How each complaint of tomllib begins, with what is said in its stead."""


def slip_of(message: str) -> str:
    """Return a complaint of tomllib in words."""
    beginnings = sorted(filter(message.startswith, SLIPS), key=len)
    return SLIPS[beginnings[-1]] if beginnings else "不符合 TOML 的写法"
