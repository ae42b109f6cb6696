"""``repair``: what can be read of a damaged workbook, in a new one of the same template."""

import argparse
import datetime
import json
from pathlib import Path

from xlevaluate.cells.calls import Host
from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import beside, write_new
from xlevaluate.inspection.template_choice import template_of_workbook
from xlevaluate.vba.project import PROJECT_PART
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.mending import (
    Left,
    Mended,
    as_listing,
    listing_beside,
    mend,
    mended_lines,
)
from xlevaluate.workbook.read import names_of, saved_book
from xlevaluate.xlsx.saved_book import SavedBook


def run(arguments: argparse.Namespace) -> int:
    """Write the new workbook and the list of what was moved; the old one stays as it is."""
    return rebuild(
        saved_book(arguments.file),
        arguments.file,
        arguments.output,
        "修复",
        profile=arguments.profile,
        template=arguments.template,
        as_json=arguments.json,
    )


def rebuild(
    book: SavedBook,
    path: Path,
    output: Path | None,
    word: str,
    *,
    profile: str | None = None,
    template: str | None = None,
    as_json: bool = False,
) -> int:
    """Make a workbook anew from what one at ``path`` holds; ``word`` is put to its name.

    Returns the exit code: 1 where something was not moved.
    """
    snapshot, made = names_of(book, path)
    of = template_of_workbook(path, made, template, profile)
    host = _host_of(book)
    suffix = ".xlsm" if host else ".xlsx"
    asked = output or beside(path, word, suffix)
    if asked.suffix.lower() != suffix:
        raise CannotDoError(
            f"“{asked.name}”：新的工作簿与原来的同类，请把文件名写成 {suffix} 结尾。"
        )
    mended = mend(of, snapshot)
    created = datetime.datetime.now().replace(microsecond=0)
    content, _ = make_workbook(of, mended.submission, created=created, macros=host)
    target = write_new(asked, content)
    before, now = shown_name(path.name), shown_name(target.name)
    lines = [f"“{before}”的内容搬到了“{now}”，原文件没有改动。", *mended_lines(mended)]
    listing = write_new(listing_beside(target), as_listing(lines))
    for line in lines:
        say(line)
    say(f"清单：{shown_name(listing)}")
    if as_json:
        print(json.dumps(_as_data(mended, path, target), ensure_ascii=False))
    else:
        tell_written(target, asked)
    return ERRORS_FOUND if mended.left else FINE


def _host_of(book: SavedBook) -> Host | None:
    """Return the program for which a workbook has macros or functions; ``None`` for an .xlsx."""
    if LIVE_NAME in book.names:
        return "libreoffice"
    return "excel" if PROJECT_PART in book.package else None


def _as_data(mended: Mended, path: Path, target: Path) -> dict[str, object]:
    return {
        "version": 1,
        "file": str(path),
        "written": str(target),
        "moved": mended.moved,
        "restored": [_item(item) for item in mended.restored],
        "left": [_item(item) for item in mended.left],
    }


def _item(item: Left) -> dict[str, str]:
    place = item.place
    return {
        "sheet": place.sheet,
        "cell": place.cell,
        "label": place.label,
        "typed": item.typed,
        "reason": item.reason,
    }
