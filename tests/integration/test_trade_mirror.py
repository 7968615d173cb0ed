"""Trade, products, investment and tariffs on the publishers' own files: known figures, and which source speaks."""

import duckdb
import pytest

from tests.integration.conftest import Ask
from warehouse.check import Check, read_checks

pytestmark = pytest.mark.mirror
BILLION = 1e9


@pytest.mark.parametrize(
    ("flow", "billions", "source_id"),
    [
        (("CHN", "USA", 2014), 472.5, "cow_trade"),
        (("CHN", "USA", 2015), 410.8, "unctad_trade_matrix"),
        (("USA", "CHN", 2015), 116.2, "unctad_trade_matrix"),
    ],
)
def test_known_flows(ask: Ask, flow: tuple[str, str, int], billions: float, source_id: str) -> None:
    query = "select value_usd, source_id from core.trade where (exporter, importer, year) = (?, ?, ?)"
    ((value, source),) = ask(query, *flow)
    assert value / BILLION == pytest.approx(billions, abs=0.05)
    assert source == source_id


def test_an_excerpt_gives_products_and_no_totals(ask: Ask) -> None:
    products = ask("select count(distinct product_code) > 4000 from core.trade_product where source_id = 'cepii_baci'")
    assert products == [(True,)]
    assert ask("select count(*) from core.trade where source_id = 'cepii_baci'") == [(0,)]


def test_an_excerpt_says_so(ask: Ask) -> None:
    assert ask("select distinct counts_as_total from core.trade_coverage where source_id = 'cepii_baci'") == [(False,)]


def test_sections_add_up_to_the_total_the_publisher_gives(ask: Ask) -> None:
    total = "select value_usd from core.trade where (exporter, importer, year) = ('DEU', 'VNM', 2015)"
    sections = (
        "select sum(value_usd) from core.trade_product"
        " where (exporter, importer, year, nomenclature) = ('DEU', 'VNM', 2015, 'SITC3')"
    )
    assert ask(sections)[0][0] == pytest.approx(ask(total)[0][0], rel=0.001)


def test_every_product_has_a_name(ask: Ask) -> None:
    unnamed = (
        "select distinct p.nomenclature, p.product_code from core.trade_product as p"
        " anti join core.product as n on (p.nomenclature, p.product_code) = (n.nomenclature, n.product_code)"
    )
    assert ask(unnamed) == []


def test_investment_as_the_host_reports_it_else_as_home_does(ask: Ask) -> None:
    query = (
        "select investment_usd, fdi_reporter from core.fdi"
        " where (home, host, year, measure) = (?, ?, 2012, 'stock') and source_id = 'unctad_fdi'"
    )
    ((british, reporter),) = ask(query, "GBR", "USA")
    assert british / BILLION == pytest.approx(486.833, abs=0.001)  # UNCTAD, bilateral FDI statistics: United States
    assert reporter == "host"
    assert ask(query, "HKG", "VGB")[0][1] == "home"  # the British Virgin Islands report nothing


def test_what_is_not_reported_is_no_zero(ask: Ask) -> None:
    contradictions = (
        "select count(*) from core.fdi where (fdi_status = 'missing') <> (investment_usd is null)"
        " or (fdi_status = 'zero') <> coalesce(investment_usd = 0, false)"
    )
    assert ask(contradictions) == [(0,)]


def test_every_source_with_numbers_is_in_the_coverage(ask: Ask) -> None:
    covered = {source for (source,) in ask("select distinct source_id from meta.coverage")}
    for table in ("core.trade", "core.trade_product", "core.fdi", "core.tariff", "core.economy_year"):
        assert {source for (source,) in ask(f"select distinct source_id from {table}")} <= covered, table


CHECKED = ("trade_", "product_", "fdi_", "gdp_", "distance_", "no_trade", "negative_trade")
CHECKS = [check for check in read_checks() if check.name.startswith(CHECKED) and "potential" not in check.name]


@pytest.mark.parametrize("check", [one for one in CHECKS if one.severity == "error"], ids=lambda check: check.name)
def test_error_checks_hold(con: duckdb.DuckDBPyConnection, check: Check) -> None:
    assert con.execute(check.text).fetchall() == []
