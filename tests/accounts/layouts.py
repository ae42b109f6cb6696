"""All tables of accounts, drawn for one office in one style."""

from decimal import Decimal

from tests.accounts.budgets import Budgets
from tests.accounts.drawing import Drawn
from tests.accounts.final_accounts import FinalAccounts


class Artist(FinalAccounts, Budgets):
    """Draws the tables of an office in a style."""

    def decoys(self) -> list[Drawn]:
        """Draw tables that look much alike and are none of ours."""
        self.office.by["决算"]["诱饵"] = Decimal("777777.77")
        columns = {"合计": "诱饵", "基本支出": "诱饵", "项目支出": "诱饵"}
        found = [self.by_function("财政专户管理资金支出决算表", columns)]
        heads = [["项目", "上年决算数", "预算数"]]
        body = [
            ["本年收入合计", "777777.77", "777777.77"],
            ["本年支出合计", "777777.77", "777777.77"],
        ]
        found.append(self.draw("主要指标变动情况表", heads, body))
        return found

    def published(self, *, three: str = "pairs") -> list[Drawn]:
        """Draw the nine tables that are published."""
        return [
            self.overall(),
            self.income(),
            self.expenditure(),
            self.fiscal(),
            self.general_budget(),
            self.economic(),
            self.three_public(three),
            self.funds(),
            self.state_capital(),
        ]
