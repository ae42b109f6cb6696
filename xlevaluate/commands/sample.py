"""``sample``: draw the objects that are looked into, so that the draw can be repeated."""

import argparse
import datetime
import secrets
from decimal import Decimal, InvalidOperation
from pathlib import Path

from xlevaluate.commands.submissions import need_bureau, rolled_up
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError


def run(arguments: argparse.Namespace) -> int:
    """Draw a sample, and write the list."""
    need_bureau()
    from xlevaluate.review.sample_request import SampleRequest, wanted_in
    from xlevaluate.review.sample_tables import LIST, sample_sheets
    from xlevaluate.review.sampling import draw
    from xlevaluate.rollup.collection import OBJECT_KINDS
    from xlevaluate.rollup.summary.summary_file import write_summary

    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：抽查名单的文件名请写成 .xlsx 结尾。")
    request = SampleRequest(
        per_grade=wanted_in(arguments.per_grade) if arguments.per_grade else {},
        by_department=arguments.by == "department",
        all_above=_amount(arguments.all_above, "--all-above"),
        all_departments=arguments.all_departments,
        at_least=_amount(arguments.budget_from, "--budget-from"),
        at_most=_amount(arguments.budget_to, "--budget-to"),
        offices=tuple(arguments.office or ()),
        kinds=tuple(kind for kind, said in OBJECT_KINDS.items() if said in (arguments.kind or ())),
    )
    if not (request.per_grade or request.all_departments or request.all_above is not None):
        raise CannotDoError(
            "没有说抽哪些：请用 --per-grade 写明各等次抽多少，或用 --all-above、--all-departments。"
        )
    seed = arguments.seed if arguments.seed is not None else f"{secrets.randbelow(10**8):08}"
    result = rolled_up(arguments, asked)
    collection = result.collection
    sample = draw(collection.counting(), request, seed)
    created = datetime.datetime.now().replace(microsecond=0)
    sheets = sample_sheets(sample, collection.year)
    tell_written(write_summary(asked, sheets, LIST, created), asked)
    drawn = sum(len(stratum.taken) for stratum in sample.strata)
    whose = "" if arguments.seed is not None else "（随机产生，用 --seed 可以重复抽取）"
    say(f"种子：{seed}{whose}")
    say(f"范围内 {sample.population} 个，必抽 {len(sample.obligatory)} 个，随机抽取 {drawn} 个。")
    for remark in sample.remarks:
        say(remark)
    for unread in collection.unreadable:
        say(f"未能读取，没有参加抽取：{unread.name}：{unread.reason}")
    return ERRORS_FOUND if collection.unreadable else FINE


def _amount(text: str | None, option: str) -> Decimal | None:
    """Return an amount of 万元 as it was typed."""
    if text is None:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0:
        raise CannotDoError(f"{option} 应为不小于 0 的数（万元），现在是“{text}”。")
    return amount
