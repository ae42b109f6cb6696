"""Slips in ``form.toml`` as a whole: sheets, blocks, roles, what printed texts put in."""

import re
from collections.abc import Iterator

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.definition import BlockDef, FormDef
from xlevaluate.form.labels import has_odd_brace, places_of
from xlevaluate.template.block_linter import BlockLinter
from xlevaluate.template.carried_linter import lint_carried
from xlevaluate.template.lookup import is_name
from xlevaluate.template.name_linter import NameLinter
from xlevaluate.template.picture_linter import lint_placed
from xlevaluate.template.role_linter import lint_roles

_WIDEST = 255
"""Characters that a column of a spreadsheet can be wide."""

_LONGEST_SHEET = 31
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OUR_SHEETS = frozenset({"xle_help", "history"})
_ONCE = ("indicators", "outline", "findings", "usable")
"""Blocks of which a form has exactly one."""

_AT_MOST_ONCE = (
    *("contents", "colours", "ratios", "rules", "ratio_scores", "composition", "parameters"),
    *("functions", "charts", "projects", "carried"),
)


def lint_form(file: TomlFile, form: FormDef) -> None:
    """Note every slip of ``form.toml`` that can be told without the other files."""
    BlockLinter(file, form).sheets()
    names = NameLinter(file, form)
    names.names()
    names.unique()
    lint_roles(file, names.parts)
    lint_placed(file, names.parts)
    linter = _FormLinter(file, form, names)
    linter.sheets()
    linter.blocks()
    linter.complete()
    linter.absent()
    lint_carried(file, form, names)
    linter.projects()
    linter.printed_texts()


class _FormLinter:
    def __init__(self, file: TomlFile, form: FormDef, names: NameLinter) -> None:
        self.file = file
        self.form = form
        self.parts = names.parts
        self.every = names.every

    def sheets(self) -> None:
        """Look at names and widths of sheets."""
        seen: set[str] = set()
        annexes: set[str | None] = set()
        if not self.form.sheet:
            self.file.add("至少要有一张工作表", "sheet")
        for s, sheet in enumerate(self.form.sheet):
            wrong = _wrong_sheet(sheet.name, seen)
            if wrong:
                self.file.add(wrong, "sheet", s, "name")
            seen.add(sheet.name.casefold())
            for widths, where in ((sheet.widths, ()), (sheet.paper_widths, ("paper",))):
                if not widths or not all(0 < width <= _WIDEST for width in widths):
                    words = f"各列的宽度应在 1 至 {_WIDEST} 之间"
                    self.file.add(words, "sheet", s, *where, "widths")
                if sheet.paper is None:
                    break
            if sheet.check and not 0 < sheet.check.width <= _WIDEST:
                self.file.add(f"应在 1 至 {_WIDEST} 之间", "sheet", s, "check", "width")
            if not sheet.block:
                self.file.add("至少要有一个 block", "sheet", s)
            if sheet.annex is not None and (not sheet.annex.strip() or sheet.annex in annexes):
                words = "附件的标题不能为空，不能与别的附件相同"
                self.file.add(words, "sheet", s, "annex")
            annexes.add(sheet.annex)

    def blocks(self) -> None:
        """Look at how many blocks of a kind there are."""
        for kind in (*_ONCE, *_AT_MOST_ONCE):
            places = [place for place, block in self.parts if getattr(block, kind) is not None]
            if not places and kind in _ONCE:
                self.file.add(f"须有一个 {kind}，现在没有", "sheet")
            for place in places[1:]:
                self.file.add(f"只能有一个 {kind}", *place, kind)

    def complete(self) -> None:
        """Look at the names in blocks that must be filled in: fields of one sheet each."""
        single = {named.name: named for named in self.every if named.path}
        for number, block in enumerate(self.form.complete):
            missing = [name for name in block.names if name not in single]
            for name in missing:
                self.file.add(f"没有名为“{name}”的填写项", "complete", number)
            if not missing and len({single[name].place[1] for name in block.names}) != 1:
                self.file.add("各项应在同一张工作表上", "complete", number)

    def absent(self) -> None:
        """Look at the names of what a unit may lack: numbers, each once, and where it is said."""
        single = {named.name: named for named in self.every if named.path}
        said = {n: f.kind for _, block in self.parts for n, f in block.fields.items()}
        seen: set[str] = set()
        for number, given in enumerate(self.form.absent):
            if given.said not in said:
                self.file.add(f"没有名为“{given.said}”的填写项", "absent", number, "said")
            elif said[given.said] != "choice":
                words = f"“{given.said}”应为选项（choice），选了就是没有"
                self.file.add(words, "absent", number, "said")
            for name in given.names:
                if name not in single:
                    self.file.add(f"没有名为“{name}”的填写项", "absent", number)
                elif name in seen:
                    self.file.add(f"“{name}”写了两次", "absent", number)
                seen.add(name)

    def projects(self) -> None:
        """Look at what is said of projects, and whether there is a table of them."""
        given = self.form.projects
        places = [place for place, block in self.parts if block.projects is not None]
        if given is None:
            for place in places:
                self.file.add("有项目汇总，就要在 [projects] 里说用哪个模板的项目表", *place)
            return
        if not places:
            self.file.add("要有一张工作表列出各项目（block 里的 projects）", "projects")
        if not is_name(given.family):
            self.file.add("应是一个模板的名称", "projects", "family")
        if given.parameter == self.form.names.parameter:
            words = "与 [names] 的 parameter 相同，两张表的参数会同名"
            self.file.add(words, "projects", "parameter")
        without = given.sheet.replace("{number}", "", 1)
        if without == given.sheet or set(without) & set("{}"):
            self.file.add("要有且只有一处 {number}", "projects", "sheet")
            return
        taken = {sheet.name.casefold() for sheet in self.form.sheet}
        titles = {"sheet": given.sheet.format(number=200), "parameters": given.parameters}
        for key, title in titles.items():
            wrong = _wrong_sheet(title, taken)
            if wrong:
                self.file.add(wrong, "projects", key)

    # ------------------------------------------------------------------ printed texts

    def printed_texts(self) -> None:
        """Look at the names in braces in printed texts."""
        single = {named.name for named in self.every if named.path and ".*" not in named.path}
        years = [f for _, b in self.parts for f in b.fields.values() if f.role == "year"]
        prior = self.form.names.prior_year
        if prior in single:
            self.file.add(f"“{prior}”又是填写项的名称，请换一个", "names", "prior_year")
        known = single | ({prior} if years else set())
        for place, text in self._printed():
            for name in places_of(text) if "{" in text else ():
                if name not in known:
                    self.file.add(f"没有名为“{name}”的填写项，不能印在这里", *place)
            if has_odd_brace(text):
                words = "花括号没有成对，或里面不是名称；要取数写成 {名称}"
                self.file.add(words, *place)

    def _printed(self) -> Iterator[tuple[KeyPath, str]]:
        """Yield the printed texts that may hold names in braces: pictures, heads of columns."""
        for group, columns in self.form.columns.items():
            for number, column in enumerate(columns):
                yield ("columns", group, number, "head"), column.head
        for place, block in self.parts:
            yield from _in_pictures(place, block)
            for kind in ("table", "list", "outline", "indicators"):
                columns = getattr(getattr(block, kind), "columns", ())
                for number, column in enumerate(() if isinstance(columns, str) else columns):
                    yield (*place, kind, "columns", number, "head"), column.head
            for number, goal in enumerate(block.indicators.goals if block.indicators else ()):
                yield (*place, "indicators", "goals", number, "head"), goal.head


def _in_pictures(place: KeyPath, block: BlockDef) -> Iterator[tuple[KeyPath, str]]:
    for picture in ("grid", "paper"):
        for r, row in enumerate(getattr(block, picture) or ()):
            for c, text in enumerate(row):
                yield (*place, picture, r, c), text
    for key, text in block.labels.items():
        yield (*place, "labels", key), text


def _wrong_sheet(name: str, seen: set[str]) -> str | None:
    """Say why a text can be no sheet's name beside those that were seen."""
    if not name.strip() or len(name) > _LONGEST_SHEET:
        return f"工作表名称不能为空，不能超过 {_LONGEST_SHEET} 个字"
    if _NOT_IN_SHEETS.search(name) or name[0] == "'" or name[-1] == "'":
        return r"工作表名称里不能有 [ ] : * ? / \，不能以单引号开头或结尾"
    if name.casefold() in _OUR_SHEETS:
        return f"工作表不能叫“{name}”，这个名称另有用处"
    return f"有两张工作表叫“{name}”（不分大小写）" if name.casefold() in seen else None
