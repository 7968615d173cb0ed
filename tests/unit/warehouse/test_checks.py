"""Each check finds the rows that break its rule, and none where nothing breaks it."""

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from tests.unit.warehouse.test_agreement_checks import OFFENCES as OFFENCES_OF_AGREEMENTS
from warehouse.check import read_checks
from warehouse.paths import CHECKS

AT_LEAST = 25  # as the project promises
TABLES = """
create schema core; create schema ref; create schema score; create schema meta;
create table meta.build (simulated boolean);
insert into meta.build values (false);
create table meta.change (kind varchar, subject varchar, before double, after double);
insert into meta.change values ('coverage', 'cow_trade', 100, 96), ('rank', 'DEU-VNM', 100, 1);
create table meta.source (source_id varchar, row_count bigint);
insert into meta.source values ('cow_trade', 1000), ('world_bank', 1000);
create table meta.rejected_row (source_id varchar, table_name varchar, reason varchar, record varchar);
insert into meta.rejected_row values ('cow_trade', 'flow', 'unknown cow code 999', '{}'), ('world_bank', 'indicator', 'aggregate, not an economy',
    '{"economy":"WLD","year":"2014","indicator":"NY.GDP.MKTP.CD","value":"4100"}');
create table meta.unmapped_code (source_id varchar, table_name varchar, reason varchar, row_count bigint);
insert into meta.unmapped_code values ('cow_trade', 'flow', 'unknown cow code 999', 1);
create table ref.economy (economy varchar, first_year integer, last_year integer);
insert into ref.economy values ('DEU', null, null), ('VNM', null, null), ('YUG', null, 1991);
create table core.economy_year (economy varchar, year bigint, gdp_usd double, population double, source_id varchar);
insert into core.economy_year values ('DEU', 2014, 4000, 80, 'world_bank'), ('VNM', 2014, null, 90, 'world_bank');
create table core.gravity (exporter varchar, importer varchar, distance_km double, distance_source_id varchar);
insert into core.gravity values ('DEU', 'VNM', 9000, 'x'), ('VNM', 'DEU', 9000, 'x'), ('DEU', 'ZZZ', null, null);
create table core.trade (exporter varchar, importer varchar, year bigint, value_usd double, status varchar, source_id varchar);
insert into core.trade values ('DEU', 'VNM', 2014, 5, 'reported', 'cow_trade'), ('VNM', 'DEU', 2014, null, 'missing', 'cow_trade'),
    ('CHN', 'USA', 2015, 410.8e9, 'reported', 'unctad_trade_matrix'), ('USA', 'DEU', 2015, 16e12, 'reported', 'unctad_trade_matrix'),
    ('DEU', 'VNM', 2015, 8, 'reported', 'x'), ('DEU', 'VNM', 2015, 9, 'reported', 'y'), ('USA', 'DEU', 2015, 16e12, 'reported', 'x'),
    ('USA', 'DEU', 2015, 16e12, 'reported', 'y');
create table core.trade_coverage (source_id varchar, year bigint, total_usd double, counts_as_total boolean);
insert into core.trade_coverage values ('cow_trade', 2014, 5, true), ('unctad_trade_matrix', 2015, 1000, true), ('x', 2015, 8, true),
    ('y', 2015, 9, true), ('cepii_baci', 2021, 3, false);
create table core.trade_report (exporter varchar, importer varchar, year bigint, value_usd double, reporter varchar, source_id varchar);
insert into core.trade_report values ('DEU', 'VNM', 2014, 2e7, 'exporter', 'x'), ('DEU', 'VNM', 2014, 3e7, 'importer', 'x');
create table core.trade_product (exporter varchar, importer varchar, year bigint, nomenclature varchar, product_code varchar, value_usd double, source_id varchar);
insert into core.trade_product values ('DEU', 'VNM', 2015, 'SITC3', '7', 995, 'unctad_trade_matrix'), ('DEU', 'VNM', 2015, 'HS1992', '09', 1, 'x');
create table core.product (nomenclature varchar, product_code varchar, product_name varchar);
insert into core.product values ('SITC3', '7', 'Machinery'), ('HS1992', '09', 'Coffee');
create table core.fdi (home varchar, host varchar, year bigint, measure varchar, investment_usd double, source_id varchar);
insert into core.fdi values ('DEU', 'VNM', 2014, 'stock', 5, 'x'), ('DEU', 'FRA', 2014, 'stock', -1, 'x'), ('DEU', 'USA', 2014, 'stock', 5, 'x'),
    ('DEU', 'ITA', 2014, 'stock', 5, 'x'), ('DEU', 'VNM', 2014, 'stock', 9, 'y');
create table core.alliance (economy_1 varchar, economy_2 varchar, year bigint, defence boolean, offence boolean, neutrality boolean, non_aggression boolean,
    consultation boolean, is_mutual boolean);
insert into core.alliance values ('DEU', 'FRA', 2014, true, false, false, false, false, true);
create table core.event (origin varchar, destination varchar, year bigint, verbal_cooperation bigint, material_cooperation bigint, verbal_conflict bigint,
    material_conflict bigint);
insert into core.event values ('DEU', 'FRA', 2014, 0, 1, 2, 3);
create table core.igo (economy_1 varchar, economy_2 varchar, year bigint, joint_igo_count bigint, possible_igo_count bigint);
insert into core.igo values ('DEU', 'FRA', 2014, 40, 40);
create table core.mission (sender varchar, receiver varchar, year bigint, mission_level double, mission_rank varchar, source_id varchar);
insert into core.mission values ('DEU', 'FRA', 2014, 1, 'embassy', 'x'), ('DEU', 'VNM', 2014, 0, null, 'x');
create table core.sanction (case_id bigint, sanctioning varchar, sanctioned varchar, year bigint, restricts_trade boolean, restricts_arms boolean,
    restricts_military boolean, restricts_finance boolean, restricts_travel boolean, restricts_other boolean);
insert into core.sanction values (1, 'USA', 'CUB', 2014, true, false, false, false, false, false);
create table core.sanction_bloc (bloc varchar, sanction_side varchar, case_id bigint, is_known boolean);
insert into core.sanction_bloc values ('EU', 'sender', 1, true);
create table core.visa (origin varchar, destination varchar, year bigint, visa_requirement varchar, visa_free_days bigint, is_covid_ban boolean);
insert into core.visa values ('DEU', 'FRA', 2014, 'visa free', 90, false), ('DEU', 'AUS', 2014, 'covid ban', null, true);
create table core.tie_mobility (origin varchar, destination varchar, year bigint, value_index double);
insert into core.tie_mobility values ('DEU', 'FRA', 2014, 1), ('DEU', 'AUS', 2014, null);
create table core.tie (origin varchar, destination varchar, year bigint, dimension varchar, indicator varchar, value_index double, tie_status varchar,
    is_headline boolean);
insert into core.tie values ('DEU', 'VNM', 2015, 'alignment', 'ideal', 0.5, 'observed', true), ('VNM', 'DEU', 2015, 'alignment', 'ideal', 0.5, 'observed', true),
    ('CHN', 'USA', 2015, 'alignment', 'ideal', 0.5, 'carried forward 3 years', true), ('USA', 'CHN', 2015, 'alignment', 'ideal', 0.5, 'observed', true),
    ('USA', 'DEU', 2015, 'alignment', 'ideal', 0.5, 'observed', true), ('DEU', 'USA', 2015, 'alignment', 'ideal', 0.5, 'observed', true),
    ('DEU', 'ZZZ', 2015, 'alignment', 'other', null, 'not reported', false), ('ZZZ', 'DEU', 2015, 'alignment', 'other', null, 'not reported', false);
create table score.potential (exporter varchar, year bigint, trade_usd double, potential_usd double, in_sample boolean);
insert into score.potential values ('DEU', 2014, 5, 4, true), ('DEU', 2014, 5, 6, true), ('DEU', 2014, 9, 1, false);
create table score.product_potential (importer varchar, product_code varchar, product_trade_usd double, static_potential_usd double);
insert into score.product_potential values ('DEU', '7', 5, 4), ('DEU', '7', 5, 6);
"""  # noqa: E501
OFFENCES = {
    "alliance_not_mutual": "update core.alliance set is_mutual = false",
    "alliance_without_pact": "update core.alliance set defence = false",
    "code_unmapped": "insert into meta.unmapped_code values ('cow_trade', 'flow', 'unknown cow code 998', 50)",
    "coverage_fell": "insert into meta.change values ('coverage', 'atop', 100, 94)",
    "distance_not_symmetric": "update core.gravity set distance_km = 9002 where exporter = 'VNM'",
    "distance_out_of_range": "insert into core.gravity values ('DEU', 'FRA', 900000, 'x')",
    "event_count_negative": "update core.event set verbal_conflict = -9",
    "fdi_in_itself": "insert into core.fdi values ('DEU', 'DEU', 2014, 'stock', 5, 'x')",
    "fdi_mostly_negative": "update core.fdi set investment_usd = -5 where host in ('USA', 'ITA')",
    "fdi_sources_disagree": "update core.fdi set investment_usd = 11 where source_id = 'y'",
    "gdp_misses_world_total": "update core.economy_year set gdp_usd = 3000 where economy = 'DEU'",
    "gdp_per_head_implausible": "insert into core.economy_year values ('GEO', 1987, 11500, 4700000, 'world_bank')",
    "igo_beyond_possible": "update core.igo set possible_igo_count = 39",
    "mission_level_unknown": "insert into core.mission values ('DEU', 'DEU', 2014, 1, 'embassy', 'x')",
    "negative_trade": "insert into core.trade values ('DEU', 'FRA', 2014, -9, 'reported', 'cow_trade')",
    "no_trade": "delete from core.trade",
    "potential_does_not_add_up": "update score.potential set potential_usd = 7 where potential_usd = 6",
    "product_negative_trade": "insert into core.trade_product values ('DEU', 'DEU', 2015, 'HS1992', '09', 1, 'x')",
    "product_potential_does_not_add_up": "update score.product_potential set static_potential_usd = 7",
    "product_unknown": "delete from core.product where product_code = '09'",
    "rows_rejected": "insert into meta.rejected_row select 'cow_trade', 'flow', 'x', '{}' from range(60)",
    "sanction_bloc_unknown": "insert into core.sanction_bloc values ('Ruritanian League', 'sender', 2, false)",
    "sanction_without_party": "update core.sanction set restricts_trade = false",
    "source_contradicts_itself": "insert into meta.rejected_row values ('cow_trade', 'flow', 'another row has the same exporter and other values', '{}'), ('cow_trade', 'flow', 'another row has the same exporter and other values', '{}')",  # noqa: E501
    "tie_dimension_thin": "update core.tie set tie_status = 'from a later year' where origin <> 'VNM' and destination <> 'VNM'",  # noqa: E501
    "tie_headline_not_single": "insert into core.tie values ('DEU', 'VNM', 2015, 'alignment', 'other', 1, 'observed', true)",  # noqa: E501
    "tie_not_symmetric": "update core.tie set value_index = 0.6 where origin = 'VNM'",
    "tie_outside_unit_interval": "update core.tie set value_index = 1.1 where origin = 'VNM'",
    "tie_status_unknown": "update core.tie set tie_status = 'guessed' where origin = 'VNM'",
    "trade_exceeds_product": "update core.trade set value_usd = 100000 where source_id = 'cow_trade' and exporter = 'DEU'",  # noqa: E501
    "trade_excerpt_shown": "insert into core.trade values ('AFG', 'ZAF', 2021, 3, 'reported', 'cepii_baci')",
    "trade_misses_known_flow": "update core.trade set value_usd = 410.8e6 where exporter = 'CHN'",
    "trade_misses_world_total": "update core.trade set value_usd = 32e12 where exporter = 'USA' and source_id = 'x'",
    "trade_of_vanished_state": "insert into core.trade values ('VNM', 'YUG', 1995, 3, 'reported', 'cow_trade')",
    "trade_reports_disagree": "update core.trade_report set value_usd = 7e7 where reporter = 'importer'",
    "trade_sections_miss_total": "update core.trade_product set value_usd = 900 where nomenclature = 'SITC3'",
    "trade_sources_disagree": "update core.trade set value_usd = 32e12 where exporter = 'USA' and source_id = 'unctad_trade_matrix'",  # noqa: E501
    "trade_with_itself": "insert into core.trade values ('DEU', 'DEU', 2014, 3, 'reported', 'cow_trade')",
    "visa_without_level": "insert into core.visa values ('DEU', 'PRK', 2014, 'sometimes', null, false)",
}
TEXTS = {check.name: check.text for check in read_checks(CHECKS)}


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect()) as made:
        made.execute(TABLES)
        yield made


@pytest.mark.parametrize("name", OFFENCES)
def test_a_check_finds_nothing_until_its_rule_is_broken(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert con.execute(TEXTS[name]).fetchall() == []
    con.execute(OFFENCES[name])
    assert con.execute(TEXTS[name]).fetchall()


@pytest.mark.parametrize("name", ["trade_misses_known_flow", "trade_misses_world_total"])
def test_a_simulated_world_need_not_be_as_large_as_ours(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute(OFFENCES[name])
    con.execute("update meta.build set simulated = true")
    assert con.execute(TEXTS[name]).fetchall() == []


def test_every_check_is_seen_to_fail() -> None:
    assert len(TEXTS) >= AT_LEAST
    assert set(TEXTS) == OFFENCES.keys() | OFFENCES_OF_AGREEMENTS.keys(), "give each check an offence above"
