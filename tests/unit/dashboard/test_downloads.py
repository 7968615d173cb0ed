"""Downloads: the rows shown, what may not be passed on left out, nothing a spreadsheet would run."""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from dash import Dash

from dashboard.components.downloads import as_csv
from tests.unit.dashboard.conftest import Browser


def test_the_file_holds_the_rows_of_the_selection_and_the_build(browser: Browser) -> None:
    response = browser.client.get("/download/opportunities-ranking.csv?economy=NAM")
    frame = pl.read_csv(io.BytesIO(response.data))
    assert set(frame["exporter"]) == {"NAM"}
    assert set(frame["simulated"]) == {True}
    assert set(frame["build_id"]) == {"entente-20260101T000000Z-aaaa"}
    assert frame["untapped_usd"].is_sorted(descending=True)


def test_the_same_rows_can_be_had_as_parquet_with_their_types(browser: Browser) -> None:
    response = browser.client.get("/download/pair-ties.parquet?exporter=DEU&importer=VNM")
    frame = pl.read_parquet(io.BytesIO(response.data))
    assert frame.schema["year"] == pl.Int32
    assert "mission_level" not in frame["indicator"]
    assert "Database of embassies" in pl.read_parquet_metadata(io.BytesIO(response.data))["withheld"]


def test_the_file_is_named_after_what_is_in_it(browser: Browser) -> None:
    header = browser.client.get("/download/pair-trade.csv?exporter=DEU&importer=VNM").headers["Content-Disposition"]
    assert header == 'attachment; filename="entente-pair-trade-exporter-DEU-importer-VNM-simulated.csv"'


def test_rows_of_a_source_that_may_not_be_passed_on_are_left_out_and_the_file_says_so(browser: Browser) -> None:
    text = browser.client.get("/download/pair-ties.csv?exporter=DEU&importer=VNM").get_data(as_text=True)
    assert text.startswith("# 30 rows of Database of embassies are left out: its licence does not let us pass them on.")
    assert "un_ideal_points" in text
    assert "mission_level" not in text


def test_values_of_a_source_that_may_not_be_passed_on_are_blank_and_the_file_says_so(browser: Browser) -> None:
    text = browser.client.get("/download/pair-trade.csv?exporter=DEU&importer=VNM").get_data(as_text=True)
    assert text.startswith("# 2 values of Merchandise trade matrix are left blank: its licence does not let us")
    frame = pl.read_csv(io.StringIO(text), comment_prefix="#")
    elsewhere = frame["trade_source_id"] == "unctad_trade_matrix"
    assert frame.filter(elsewhere)["trade_usd"].to_list() == [None, None]
    assert frame.filter(elsewhere)["potential_usd"].null_count() == 0
    assert frame.filter(~elsewhere)["trade_usd"].drop_nulls().len() > 20


def test_what_is_left_out_is_named_after_its_source_and_not_after_the_row(app: Dash, browser: Browser) -> None:
    frame = pl.DataFrame({"source_id": ["embassies", "cow_trade"], "title": ["A treaty", "Another"]})
    with app.server.app_context():
        text = as_csv(frame)
    assert text.startswith("# 1 rows of Database of embassies are left out")
    assert "A treaty" not in text


@pytest.mark.parametrize("hostile", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_plain(app: Dash, browser: Browser, hostile: str) -> None:
    frame = pl.DataFrame({"name": [hostile, "Côte d'Ivoire"], "change_5y_pct": [-3.5, 2.0]})
    with app.server.app_context():
        back = pl.read_csv(io.StringIO(as_csv(frame)))
    assert back["name"].to_list() == [f"'{hostile}", "Côte d'Ivoire"]
    assert back["change_5y_pct"].to_list() == [-3.5, 2.0]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/download/nothing.csv", 404, "no page at this address"),
        ("/download/pair-trade.csv?exporter=GER&importer=VNM", 400, "Did you mean DEU"),
        ("/download/pair-trade.csv?economy=DEU", 400, "does not apply"),
    ],
)
def test_a_wrong_address_is_refused_in_plain_words(browser: Browser, address: str, status: int, words: str) -> None:
    response = browser.client.get(address)
    assert response.status_code == status
    assert words in response.get_data(as_text=True)


def test_before_the_first_build_there_is_nothing_to_download(serve: Callable[[Path], Browser], tmp_path: Path) -> None:
    response = serve(tmp_path / "entente.duckdb").client.get("/download/opportunities-ranking.csv")
    assert response.status_code == 503
    assert "make etl" in response.get_data(as_text=True)
