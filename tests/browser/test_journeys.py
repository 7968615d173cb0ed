"""What readers come for, from the first click to the number they take away, in a real Chromium."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.browser.conftest import until
from tests.browser.test_pages import answer, choose, next_answer
from tests.unit.dashboard.invented_world import query

Visit = Callable[..., Any]
PAGES = ("/?economy=IDN", "/pair/DEU/VNM", "/economy/KEN?peers=NGA,ETH", "/evidence", "/data", "/method")
CLOSED = "unctad_trade_matrix"  # may not be passed on, in the invented world


def panel(page: Any, name: str) -> Any:
    return page.locator(f"#{name}-panel")


def test_the_three_best_untapped_partners_of_indonesia_are_found_and_downloaded(visit: Visit, world: Path) -> None:
    best = query(
        world,
        "select importer, importer_name, untapped_usd from mart.opportunity where exporter = 'IDN'"
        " order by untapped_usd desc limit 3",
    )
    page = visit().open("/")
    everyone = answer(page)
    choose(page, "opportunities-economy", "Indonesia")
    assert best["importer_name"][0] in next_answer(page, everyone)
    shown = [page.locator(f".ag-row[row-index='{row}'] .link") for row in range(3)]
    assert [link.inner_text() for link in shown] == best["importer_name"].to_list()
    with page.expect_download() as download:
        panel(page, "opportunities-ranking").get_by_role("link", name="CSV").click()
    rows = pl.read_csv(BytesIO(Path(download.value.path()).read_bytes()), comment_prefix="#")
    assert rows.head(3)["importer"].to_list() == best["importer"].to_list()
    assert rows.head(3)["untapped_usd"].to_list() == pytest.approx(best["untapped_usd"].to_list())


def test_why_ease_is_low_is_read_and_the_link_shows_another_browser_the_same(visit: Visit, world: Path) -> None:
    terms = query(
        world,
        "select ease_term from score.ease_decomposition where exporter = 'DEU' and importer = 'VNM'"
        " and year = (select max(year) from score.ease_decomposition where exporter = 'DEU' and importer = 'VNM')",
    )
    page = visit().open("/")
    page.fill("#shell-search", "germany vietnam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pair/DEU/VNM")
    ease = panel(page, "pair-ease")
    ease.scroll_into_view_if_needed()
    drawn = [text for text in ease.locator(".annotation-text").all_text_contents() if "×" in text]
    assert len(drawn) == terms.height + 1  # and their sum
    told = ease.locator("[id$='-summary']").text_content()
    other = visit(scheme="dark").open(page.url.removeprefix(page.url.split("/pair")[0]))
    assert panel(other, "pair-ease").locator("[id$='-summary']").text_content() == told
    assert answer(other) == answer(page)


def test_kenya_is_compared_with_two_peers(visit: Visit) -> None:
    page = visit().open("/economy")
    choose(page, "economy-economy", "Kenya")
    page.wait_for_url("**/economy/KEN")
    for count, peer in enumerate(("Nigeria", "Ethiopia"), start=2):
        choose(page, "economy-peers", peer)
        until(page, f"() => document.querySelectorAll('#economy-profile .legendtext').length === {count}")
    assert page.url.endswith("/economy/KEN?peers=NGA%2CETH")
    named = panel(page, "economy-profile").locator(".legendtext")
    assert set(named.all_text_contents()) == {"Kenya", "Nigeria", "Ethiopia"}


def test_what_changed_since_the_last_build_is_found(visit: Visit, world: Path) -> None:
    moved = query(world, "select subject from meta.change")
    page = visit().open("/")
    page.click("#shell-data")
    page.wait_for_url("**/data")
    listed = panel(page, "data-changes")
    listed.wait_for()
    assert listed.locator("tbody tr").count() == moved.height
    assert moved["subject"][0] in listed.inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_the_sql_of_every_panel_runs_as_pasted_and_gives_the_rows_of_its_download(
    visit: Visit, world: Path, path: str
) -> None:
    page = visit().open(path)
    panels = [name for name in page.locator("section.panel[id]").evaluate_all("all => all.map(one => one.id)") if name]
    asked = 0
    for name in panels:
        section = page.locator(f"#{name}")
        button = section.get_by_role("button", name="Show SQL")
        if not button.count():
            continue
        button.click()
        shown = page.locator("#shell-drawer-sql")
        shown.wait_for()
        rows = query(world, shown.inner_text())
        page.keyboard.press("Escape")
        shown.wait_for(state="detached")
        file = page.request.get(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + _parquet(section))
        downloaded = pl.read_parquet(BytesIO(file.body())).drop("build_id", "simulated")
        # Sums over several threads may differ in their last digit.
        assert_frame_equal(downloaded, _kept(rows, downloaded), rel_tol=1e-12, abs_tol=0)
        asked += 1
    assert asked


def _parquet(section: Any) -> str:
    return str(section.locator("a[href*='.parquet']").get_attribute("href"))


def _kept(rows: pl.DataFrame, downloaded: pl.DataFrame) -> pl.DataFrame:
    """Leave out the rows and blank the values whose source may not be passed on, as the download does."""
    if "source_id" in rows.columns:
        rows = rows.filter(pl.col("source_id").is_in(downloaded["source_id"].unique().to_list(), nulls_equal=True))
    if "trade_source_id" in rows.columns:
        rows = rows.with_columns(
            pl.when(pl.col("trade_source_id").ne_missing(CLOSED)).then("trade_usd").alias("trade_usd")
        )
    return rows


def test_two_readers_do_not_see_each_others_choices(visit: Visit) -> None:
    one, other = visit(), visit()
    first, second = one.open("/?economy=IDN"), other.open("/?economy=KEN&direction=import&lang=fr")
    before = answer(second)
    first.get_by_text("Imports", exact=True).click()
    first.wait_for_url("**/?economy=IDN&direction=import")
    first.click("#shell-scheme")
    second.reload()
    other.settle()
    assert answer(second) == before
    assert second.evaluate("document.documentElement.lang") == "fr"
    assert first.evaluate("document.documentElement.lang") == "en"
    scheme = "document.documentElement.dataset.mantineColorScheme"
    assert (first.evaluate(scheme), second.evaluate(scheme)) == ("dark", "light")


def test_a_language_is_chosen_and_stays_across_links(visit: Visit) -> None:
    watched = visit()
    page = watched.open("/?economy=IDN")
    page.get_by_role("link", name="FR: Français").click()
    page.wait_for_url("**/?economy=IDN&lang=fr")
    watched.settle()
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.locator(".ag-row[row-index='0'] .link").click()
    page.wait_for_url("**/pair/IDN/*?lang=fr")
    page.click("#shell-economy")
    page.wait_for_url("**/economy?lang=fr")
    page.get_by_role("heading", name="Économie").wait_for()
    assert page.locator("#shell-economy").get_attribute("data-active") == "true"


def test_a_product_section_is_kept_from_the_search_box_to_the_pair_and_back_again(visit: Visit) -> None:
    page = visit().open("/")
    page.fill("#shell-search", "machinery")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?product=7")
    page.locator(".ag-row[row-index='0'] .link").first.click()
    page.wait_for_url("**/pair/*/*?product=7")
    exporter, importer = page.url.split("/pair/")[1].removesuffix("?product=7").split("/")
    panel(page, "pair-product_competitors").wait_for()
    there = answer(page)
    page.locator("#pair-swap").click()
    assert next_answer(page, there)
    assert page.url.endswith(f"/pair/{importer}/{exporter}?product=7")
    page.locator("#pair-product").click()
    page.get_by_role("option", name="SITC3 5").click()
    page.wait_for_url(f"**/pair/{importer}/{exporter}?product=5")
