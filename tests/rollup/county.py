"""A made-up county: departments, units below them, projects, a roster, two years of submissions.

Nothing in it is anybody's: names are made of numbers and what offices do. The same county gives
the same submissions; most agree in every figure, some have slips, and one year's figures of the
year before are those of that year, except where a slip says otherwise.

``python -m tests.rollup.county FOLDER`` writes it whole, ``--departments 4 …`` a small one.
"""

import argparse
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from tests.changes import changed
from tests.conftest import CREATED
from tests.consistent import consistent
from tests.projects import project
from xlevaluate.files.zip_packages import zipped
from xlevaluate.filing.package import make_package
from xlevaluate.form.figures import Figures
from xlevaluate.form.roles import FieldRole
from xlevaluate.submission import Submission
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission, make_workbook

_OFFICES = (
    *("教育", "卫生健康", "民政", "交通运输", "水利", "农业农村", "文化旅游", "住房城乡建设"),
    *("自然资源", "市场监管", "应急管理", "审计", "统计", "司法", "医疗保障", "退役军人事务"),
    *("生态环境", "林业", "商务", "科技"),
)
_CENTRES = ("服务中心", "监测站", "管理所", "执法大队", "学校", "医院", "档案馆")
_PROJECTS = ("设施改造", "设备购置", "人员培训", "信息系统建设", "专项整治", "宣传活动")
_MONEY = ("initial", "budget", "executed")
_BUREAU_OFFICES = ("预算科", "行政政法科", "教科文科", "农业农村科", "社会保障科")


@dataclass(frozen=True)
class Object:
    """A department, a unit below one, or a project of either: as the roster has it."""

    kind: str
    code: str
    name: str
    department: str
    project: str = ""

    @property
    def office(self) -> str:
        return _BUREAU_OFFICES[int(self.code[:3]) % len(_BUREAU_OFFICES)]


@dataclass(frozen=True)
class Handed:
    """A file that is handed in: below which folder, its name, what it is of."""

    folder: str
    name: str
    submission: Submission
    is_package: bool = False

    @property
    def content(self) -> bytes:
        template = load_template()
        if self.is_package:
            evaluation = evaluate_submission(template, self.submission)
            return make_package(evaluation, exported=CREATED).content
        return make_workbook(template, self.submission, created=CREATED)[0]


@dataclass(frozen=True)
class County:
    """``units`` lie below all departments together, ``projects`` are spread over both."""

    departments: int = 60
    units: int = 240
    projects: int = 900
    seed: int = 18

    @cached_property
    def offices(self) -> tuple[Object, ...]:
        """Departments and units, each department before its units."""
        found = []
        for number in range(self.departments):
            what = _OFFICES[number % len(_OFFICES)]
            batch = number // len(_OFFICES)
            name = f"青禾县{what}局" if not batch else f"青禾县{what}{'甲乙丙丁'[batch - 1]}局"
            code = f"{101 + number}"
            found.append(Object("部门", f"{code}001", name, name))
            for below in range(number, self.units, self.departments):
                rank = below // self.departments
                unit = f"{name}第{rank + 1}{_CENTRES[below % len(_CENTRES)]}"
                found.append(Object("单位", f"{code}{rank + 2:03}", unit, name))
        return tuple(found)

    def projects_of(self, office: Object) -> tuple[Object, ...]:
        """The projects of a department or a unit."""
        place = self.offices.index(office)
        numbers = range(place, self.projects, len(self.offices))
        return tuple(
            replace(
                office,
                kind="项目",
                project=f"{office.name.removeprefix('青禾县')}{_called(rank)}项目",
            )
            for rank, _ in enumerate(numbers)
        )

    def roster(self) -> list[tuple[str, ...]]:
        """Rows of the roster: some 4% of them gone, doubled, or in no folder."""
        random = Random(f"{self.seed} roster")
        rows: list[tuple[str, ...]] = []
        for office in self.offices:
            for item in (office, *self.projects_of(office)):
                row = (item.code, item.name, item.department, item.office, item.kind, item.project)
                drawn = random.random()
                rows += [] if drawn < 0.02 else [row, row] if drawn > 0.99 else [row]
        rows += [
            (
                f"{901 + number}001",
                f"青禾县未报第{number + 1}局",
                "",
                _BUREAU_OFFICES[0],
                "部门",
                "",
            )
            for number in range(max(1, self.departments // 20))
        ]
        return rows

    def roster_file(self) -> bytes:
        """The roster as CSV for Excel."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(("单位编码", "单位名称", "主管部门", "业务科室", "类型", "项目名称"))
        writer.writerows(self.roster())
        return text.getvalue().encode("utf-8-sig")

    def submissions(self, year: int, first: int = 2023) -> Iterator[tuple[Object, Submission]]:
        """What departments and units fill in for a year; the first year has no year before."""
        for office in self.offices:
            last = None
            for of in range(first, year + 1):
                last = self._submission(office, of, last)
            if last is not None:
                yield office, last

    def _submission(self, office: Object, year: int, last: Submission | None) -> Submission:
        template, random = load_template(), Random(f"{self.seed} {office.code} {year}")
        made = consistent(template, random)
        form = template.form
        changes: dict[str, Any] = {}
        of_the_unit: tuple[tuple[FieldRole, object], ...] = (
            ("unit_name", office.name),
            ("unit_code", office.code),
            ("self_name", "我局" if office.kind == "部门" else "本单位"),
            ("year", year),
            ("filing_date", f"{year + 1}-0{random.randint(1, 3)}-{random.randint(10, 28)}"),
        )
        for role, value in of_the_unit:
            item = form.with_role(role)
            assert item is not None
            changes[item.path] = value
        if last is not None:
            before = Figures(form, last)
            for ours, theirs in form.carried_pairs:
                changes[ours.path] = before.value(theirs.name)
            spending = "basic_data.spending"
            whole_of_last = changes[f"{spending}.special_funds.prior_final"]
            for number in range(
                len(made.model_dump()["basic_data"]["spending"]["special_fund_items"])
            ):
                # Other funds than last year: what those cost is said of the first.
                path = f"{spending}.special_fund_items.{number}.prior_final"
                changes[path] = Decimal(0) if number else whole_of_last
        changes |= _lowered(made, random)
        changes |= _slip(template.form.carried_pairs[0][0].path, random)
        whole = changed(made, changes).model_dump()
        whole["projects"] = [
            _project(item, Random(f"{random.random()} {item.project}"))
            for item in self.projects_of(office)
        ]
        return template.form.model.model_validate(whole)

    def files(self, year: int) -> Iterator[Handed]:
        """What comes in: a folder for each department; some twice, some as packages, some never."""
        random = Random(f"{self.seed} files {year}")
        for office, submission in self.submissions(year):
            drawn = random.random()
            name = f"{office.code}{office.name}"
            if drawn < 0.05:
                continue
            yield Handed(office.department, name, submission, is_package=drawn > 0.8)
            if drawn < 0.08:
                later = changed(submission, {"basic_data.filing.date": f"{year + 1}-04-02"})
                yield Handed(office.department, f"{name}（重报）", later)

    def write(self, folder: Path, year: int) -> int:
        """Write a year's files and the roster; every tenth department sends a zip, in GBK."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder.parent / "名单.csv").write_bytes(self.roster_file())
        zips: dict[str, dict[str, bytes]] = {}
        count = 0
        for file in self.files(year):
            count += 1
            suffix = "zip" if file.is_package else "xlsx"
            if int(file.name[:3]) % 10 == 5:
                zips.setdefault(file.folder, {})[f"{file.name}.{suffix}"] = file.content
                continue
            (folder / file.folder).mkdir(exist_ok=True)
            (folder / file.folder / f"{file.name}.{suffix}").write_bytes(file.content)
        for name, files in zips.items():
            (folder / f"{name}.zip").write_bytes(in_gbk(files))
        return count


def _called(rank: int) -> str:
    batch, what = divmod(rank, len(_PROJECTS))
    return _PROJECTS[what] + (f"（第{batch + 1}期）" if batch else "")


def in_gbk(files: dict[str, bytes]) -> bytes:
    """Zip files as Chinese Windows does: names in GBK, not flagged as anything."""
    # Every name gets the same number of bytes in the other code, so that nothing moves.
    return zipped_as(files, "gbk")


def zipped_as(files: dict[str, bytes], code: str) -> bytes:
    """Zip files under names in a code that nothing in the zip tells."""
    names = {f"{number:08}": name for number, name in enumerate(files)}
    padded = {key.ljust(len(name.encode(code)), "_"): files[name] for key, name in names.items()}
    package = zipped(padded, CREATED)
    for key, name in names.items():
        written = name.encode(code)
        package = package.replace(key.ljust(len(written), "_").encode(), written)
    return package


def _lowered(submission: Submission, random: Random) -> dict[str, Any]:
    """Take points off some indicators, with a reason, so that grades differ."""
    share = random.choice((Decimal(1), Decimal(1), Decimal("0.9"), Decimal("0.75"), Decimal("0.5")))
    if share == 1:
        return {}
    figures = Figures(load_template().form, submission)
    changes: dict[str, Any] = {}
    lost = Decimal(0)
    for item in figures.indicators:
        if isinstance(item.score, Decimal):
            score = (item.score * share).quantize(Decimal("0.01"))
            lost += item.score - score
            changes[item.paths["score"]] = score
            changes[item.paths["deviation"]] = "进度慢于计划，下一步按月督办。"
    total = figures.form.with_role("total_score")
    assert total is not None
    whole = figures.number("total_score") or Decimal(0)
    return changes | {total.path: whole - lost}


def _slip(carried: str, random: Random) -> dict[str, Any]:
    """Make one submission in eight wrong: in what it says of last year, or in a total."""
    drawn = random.random()
    if drawn < 0.06:
        return {carried: Decimal(random.randint(100, 999))}
    if drawn < 0.12:
        return {"finances.income.total.current": Decimal(random.randint(100, 999))}
    return {}


def _project(item: Object, random: Random) -> dict[str, Any]:
    """A project with the sample's figures, larger or smaller as a whole."""
    data = project(item.project)
    factor = Decimal(random.choice(("0.2", "0.4", "1", "2", "4")))
    for amounts in data["funds"].values():
        for column in _MONEY:
            amounts[column] = str(Decimal(amounts[column]) * factor)
    data["project"]["supervising_department"] = item.department
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--departments", type=int, default=County.departments)
    parser.add_argument("--units", type=int, default=County.units)
    parser.add_argument("--projects", type=int, default=County.projects)
    parser.add_argument("--years", type=int, nargs="+", default=[2023, 2024])
    given = parser.parse_args()
    county = County(given.departments, given.units, given.projects)
    for year in given.years:
        county.write(given.folder / str(year), year)


if __name__ == "__main__":
    main()
