"""Whether what was done only repeats what was meant, in texts short and long."""

import pytest

from xlevaluate.checks.goals import _are_alike

SHORT = "围绕中心工作，加强督促检查，做好后勤保障，提升服务水平。"
LONG = "".join(f"第{number}项工作按要求推进，完成第{number}项任务。" for number in range(200))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (SHORT, SHORT, True),
        (SHORT, SHORT.replace("督促", "监督"), True),
        (SHORT, "全年召开会议12次，印发文件30份，办结率达到98%。", False),
        (LONG, LONG, True),
        (LONG, LONG.replace("第7项", "第七项"), True),
        (LONG, LONG.replace("完成", "已经完成"), False),
        (LONG, SHORT * 80, False),
        ("长" * 30_000, "长" * 29_999, False),  # and it does not take minutes
    ],
)
def test_likeness(one: str, other: str, alike: bool) -> None:
    assert _are_alike(one, other) is alike
