"""What a reader does, in a real Chromium."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import SCREENSHOTS, until
from tests.unit.dashboard.invented_world import publish_world, query

Visit = Callable[..., Any]
PAGES = {
    "opportunities": "/?economy=IDN", "earlier_year": "/?year=2009", "product": "/?product=7&lang=fr",
    "pair": "/pair/DEU/VNM", "economy": "/economy/KEN?peers=NGA,ETH",
    "evidence": "/evidence", "what_if": "/what-if?scenario=2014__sign-rta_EU_USA", "data": "/data", "method": "/method",
}  # fmt: skip
DOTS_OF_PIXEL = 300 / 96  # Chromium prints 300 dots an inch


def answer(page: Any) -> str:
    return str(page.locator(".answer").first.inner_text())


def next_answer(page: Any, before: str) -> str:
    """Return the answer that replaces another."""
    until(
        page,
        "before => { const now = document.querySelector('.answer'); return now && now.innerText !== before }",
        before,
    )
    return answer(page)


def choose(page: Any, control: str, typed: str) -> None:
    page.click(f"#{control}")
    page.keyboard.type(typed)
    page.get_by_role("option").first.click()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_page_fits_its_window_in_both_schemes(visit: Visit, name: str, scheme: str, width: int) -> None:
    page = visit(width=width, scheme=scheme).open(PAGES[name])
    SCREENSHOTS.mkdir(exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == scheme
    assert page.locator("h1").count() == 1


def test_the_numbers_on_the_screen_are_those_of_the_file(visit: Visit, world: Path) -> None:
    row = query(
        world, "select importer_name from mart.opportunity where exporter = 'IDN' order by untapped_usd desc"
    ).row(0)
    page = visit().open("/?economy=IDN")
    assert page.locator(".ag-row[row-index='0'] .link").inner_text() == row[0]
    assert f"short in {row[0]}" in answer(page)


def test_filters_write_the_address_and_back_and_reload_restore_them(visit: Visit) -> None:
    watched = visit()
    page = watched.open("/")
    everyone = answer(page)
    choose(page, "opportunities-economy", "Indonesia")
    exports = next_answer(page, everyone)
    assert page.url.endswith("/?economy=IDN")
    page.get_by_text("Imports", exact=True).click()
    imports = next_answer(page, exports)
    assert page.url.endswith("/?economy=IDN&direction=import")
    page.reload()
    watched.settle()
    assert answer(page) == imports
    page.go_back()
    assert next_answer(page, imports) == exports
    assert page.locator("#opportunities-economy").input_value() == "Indonesia"
    page.go_back()
    assert next_answer(page, exports) == everyone
    assert page.locator("#opportunities-economy").input_value() == ""


def test_a_copied_link_shows_another_reader_the_same(visit: Visit) -> None:
    link = "/?economy=KEN&direction=import&minimum_usd=1000000000"
    one, other = visit().open(link), visit(scheme="dark").open(link)
    assert answer(one) == answer(other)
    assert (
        one.locator(".ag-row[row-index='0']").first.inner_text()
        == other.locator(".ag-row[row-index='0']").first.inner_text()
    )


def test_the_keyboard_keeps_its_place_when_a_filter_redraws_the_page(visit: Visit) -> None:
    page = visit().open("/")
    page.focus("#opportunities-economy")
    page.keyboard.type("Kenya")
    page.get_by_role("option", name="Kenya").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?economy=KEN")
    until(page, "() => document.activeElement.id === 'opportunities-economy'")


def test_tab_leaves_a_table_and_enter_follows_the_link_in_a_cell(visit: Visit) -> None:
    page = visit().open("/?economy=IDN")
    header = page.locator("#opportunities-ranking-panel .ag-header-cell").first
    header.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.ag-root-wrapper')") is None
    header.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/IDN/*")


def test_the_first_key_skips_to_the_content(visit: Visit) -> None:
    page = visit().open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_row_leads_to_its_pair_and_back_the_other_way(visit: Visit) -> None:
    page = visit().open("/?economy=DEU")
    page.locator(".ag-row[row-index='0'] .link").click()
    page.wait_for_url(re.compile(r"/pair/DEU/[A-Z]{3}$"))
    partner = page.url[-3:]
    page.click("#pair-swap")
    page.wait_for_url(f"**/pair/{partner}/DEU")
    assert page.title().endswith("· Entente")


def test_a_pair_is_chosen_by_name(visit: Visit) -> None:
    page = visit().open("/pair")
    choose(page, "pair-exporter", "Viet")
    choose(page, "pair-importer", "Kenya")
    page.wait_for_url("**/pair/VNM/KEN")
    page.get_by_role("heading", name="Viet Nam → Kenya", level=1).wait_for()


def test_sorting_and_scrolling_reach_the_last_row(visit: Visit, world: Path) -> None:
    total = query(world, "select count(*) as n from mart.opportunity").item()
    page = visit().open("/")
    page.locator(".ag-header-cell-text", has_text="Untapped").click()
    page.evaluate("document.querySelector('.ag-body-viewport').scrollTop = 1e7")
    page.wait_for_selector(f".ag-row[row-index='{total - 1}'] .link")


def test_the_drawer_shows_sql_that_runs_and_the_citation(visit: Visit, world: Path) -> None:
    page = visit().open("/pair/DEU/VNM")
    page.locator("section", has=page.locator("#pair-trade-title")).get_by_role("button", name="Show SQL").click()
    sql = page.locator("#shell-drawer-sql").inner_text()
    assert query(world, sql).height == 30
    page.keyboard.press("Escape")
    page.locator("#shell-drawer-sql").wait_for(state="detached")
    page.get_by_role("button", name="Cite").first.click()
    assert "@misc{" in page.locator("#shell-drawer-bibtex").inner_text()


def test_the_rows_are_downloaded(visit: Visit, tmp_path: Path) -> None:
    page = visit().open("/?economy=IDN")
    with page.expect_download() as download:
        page.locator("a[href^='/download/'][href*='.csv']").first.click()
    download.value.save_as(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text().startswith("partner,partner_name,")


def test_the_scheme_is_switched_and_remembered(visit: Visit) -> None:
    watched = visit()
    page = watched.open("/pair/DEU/VNM")
    ink = "getComputedStyle(document.querySelector('.xtick text')).fill"
    light = page.evaluate(ink)
    page.click("#shell-scheme")
    until(page, "() => document.documentElement.dataset.mantineColorScheme === 'dark'")
    assert page.evaluate(ink) != light
    page.reload()
    watched.settle()
    assert page.evaluate("document.documentElement.dataset.mantineColorScheme") == "dark"


def test_every_figure_is_described_in_words(visit: Visit) -> None:
    page = visit().open("/pair/DEU/VNM")
    described = page.evaluate(
        "[...document.querySelectorAll('[role=figure]')].map("
        "f => document.getElementById(f.getAttribute('aria-describedby')).innerText)"
    )
    assert len(described) == 5
    assert all(len(text) > 40 for text in described)


def test_a_new_build_is_picked_up_by_an_open_window(visit: Visit, world: Path) -> None:
    watched = visit()
    page = watched.open("/")
    publish_world(world.parent, build="20270101T000000Z-next", seed=7)
    page.click("#shell-pair")
    page.wait_for_url("**/pair")
    page.locator(".footer", has_text="20270101T000000Z-next").wait_for()


def test_a_bubble_leads_to_its_pair(visit: Visit) -> None:
    page = visit().open("/?economy=IDN")
    box = page.locator("#opportunities-quadrant .scatterlayer .point").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/pair/IDN/[A-Z]{3}$"))


def test_a_place_on_the_map_leads_to_its_pair(visit: Visit) -> None:
    page = visit().open("/?economy=IDN")
    place = page.locator("#opportunities-map .scattergeo .point").first  # Namibia, which has no outline here
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/pair/IDN/NAM")


def test_the_ranking_is_switched_and_stays_in_the_address(visit: Visit, world: Path) -> None:
    best = query(world, "select importer_name from mart.opportunity where exporter = 'IDN' order by rank_growth").row(0)
    page = visit().open("/?economy=IDN")
    page.get_by_text("Growth", exact=True).click()
    page.wait_for_url("**/?economy=IDN&order=growth")
    page.locator(".ag-row[row-index='0'] .link", has_text=best[0]).wait_for()


def test_peers_are_picked_by_name_and_remembered(visit: Visit) -> None:
    page = visit().open("/economy/KEN")
    choose(page, "economy-peers", "Nigeria")
    page.wait_for_url("**/economy/KEN?peers=NGA")
    page.locator("#economy-profile .legendtext", has_text="Nigeria").wait_for()


def test_the_search_box_leads_to_a_pair(visit: Visit) -> None:
    page = visit().open("/")
    page.fill("#shell-search", "germany vietnam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/DEU/VNM")


@pytest.mark.parametrize("ending", ["PNG", "SVG"])
def test_a_picture_is_saved(visit: Visit, ending: str) -> None:
    page = visit().open("/?economy=IDN")
    with page.expect_download() as download:
        page.locator("#opportunities-map-panel").get_by_role("button", name=ending).click()
    assert download.value.suggested_filename == f"entente-opportunities-map-IDN.{ending.lower()}"


@pytest.mark.parametrize(
    ("path", "panel", "name", "title"),
    [
        ("/pair/DEU/VNM", "pair-ties", r"entente-pair-ties-\w+-DEU-VNM\.svg", "Germany → Viet Nam: Ties over time, "),
        ("/?economy=IDN", "opportunities-quadrant", r"entente-opportunities-quadrant-IDN\.svg",
         "Opportunities, Indonesia: Ties and trade"),
    ],
)  # fmt: skip
def test_a_picture_says_what_it_shows(visit: Visit, path: str, panel: str, name: str, title: str) -> None:
    page = visit().open(path)
    with page.expect_download() as download:
        page.locator(f"#{panel}-panel").get_by_role("button", name="SVG").click()
    assert re.fullmatch(name, download.value.suggested_filename)
    drawn = " ".join(ElementTree.parse(download.value.path()).getroot().itertext())
    words = " ".join(drawn.split())
    assert title in words
    assert page.locator(".footer > *").first.inner_text() in words


@pytest.mark.parametrize("width", [390, 720, 1440])
def test_a_pair_prints_as_a_brief_of_two_pages(visit: Visit, width: int) -> None:
    page = visit().open("/pair/DEU/VNM")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    brief = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", brief)) == 2
    assert not page.locator(".filters").is_visible()


@pytest.mark.parametrize("width", [390, 720, 1440])
def test_a_pair_printed_at_once_is_not_shrunk(visit: Visit, width: int) -> None:
    page = visit(width=width).open("/pair/DEU/VNM")
    widths = "String([...document.querySelectorAll('.js-plotly-plot')].map(figure => figure.clientWidth))"
    on_screen = page.evaluate(widths)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert _largest_scale(printed) == pytest.approx(DOTS_OF_PIXEL)
    until(page, f"before => {widths} === before", on_screen)


def _largest_scale(pdf: bytes) -> float:
    """Return by what a page multiplies its pixels; Chromium takes less where something is wider than the sheet."""
    drawn = [zlib.decompress(stream) for stream in re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)endstream", pdf, re.S)]
    scales = [float(scale) for page in drawn for scale in re.findall(rb"([\d.]+) 0 0 \1 [-\d. ]+ cm", page)]
    return max(scales)


def test_on_a_narrow_screen_the_name_of_the_page_is_in_view(visit: Visit) -> None:
    page = visit(width=390).open("/method")
    until(
        page,
        "name => { const link = document.querySelector(name).getBoundingClientRect();"
        " const bar = document.querySelector('.nav').getBoundingClientRect();"
        " return link.left >= bar.left - 1 && link.right <= bar.right + 1 }",
        "#shell-method",
    )
