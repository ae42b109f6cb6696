"""公开核对: a bureau's list of what was published, with what is wrong, to be filled in further."""

from collections.abc import Sequence

from xlevaluate.review.published_checks import Published
from xlevaluate.review.published_files import PublishedFile
from xlevaluate.rollup.collection import OBJECT_KINDS, Unread
from xlevaluate.rollup.summary.made_tables import MadeSheet, table_of
from xlevaluate.workbook.list_columns import Column

PUBLISHED = "公开核对"
_LEFT = "没有对上的文件"

_NOTHING, _MISSING, _WRONG = "没有发现问题", "没有找到", "有问题"
_COLUMNS = (
    Column(head="类型", kind="word", wide=6),
    Column(head="预算单位（编码-名称）", wide=32),
    Column(head="主管部门", wide=16),
    Column(head="结果", kind="word", wide=13, colours={_MISSING: "#C00000", _WRONG: "#B45F06"}),
    Column(head="公开的文件", wide=34),
    Column(head="问题", wide=60),
    Column(head="公开日期", kind="word", wide=12, is_typed=True),
    Column(head="网址", wide=24, is_typed=True),
    Column(head="备注", wide=20, is_typed=True),
)


def published_sheets(
    units: Sequence[Published], strange: Sequence[PublishedFile], unread: Sequence[Unread]
) -> tuple[MadeSheet, MadeSheet]:
    """Return the sheet of units, and that of files of nobody and of what could not be read."""
    rows = [(*_whose(item), _result(item), _files(item), _said(item), "", "", "") for item in units]
    others = [(file.name, "文件名和开头都没有名单里的单位名称。") for file in strange]
    others += [(file.name, file.reason) for file in unread]
    listed = MadeSheet(
        name=PUBLISHED,
        title=PUBLISHED,
        notes=(
            "核对自评表、自评报告、得分、预算数和执行数、项目自评的个数和资金、个人信息。",
            "公开日期（批复决算后 20 日内）、网址由人来填；决算表的数字用 check --accounts 核对。",
        ),
        tables=(table_of(PUBLISHED, _COLUMNS, rows),),
        fixed=2,
    )
    columns = (Column(head="文件", wide=44), Column(head="原因", wide=60))
    left = MadeSheet(
        name=_LEFT,
        title=f"没有对上单位的、未能读取的文件（{len(others)} 个）",
        tables=(table_of(_LEFT, columns, others),),
    )
    return listed, left


def _whose(item: Published) -> tuple[str, str, str]:
    entry = item.line.entry
    unit = f"{entry.code}-{entry.name}" if entry.code else entry.name
    return OBJECT_KINDS[entry.kind], unit, item.line.department


def _result(item: Published) -> str:
    if not item.files:
        return _MISSING
    return _WRONG if item.problems else _NOTHING


def _files(item: Published) -> str:
    return "\n".join(file.name for file in item.files)


def _said(item: Published) -> str:
    if len(item.problems) == 1:
        return item.problems[0]
    return "\n".join(f"{number}.{said}" for number, said in enumerate(item.problems, 1))
