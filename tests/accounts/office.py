"""The made-up accounts of an office: every figure different, and everything adds up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from xlevaluate.submission.amounts import round_half_up

INCOME = (
    "一般公共预算财政拨款收入",
    "政府性基金财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
WAGES = {"30101": "基本工资", "30102": "津贴补贴", "30103": "奖金", "30113": "住房公积金"}
FAMILY = {"30301": "离休费", "30302": "退休费", "30305": "生活补助"}
CAPITAL = {"31002": "办公设备购置", "31007": "信息网络及软件购置更新"}
GOODS = {
    "30201": "办公费",
    "30202": "印刷费",
    "30205": "水费",
    "30206": "电费",
    "30207": "邮电费",
    "30211": "差旅费",
    "30213": "维修(护)费",
    "30215": "会议费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30226": "劳务费",
    "30228": "工会经费",
    "30231": "公务用车运行维护费",
    "30239": "其他交通费用",
    "30299": "其他商品和服务支出",
}
CLASSES = {
    "301": ("工资福利支出", WAGES),
    "302": ("商品和服务支出", GOODS),
    "303": ("对个人和家庭的补助", FAMILY),
    "310": ("资本性支出", CAPITAL),
}
OTHERS = ("上缴上级支出", "经营支出", "对附属单位补助支出")
STAGES = ("年初预算", "全年预算", "决算")
NOTHING = Decimal(0)


@dataclass
class Office:
    """An office's accounts of a year, in 元: by stage and name, and by code of economic class."""

    year: int
    name: str = "青山县水利局"
    by: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    economic: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    three: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    posts: int = 24
    staff: int = 22
    pensioners: tuple[int, int] = (1, 15)

    def wan(self, stage: str, name: str) -> Decimal:
        """Return a figure in 万元, rounded half up once."""
        return rounded(self.by[stage][name])


def rounded(amount: Decimal) -> Decimal:
    """Return an amount of 元 in 万元, half up to two decimals."""
    return round_half_up(amount / 10_000, 2)


def make_office(year: int = 2023, seed: int = 1, *, funds: bool = True) -> Office:
    """Make accounts that add up; without ``funds`` there is no 政府性基金."""
    draw = Random(seed * 10_000 + year)
    office = Office(year)

    def money(most: int) -> Decimal:
        return Decimal(draw.randint(100_000, most * 100)) / 100

    office.by["共用"] = {"年初": money(900_000), "使用非财政拨款结余": money(80_000)}
    for stage in STAGES:
        _economic(office, stage, money)
        _expenditure(office, stage, money, funds=funds)
        _income(office, stage, money, funds=funds)
        three = {
            "因公出国": money(90_000),
            "公务用车购置": money(250_000),
            "公务用车运行": money(120_000),
            "公务接待": money(60_000),
        }
        three["公务用车"] = three["公务用车购置"] + three["公务用车运行"]
        three["三公经费"] = three["公务用车"] + three["因公出国"] + three["公务接待"]
        office.three[stage] = three
    office.posts, office.staff = draw.randint(30, 90), draw.randint(20, 29)
    return office


def _economic(office: Office, stage: str, money: Callable[[int], Decimal]) -> None:
    codes = {code: money(900_000) for _, parts in CLASSES.values() for code in parts}
    for code in CLASSES:
        codes[code] = sum((codes[part] for part in CLASSES[code][1]), NOTHING)
    office.economic[stage] = codes


def _expenditure(
    office: Office, stage: str, money: Callable[[int], Decimal], *, funds: bool
) -> None:
    codes = office.economic[stage]
    by = office.by.setdefault(stage, {})
    by["人员经费"] = codes["301"] + codes["303"]
    by["公用经费"] = codes["302"] + codes["310"]
    by["基本支出"] = by["人员经费"] + by["公用经费"]
    by["公共预算项目"] = money(3_000_000)
    by["政府性基金支出"] = money(700_000) if funds else NOTHING
    by["国有资本经营支出"] = money(90_000)
    by["其他资金项目"] = money(500_000)
    projects = ("公共预算项目", "政府性基金支出", "国有资本经营支出", "其他资金项目")
    by["项目支出"] = sum((by[name] for name in projects), NOTHING)
    for name in OTHERS:
        by[name] = NOTHING if stage == "年初预算" else money(60_000)
    by["支出合计"] = by["基本支出"] + by["项目支出"] + sum((by[n] for n in OTHERS), NOTHING)
    by["一般公共预算支出"] = by["基本支出"] + by["公共预算项目"]
    three = ("一般公共预算支出", "政府性基金支出", "国有资本经营支出")
    by["财政拨款支出"] = sum((by[name] for name in three), NOTHING)


def _income(office: Office, stage: str, money: Callable[[int], Decimal], *, funds: bool) -> None:
    by, common = office.by[stage], office.by["共用"]
    for name in INCOME[1:]:
        by[name] = money(200_000)
    if not funds:
        by[INCOME[1]] = NOTHING
    by["教育收费"] = by["事业收入"] // 3
    by["使用非财政拨款结余"] = common["使用非财政拨款结余"]
    by["年初结转和结余"] = common["年初"]
    by["结余分配"] = money(20_000)
    by["年末结转和结余"] = money(700_000)
    spent = by["支出合计"] + by["结余分配"] + by["年末结转和结余"]
    by["收入合计"] = spent - by["使用非财政拨款结余"] - by["年初结转和结余"]
    by[INCOME[0]] = by["收入合计"] - sum((by[name] for name in INCOME[1:]), NOTHING)
    by["财政拨款收入"] = sum((by[name] for name in INCOME[:3]), NOTHING)
