"""What a pair's page tells beyond trade and ties: outlook, ease, dated facts, competitors."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboard import numbers
from dashboard.figures import waterfall
from dashboard.text import in_sentence
from tests.unit.dashboard.conftest import Browser
from tests.unit.dashboard.invented_world import publish_world, query


def plain(page: str) -> str:
    return page.replace(numbers.SPACE, " ")


def test_the_outlook_is_told_with_its_chance_and_as_an_association(browser: Browser, database: Path) -> None:
    importer, name, chance, premium = query(
        database,
        "select importer, importer_name, chance_outgrow_share, tie_premium_pct from mart.opportunity"
        " where exporter = 'DEU' and (tie_premium_low_pct > 0 or tie_premium_high_pct < 0) order by importer",
    ).row(0)
    words = "faster" if premium > 0 else "slower"
    page = browser.show(f"/pair/DEU/{importer}")
    assert f"It has a {numbers.share(chance)} chance of outgrowing {in_sentence(name)}’s median supplier" in page
    assert f"go with {words} growth, an association" in page


def test_a_premium_that_may_as_well_be_none_goes_with_nothing(serve: Callable[[Path], Browser], tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    with duckdb.connect(str(link.resolve())) as con:
        con.execute("update mart.opportunity set tie_premium_low_pct = -1, tie_premium_pct = 1")
        con.execute("update mart.opportunity set tie_premium_high_pct = 3")
    page = serve(link).show("/pair/DEU/VNM")
    assert "whether ties like theirs go with faster or slower growth cannot be told" in page


@pytest.mark.parametrize(
    "words",
    ["Invented Trade Agreement", "since 2005", "Invented BIT (1993)", "1998–2009", "consultation", "2001–2002",
     "arms, finance", "2006–2007", "listed in 2022"],
)  # fmt: skip
def test_what_was_signed_opened_or_imposed_stands_with_its_years(browser: Browser, words: str) -> None:
    assert words in browser.show("/pair/DEU/VNM")


def test_a_pair_with_nothing_between_them_says_so(browser: Browser) -> None:
    assert "No agreement, treaty, alliance, sanction or mission between the two" in browser.show("/pair/KEN/PER")


def test_competitors_are_those_of_the_market_with_their_shares(browser: Browser, database: Path) -> None:
    name, share = query(
        database,
        "select exporter_name, actual_usd / sum(actual_usd) over () from mart.opportunity where importer = 'VNM'"
        " order by actual_usd desc limit 1",
    ).row(0)
    panel = browser.show("/pair/DEU/VNM").split("pair-competitors-title")[1]
    assert f'"children": "{name}"' in panel
    assert f'"children": "{numbers.share(share)}"' in panel


def test_investment_both_ways_says_what_to_make_of_it(browser: Browser) -> None:
    page = plain(browser.show("/pair/VNM/DEU"))
    assert "Germany → Viet Nam" in page
    assert "3.0 bn (1.0–9.0 bn)" in page
    assert "open only with havens and conduits" in page


def test_names_have_their_article_in_sentences_and_stand_plain_above_them(browser: Browser) -> None:
    page = browser.show("/pair/USA/NLD")
    assert "United States → Netherlands" in page
    assert re.search(r"The United States sells the Netherlands [0-9.]+", page)
    assert "the United States’ ties with" in page
    assert "États-Unis" in browser.show("/pair/USA/NLD?lang=fr")
    assert "the États-Unis" not in browser.show("/pair/USA/NLD?lang=fr")


def test_a_product_without_a_name_is_known_by_its_code(browser: Browser) -> None:
    panel = browser.show("/pair/DEU/VNM").split("pair-products-title")[1]
    assert "Machinery" in panel
    assert "SITC3 5" in panel


def test_the_terms_of_ease_add_up_in_picture_and_words() -> None:
    terms = pl.DataFrame({
        "component": ["geography", "diplomacy", "residual"], "value_log": [-0.6, 0.2, 0.1],
        "low_log": [-0.7, 0.1, None], "high_log": [-0.5, 0.3, None],
    })  # fmt: skip
    figure = waterfall.waterfall(terms, simulated=False)
    bars = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert [bar.x0 for bar in bars] == pytest.approx([0, -0.6, -0.4, 0])
    assert [bar.x1 for bar in bars] == pytest.approx([-0.6, -0.4, -0.3, -0.3])
    assert list(figure.data[0].x) == pytest.approx([-0.6, -0.4, -0.3, -0.3])
    assert list(figure.data[0].error_x.array) == pytest.approx([0.1, 0.1, 0])
    names = [note.text for note in figure.layout.annotations]
    assert names[0].startswith("Geography")
    assert names == list(figure.layout.yaxis.ticktext)
    assert f"together ×{numbers.SPACE}{math.exp(-0.3):.2f}" in waterfall.summary(terms)


def test_tables_that_are_not_built_yet_are_named(serve: Callable[[Path], Browser], tmp_path: Path) -> None:
    link = publish_world(tmp_path)
    tables = ("score.ease_decomposition", "mart.product_opportunity", "mart.investment_opportunity", "mart.pair_event")
    with duckdb.connect(str(link.resolve())) as con:
        for table in tables:
            con.execute(f"drop table {table}")
    page = serve(link).show("/pair/DEU/VNM")
    for table in tables:
        assert f"The published file has no {table}" in page
