"""The web pages in a real browser: without scripts, by keyboard, on a telephone, for screen readers, on paper."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readout.codebook import Compiled
from readout.pipeline import related, structured
from readout.read import sources
from readout.store import Store
from readout.views.web.app import application

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.slow
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PAGES = ("/", "/contacts", "/statements", "/events", "/matters", "/actors", "/actor/NOR", "/dyad/KAZ/NOR",
         "/search?q=corridor", "/search", "/nothing")  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, rules: Compiled) -> Path:
    path = tmp_path_factory.mktemp("browser") / "examples.db"
    found = sources([Path(__file__).parent.parent / "examples/reports"])
    documents, drops = structured(found, rules, today=date(2024, 5, 1))
    with Store.open(path) as kept:
        kept.put(related(documents, rules, drops=drops), rules)
    return path


@pytest.fixture(scope="module")
def site(store: Path, rules: Compiled) -> Iterator[str]:
    """The address of a server over the examples."""
    with served(store, rules) as address:
        yield address


@contextmanager
def served(store: Path, rules: Compiled) -> Iterator[str]:
    """The address of a server over a store."""
    uvicorn = pytest.importorskip("uvicorn")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(store, rules), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listening.close()


@pytest.fixture(scope="module")
def paths(store: Path) -> tuple[str, ...]:
    """An address of every kind of page."""
    with Store.open(store) as kept:
        reading = kept.reading()
    family = next(family for family in reading.families if len(family.documents) > 1)
    return (
        *PAGES, *(f"/contact/{contact.id}" for contact in reading.contacts),
        *(f"/document/{document.id}" for document in reading.documents), f"/family/{family.id}",
        f"/family/{family.id}?all=yes", "/actor/NOR?name=Astrid+Haugen", "/events?type=CONSULT&copies=each",
    )  # fmt: skip


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []

    def heard(said: "ConsoleMessage") -> None:
        if said.type == "error" and "404" not in said.text:  # the page that is not there is meant to say so
            faults.append(said.text)

    opened.on("console", heard)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert not faults


def test_a_person_judges_by_keyboard_without_scripts_and_takes_it_back(
    browser: "Browser", store: Path, rules: Compiled, tmp_path: Path
) -> None:
    copy = tmp_path / "judged.db"
    copy.write_bytes(store.read_bytes())
    with Store.open(copy) as kept:
        contact = max(kept.contacts(), key=lambda contact: len(contact.documents))
    with served(copy, rules) as address:
        context = browser.new_context(java_script_enabled=False)
        opened = context.new_page()
        opened.goto(f"{address}/contact/{contact.id}")
        told = opened.locator(".tellings h3")
        before = told.all_inner_texts()
        opened.locator("details.judge summary").nth(1).focus()
        for key in ("Enter", "Tab"):
            opened.keyboard.press(key)
        opened.keyboard.type("a later call")
        with opened.expect_navigation():
            opened.keyboard.press("Enter")
        assert "is kept" in opened.locator(".notice").inner_text()
        assert "a later call" in opened.locator(".judged").inner_text()
        assert told.all_inner_texts() == [title for number, title in enumerate(before) if number != 1]
        opened.locator(".judged button").focus()
        with opened.expect_navigation():
            opened.keyboard.press("Enter")
        assert "is taken back" in opened.locator(".notice").inner_text()
        assert told.all_inner_texts() == before
        context.close()


def test_every_page_stands_on_a_desk_and_on_a_telephone(browser: "Browser", site: str, paths: tuple[str, ...]) -> None:
    for width in (1280, 375, 320):
        context = browser.new_context(viewport={"width": width, "height": 800})
        opened = context.new_page()
        for path in paths:
            opened.goto(site + path)
            over = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, (width, path, over)
            assert opened.locator("h1").count() == 1
        context.close()


def test_nothing_is_asked_of_any_other_machine(page: "Page", site: str, paths: tuple[str, ...]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in paths:
        page.goto(site + path)
    assert asked
    assert all(url.startswith((site, "data:")) for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(browser: "Browser", site: str, paths: tuple[str, ...], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    opened = context.new_page()
    found = []
    for path in paths:
        opened.goto(site + path)
        for violation in axe.Axe().run(opened).response["violations"]:
            places = [node["target"] for node in violation["nodes"]][:3]
            found.append((path, violation["id"], violation["impact"], places))
    context.close()
    assert not [one for one in found if one[2] in {"serious", "critical"}]


def test_from_the_front_page_to_a_lit_sentence_by_keyboard(page: "Page", site: str) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    _tab_to(page, "a[href^='/contact/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contact/**")
    _tab_to(page, "td a.quote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/document/**#s-*")
    _is_lit(page)


def test_a_slash_leads_to_the_search(page: "Page", site: str) -> None:
    page.goto(f"{site}/contacts")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("survey ship")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=survey+ship")
    _tab_to(page, "a.found")
    page.keyboard.press("Enter")
    page.wait_for_url("**/document/**#s-*")
    _is_lit(page)


def test_everything_can_be_read_without_scripts(browser: "Browser", site: str, paths: tuple[str, ...]) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    for path in paths:
        opened.goto(site + path)
        assert len(opened.inner_text("main")) > 40
    opened.goto(site)
    opened.click("main a[href^='/contact/'] >> nth=0")
    opened.click("td a.quote >> nth=0")
    assert "#s-" in opened.url
    number = (opened.locator(":target").get_attribute("class") or "").split()[-1]
    assert opened.locator(f".n{number[1:]}").count() > 0
    opened.click("label:has-text('Statements')")
    assert not opened.locator("#show-statement").is_checked()
    context.close()


def test_what_is_not_to_be_drawn_is_not_drawn(page: "Page", site: str, paths: tuple[str, ...]) -> None:
    page.goto(site + next(path for path in paths if path.startswith("/document/")))
    mark = "getComputedStyle(document.querySelector('.words .statement')).backgroundColor"
    drawn = page.evaluate(mark)
    page.uncheck("#show-statement")
    assert page.evaluate(mark) != drawn


def test_a_page_can_be_printed(page: "Page", site: str, paths: tuple[str, ...]) -> None:
    page.emulate_media(media="print")
    for path in paths:
        page.goto(site + path)
        assert not page.locator(".mast nav").is_visible()
        assert page.locator("h1").count() == 1
    assert page.pdf(format="A4")[:4] == b"%PDF"


def _tab_to(page: "Page", selector: str) -> None:
    """Press the tab key until something is reached; it has to be seen that it is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    pytest.fail(f"80 tabs do not lead to {selector}")


def _is_lit(page: "Page") -> None:
    """Whether the place that the address names is there, in sight, and in another colour."""
    number = page.evaluate("document.querySelector(':target').className.split(' ').pop()")
    piece = page.locator(f".n{number[1:]}").first
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lit = piece.evaluate("node => getComputedStyle(node).backgroundColor")
    assert lit not in {paper, "rgba(0, 0, 0, 0)"}
    assert piece.evaluate(
        "node => { const r = node.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
    )
