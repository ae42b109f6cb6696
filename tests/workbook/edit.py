"""Edit a workbook in LibreOffice as a user would; run by the interpreter that has ``uno``.

    python3 edit.py PIPE SOURCE TARGET < EDITS

EDITS is JSON, a list of ``["insert", sheet, row, count]``, ``["delete", sheet, row, count]`` and
``["type", sheet, cell, value]``, carried out in their order.
"""

import json
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def _property(name: str, value: Any) -> Any:
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


def _connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    latest = time.monotonic() + 90
    while time.monotonic() < latest:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:  # the office is not up yet
            time.sleep(0.1)
    raise SystemExit("soffice did not come up")


def _edit(document: Any, edits: list[list[Any]]) -> None:
    for kind, name, *rest in edits:
        sheet = document.Sheets.getByName(name)
        sheet.unprotect("")
        if kind == "insert":
            sheet.Rows.insertByIndex(*rest)
        elif kind == "delete":
            sheet.Rows.removeByIndex(*rest)
        else:
            cell = sheet.getCellRangeByName(rest[0])
            if isinstance(rest[1], str):
                cell.String = rest[1]
            else:
                cell.Value = rest[1]


def main(pipe: str, source: str, target: str) -> None:
    context = _connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(source), "_blank", 0, (_property("Hidden", True),)
    )
    _edit(document, json.load(sys.stdin))
    document.calculateAll()
    filter_name = _property("FilterName", "Calc MS Excel 2007 XML")
    document.storeToURL(uno.systemPathToFileUrl(target), (filter_name,))
    document.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
