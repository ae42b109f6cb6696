"""Submissions made up so that every figure agrees with every other."""

from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from tests.changes import changed
from tests.hunan import MODEL
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template

_LEAVES = (
    *("vehicle_purchase", "vehicle_operation", "overseas_travel", "official_reception"),
    *("programme", "maintenance", "procurement"),
)
_RUNNING = ("office", "utilities_and_travel", "meetings_and_training")
_INCOME = (
    *("general_budget", "government_funds", "superior_subsidy", "public_institution"),
    *("business", "affiliated_units"),
)
_FINAL, _BUDGET, _PRIOR = "final", "budget", "prior_final"


def _money(random: Random, least: int = 1) -> Decimal:
    return Decimal(random.randint(least, 99999)) / 100


def _split(random: Random, whole: Decimal, parts: int) -> list[Decimal]:
    """Split an amount into positive ones that add up to it."""
    cents = int(whole * 100)
    cuts = sorted(random.sample(range(1, cents), parts - 1))
    return [Decimal(b - a) / 100 for a, b in pairwise([0, *cuts, cents])]


def _spending(random: Random, items: int) -> tuple[dict[str, Decimal], list[Decimal]]:
    """Make up one column of the basic data, and what each special fund has in it."""
    leaves = {key: _money(random) for key in (*_LEAVES, *_RUNNING)}
    funds = [_money(random) for _ in range(items)]
    vehicles = leaves["vehicle_purchase"] + leaves["vehicle_operation"]
    special = sum(funds, Decimal(0))
    return leaves | {
        "vehicles": vehicles,
        "three_public": vehicles + leaves["overseas_travel"] + leaves["official_reception"],
        "special_funds": special,
        "project": leaves["programme"] + leaves["maintenance"] + special,
        "operating": sum((leaves[key] for key in _RUNNING), Decimal(0)) + _money(random, 0),
    }, funds


def consistent(template: Template, random: Random) -> Submission:
    """Make up a submission in which every figure agrees with every other."""
    items = random.randint(1, 5)
    columns = {key: _spending(random, items) for key in (_FINAL, _BUDGET, _PRIOR)}
    values: dict[str, Any] = {
        f"basic_data.spending.{row}.{column}": amount
        for column, (amounts, _) in columns.items()
        for row, amount in amounts.items()
    }
    for index in range(items):
        path = f"basic_data.spending.special_fund_items.{index}"
        values[f"{path}.name"] = f"专项{'甲乙丙丁戊'[index]}"
        values |= {f"{path}.{column}": funds[index] for column, (_, funds) in columns.items()}
    totals = {}
    sources = ("general_budget", "government_funds", "special_account", "other")
    shares: list[Decimal] = []
    for year, column in (("current", _FINAL), ("prior", _PRIOR)):
        amounts, personnel = columns[column][0], _money(random)
        basic = personnel + amounts["operating"]
        totals[year] = (basic, basic + amounts["project"])
        parts = {"total": totals[year][1], "basic": basic, "personnel": personnel}
        parts |= {"operating": amounts["operating"], "project": amounts["project"]}
        values |= {f"finances.expenditure.{key}.{year}": value for key, value in parts.items()}
        incomes = _split(random, totals[year][1], 6)
        shares = shares or [*incomes[:2], *_split(random, sum(incomes[2:], Decimal(0)), 2)]
        values[f"finances.income.total.{year}"] = totals[year][1]
        for row, amount in zip(_INCOME, incomes, strict=True):
            values[f"finances.income.{row}.{year}"] = amount
    executed = totals["current"][1]
    final = executed + _money(random, 0)
    initial = _money(random)
    values["basic_data.spending.basic_budget_adjustment.final"] = final - initial
    budget = {"initial": initial, "final": final, "executed": executed}
    budget |= {"basic": totals["current"][0], "project": columns[_FINAL][0]["project"]}
    budget |= dict(zip(sources, shares, strict=True))
    values |= {f"self_evaluation.budget.{key}": amount for key, amount in budget.items()}
    values |= {
        "basic_data.thrift_measures": "没有新建楼堂馆所，接待按标准执行。",
        "basic_data.filing.preparer": "（略）",
        "basic_data.filing.date": "2024-06-20",
    }
    values |= _indicators(template, random)
    for item in template.form.fields.values():
        is_parameter = item.path.startswith("parameters.")
        if item.required and item.path not in values and item.kind != "points" and not is_parameter:
            values[item.path] = {"count": 20, "year": 2023}.get(
                item.kind, f"{item.label}已按要求完成。"
            )
    for number, item in enumerate(template.form.fields.values()):
        if item.name.endswith("_变动原因"):
            values[item.path] = f"第{in_numerals(number)}类业务有增减"
    made = MODEL.model_validate(nest(values))
    total = sum(
        (entry.value for entry in Figures(template.form, made)["绩效指标_得分"]), Decimal(0)
    ) + Decimal(str(template.computations["预算执行得分"].shown(Figures(template.form, made))))
    return changed(made, {"self_evaluation.total_score": total})


def in_numerals(number: int) -> str:
    """Write a number in Chinese numerals, digit by digit."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _indicators(template: Template, random: Random) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for dimension in template.form.indicators.dimensions:
        weight = template.profile.frame.dimensions[dimension.key]
        shares = _split(random, weight, len(dimension.categories))
        for category, share in zip(dimension.categories, shares, strict=True):
            score = share if random.random() < 0.7 else share - Decimal("0.01")
            path = f"{template.form.indicators.path}.{category.key}.0"
            values |= {
                f"{path}.name": f"{category.name}甲",
                f"{path}.target": "≥95%",
                f"{path}.actual": "96%",
                f"{path}.weight": share,
                f"{path}.score": score,
            }
            if score < share:
                values[f"{path}.deviation"] = "受天气影响，下一步提前安排。"
    return values
