"""Data and Evidence: what they say follows from the published tables; what is not there is named."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard import numbers
from tests.unit.dashboard.conftest import Browser
from tests.unit.dashboard.invented_world import publish_world, query
from warehouse.read import queries, query_text

Serve = Callable[[Path], Browser]


def plain(page: str) -> str:
    return page.replace(numbers.SPACE, " ")


def test_the_data_page_counts_what_is_up_to_date_and_what_was_refused(browser: Browser) -> None:
    page = plain(browser.show("/data"))
    assert "4 of 5 sources are up to date; 5.0 k rows were taken and 15 refused" in page
    assert "Not up to date: World Development Indicators." in page
    assert "the publisher did not answer on 3 November 2026" in page


def test_a_source_by_name_shows_that_source_only(browser: Browser) -> None:
    page = browser.show("/data?source=embassies")
    assert "Database of embassies" in page
    assert "Ideal points" not in page.split("Sources of this build")[0]
    assert "No row was refused" in page


def test_an_unknown_source_is_said_to_be_unknown(browser: Browser) -> None:
    assert "No source is called nothing" in browser.show("/data?source=nothing")


def test_broken_rules_come_first_with_their_remedy(browser: Browser) -> None:
    page = browser.show("/data")
    assert page.index("An alliance obliges both sides alike.") < page.index("Trade is never below zero.")


@pytest.mark.parametrize("name", queries("cookbook_"))
def test_a_recipe_of_the_cookbook_says_what_it_answers_and_runs(browser: Browser, database: Path, name: str) -> None:
    title, _, sql = query_text(name).partition("\n")
    assert title.removeprefix("-- ") in browser.show("/data")
    assert query(database, sql).columns


def test_the_evidence_says_what_ties_add_and_whether_they_did_at_past_origins(browser: Browser) -> None:
    page = plain(browser.show("/evidence"))
    assert "grew faster over five years: +5.5 % for one standard deviation (90 % interval +3 % to +8.2 %)" in page
    assert "At 2000, 2004, 2009, the outlook told pairs" in page
    assert "Ties added to that at 3 of 3 origins" in page


def test_findings_of_others_stand_beside_ours(browser: Browser) -> None:
    page = plain(browser.show("/evidence"))
    assert "6–10 % more exports for each additional consulate" in page
    assert "+3 % (−0.3 % to +6.5 %)" in page


def test_the_scoreboard_holds_our_score_and_the_baselines(browser: Browser, database: Path) -> None:
    mean = query(
        database,
        "select avg(estimate_value) from mart.backtest where score = 'gravity gap' and metric = 'roc_area'",
    ).item()
    row = browser.show("/evidence").split('"children": "gravity gap"')[1]
    assert f'"children": "{numbers.decimal(mean)}"' in row[:400]


def test_the_scores_of_the_picture_are_named_from_the_best_to_the_worst(browser: Browser, database: Path) -> None:
    scores = query(
        database,
        """
        select score, estimate_value from mart.backtest
        where timing = 'clean' and origin_use = 'reporting' and outcome = 'outgrow' and metric = 'roc_area'
        qualify origin_year = max(origin_year) over ()
        order by estimate_value desc
        """,
    )["score"].to_list()
    picture = browser.show("/evidence").split('"id": "evidence-backtest"')[1]
    places = [picture.index(f'"text": "{score}"') for score in scores]
    assert len(places) > 2
    assert places == sorted(places)


def test_a_world_of_few_years_has_its_evidence_but_for_the_back_test(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("update mart.backtest set timing = 'plain'")
    page = plain(serve(link).show("/evidence"))
    assert "too few years of trade for a back-test with clean timing" in page
    assert "What others found" in page


def test_growth_that_may_as_well_be_none_is_told_with_its_interval(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("update score.outlook_coefficient set estimate = 0.01, std_error = 0.01 where term = 'pair'")
    page = plain(serve(link).show("/evidence"))
    assert "cannot be told: +1 % for one standard deviation, with zero within its 90 % interval" in page
    assert "(−0.6 % to +2.7 %)" in page


def test_without_its_tables_the_evidence_page_names_them(serve: Serve, tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        for table in ("mart.backtest", "score.outlook_coefficient", "score.specification"):
            con.execute(f"drop table {table}")
    browser = serve(link)
    page = browser.show("/evidence")
    for table in ("mart.backtest", "score.specification", "score.outlook_coefficient"):
        assert f"The published file has no {table}" in page
    assert "Whether close pairs grow faster cannot be told from this build" in page
    assert "has no back-test" in browser.show("/")
    assert browser.client.get("/download/evidence-backtest.csv").status_code == 404


def test_the_specification_curve_says_how_far_it_spreads(browser: Browser, database: Path) -> None:
    lowest, highest, above = query(
        database,
        "select min(estimate), max(estimate), count(*) filter (where low_estimate > 0) from score.specification"
        " where dimension = 'alignment'",
    ).row(0)
    page = plain(browser.show("/evidence"))
    assert f"G2, within: 2 ways: {numbers.decimal(lowest)} to {numbers.decimal(highest)}" in page
    assert f"interval above zero in {above}, below zero in {int(highest + 0.1 < 0) + int(lowest + 0.1 < 0)}" in page


def test_the_correlations_are_in_words_with_their_intervals_and_what_is_empty_says_why(browser: Browser) -> None:
    page = browser.show("/evidence")
    for header in ("Measure of access", "Given geography and size", "Within the pair", "Why a cell is empty"):
        assert f'"children": "{header}"' in page
    assert "0.31 (0.31 to 0.31)" in page
    assert "this measure contains the tie" in page
    assert "partial rho" not in page
    assert "Accès par la politique commerciale" in browser.show("/evidence?lang=fr")
