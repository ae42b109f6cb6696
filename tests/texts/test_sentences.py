"""Sentences read: which quantity is said of what, of which time, how surely."""

import pytest

from tests.texts.language import read
from xlevaluate.submission.amounts import plain

Told = list[tuple[str, str, str, str]]

SURE: dict[str, Told] = {
    "三公经费11.14万元。": [("figure", "三公经费", "spent", "11.14")],
    "三公经费预算12万元，决算11.14万元。": [
        ("figure", "三公经费", "budget", "12"),
        ("figure", "三公经费、支出合计", "spent", "11.14"),
    ],
    "三公经费财政拨款支出决算数为111400元。": [("figure", "三公经费", "spent", "11.14")],
    "项目预算305万元。": [("figure", "项目支出", "budget", "305")],
    "上年人员经费470.5万元。": [("figure", "人员经费", "spent last", "470.5")],
    "人员经费486万元，上年为470.5万元，增加15.5万元。": [
        ("figure", "人员经费", "spent", "486"),
        ("figure", "人员经费", "spent last", "470.5"),
        ("change", "人员经费", "spent", "15.5"),
    ],
    "公务接待费同比下降21.9%。": [("growth", "公务接待", "spent", "21.9")],
    "人员经费和公用经费合计632.83万元。": [("sum", "人员经费、公用经费", "spent", "632.83")],
    "人员经费、公用经费分别为486万元和146.83万元。": [
        ("figure", "人员经费", "spent", "486"),
        ("figure", "公用经费", "spent", "146.83"),
    ],
    "公务接待费占三公经费的29.44%。": [("share", "公务接待", "spent", "29.44")],
    "三公经费比预算节约0.86万元。": [("saving", "三公经费", "spent", "0.86")],
    "公用经费控制率=146.83/150×100%=97.89%。": [("ratio", "支出合计", "spent", "97.89")],
    "公用经费控制率、三公经费控制率分别为97.89%、92.83%。": [
        ("ratio", "支出合计", "spent", "97.89"),
        ("ratio", "支出合计", "spent", "92.83"),
    ],
    "因公出国（境）费与上年持平。": [("flat", "出国经费", "spent", "")],
    "A.基本支出632.83万元。②项目支出298.65万元。": [
        ("figure", "基本支出", "spent", "632.83"),
        ("figure", "项目支出", "spent", "298.65"),
    ],
    "㈢公务接待费3.28万元。一是三公经费11.14万元。": [
        ("figure", "公务接待", "spent", "3.28"),
        ("figure", "三公经费", "spent", "11.14"),
    ],
    "年初项目预算305万元。": [("figure", "项目支出", "initial", "305")],
    "2023年3月批复年初预算900万元，9月追加35万元，全年预算调整为935万元。": [
        ("figure", "支出合计", "initial", "900"),
        ("figure", "支出合计", "supplement", "35"),
        ("figure", "支出合计", "final", "935"),
    ],
    "全年预算由年初的900万元调整为935万元。": [
        ("figure", "支出合计", "initial", "900"),
        ("figure", "支出合计", "final", "935"),
    ],
    "财政批复900万元，全年调整为935万元。": [
        ("figure", "支出合计", "budget", "900"),
        ("figure", "支出合计", "final", "935"),
    ],
    "三公经费11.14万元，控制在预算12万元以内，同比下降10.88%。": [
        ("figure", "三公经费", "spent", "11.14"),
        ("figure", "三公经费、支出合计", "budget", "12"),
        ("growth", "三公经费", "spent", "10.88"),
    ],
    "三公经费11.14万元，为年初预算12万元的92.83%，比上年减少1.36万元。": [
        ("figure", "三公经费", "spent", "11.14"),
        ("figure", "三公经费、支出合计", "initial", "12"),
        ("completion", "三公经费、支出合计", "spent", "92.83"),
        ("change", "三公经费", "spent", "1.36"),
    ],
    "全年预算935万元（年初900万元、追加35万元）。": [
        ("figure", "支出合计", "final", "935"),
        ("figure", "支出合计", "initial", "900"),
        ("figure", "支出合计", "supplement", "35"),
    ],
    "收支总额均为931.48万元。": [("figure", "收支合计", "spent", "931.48")],
    "公务用车（校车1辆）运行维护费7.86万元，同比下降5.3%。": [
        ("figure", "公车运行维护、运行维护经费", "spent", "7.86"),
        ("growth", "公车运行维护、运行维护经费", "spent", "5.3"),
    ],
    "有关制度逐步健全。在职人员控制率96%。": [("ratio", "支出合计", "spent", "96")],
    "核定编制50名，其中行政30名、事业20名。在职48人，其中行政28人、事业20人，退休6人。": [
        ("figure", "编制", "spent", "50"),
        ("figure", "在职人员", "spent", "48"),
        ("figure", "行政人员", "spent", "28"),
        ("figure", "事业人员", "spent", "20"),
        ("figure", "退休人员", "spent", "6"),
    ],
    "核定编制50名，在职48人。": [
        ("figure", "编制", "spent", "50"),
        ("figure", "在职人员", "spent", "48"),
    ],
}
"""What is read in full."""

DOUBTED = {
    "设施养护项目支出59万元。": "qualified",
    "上半年预算300万元。": "time",
    "截至9月底，预算执行率78%。": "time",
    "抢修工程支付80万元，资金支付率95%。": "part part",
    "完成投资80万元，资金支付率95%。": "unknown_thing unknown_thing",
    "经区卫健局批复，年初预算900万元，调整为935万元。": "loose loose",
    "年初预算900万元，因抢险救灾追加35万元，执行931.48万元。": " loose ",
    "事业编制20名，在职20人。": "posts posts",
    "某林场公用经费4万元，三公经费2万元。": "qualified beside",
    "人均公用经费3.06万元。": "per",
    "截至9月底三公经费8万元。": "time",
    "2021年三公经费13万元。": "time",
    "2024年计划安排三公经费11万元。": "time",
    "力争三公经费11万元以内。": "plan",
    "行政编制30名，在职28人；事业编制20名，在职20人。": " part  part",
    "投入资金100万元。": "unknown_thing",
    "三公经费增长5%。": "compared",
}
"""What is read half, by what is doubtful of each statement."""


def told(text: str) -> Told:
    return [
        (
            said.kind,
            "、".join(thing.name for thing in said.things),
            said.aspect + (" last" if said.last_year else ""),
            "" if said.quantity is None else plain(said.quantity.number.normalize()),
        )
        for said in read(text).statements
    ]


@pytest.mark.parametrize("text", SURE)
def test_a_sentence_states(text: str) -> None:
    assert told(text) == SURE[text]
    assert {said.doubt for said in read(text).statements} == {""}


@pytest.mark.parametrize("text", DOUBTED)
def test_what_is_read_half_is_doubted(text: str) -> None:
    assert " ".join(said.doubt for said in read(text).statements) == DOUBTED[text]


@pytest.mark.parametrize(
    "text",
    [
        "根据湘财绩〔2023〕5号文件第3条。",
        "《三公经费12万元管理办法》已印发。",
        "工作扎实推进。",
        "电话0735-2223344。",
        "",
    ],
)
def test_what_states_nothing(text: str) -> None:
    assert told(text) == []
