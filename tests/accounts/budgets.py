"""Tables of budgets drawn in the ways that offices draw them."""

from decimal import Decimal

from tests.accounts.drawing import Drawer, Drawn, Rows, functions, share_of
from tests.accounts.office import CLASSES


class Budgets(Drawer):
    """Draws tables of budgets."""

    def budget_expenditure(self) -> Drawn:
        """Draw 支出预算总表."""
        by = self.office.by["年初预算"]
        heads = [
            [
                self.label("科目编码"),
                self.label("科目名称"),
                *map(self.head, ("合计", "基本支出", "项目支出")),
            ]
        ]
        spent = by["基本支出"] + by["项目支出"]
        amounts = [spent, by["基本支出"], by["项目支出"]]
        body = [[self.label("合计"), "<", *map(self.amount, amounts)]]
        body += [
            [code, name, *(self.amount(share_of(a, share)) for a in amounts)]
            for code, name, share in functions()
        ]
        return self.draw("支出预算总表", heads, body, of="预算")

    def budget_economic(self) -> Drawn:
        """Draw 一般公共预算基本支出部门预算经济分类预算表."""
        codes, by = self.office.economic["年初预算"], self.office.by["年初预算"]
        heads = [
            [
                self.label("科目编码"),
                self.label("科目名称"),
                *map(self.head, ("合计", "人员经费", "公用经费")),
            ]
        ]
        if self.style.grouped:
            heads.insert(0, ["", "", "一般公共预算基本支出", "<", "<"])
        amounts = [by["基本支出"], by["人员经费"], by["公用经费"]]
        body = [[self.label("合计"), "<", *map(self.amount, amounts)]]
        for code, (name, parts) in CLASSES.items():
            for part, text in {code: name, **parts}.items():
                found = self.amount(codes[part])
                halves = [found, ""] if code in {"301", "303"} else ["", found]
                body.append([part, text, found, *halves])
        return self.draw("一般公共预算基本支出部门预算经济分类预算表", heads, body, of="预算")

    def budget_three_public(self) -> Drawn:
        """Draw the budget of 三公经费, with 机关运行经费 beside it."""
        three = self.office.three["年初预算"]
        heads: Rows = [
            [
                "合计",
                "因公出国（境）费",
                "公务接待费",
                "公务用车购置及运行费",
                "<",
                "<",
                "机关运行经费",
            ],
            ["^", "^", "^", "小计", "购置费", "运行费", "^"],
        ]
        if self.style.grouped:
            group = f"{self.style.quotes}经费预算数"
            heads.insert(0, [group, *["<"] * 5, "机关运行经费"])
            heads[1][-1] = "^"
        names = ("三公经费", "因公出国", "公务接待", "公务用车", "公务用车购置", "公务用车运行")
        row = [*(self.amount(three[name]) for name in names), self.amount(Decimal(1234567))]
        title = f"{self.style.quotes}经费和机关运行经费预算表"
        return self.draw(title, heads, [row], of="预算")
