"""Each sort of page in a browser: accessible, self-contained, and no wider than the window.

axe judges each page wide in Swedish and narrow in English: the languages share their
markup, and the widths share their words. Dark and light differ in their colours only, so
in the dark only the contrast is judged again.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

QUERY = quote("SELECT ?s ?p ?o WHERE { ?s a <https://w3id.org/nodverk/ns#Place> ; ?p ?o } LIMIT 5")
GRAPH = "CONSTRUCT { ?a a ?b } WHERE { ?a a ?b } LIMIT 3"
PAGES = {
    "home": "/",
    "list": "/org?sort=agency",
    "funding list": "/funding?sort=FundingTotal",
    "organisation": "/org/lunds-kommun",
    "organisation and programme": "/org/ai-sweden",
    "node": "/node/northern-sweden",
    "project": "/project/dih-north",
    "activity": "/activity/meeting-place",
    "award": "/funding/ncm-2026-2027",
    "total": "/funding/southern-node-national-share",
    "document": "/document/stockholm-node-launch",
    "place": "/place/norrbotten",
    "indicator": "/indicator/sweden-in-ai-index",
    "ranking": "/ranking?by=pagerank",
    "query form": "/sparql",
    "query result": f"/sparql?query={QUERY}",
    "query answered by a graph": f"/sparql?query={quote(GRAPH)}",
    "query error": "/sparql?query=SELECT%20oops",
    "about": "/about",
    "ontology": "/ns",
    "statements": "/activity/meeting-place/statements",
    "search": "/search?q=ai",
    "unknown": "/org/nobody",
}
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
JUDGED_AT = {"sv": WIDE, "en": NARROW}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


QUICK = {"resultTypes": ["violations"], "preload": False, "selectors": False, "elementRef": False}
"""What makes axe a quarter faster: it reports markup instead of selectors and fetches nothing."""

THIN_OUT = """most => {
  const seen = new Map();
  const form = element => {
    const names = [...element.attributes].map(each => each.name).sort().join(' ');
    const parts = [...new Set([...element.children].map(form))].join('');
    return `<${element.tagName} class="${element.className}" ${names}>${parts}</>`;
  };
  for (const element of document.querySelectorAll('article, li, tbody > tr, dl > div')) {
    const found = form(element);
    seen.set(found, (seen.get(found) || 0) + 1);
    if (seen.get(found) > most) element.remove();
  }
}"""
"""Takes out of a page what has the form of others on it: elements, classes and attributes, whatever they say.

A page of a thousand entries has a few forms of them, which templates make alike, and axe takes its time
for each element. What depends on all of them, such as their width, is judged before.
"""

MOST_ALIKE = 3

LONG_WORDS = (
    "/sv/policy/regional-structural-fund-programme",
    "/sv/indicator/municipalities-of-skane",
    "/sv/document/municipalities",
    "/sv/document/southern-node-plan",
    "/sv/activity/international-cooperation",
    "/sv/funding/ncm-digitalisation-2025",
    "/sv/org/livsmedelsakademin",
    "/sv/import/1",
    "/sv/analysis/partners",
    "/sv/person",
    "/sv/place",
    "/en/funding",
    "/sv/ns",
    "/en/ns",
)


@pytest.fixture(scope="session")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.fixture(params=["sv", "en"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, str]]:
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    yield context.new_page(), request.param
    context.close()


def violations(page: Page, run_only: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(document, options)", {**QUICK, "runOnly": run_only})
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_accessible_self_contained_and_fits(
    tab: tuple[Page, str], address: str, axe: str, path: str
) -> None:
    page, language = tab
    requested: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(f"{address}/{language}{path}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert overflow(page) == 0
    page.evaluate(THIN_OUT, MOST_ALIKE)
    page.evaluate(axe)
    page.set_viewport_size(JUDGED_AT[language])
    assert violations(page, {"type": "tag", "values": TAGS}) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}) == []

    assert [each for each in requested if not each.startswith(f"{address}/")] == []
    assert [each for each in complaints if "404 (Not Found)" not in each] == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_what_is_unlike_the_rest_of_a_page_is_judged(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        f"<ul>{'<li><a href=x>word</a>' * 9}<li><a href=x class=odd>word</a><li><a>word</a></ul>"
    )
    page.evaluate(THIN_OUT, MOST_ALIKE)

    assert page.locator("li").count() == MOST_ALIKE + 2
    assert page.locator("a.odd, a:not([href])").count() == 2
    page.close()


def test_no_word_is_too_long_for_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=NARROW)
    wide = []
    for path in LONG_WORDS:
        answer = page.goto(f"{address}{path}")
        assert answer
        assert answer.ok, path
        wide += [path] * (overflow(page) > 0)
    page.close()

    assert wide == []


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sv/org/vinnova")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_the_focus_is_seen(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/sv/org")
    for _ in range(4):
        page.keyboard.press("Tab")

    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    page.close()


def test_tab_leaves_the_query_field_and_ctrl_enter_runs_the_query(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/sparql")
    page.focus("#query")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"

    page.fill("#query", "ASK { ?a ?b ?c }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/en/sparql?query=**")
    assert page.inner_text("#h-result") == "Yes"
    page.close()


def test_the_pages_work_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/sparql")
    page.get_by_role("button", name="Run the query").click()

    assert page.locator("table.result tbody tr").count() > 3
    page.get_by_role("link", name="Svenska").click()
    assert page.locator("table.result tbody tr").count() > 3

    page.get_by_role("searchbox").fill("skane")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Region Skåne", exact=True).click()
    assert page.inner_text("h1") == "Region Skåne"
    context.close()


def test_the_menu_is_open_where_there_is_room_and_folded_on_a_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(f"{address}/en/")
    link, button = page.locator(".menu a", has_text="Organisations"), page.locator(".menu summary")
    assert link.is_visible()
    assert not button.is_visible()

    page.set_viewport_size(NARROW)
    assert not link.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.close()


@pytest.mark.parametrize("path", ["/org/region-skane", "/funding/dih-north-ltu", "/datasets"])
def test_a_fact_stands_close_below_what_it_is_called(browser: Browser, address: str, path: str) -> None:
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{address}/sv{path}")
        heights = page.eval_on_selector_all(
            ".facts dt", "terms => terms.map(term => term.getBoundingClientRect().height)"
        )
    assert heights
    assert max(heights) < 50  # two lines of small letters
