"""What must be found in the accounts of an office, by path of the Hunan form, in 元.

Written by hand, beside the mapping: what the mapping gets wrong differs from this.
"""

from decimal import Decimal

from tests.accounts.office import INCOME, OTHERS, Office

_SPENDING = "basic_data.spending"
_THREE = {
    "three_public": "三公经费",
    "vehicles": "公务用车",
    "vehicle_purchase": "公务用车购置",
    "vehicle_operation": "公务用车运行",
    "overseas_travel": "因公出国",
    "official_reception": "公务接待",
}
_INCOME = dict(
    zip(
        (
            *("general_budget", "government_funds", "state_capital", "superior_subsidy"),
            *("public_institution", "business", "affiliated_units", "other"),
        ),
        INCOME,
        strict=True,
    )
)
_ITEMS = {
    "office": ("30201",),
    "utilities_and_travel": ("30205", "30206", "30211"),
    "meetings_and_training": ("30215", "30216"),
}


_OTHER_KEYS = ("to_superiors", "business", "to_affiliates")


def expected(this: Office, last: Office | None, budget: str = "年初预算") -> dict[str, Decimal]:
    """Return every figure that may be filled, by path; what is not there may not be."""
    found: dict[str, Decimal] = _self_evaluation(this) | _staff(this)
    stage = budget
    for office, income, spending in (
        (this, "current", "final"),
        *(((last, "prior", "prior_final"),) if last else ()),
    ):
        found |= _finances(office, income)
        found |= _spending(office, spending, "决算")
        by = office.by
        change = by["全年预算"]["基本支出"] - by["年初预算"]["基本支出"]
        found[f"{_SPENDING}.basic_budget_adjustment.{spending}"] = change
        found[f"{_SPENDING}.procurement.{spending}"] = Decimal(1826200)
    found |= _spending(this, "budget", stage)
    if budget == "全年预算":
        for key in _ITEMS:
            del found[f"{_SPENDING}.{key}.budget"]
    found["finances.government_funds.amount"] = this.by["决算"]["政府性基金支出"]
    found["finances.state_capital.amount"] = this.by["决算"]["国有资本经营支出"]
    if last:
        found["finances.three_public_prior_budget"] = last.three["全年预算"]["三公经费"]
    return found


def _finances(office: Office, column: str) -> dict[str, Decimal]:
    by = office.by["决算"]
    income = {key: by[name] for key, name in _INCOME.items()} | {"total": by["收入合计"]}
    spent = {
        "total": by["支出合计"],
        "basic": by["基本支出"],
        "personnel": by["人员经费"],
        "operating": by["公用经费"],
        "project": by["项目支出"],
        **{key: by[name] for key, name in zip(_OTHER_KEYS, OTHERS, strict=True)},
    }
    supplement = office.by["全年预算"]["收入合计"] - office.by["年初预算"]["收入合计"]
    balances = {
        "opening": by["年初结转和结余"],
        "closing": by["年末结转和结余"],
        "non_fiscal_balance_used": by["使用非财政拨款结余"],
        "supplement": supplement,
    }
    groups = {"income": income, "expenditure": spent, "balances": balances}
    return {
        f"finances.{group}.{key}.{column}": amount
        for group, figures in groups.items()
        for key, amount in figures.items()
    }


def _spending(office: Office, column: str, stage: str) -> dict[str, Decimal]:
    codes = office.economic[stage]
    found = {key: office.three[stage][name] for key, name in _THREE.items()}
    found |= {key: sum((codes[c] for c in parts), Decimal(0)) for key, parts in _ITEMS.items()}
    found["project"] = office.by[stage]["项目支出"]
    found["operating"] = office.by[stage]["公用经费"]
    return {f"{_SPENDING}.{key}.{column}": amount for key, amount in found.items()}


def _self_evaluation(office: Office) -> dict[str, Decimal]:
    by = office.by["决算"]
    other = by["支出合计"] - by["一般公共预算支出"] - by["政府性基金支出"]
    found = {
        "initial": office.by["年初预算"]["支出合计"],
        "final": office.by["全年预算"]["支出合计"],
        "executed": by["支出合计"],
        "general_budget": by["一般公共预算支出"],
        "government_funds": by["政府性基金支出"],
        "other": other,
        "basic": by["基本支出"],
        "project": by["项目支出"],
    }
    return {f"self_evaluation.budget.{key}": amount for key, amount in found.items()}


def _staff(office: Office) -> dict[str, Decimal]:
    return {
        "basic_data.approved_posts": Decimal(office.posts * 10_000),
        "basic_data.staff_on_duty": Decimal(office.staff * 10_000),
        "texts.staffing.retired": Decimal(sum(office.pensioners) * 10_000),
    }
