"""Opportunities and Pair as the server draws them: what they say follows from the numbers, every state is designed."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from dashboard import numbers
from dashboard.components.status import edition
from dashboard.text import in_sentence
from tests.unit.dashboard.conftest import Browser
from tests.unit.dashboard.invented_world import NEVER_REPORTED, publish_world, query
from warehouse.read import Answer, Warehouse

Serve = Callable[[Path], Browser]


def test_the_answer_names_the_largest_shortfall(browser: Browser, database: Path) -> None:
    partner, untapped = query(
        database,
        "select importer_name, untapped_usd from mart.opportunity where exporter = 'IDN' order by 2 desc limit 1",
    ).row(0)
    page = browser.show("/?economy=IDN")
    assert f"Indonesia falls furthest short in {partner}: its exports there are {numbers.money(untapped)}" in page


def test_the_direction_turns_the_question_round(browser: Browser, database: Path) -> None:
    seller = query(
        database, "select exporter_name from mart.opportunity where importer = 'IDN' order by untapped_usd desc limit 1"
    ).item()
    assert f"Indonesia falls furthest short in buying from {seller}" in browser.show("/?economy=IDN&direction=import")


def test_all_pairs_are_ranked_where_no_economy_is_chosen(browser: Browser, database: Path) -> None:
    exporter, importer = query(
        database, "select exporter_name, importer_name from mart.opportunity order by rank_untapped limit 1"
    ).row(0)
    assert f"The largest shortfall is {exporter}’s exports to {importer}" in browser.show("/")


def test_filters_narrow_what_is_counted(browser: Browser, database: Path) -> None:
    total = query(
        database,
        "select count(*) from mart.opportunity where exporter = 'IDN' and importer_region = 'Europe & Central Asia'"
        " and potential_usd >= 10000000000",
    ).item()
    page = browser.show("/?economy=IDN&region=Europe+%26+Central+Asia&minimum_usd=10000000000")
    assert f"of {total} pairs are friendly" in page


def test_where_to_invest_leaves_havens_to_the_end(browser: Browser) -> None:
    page = browser.show("/?economy=IDN&direction=invest")
    held = f"Indonesia falls furthest short in Germany: it holds {numbers.money(8e8)} less direct investment"
    assert held in page
    assert "of 3 pairs are friendly and under-invested" in page
    rows = browser.rows("/?economy=IDN&direction=invest", 0, 100)["rowData"]
    assert [(row["partner_name"], row["gap_verdict"]) for row in rows] == [
        ("Germany", "open"), ("Kenya", "open"), ("Netherlands", "haven or conduit"),
    ]  # fmt: skip
    clear = browser.rows("/?economy=IDN&direction=invest&confidence=clear", 0, 100)["rowData"]
    assert [row["partner_name"] for row in clear] == ["Germany", "Netherlands"]


def test_an_earlier_year_is_shown_as_it_stood_with_what_became_of_it(browser: Browser, database: Path) -> None:
    def mean(first: int, last: int) -> float:
        return query(
            database,
            "select avg(trade_usd) from mart.country_pair"
            f" where exporter = 'IDN' and importer = 'DEU' and year between {first} and {last}",
        ).item()

    page = browser.show("/?economy=IDN&year=2009")
    assert "In 2007–2009 Indonesia fell furthest short in" in page
    assert "of the pairs that fell short then had outgrown the median pair here" in page
    rows = browser.rows("/?economy=IDN&year=2009", 0, 100)["rowData"]
    germany = next(row for row in rows if row["partner_name"] == "Germany")
    assert germany["actual_usd"] == numbers.amount(mean(2007, 2009))
    assert germany["change_after_pct"] == numbers.percent(100 * (mean(2012, 2014) / mean(2007, 2009) - 1), signed=True)
    assert "had outgrown" not in browser.show("/?economy=IDN&year=2010")  # what came after is known in part


def test_the_map_of_an_earlier_year_adds_up_what_each_economy_missed(browser: Browser, database: Path) -> None:
    total = query(database, "select sum(untapped_usd) from mart.gaps_in(2009) where exporter = 'IDN'").item()
    assert f"<b>Indonesia</b><br>untapped {numbers.money(total)}<br>" in browser.show("/?year=2009")


def test_before_ties_are_known_nobody_is_called_friendly(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("update mart.country_pair set tie_index = null where year <= 2009")
    page = serve(link).show("/?economy=IDN&year=2009")
    assert "No tie index is known here, so no pair counts as friendly." in page
    assert "the median here. Under-traded" not in page
    assert "are friendly" not in page


def test_a_product_section_has_a_ranking_of_its_own_and_stays_with_the_pair(browser: Browser, database: Path) -> None:
    best = query(
        database,
        "select importer, importer_name, untapped_usd, product_trade_usd from mart.product_opportunity"
        " where exporter = 'IDN' and product_code = '7' order by untapped_usd desc limit 1",
    ).row(0, named=True)
    page = browser.show("/?economy=IDN&product=7")
    named = "“Machinery and transport equipment”"
    short = f"in {best['importer_name']}: of {named} it sells there {numbers.money(best['untapped_usd'])} a year less"
    assert short in page
    first = browser.rows("/?economy=IDN&product=7", 0, 1)["rowData"][0]
    assert first["href"] == f"/pair/IDN/{best['importer']}?product=7"
    pair = browser.show(first["href"])
    assert f"Of {named} it sold {numbers.money(best['product_trade_usd'])} in 2014" in pair
    assert f'"/pair/{best["importer"]}/IDN?product=7"' in pair
    here = {"exporter": "IDN", "importer": best["importer"]}
    assert browser.choose("pair", "href", first["href"], **here, product="5") == f"{first['href'][:-1]}5"
    assert "No trade in “Machinery and transport equipment” is reported" in browser.show("/pair/KEN/IDN?product=7")


def test_without_trade_by_product_the_filter_says_so(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("delete from mart.product_opportunity")
    browser = serve(link)
    for address in ("/", "/pair/DEU/VNM"):
        assert '"title": "No source of this build reports trade by product"' in browser.show(address)


@pytest.mark.parametrize(
    ("address", "closed"),
    [
        ("/?product=7", {"year", "confidence", "order", "direction"}), ("/?economy=IDN", set()),
        ("/?economy=IDN&year=2009", {"product", "confidence", "order"}),
        ("/?economy=IDN&direction=invest", {"product", "year", "order"}),
    ],
)  # fmt: skip
def test_a_filter_without_a_choice_is_closed_and_says_why(browser: Browser, address: str, closed: set[str]) -> None:
    controls = browser.show(address).split('"id": "opportunities-')
    disabled = {part.split('"')[0] for part in controls if '"disabled": true' in part.split('"type": ')[0]}
    assert disabled == closed


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("/?economy=IDN&minimum_usd=999999999999999", "Lower the minimum size"),
        (f"/?economy={NEVER_REPORTED}", "Pairs without a reported number in 2012–2014 have no potential"),
        (f"/pair/{NEVER_REPORTED}/DEU", "no potential can be given"),
        ("/pair", "The exporter comes first"),
        ("/pair/GER/VNM", "Did you mean DEU (Germany)?"),
        ("/pair/DEU/DEU", "Choose two different economies"),
        ("/?region=Atlantis", "The regions are: East Asia"),
        ("/?colour=red", "Take “colour” out"),
        ("/nothing/here", "There is no page at this address"),
    ],
)
def test_a_page_with_nothing_to_show_says_why_and_what_to_change(browser: Browser, address: str, remedy: str) -> None:
    assert remedy in browser.show(address)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200), ("/?economy=IDN&direction=import", 200), ("/pair", 200), ("/pair/DEU/VNM", 200),
        ("/pair/deu/vnm", 200),
        ("/?economy=XXX", 400), ("/?economy=IDN&economy=DEU", 400), ("/pair/GER/VNM", 400),
        ("/pair/DEU/VNM?region=x", 400),
        ("/?economy=%27%3B+drop+table+x", 400), ("/nothing", 404), ("/pair/DEU", 404),
    ],
)  # fmt: skip
def test_the_status_says_whether_the_address_is_right(browser: Browser, address: str, status: int) -> None:
    response = browser.client.get(address)
    assert response.status_code == status
    assert "Traceback" not in response.get_data(as_text=True)


def test_before_the_first_build_the_page_says_which_command_to_run(serve: Serve, tmp_path: Path) -> None:
    browser = serve(tmp_path / "entente.duckdb")
    assert browser.client.get("/").status_code == 503
    for address in ("/", "/pair/DEU/VNM"):
        assert "Run make etl" in browser.show(address)
    publish_world(tmp_path)
    assert browser.client.get("/").status_code == 200
    assert "The largest shortfall is" in browser.show("/")


def test_an_empty_build_is_shown_as_empty(serve: Serve, tmp_path: Path) -> None:
    browser = serve(publish_world(tmp_path, empty=True))
    assert "No pair matches these filters" in browser.show("/")
    page = browser.show("/pair/DEU/VNM")
    assert "no potential can be given" in page
    assert "No trade between the two is reported in any year" in page


def test_simulated_data_are_marked_and_real_data_are_not(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    for address in ("/", "/pair/DEU/VNM"):
        page = browser.show(address)
        assert "every value is invented" in page
        assert page.count('"className": "mark"') == page.count('"className": "panel"') > 0
        assert page.count("SIMULATED DATA") == page.count('"type": "Graph"')
    real = serve(publish_world(tmp_path, simulated=False)).show("/pair/DEU/VNM")
    assert "imulated" not in real
    assert "SIMULATED" not in real


def test_the_footer_names_the_build_and_what_is_not_up_to_date(browser: Browser) -> None:
    page = browser.show("/")
    assert "Build 20260101T000000Z-aaaa · made 1 January 2026, 09:30 UTC · data 2000–2014" in page
    assert "World Development Indicators is stale: the publisher did not answer on 3 November 2026" in page


def test_a_new_build_is_shown_without_a_restart(serve: Serve, tmp_path: Path) -> None:
    browser = serve(publish_world(tmp_path, build="20260101T000000Z-a"))
    first = browser.show("/?economy=IDN")
    publish_world(tmp_path, build="20260202T000000Z-b", seed=11)
    second = browser.show("/?economy=IDN")
    assert "20260101T000000Z-a" in first
    assert "20260202T000000Z-b" in second
    assert "20260101T000000Z-a" not in second


def test_a_pair_below_and_a_pair_above_its_potential_are_told_so(browser: Browser, database: Path) -> None:
    for comparison, words in (("<", "less than comparable pairs do"), (">", "more than comparable pairs do")):
        exporter, importer, seller, buyer, gap = query(
            database,
            "select exporter, importer, exporter_name, importer_name, abs(potential_usd - actual_usd)"
            f" from mart.opportunity where actual_usd {comparison} potential_usd and actual_usd > 0"
            " order by abs(gap_log) desc, exporter, importer limit 1",
        ).row(0)
        sentence = f"{seller} sells {in_sentence(buyer)} {numbers.money(gap)} a year {words}"
        assert sentence in browser.show(f"/pair/{exporter}/{importer}")


def test_a_gap_that_its_digits_do_not_show_is_not_made_one(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("update mart.opportunity set actual_usd = 2.68e9, potential_usd = 2.72e9")
    assert "Germany sells Viet Nam about what comparable pairs do: 2.7\u00a0bn\u00a0USD a year." in serve(link).show(
        "/pair/DEU/VNM"
    )


def test_a_reported_zero_is_not_called_missing(browser: Browser) -> None:
    assert "Namibia reports no sales to Sweden" in browser.show("/pair/NAM/SWE")


def test_each_tie_names_its_source_and_status(browser: Browser) -> None:
    page = browser.show("/pair/DEU/VNM")
    assert "Source: Ideal points from General Assembly votes, version 2024." in page
    assert "in 2014, from a later year." in page


def test_trade_from_another_source_than_the_line_is_named(browser: Browser) -> None:
    lines = "Lines: Correlates of War, bilateral trade (Correlates of War Project)"
    squares = "squares: Merchandise trade matrix (UN Trade and Development), which counts differently"
    assert f"{lines}; {squares}" in browser.show("/pair/DEU/VNM")


def test_trade_that_others_report_is_not_denied_where_no_potential_is(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("delete from mart.opportunity where exporter = 'DEU' and importer = 'VNM'")
    page = serve(link).show("/pair/DEU/VNM")
    assert "No potential is estimated for Germany to Viet Nam" in page
    assert "No trade from Germany to Viet Nam is reported" not in page


def test_a_tie_known_one_way_only_says_so_of_the_other(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("delete from core.tie where indicator = 'mission_level' and origin = 'DEU' and destination = 'VNM'")
    browser = serve(link)
    for address in ("/pair/DEU/VNM", "/pair/VNM/DEU"):
        page = browser.show(address)
        assert "Germany → Viet Nam: not known." in page
        assert "Latest in 2014, from a later year:" in page
        assert "Viet Nam → Germany " in page


def test_ways_of_very_different_size_have_scales_of_their_own_and_the_page_says_so(
    browser: Browser, database: Path
) -> None:
    both = query(
        database,
        "select a.exporter, a.importer, greatest(max(a.trade_usd), max(a.potential_usd)) as there,"
        " greatest(max(b.trade_usd), max(b.potential_usd)) as back from mart.country_pair as a"
        " join mart.country_pair as b on a.exporter = b.importer and a.importer = b.exporter and a.year = b.year"
        " group by all order by there / back desc",
    )
    exporter, importer, there, back = both.row(0)
    assert there > 10 * back
    assert "each way on a scale of its own" in browser.show(f"/pair/{exporter}/{importer}")
    exporter, importer, there, back = both.row(both.height // 2)
    assert "same scale" in browser.show(f"/pair/{exporter}/{importer}")


def test_a_source_is_named_with_its_version_once() -> None:
    assert edition("Alliances, version 5.1", "5.1") == "Alliances, version 5.1"
    assert edition("Database of embassies", "latest") == "Database of embassies"
    assert edition("Ideal points", "2024") == "Ideal points, version 2024"


def test_swapping_the_direction_is_a_link(browser: Browser) -> None:
    assert '"href": "/pair/VNM/DEU"' in browser.show("/pair/DEU/VNM")


def test_a_vanished_state_is_offered_with_its_last_year(browser: Browser) -> None:
    assert '"label": "Czechoslovakia (to 1992)"' in browser.show("/")


def test_growth_from_nothing_is_not_called_a_number(browser: Browser) -> None:
    assert "no trade in 2007–2009 to compare with" in browser.show("/pair/NAM/SWE")


def test_what_is_chosen_goes_into_the_address(browser: Browser) -> None:
    chosen = {"economy": "IDN", "direction": "import", "product": None, "year": None, "region": None}
    chosen |= {"minimum_usd": "10000000", "confidence": "any", "order": "untapped"}
    assert (
        browser.choose("opportunities", "search", "/", **chosen) == "?economy=IDN&direction=import&minimum_usd=10000000"
    )
    here = "/?economy=IDN&direction=import&minimum_usd=10000000"
    assert browser.choose("opportunities", "search", here, **chosen) is None
    assert (
        browser.choose("opportunities", "search", here, **chosen | {"confidence": "clear"})
        == f"{here[1:]}&confidence=clear"
    )
    cleared = chosen | {"economy": None, "minimum_usd": None}
    assert browser.choose("opportunities", "search", here, **cleared) == ""
    assert browser.choose("opportunities", "search", "/", **cleared | {"product": "7"}) == "?product=7"
    assert browser.choose("opportunities", "search", "/", **cleared | {"year": "2009"}) == "?year=2009"


def test_a_chosen_pair_goes_into_the_path(browser: Browser) -> None:
    pair = {"exporter": "DEU", "importer": "VNM", "product": None}
    assert browser.choose("pair", "href", "/pair", **pair) == "/pair/DEU/VNM"
    assert browser.choose("pair", "href", "/pair", **pair | {"importer": None}) is None


def test_the_ranking_sends_the_rows_in_view_sorted_over_all_rows(browser: Browser, database: Path) -> None:
    total = query(database, "select count(*) from mart.opportunity").item()
    first = browser.rows("/", 0, 10)
    assert first["rowCount"] == total
    assert [row["rank"] for row in first["rowData"]] == list(range(1, 11))
    most = query(database, "select exporter, importer from mart.opportunity order by actual_to_potential_ratio desc")
    turned = browser.rows("/", 0, 5, [{"colId": "actual_to_potential_ratio", "sort": "desc"}])["rowData"]
    assert [(row["exporter"], row["importer"]) for row in turned] == most.head(5).rows()
    assert browser.rows("/", total - 3, total + 50)["rowData"][-1]["rank"] == total


def test_the_ranking_follows_the_chosen_order(browser: Browser, database: Path) -> None:
    for order, column in (("growth", "rank_growth"), ("dollar", "rank_dollar")):
        best = query(
            database, f"select importer from mart.opportunity where exporter = 'IDN' order by {column} limit 5"
        )
        rows = browser.rows(f"/?economy=IDN&order={order}", 0, 5)["rowData"]
        assert [row["importer"] for row in rows] == best["importer"].to_list()


def test_the_ranking_shows_access_beside_ties(browser: Browser, database: Path) -> None:
    assert '"headerName": "Access (trade intensity)"' in browser.show("/?economy=IDN")
    first = browser.rows("/?economy=IDN", 0, 1)["rowData"][0]
    intensity = query(
        database,
        f"select trade_intensity from mart.opportunity where exporter = 'IDN' and importer = '{first['importer']}'",
    ).item()
    assert first["trade_intensity"] == numbers.decimal(intensity)


def test_the_answer_stays_the_largest_shortfall_in_every_order(browser: Browser) -> None:
    sentence = browser.show("/?economy=IDN").split("Indonesia falls furthest short in ")[1][:20]
    assert f"Indonesia falls furthest short in {sentence}" in browser.show("/?economy=IDN&order=growth")


def test_a_table_that_is_not_in_the_build_is_named(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("alter table ref.economy rename column capital_latitude to latitude")
    page = serve(link).show("/?economy=IDN")
    assert "The published file has no capital_latitude" in page
    assert "Indonesia falls furthest short" in page


def test_the_map_has_an_outline_for_each_economy_and_a_point_for_the_rest(browser: Browser) -> None:
    shapes = browser.client.get("/world.geojson").get_json()["features"]
    germany = next(shape for shape in shapes if shape["id"] == "DEU")
    xs, ys = zip(*germany["geometry"]["coordinates"][0][0], strict=True)
    assert (min(xs), max(xs)) == pytest.approx((5.9, 15.0), abs=0.2)
    assert (min(ys), max(ys)) == pytest.approx((47.3, 55.0), abs=0.2)
    assert "NAM" not in {shape["id"] for shape in shapes}  # has no number here, so it is drawn as a point
    assert "NAM" in browser.show("/?economy=IDN").split('"type": "scattergeo"')[0].rsplit("customdata", 1)[1]


def test_a_column_that_does_not_exist_does_not_sort(browser: Browser) -> None:
    rows = browser.rows("/", 0, 5, [{"colId": "1; drop table x", "sort": "asc"}])["rowData"]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]


def test_a_mission_known_only_from_a_later_year_stands_in_brackets(browser: Browser) -> None:
    assert all(row["representation_index"].startswith("(") for row in browser.rows("/?economy=IDN", 0, 20)["rowData"])


@pytest.mark.parametrize(
    ("panel", "address"),
    [
        ("opportunities-quadrant", "/?economy=IDN"), ("opportunities-map", "/?economy=IDN"),
        ("opportunities-ranking", "/?economy=IDN&direction=import"),
        ("pair-summary", "/pair/DEU/VNM"), ("pair-trade", "/pair/DEU/VNM"), ("pair-ties", "/pair/DEU/VNM"),
        ("pair-facts", "/pair/DEU/VNM"), ("economy-partners", "/economy/IDN"),
        ("economy-profile", "/economy/IDN?peers=MYS,THA"), ("economy-gaps", "/economy/IDN"),
        ("economy-concentration", "/economy/IDN"), ("economy-rank", "/economy/IDN"), ("pair-outlook", "/pair/DEU/VNM"),
        ("pair-ease", "/pair/DEU/VNM"), ("pair-events", "/pair/DEU/VNM"), ("pair-investment", "/pair/DEU/VNM"),
        ("pair-products", "/pair/DEU/VNM"), ("pair-competitors", "/pair/DEU/VNM"),
        ("pair-product_competitors", "/pair/DEU/VNM?product=7"),
        ("opportunities-quadrant_goods", "/?product=7"), ("opportunities-map_goods", "/?economy=IDN&product=7"),
        ("opportunities-ranking_past", "/?economy=IDN&year=2009"), ("opportunities-map_past", "/?year=2009"),
        ("opportunities-ranking_held", "/?economy=IDN&direction=invest"),
        ("data-sources", "/data"), ("data-coverage", "/data?source=world_bank"),
        ("data-changes", "/data"), ("data-rejected", "/data"), ("data-checks", "/data"), ("data-tables", "/data"),
        ("evidence-coefficients", "/evidence"), ("evidence-growth", "/evidence"), ("evidence-backtest", "/evidence"),
        ("evidence-correlation", "/evidence"), ("evidence-specification", "/evidence"),
        ("what_if-menu", "/what-if"), ("method-potential", "/method"), ("method-gap", "/method"),
        ("method-outlook", "/method"), ("method-fits", "/method"),
        ("evidence-timing", "/evidence"), ("evidence-coverage", "/evidence"),
    ],
)  # fmt: skip
def test_every_panel_shows_sql_that_runs_and_returns_what_can_be_downloaded(
    browser: Browser, serve: Serve, tmp_path: Path, panel: str, address: str
) -> None:
    link = publish_world(tmp_path, simulated=False)
    browser = serve(link)
    page = browser.show(address)
    drawer = browser.press("sql", panel, address)
    assert drawer["opened"] is True
    sql = next(
        part["props"]["children"] for part in drawer["children"] if part["props"].get("id") == "shell-drawer-sql"
    )
    rows = query(link, sql).rows()
    href = page.split(f'"/download/{panel}.csv?')[1].split('"')[0]
    download = browser.client.get(f"/download/{panel}.csv?{href}")
    assert download.status_code == 200
    lines = pl.read_csv(io.BytesIO(download.data), comment_prefix="#", infer_schema=False)
    withheld = sum("embassies" in row for row in rows) if panel in {"pair-ties", "pair-events"} else 0
    assert lines.height == len(rows) - withheld > 0


def test_a_panel_cites_the_sources_its_rows_or_tables_come_from(browser: Browser) -> None:
    ranking = json.dumps(browser.press("cite", "opportunities-ranking", "/")["children"])
    assert "@misc{cow_trade" in ranking
    assert "world_bank" not in ranking
    assert "entente-20260101T000000Z-aaaa" in ranking
    ties = json.dumps(browser.press("cite", "pair-ties", "/pair/DEU/VNM")["children"])
    assert "@misc{embassies" in ties
    assert "cow_trade" not in ties


def test_a_page_asks_the_file_once_for_each_of_its_answers(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reading = Warehouse.read

    def read(warehouse: Warehouse, query: str, **values: Any) -> Answer:
        asked.append(query)
        return reading(warehouse, query, **values)

    monkeypatch.setattr(Warehouse, "read", read)
    assert "Kenya → South Africa" in browser.show("/pair/KEN/ZAF")
    assert {"pair_summary", "pair_ties", "pair_trade"} <= set(asked)
    assert len(asked) == len(set(asked))
    browser.show("/pair")
    assert len(asked) == len(set(asked))
