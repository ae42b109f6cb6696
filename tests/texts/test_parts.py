"""Parts and wholes, counted lists, ordinals, counts and holes inside one text."""

import pytest

from tests.texts.language import read
from xlevaluate.submission.amounts import plain
from xlevaluate.texts.counted_lists import counted_lists
from xlevaluate.texts.counted_things import counts_in
from xlevaluate.texts.holes import holes_of
from xlevaluate.texts.ordinals import runs_of

PARTS: dict[str, tuple[str, str, bool] | None] = {
    "清淤85万元，其中甲40万元、乙45万元。": ("85", "85", False),
    "清淤85万元，其中甲40万元、乙55万元。": ("85", "95", True),
    "清淤85万元，其中甲40万元、乙35万元。": ("85", "75", False),
    "清淤85.37万元，其中甲40.25万元、乙41.55万元。": ("85.37", "81.8", False),
    "清淤85.37万元，其中甲40.25万元、乙41.52万元。": ("85.37", "81.77", True),
    "清淤85.37万元，其中甲40.25万元、乙41.52万元、丙6.3万元。": ("85.37", "88.07", True),
    "清淤85.37万元，其中甲40.25万元、乙41.52万元、丙3.06万元。": ("85.37", "84.83", True),
    "清淤85万元，包括甲40万元、乙35万元。": ("85", "75", True),
    "清淤85万元，主要包括甲40万元、乙35万元等。": ("85", "75", False),
    "清淤共85万元，由甲40万元、乙35万元构成。": ("85", "75", True),
    "清淤85万元，分别为一季度40万元、二季度35万元。": ("85", "75", True),
    "甲40万元、乙35万元，合计76万元。": ("76", "75", False),
    "甲40万元、乙35万元，合计85万元。": ("85", "75", True),
    "清淤85万元，其中：甲40万元，占47%；乙45万元，比上年增加50万元。": ("85", "85", False),
    "现有48人（男28人、女21人）。": ("48", "49", True),
    "现有48人，其中男28人、女20人，另有退休16人。": ("48", "48", False),
    "清淤预算85万元，其中甲预算40万元，支出39万元，乙预算50万元。": ("85", "90", True),
    "基本支出60万元，其中人员经费40万元；项目支出30万元。": None,
    "清淤85万元，其中甲约40万元、乙55万元。": None,
    "清淤85万元，其中甲90%。": None,
}
"""A text with the whole, what its parts come to, and whether that is wrong."""


@pytest.mark.parametrize("text", PARTS)
def test_parts_and_their_whole(text: str) -> None:
    found = [
        (plain(one.whole.number.normalize()), plain(one.total.normalize()), one.contradicts)
        for one in read(text).parts
    ]
    wanted = PARTS[text]
    assert found == ([] if wanted is None else [wanted])


@pytest.mark.parametrize(
    ("text", "number", "least", "most"),
    [
        ("内设4个科室：甲科、乙科、丙科。", 4, 3, 3),
        ("内设机构三个，分别是甲科、乙科、丙科。", 3, 3, 3),
        ("下设甲站、乙站（挂丙站牌子）2个站。", 2, 2, 2),
        ("下设甲站、乙站和丙站3个站。", 3, 2, 3),
        ("下设甲站、乙站等5个站。", 5, 2, 99),
        ("抓好2件事：建制度、强监督，取得成效。", 2, 2, 3),
        ("做了三项工作：一是学习；二是整改。", 3, 2, 2),
        ("主要有以下2个问题。1.预算不细；2.进度不均。", 2, 2, 2),
    ],
)
def test_a_number_and_the_names_beside_it(text: str, number: int, least: int, most: int) -> None:
    (found,) = counted_lists(text)
    assert (found.number, found.least, found.most) == (number, least, most)
    assert found.contradicts == (not least <= number <= most)


@pytest.mark.parametrize(
    "text",
    [
        "内设4个科室。",
        "实施1个项目：甲、乙。",
        "完成3项任务，培训、会议各一次。",
        "召开会议5次：1月3次、2月2次。",
        "达到2个目标：执行率99%、满意度95%。",
    ],
)
def test_what_is_no_counted_list(text: str) -> None:
    assert list(counted_lists(text)) == []


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("一是甲；二是乙；四是丙。", [("firstly", [1, 2, 4])]),
        ("一要甲，二要乙。", [("should", [1, 2])]),
        ("第一，甲；第二，乙。", [("th", [1, 2])]),
        ("（一）甲（1）乙；（2）丙", [("heading", [1])]),
        ("（一）甲：（1）乙；（2）丙\n（二）丁", [("bracket", [1, 2]), ("heading", [1, 2])]),
        ("1.甲；2.乙；1.丙", [("digit", [1, 2]), ("digit", [1])]),
        ("①甲，②乙", [("ring", [1, 2])]),
        ("增长1.5%，按第（三）项", []),
    ],
)
def test_numbers_of_items(text: str, runs: list[tuple[str, list[int]]]) -> None:
    found = [(run[0].style, [one.number for one in run]) for run in runs_of(text)]
    assert sorted(found) == sorted(runs)


@pytest.mark.parametrize(
    ("one", "other", "thing"),
    [
        ("提出工作建议46条", "提出工作建议47条", "工作建议"),
        ("提出工作建议46条", "47条工作建议被采纳", "工作建议"),
        ("全年巡查120次", "全年巡查102次", "巡查"),
        ("提出工作建议46条", "提出工作建议46条", ""),
        ("开展培训3次", "开展培训5次", ""),
        ("上半年巡查60次", "全年巡查120次", ""),
        ("提出工作建议46条", "提出工作建议47篇", ""),
    ],
)
def test_the_same_thing_counted_differently(one: str, other: str, thing: str) -> None:
    differences = {
        ours.differs_from(theirs, is_elsewhere=True)
        for ours in counts_in(one)
        for theirs in counts_in(other)
    }
    assert differences - {""} == ({thing} if thing else set())


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("支出  万元，执行率 %。", ["支出  万元", "执行率 %"]),
        ("支出____万元。", ["支出____万元"]),
        ("共计万元。", ["共计万元"]),
        ("时间为2024年 月 日。", ["时间为2024年 月 日"]),
        ("资金（ ）到位", ["资金（ ）"]),
        ("共  人参加，共   人。", ["共   人"]),
        ("〔2023〕 号文", ["〔2023〕 号"]),
        ("支出 12.5 万元，增长 3 %。单位： 万元。用%表示。", []),
        ("2024年 6月 3日，几十万元", []),
    ],
)
def test_holes(text: str, holes: list[str]) -> None:
    assert list(holes_of(text)) == holes
