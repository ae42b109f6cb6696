"""The bureau's page in a real browser: filtered, opened, searched, sorted, printed."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.rollup import small_county
from tests.rollup.browser_tab import A4, Tab, printed, started
from tests.rollup.harmful_units import HARMFUL, with_harmful_units
from tests.rollup.many_objects import many_objects
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.rollup.collection import STATES, CollectedLine
from xlevaluate.rollup.dashboard import dashboard
from xlevaluate.rollup.form_record import FindingRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.statuses import StatusEntry
from xlevaluate.rollup.warnings import warnings_of
from xlevaluate.submission.amounts import plain
from xlevaluate.tables.label_text import compared

YEAR = 2023
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RolledUp:
    whole = small_county.rolled_up(tmp_path_factory.mktemp("county"), YEAR)
    return with_harmful_units(whole)


@pytest.fixture(scope="module")
def file(result: RolledUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "汇总.html"
    path.write_bytes(dashboard(result).encode())
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Tab:
    return Tab(browser.new_context())


@pytest.fixture
def opened(tab: Tab, file: Path) -> Iterator[Open]:
    """Open the page; whatever it asks for besides itself, or says on the console, is a failure."""
    yield lambda hash_="", **options: tab.open(file, hash_, **options)
    assert tab.asked == tab.visited
    assert tab.said == []


def titles(page: Page) -> list[str]:
    """The objects in the list, in the order in which they are shown."""
    return page.locator("#list tbody td.title a").all_inner_texts()


def expected(result: RolledUp, has: Callable[[CollectedLine], object]) -> list[str]:
    return [line.entry.title for line in result.collection.lines if has(line)]


def everything(result: RolledUp) -> list[str]:
    return [line.entry.title for line in result.collection.lines]


def with_findings(result: RolledUp) -> tuple[CollectedLine, list[FindingRecord]]:
    """A unit of the county with many findings, and those."""
    records = {record.key: record for record in result.records()}
    found = []
    for line in result.collection.counting():
        assert line.handed_in is not None
        record = records[line.handed_in.key]
        found.append((line, list(record.findings_of(record.forms[line.handed_in.number]))))
    return max(found, key=lambda item: len(item[1]))


def test_without_a_filter_everything_is_listed(result: RolledUp, opened: Open) -> None:
    page = opened()
    assert titles(page) == everything(result)
    assert page.locator("#shown").inner_text() == f"{len(result.collection.lines)} 个"


FILTERS: dict[str, tuple[str, Callable[[CollectedLine], object]]] = {
    "department": ("青禾县教育局", lambda line: line.department == "青禾县教育局"),
    "office": ("社会保障科", lambda line: line.entry.office == "社会保障科"),
    "kind": ("project", lambda line: line.entry.kind == "project"),
    "state": ("missing", lambda line: line.state == "missing"),
    "grade": ("中", lambda line: line.handed_in and line.handed_in.form.grade == "中"),
    "warning": (
        "red",
        lambda line: (
            line.handed_in
            and any(warned.colour == "red" for warned in warnings_of(line.handed_in.form))
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_exactly_those_lines(result: RolledUp, opened: Open, name: str) -> None:
    value, has = FILTERS[name]
    page, lines = opened(), expected(result, has)
    assert 0 < len(lines) < len(result.collection.lines)
    page.locator(f"#filters [name={name}]").select_option(value)
    assert titles(page) == lines
    chosen = [line for line in result.collection.lines if has(line)]
    states = Counter(line.state if line.entry.is_listed else "unlisted" for line in chosen)
    shown = page.locator(".bars[data-chart=state] .count").all_inner_texts()
    assert shown == [str(states[state]) for state in (*STATES, "unlisted")]
    due = len(chosen) - states["unlisted"]
    expect(page.locator(".bars[data-chart=state] .total")).to_have_text(f"{due} 个")
    page.get_by_role("button", name="清除筛选").click()
    assert titles(page) == everything(result)


def test_bars_and_problems_lead_to_their_objects(result: RolledUp, opened: Open) -> None:
    page = opened()
    page.locator(".bars[data-chart=score]").get_by_role("link", name="70～80").click()
    scores = {
        line.entry.title: line.handed_in.form.score
        for line in result.collection.counting()
        if line.handed_in and line.handed_in.form.score is not None
    }
    within = [title for title, score in scores.items() if 70 <= score < 80]
    assert titles(page) == within
    page.goto(page.url.partition("#")[0] + "#")
    problem = page.locator("#problems tbody tr").filter(has_text="V01")
    count = int(problem.locator(".number").first.inner_text())
    problem.get_by_role("link").click()
    assert len(titles(page)) == count > 0


def test_a_click_opens_a_unit_with_its_findings(result: RolledUp, opened: Open) -> None:
    line, findings = with_findings(result)
    page = opened()
    page.get_by_role("link", name=line.entry.title, exact=True).last.click()
    expect(page.locator("#object h2")).to_have_text(line.entry.title)
    expect(page.locator("#list")).to_be_hidden()
    shown = page.locator("#object .finding p:not(.said)").all_inner_texts()
    assert shown == [item.message for item in findings]
    assert len(findings) > 10
    projects = expected(
        result, lambda item: item.entry.kind == "project" and item.entry.name == line.entry.name
    )
    own = page.locator("#object section").filter(has_text="项目（").locator("tbody a")
    assert own.all_inner_texts() == projects != []
    page.get_by_role("link", name="返回列表").click()
    expect(page.locator("#object")).to_be_hidden()
    assert titles(page) == everything(result)


def test_keys_alone_open_and_close_a_unit(result: RolledUp, opened: Open) -> None:
    page = opened("#kind=department")
    link = page.locator("#list tbody a").first
    link.focus()
    page.keyboard.press("Enter")
    title = expected(result, lambda line: line.entry.kind == "department")[0]
    expect(page.locator("#object h2")).to_be_focused()
    expect(page.locator("#object h2")).to_have_text(title)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#object")).to_be_hidden()
    expect(page.locator("#list tbody a").first).to_be_focused()


def test_words_are_searched_in_names_and_codes(result: RolledUp, opened: Open) -> None:
    page = opened()
    field = page.get_by_label("查找")
    field.fill("民政局　改造")
    assert titles(page) == expected(
        result, lambda line: "民政局" in line.entry.title and "改造" in line.entry.title
    )
    field.fill("１０２００２")
    assert titles(page) == expected(result, lambda line: line.entry.code == "102002")
    field.fill("没有这个单位")
    assert titles(page) == []


def test_columns_sort_both_ways_with_blanks_last(result: RolledUp, opened: Open) -> None:
    page = opened()
    scores = [
        None if line.handed_in is None else line.handed_in.form.score
        for line in result.collection.lines
    ]
    known = sorted(score for score in scores if score is not None)
    head = page.locator("#list th[data-sort=score]")
    for order, wanted in (("ascending", known), ("descending", known[::-1])):
        head.get_by_role("link").click()
        expect(head).to_have_attribute("aria-sort", order)
        shown = page.locator("#list tbody td[data-head=得分]").all_inner_texts()
        assert shown == [*map(plain, wanted), *[""] * scores.count(None)]


def test_an_address_brings_its_view_back(result: RolledUp, opened: Open) -> None:
    page = opened()
    page.get_by_label("主管部门").select_option("青禾县教育局")
    page.locator("#list th[data-sort=title]").get_by_role("link").click()
    page.locator("#list tbody a").first.click()
    title, view = page.locator("#object h2").inner_text(), page.url
    page.reload()
    expect(page.locator("#object h2")).to_have_text(title)
    page.go_back()
    listed = titles(page)
    assert sorted(listed) == sorted(expected(result, FILTERS["department"][1]))
    page = opened(view[view.index("#") :])
    expect(page.locator("#object h2")).to_have_text(title)
    page.get_by_role("link", name="返回列表").click()
    assert titles(page) == listed
    expect(page.get_by_label("主管部门")).to_have_value("青禾县教育局")


def test_the_filtered_list_is_printed_and_nothing_else(result: RolledUp, opened: Open) -> None:
    page = opened("#" + urlencode({"department": "青禾县教育局"}))
    sheets, size = printed(page)
    text = "".join(sheets)
    assert size == A4
    assert compared("筛选：主管部门 青禾县教育局") in text
    own = expected(result, FILTERS["department"][1])
    assert all(compared(title) in text for title in own)
    others = expected(result, lambda line: not FILTERS["department"][1](line))
    assert not [title for title in others if compared(title) in text]
    assert "最常见的问题" not in text
    assert "清除筛选" not in text


def test_every_sheet_of_a_list_has_its_heads(opened: Open) -> None:
    sheets, _ = printed(opened("#state=handed_in"), scale=2)
    assert len(sheets) > 1
    assert all("执行率%" in sheet for sheet in sheets)


def test_a_unit_is_printed_with_all_its_findings(result: RolledUp, opened: Open) -> None:
    line, findings = with_findings(result)
    sheets, size = printed(opened("#" + urlencode({"object": line.entry.id})))
    assert size == A4
    text = "".join(sheets)
    assert all(compared(item.message) in text for item in findings)
    assert "返回列表" not in text


def test_what_means_harm_is_text(opened: Open) -> None:
    page = opened()
    for name in HARMFUL:
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("#object h2")).to_have_text(name)
        told = page.locator("#object .finding p").all_inner_texts()
        assert told == [f"{name} 100，不是 99.5。", f"说明：{name}"]
        level = page.locator("#object .finding .level").inner_text()
        assert level == ("核实" if name == HARMFUL[0] else EXPLAINED)
        assert page.locator("img, b, #object script").count() == 0
        page.get_by_role("link", name="返回列表").click()
        page.get_by_label("主管部门").select_option(f"{name}局")
        assert titles(page) == [name]
        page.get_by_role("button", name="清除筛选").click()
    assert page.locator("script").count() == 2


def test_the_policy_lets_no_other_script_run(browser: Browser, file: Path) -> None:
    page = browser.new_page()
    page.goto(file.as_uri())
    refused = page.evaluate(
        """async () => {
            const refused = [];
            addEventListener("securitypolicyviolation", event => {
                refused.push(event.violatedDirective);
            });
            const script = document.createElement("script");
            script.textContent = "document.title = '运行了'";
            const image = document.createElement("img");
            image.src = "http://x.test/x.png";
            const style = document.createElement("style");
            style.textContent = "body { display: none }";
            document.body.append(script, image, style);
            await new Promise(done => setTimeout(done, 50));
            return refused;
        }"""
    )
    assert sorted(refused) == ["img-src", "script-src-elem", "style-src-elem"]
    assert page.title() == f"{YEAR}年度绩效自评汇总"
    expect(page.locator("#list")).to_be_visible()
    page.context.close()


def test_counts_and_list_are_there_without_a_script(
    result: RolledUp, browser: Browser, file: Path
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert titles(page) == everything(result)
    expect(page.locator("#sentences")).to_contain_text("未报1个")
    expect(page.locator("#filters")).to_be_hidden()
    page.context.close()


def test_it_fits_a_narrow_window(opened: Open) -> None:
    page = opened(width=390)
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 390
    page.locator("#list tbody a").first.click()
    expect(page.locator("#object")).to_be_visible()
    assert page.evaluate(wide) <= 390


_SECONDS = """([name, value]) => {
    const field = document.querySelector(`#filters [name=${name}]`), begin = performance.now();
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    document.body.offsetHeight;  // laid out
    return (performance.now() - begin) / 1000;
}"""


def test_1250_objects_with_thirty_findings_each_stay_usable(
    result: RolledUp, tab: Tab, tmp_path: Path
) -> None:
    many = many_objects(result, objects=1250, findings=30, indicators=15)
    path = tmp_path / "汇总.html"
    path.write_bytes(dashboard(many).encode())
    assert path.stat().st_size < 6_000_000
    page = tab.open(path)
    filters = [
        ("department", "第7局"),
        ("department", ""),
        ("q", "培训"),
        ("q", ""),
        ("rule", "V01"),
    ]
    seconds = [page.evaluate(_SECONDS, asked) for asked in filters]
    assert sorted(seconds)[len(seconds) // 2] < 0.1
    rows = page.locator("#list tbody tr")
    page.evaluate(_SECONDS, ("rule", ""))
    assert rows.count() < 200
    page.mouse.wheel(0, 100_000)
    expect(rows).not_to_have_count(60)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 1250
    page.locator("#list tbody a").last.click()
    expect(page.locator("#object .finding")).to_have_count(30)
    shown = page.locator("#object .finding p").all_inner_texts()
    assert shown == [item.message for item in many.many[-1].findings]


def test_what_the_bureau_said_of_a_finding_stands_beside_it(
    result: RolledUp, tab: Tab, tmp_path: Path
) -> None:
    line, findings = with_findings(result)
    given = StatusEntry(line.entry.id, findings[1].key, "corrected", "已重报")
    path = tmp_path / "汇总.html"
    path.write_bytes(dashboard(result, statuses=[given]).encode())
    page = tab.open(path, "#" + urlencode({"object": line.entry.id}))
    shown = page.locator("#object .finding .status").all_inner_texts()
    assert shown == ["待处理", "已更正", *["待处理"] * (len(findings) - 2)]
    assert page.get_by_text("备注：已重报").count() == 1


def test_a_unit_without_statuses_shows_none(result: RolledUp, opened: Open) -> None:
    line, _ = with_findings(result)
    page = opened("#" + urlencode({"object": line.entry.id}))
    assert page.locator(".finding").count() > 10
    assert page.locator(".status").count() == 0


def test_a_page_lists_no_more_than_a_browser_bears_and_says_so(
    result: RolledUp, tab: Tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlevaluate.rollup.dashboard.MOST_OBJECTS", 5)
    path = tmp_path / "汇总.html"
    path.write_bytes(dashboard(result).encode())
    page, lines = tab.open(path), len(result.collection.lines)
    due = sum(line.entry.is_listed for line in result.collection.lines)
    assert titles(page) == everything(result)[:5]
    expect(page.locator("#list .note")).to_contain_text(f"另有 {lines - 5} 个没有列出")
    expect(page.locator(".bars[data-chart=state] .total")).to_have_text(f"{due} 个")
