"""Tables of final accounts drawn in the ways that offices draw them."""

from decimal import Decimal

from tests.accounts.drawing import Drawer, Drawn, Rows
from tests.accounts.office import CLASSES, INCOME, NOTHING, OTHERS, STAGES


class FinalAccounts(Drawer):
    """Draws tables of final accounts."""

    def overall(self, *, full: bool = False) -> Drawn:
        """Draw 收入支出决算总表; ``full`` as the software does, with three blocks and budgets."""
        by = self.office.by
        stages = STAGES if full else STAGES[-1:]
        numerals = "一二三四五六七八"
        words = {INCOME[1]: "政府性基金预算财政拨款收入"}
        left = [(f"{numerals[n]}、{words.get(name, name)}", name) for n, name in enumerate(INCOME)]
        left += [("本年收入合计", "收入合计"), ("使用非财政拨款结余", "使用非财政拨款结余")]
        left += [("年初结转和结余", "年初结转和结余"), ("总计", "")]
        middle = [
            ("一、一般公共服务支出", ""),
            ("二、外交支出", ""),
            ("八、社会保障和就业支出", ""),
        ]
        middle += [("本年支出合计", "支出合计"), ("结余分配", "结余分配")]
        middle += [("年末结转和结余", "年末结转和结余"), ("总计", "")]
        blocks = [left, middle]
        if full:
            blocks.append(
                [
                    ("一、基本支出", "基本支出"),
                    ("　　人员经费", "人员经费"),
                    ("　　公用经费", "公用经费"),
                    ("二、项目支出", "项目支出"),
                    *((f"{n}、{name}", name) for n, name in zip("三四五", OTHERS, strict=True)),
                    ("本年支出合计", "支出合计"),
                ]
            )
        heads: Rows = [[], []]
        body: Rows = [[] for _ in range(max(map(len, blocks)))]
        for number, block in enumerate(blocks):
            top = "收入" if number == 0 else "支出"
            columns = [self.label("项目"), *(["行次"] if self.style.numbered else [])]
            columns += [self.head(f"{s}数") for s in stages]
            if self.style.last_year:
                columns.append(self.head("上年决算数"))
            heads[0] += [top, *["<"] * (len(columns) - 1)]
            heads[1] += columns
            for row, cells in enumerate(body):
                text, name = block[row] if row < len(block) else ("", "")
                cells.append(text)
                if self.style.numbered:
                    cells.append(str(number * 40 + row + 1) if text else "")
                cells += [self.amount(by[s][name]) if name else "" for s in stages]
                if self.style.last_year:
                    cells.append(self.amount(Decimal("7654321.98")) if name else "")
        return self.draw("收入支出决算总表", heads, body)

    def income(self) -> Drawn:
        """Draw 收入决算表."""
        columns = {"本年收入合计": "收入合计", "财政拨款收入": "财政拨款收入"}
        others = self.shuffled([*INCOME[3:]])
        return self.by_function("收入决算表", columns | {name: name for name in others})

    def expenditure(self) -> Drawn:
        """Draw 支出决算表."""
        others = self.shuffled(["基本支出", "项目支出", *OTHERS])
        columns = {"本年支出合计": "支出合计"} | {name: name for name in others}
        return self.by_function("支出决算表", columns)

    def general_budget(self) -> Drawn:
        """Draw 一般公共预算财政拨款支出决算表."""
        columns = {"合计": "一般公共预算支出", "基本支出": "基本支出", "项目支出": "公共预算项目"}
        return self.by_function("一般公共预算财政拨款支出决算表", columns)

    def fiscal(self) -> Drawn:
        """Draw 财政拨款收入支出决算总表."""
        by = self.office.by["决算"]
        kinds = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
        number = ["行次"] if self.style.numbered else []
        heads: Rows = [
            ["收入", *["<"] * (1 + len(number)), "支出", *["<"] * (4 + len(number))],
            [
                *(self.label("项目"), *number, self.head("决算数")),
                *(self.label("项目"), *number, self.head("合计"), *map(self.head, kinds)),
            ],
        ]
        spent = [by[n] for n in ("一般公共预算支出", "政府性基金支出", "国有资本经营支出")]
        left = [
            (f"{n}、{kind}", by[name])
            for n, kind, name in zip("一二三", kinds, INCOME, strict=False)
        ]
        left += [("本年收入合计", by["财政拨款收入"]), ("年初财政拨款结转和结余", NOTHING)]
        right = [
            ("一、一般公共服务支出", spent),
            ("二、外交支出", [NOTHING] * 3),
            ("三、国防支出", [NOTHING] * 3),
        ]
        right += [("本年支出合计", spent), ("年末财政拨款结转和结余", [NOTHING] * 3)]
        body: Rows = []
        for row, (one, two) in enumerate(zip(left, right, strict=True)):
            count = [str(row + 1)] if number else []
            count2 = [str(row + 20)] if number else []
            parts = [self.amount(sum(two[1], NOTHING)), *map(self.amount, two[1])]
            body.append([one[0], *count, self.amount(one[1]), two[0], *count2, *parts])
        for kind in kinds:  # what was carried over, by the same names as the income
            of_number = [str(len(body) + 1)] if number else []
            of_other = [str(len(body) + 20)] if number else []
            body.append([kind, *of_number, self.amount(NOTHING), "", *of_other, *[""] * 4])
        return self.draw("财政拨款收入支出决算总表", heads, body)

    def economic(self, title: str = "一般公共预算财政拨款基本支出决算表") -> Drawn:
        """Draw the basic expenditure by economic class, personnel at the left."""
        codes = self.office.economic["决算"]

        def lines(*classes: str) -> Rows:
            found = []
            for code in classes:
                name, parts = CLASSES[code]
                found.append([code, name, self.amount(codes[code])])
                found += [
                    [part, f"　{text}", self.amount(codes[part])] for part, text in parts.items()
                ]
            return found

        left, right = lines("301", "303"), lines("302", "310")
        head = [self.label("科目编码"), self.label("科目名称"), self.head("决算数")]
        size = max(len(left), len(right))
        left += [["", "", ""]] * (size - len(left))
        right += [["", "", ""]] * (size - len(right))
        body = [one + two for one, two in zip(left, right, strict=True)]
        by = self.office.by["决算"]
        body.append(
            [
                *("人员经费合计", "<", self.amount(by["人员经费"])),
                *("公用经费合计", "<", self.amount(by["公用经费"])),
            ]
        )
        groups = [["人员经费", "<", "<", "公用经费", "<", "<"]] if self.style.grouped else []
        return self.draw(title, [*groups, [*head, *head]], body)

    def economic_wide(self, title: str = "基本支出决算明细表") -> Drawn:
        """Draw the same as the software does: classes in columns."""
        codes = self.office.economic["决算"]
        heads: Rows = [["项目", "<", self.head("合计")], [self.label("科目编码"), "科目名称", "^"]]
        total = [self.label("合计"), "<", self.amount(self.office.by["决算"]["基本支出"])]
        for code, (name, parts) in CLASSES.items():
            heads[0] += [name, *["<"] * len(parts)]
            heads[1] += ["小计", *parts.values()]
            total += [self.amount(codes[code]), *(self.amount(codes[part]) for part in parts)]
        return self.draw(title, heads, [total])

    def three_public(self, how: str = "pairs") -> Drawn:
        """Draw 三公经费: twelve columns, or rows; ``order`` of the columns differs."""
        three = self.office.three
        vehicles = self.style.words.get("公务用车购置及运行维护费", "公务用车购置及运行维护费")
        title = f"一般公共预算财政拨款{self.style.quotes}经费支出决算表"
        stages = (("预算数", "全年预算"), ("决算数", "决算"))
        if how == "meetings":
            return self._with_meetings(title, vehicles)
        if how == "rows":
            items = [
                (self.label("合计"), "三公经费"),
                ("1．因公出国（境）费", "因公出国"),
                ("2．" + vehicles, "公务用车"),
                ("（1）公务用车购置费", "公务用车购置"),
                ("（2）公务用车运行维护费", "公务用车运行"),
                ("3．公务接待费", "公务接待"),
            ]
            heads = [[self.label("项目"), *(self.head(word) for word, _ in stages)]]
            body = [
                [text, *(self.amount(three[stage][name]) for _, stage in stages)]
                for text, name in items
            ]
            return self.draw(title, heads, body)
        single = self.shuffled(["因公出国（境）费", "公务接待费", vehicles])
        names = {"因公出国（境）费": ["因公出国"], "公务接待费": ["公务接待"]}
        names[vehicles] = ["公务用车", "公务用车购置", "公务用车运行"]
        heads = [[], [], []]
        row: list[str] = []
        for word, stage in stages:
            heads[0] += [self.head(word), *["<"] * 5]
            heads[1].append(self.label("合计"))
            heads[2].append("^")
            row.append(self.amount(three[stage]["三公经费"]))
            for item in single:
                wide = len(names[item])
                heads[1] += [item, *["<"] * (wide - 1)]
                heads[2] += ["小计", "购置费", "运行维护费"] if wide > 1 else ["^"]
                row += [self.amount(three[stage][name]) for name in names[item]]
        return self.draw(title, heads, [row])

    def _with_meetings(self, title: str, vehicles: str) -> Drawn:
        """Draw it with meetings and training beside, which the total has too."""
        three = self.office.three
        heads: Rows = [
            [
                "项目",
                "合计",
                "一般公共预算财政拨款安排的“三公”经费",
                *["<"] * 5,
                "会议费",
                "培训费",
            ],
            ["^", "^", "小计", "因公出国（境）费", "公务接待费", vehicles, "<", "<", "^", "^"],
            ["^", "^", "^", "^", "^", "小计", "购置费", "运行维护费", "^", "^"],
        ]
        names = ("三公经费", "因公出国", "公务接待", "公务用车", "公务用车购置", "公务用车运行")
        body = []
        for word, stage in (("预算数", "全年预算"), ("决算数", "决算")):
            amounts = [three[stage][name] for name in names]
            total = amounts[0] + 300_000
            more = [Decimal(100_000), Decimal(200_000)]
            body.append([word, *map(self.amount, (total, *amounts, *more))])
        return self.draw(title, heads, body)

    def operation(self) -> Drawn:
        """Draw 机构运行信息表 (附03) as the software does."""
        three = self.office.three
        left = [
            ("一、“三公”经费支出", None),
            ("（一）支出合计", "三公经费"),
            ("　　1．因公出国（境）费", "因公出国"),
            ("　　2．公务用车购置及运行维护费", "公务用车"),
            ("　　　（1）公务用车购置费", "公务用车购置"),
            ("　　　（2）公务用车运行维护费", "公务用车运行"),
            ("　　3．公务接待费", "公务接待"),
            ("　　　（1）国内接待费", None),
            ("　　　　　其中：外事接待费", None),
            ("（二）相关统计数", None),
            ("二、机关运行经费", None),
        ]
        right = [
            ("三、国有资产占用情况", "—"),
            ("（一）车辆数合计（辆）", "3"),
            ("　　1．副部（省）级", "1"),
        ]
        right += [
            ("四、政府采购支出信息", "—"),
            ("（一）政府采购支出合计", self.amount(Decimal(1826200))),
        ]
        right += [("　　1．政府采购货物支出", self.amount(Decimal(1826200)))]
        right += [("", "")] * (len(left) - len(right))
        number = ["行次"]
        heads = [
            [
                *(self.label("项目"), *number, self.head("预算数"), self.head("统计数")),
                *(self.label("项目"), *number, self.head("统计数")),
            ]
        ]
        body = []
        for row, ((text, name), (other, said)) in enumerate(zip(left, right, strict=True)):
            found = (
                [self.amount(three[stage][name]) for stage in ("全年预算", "决算")]
                if name
                else ["—", "—"]
            )
            body.append([text, str(row + 1), *found, other, str(row + 30) if other else "", said])
        return self.draw("机构运行信息表", heads, body)

    def funds(self) -> Drawn:
        """Draw 政府性基金预算财政拨款收入支出决算表, or the empty one with its sentence."""
        by = self.office.by["决算"]
        labels = [self.label("科目编码"), self.label("科目名称")]
        heads: Rows = [
            [
                *labels,
                "年初结转和结余",
                self.head("本年收入"),
                "本年支出",
                "<",
                "<",
                "年末结转和结余",
            ],
            ["^", "^", "^", "^", "小计", "基本支出", "项目支出", "^"],
        ]
        title = "政府性基金预算财政拨款收入支出决算表"
        if not by["政府性基金支出"]:
            drawn = self.draw(title, heads, [[""] * 8])
            said = "本单位没有政府性基金预算财政拨款收入和支出，故本表无数据。"
            drawn.after.append(said)
            return drawn
        spent, got = self.amount(by["政府性基金支出"]), self.amount(by[INCOME[1]])
        row = [self.style.zero, got, spent, self.style.zero, spent, self.style.zero]
        body = [[self.label("合计"), "<", *row], ["2120899", "其他支出", *row]]
        return self.draw(title, heads, body)

    def state_capital(self) -> Drawn:
        """Draw 国有资本经营预算财政拨款支出决算表."""
        columns = {"合计": "国有资本经营支出", "基本支出": "无", "项目支出": "国有资本经营支出"}
        self.office.by["决算"]["无"] = NOTHING
        return self.by_function("国有资本经营预算财政拨款支出决算表", columns)

    def staff(self) -> Drawn:
        """Draw 基本数字表 (附02)."""
        office = self.office
        heads: Rows = [
            ["项目", "编制人数", "年末实有人数", "<", "<"],
            ["^", "^", "在职人员", "离休人员", "退休人员"],
        ]
        retired = [str(number) for number in office.pensioners]
        body = [["合计", str(office.posts), str(office.staff), *retired]]
        return self.draw("基本数字表", heads, body)
