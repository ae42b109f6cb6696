"""The system's Chromium, a tab of it, and what it prints."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright
from pypdf import PdfReader

from xlevaluate.tables.label_text import compared

_NAMES = ("chromium", "chromium-browser", "google-chrome")

A4 = (595, 842)
"""Points."""


@contextmanager
def started() -> Iterator[Browser]:
    """A browser, as long as it is needed."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    assert program, "Chromium is missing: .ci/run installs it"
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)  # other tests run at the same time
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


class Tab:
    """A tab of the browser that remembers what was asked for, and said on its console."""

    def __init__(self, context: BrowserContext) -> None:
        self.visited: set[str] = set()
        self.asked: set[str] = set()
        self.said: list[str] = []
        self.page = context.new_page()
        self.page.route("**/*", self._let_through)
        self.page.on("request", lambda request: self.asked.add(request.url.partition("#")[0]))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))

    def _let_through(self, route: Route) -> None:
        if route.request.url in self.visited:
            route.continue_()
        else:
            route.abort()

    def open(self, path: Path, hash_: str = "", *, width: int = 1440) -> Page:
        self.page.goto("about:blank")  # else another hash would be the same page
        self.page.set_viewport_size({"width": width, "height": 900})
        self.visited, self.asked, self.said = {path.as_uri()}, set(), []
        self.page.goto(path.as_uri() + hash_)
        return self.page


def printed(page: Page, scale: float = 1) -> tuple[list[str], tuple[int, int]]:
    """What stands on each sheet, as texts are compared, and the size of the first."""
    content = page.pdf(prefer_css_page_size=True, scale=scale)
    sheets = PdfReader(io.BytesIO(content)).pages
    box = sheets[0].mediabox
    size = round(float(box.width)), round(float(box.height))
    return [compared(sheet.extract_text()) for sheet in sheets], size
