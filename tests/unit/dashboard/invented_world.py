"""A small published file with invented values in the columns the warehouse's model files declare."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from tests.unit.dashboard import invented_events, invented_evidence, invented_scenarios
from warehouse.paths import MACROS, MODELS, SEEDS

TWO_LETTERS = dict(pl.read_csv(SEEDS / "economy.csv", columns=["iso3", "iso2"], null_values=[""]).rows())
SEA, EAP, ECA, LAC = "South Asia", "East Asia & Pacific", "Europe & Central Asia", "Latin America & Caribbean"
MNA, NAC, SSA = "Middle East, North Africa, Afghanistan & Pakistan", "North America", "Sub-Saharan Africa"
# Code, name, region, latitude, longitude of the capital; GDP and ties are invented.
ECONOMIES = [
    ("ARG", "Argentina", LAC, -34.6, -58.4), ("AUS", "Australia", EAP, -35.3, 149.1),
    ("BGD", "Bangladesh", SEA, 23.8, 90.4),
    ("BRA", "Brazil", LAC, -15.8, -47.9), ("CAN", "Canada", NAC, 45.4, -75.7), ("CHL", "Chile", LAC, -33.4, -70.7),
    ("CHN", "China", EAP, 39.9, 116.4), ("CIV", "Côte d'Ivoire", SSA, 6.8, -5.3), ("COL", "Colombia", LAC, 4.7, -74.1),
    ("DEU", "Germany", ECA, 52.5, 13.4), ("EGY", "Egypt", MNA, 30.0, 31.2), ("ESP", "Spain", ECA, 40.4, -3.7),
    ("ETH", "Ethiopia", SSA, 9.0, 38.7), ("FRA", "France", ECA, 48.9, 2.4), ("GBR", "United Kingdom", ECA, 51.5, -0.1),
    ("IDN", "Indonesia", EAP, -6.2, 106.8), ("IND", "India", SEA, 28.6, 77.2), ("ITA", "Italy", ECA, 41.9, 12.5),
    ("JPN", "Japan", EAP, 35.7, 139.7), ("KEN", "Kenya", SSA, -1.3, 36.8), ("KOR", "South Korea", EAP, 37.6, 127.0),
    ("LKA", "Sri Lanka", SEA, 6.9, 79.9), ("MAR", "Morocco", MNA, 34.0, -6.8), ("MEX", "Mexico", LAC, 19.4, -99.1),
    ("MYS", "Malaysia", EAP, 3.1, 101.7), ("NAM", "Namibia", SSA, -22.6, 17.1), ("NGA", "Nigeria", SSA, 9.1, 7.4),
    ("NLD", "Netherlands", ECA, 52.4, 4.9), ("PAK", "Pakistan", MNA, 33.7, 73.1), ("PER", "Peru", LAC, -12.0, -77.0),
    ("POL", "Poland", ECA, 52.2, 21.0), ("SAU", "Saudi Arabia", MNA, 24.7, 46.7), ("SWE", "Sweden", ECA, 59.3, 18.1),
    ("THA", "Thailand", EAP, 13.8, 100.5), ("TUR", "Türkiye", ECA, 39.9, 32.9),
    ("USA", "United States", NAC, 38.9, -77.0),
    ("VNM", "Viet Nam", EAP, 21.0, 105.8), ("ZAF", "South Africa", SSA, -25.7, 28.2),
    ("CSK", "Czechoslovakia", ECA, 50.1, 14.4),
]  # fmt: skip
FIRST, LAST = 2000, 2014
MADE = ("economy_tie", "economy_trade", "pair_event")  # by the warehouse's own SQL, from the invented tables
NUMBERS = {
    "ARG": 32,
    "AUS": 36,
    "BGD": 50,
    "BRA": 76,
    "CAN": 124,
    "CHL": 152,
    "CHN": 156,
    "CIV": 384,
    "COL": 170,
    "DEU": 276,
    "EGY": 818,
    "ESP": 724,
    "ETH": 231,
    "FRA": 250,
    "GBR": 826,
    "IDN": 360,
    "IND": 356,
    "ITA": 380,
    "JPN": 392,
    "KEN": 404,
    "KOR": 410,
    "LKA": 144,
    "MAR": 504,
    "MEX": 484,
    "MYS": 458,
    "NGA": 566,
    "NLD": 528,
    "PAK": 586,
    "PER": 604,
    "POL": 616,
    "SAU": 682,
    "SWE": 752,
    "THA": 764,
    "TUR": 792,
    "USA": 840,
    "VNM": 704,
    "ZAF": 710,
    "CSK": 200,
}  # UN M49; Namibia is left without, so that it is a point on the map
NEVER_REPORTED = "CSK"  # a state that was gone before the first year: every page must still stand
SILENT = ("NAM", "SWE")  # a pair that reports zero throughout

SOURCES = [
    ("cow_trade", "Correlates of War, bilateral trade", "Correlates of War Project", "4.0", True, "fresh", None),
    ("unctad_trade_matrix", "Merchandise trade matrix", "UN Trade and Development", "2024", False, "fresh", None),
    ("un_ideal_points", "Ideal points from General Assembly votes", "Erik Voeten", "2024", True, "fresh", None),
    ("embassies", "Database of embassies", "An invented producer", "2022", False, "fresh", None),
    ("world_bank", "World Development Indicators", "World Bank", "2024-09", True, "stale",
     "the publisher did not answer on 3 November 2026; the copy of 1 September 2026 is used"),
]  # fmt: skip
ELSEWHERE = 2010  # trade of this year is from another source than that of the others
LINEAGE = [
    ("core.tie", "staged.un_ideal_points_ideal_point"), ("core.tie", "staged.embassies_mission"),
    ("core.trade", "staged.cow_trade_flow"), ("core.economy_year", "staged.world_bank_indicator"),
    ("mart.country_pair", "core.tie"), ("mart.country_pair", "core.trade"), ("mart.opportunity", "mart.country_pair"),
    ("mart.economy_trade", "mart.country_pair"), ("mart.economy_tie", "core.tie"),
]  # fmt: skip


def publish_world(
    folder: Path, build: str = "20260101T000000Z-aaaa", simulated: bool = True, seed: int = 7, empty: bool = False
) -> Path:
    """Write a published file below ``folder``, point the symlink at it and return the symlink."""
    target = folder / "builds" / f"entente-{build}.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(target)) as con:
        for name, frame in _tables(np.random.default_rng(seed), f"entente-{build}", simulated).items():
            con.execute(f"create schema if not exists {name.split('.', maxsplit=1)[0]}")
            con.register("frame", frame.to_arrow())
            con.execute(f"create table {name} as from frame {'limit 0' if empty and name.startswith('mart') else ''}")
        for name in MADE:
            con.execute(f"create table mart.{name} as {(MODELS / 'mart' / f'{name}.sql').read_text()}")
        con.execute((MACROS / "gaps_in.sql").read_text())
    link = folder / "entente.duckdb"
    fresh = folder / ".entente.duckdb.new"
    fresh.symlink_to(target.relative_to(folder))
    os.replace(fresh, link)
    return link


def query(link: Path, sql: str) -> pl.DataFrame:
    """Answer a query as another process would: on a copy, since one process opens a file with one configuration."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(link.resolve(), folder)
        with duckdb.connect(copy, read_only=True) as con:
            return con.sql(sql).pl()


def _tables(rng: np.random.Generator, build_id: str, simulated: bool) -> dict[str, pl.DataFrame]:
    economies = _economies(rng)
    pairs = _pairs(rng, economies)
    panel = _panel(rng, pairs, economies)
    ties = _ties(rng, pairs)
    country_pair = _country_pair(panel, pairs, ties)
    return {
        "ref.economy": economies.rename({"latitude": "capital_latitude", "longitude": "capital_longitude"})
        .drop("gdp_usd")
        .with_columns(
            m49=pl.col("economy").replace_strict(NUMBERS, default=None, return_dtype=pl.Int32),
            iso2=pl.col("economy").replace_strict(TWO_LETTERS, default=None),
        ),
        "core.economy_year": _sizes(economies),
        "core.gravity": pairs.select(
            "exporter", "importer", "distance_km", pl.lit("cepii_geodist").alias("distance_source_id"), "contiguous",
            "common_language", "colony"
        ),
        "core.tie": ties,
        "mart.country_pair": country_pair,
        "mart.opportunity": _opportunity(country_pair, economies),
        "mart.product_opportunity": _products(country_pair),
        "score.potential": panel.select("exporter", "importer", "year", "trade_usd", "potential_usd"),
        "meta.build": pl.DataFrame({
            "build_id": [build_id], "built_at": [datetime(2026, 1, 1, 9, 30)], "simulated": [simulated],
            "first_year": [FIRST], "last_year": [LAST],
        }),
        "meta.source": _sources(),
        **invented_evidence.tables(np.random.default_rng(5)),
        **invented_events.tables(),
        **invented_scenarios.tables(_fitted(panel), LAST),
        "meta.lineage": pl.DataFrame(LINEAGE, schema=["table_name", "reads"], orient="row"),
        "meta.citation": pl.DataFrame({
            "source_id": [row[0] for row in SOURCES],
            "bibtex": [f"@misc{{{row[0]},\n  title = {{{row[1]}}},\n  author = {{{row[2]}}}\n}}" for row in SOURCES],
        }),
    }  # fmt: skip


def _economies(rng: np.random.Generator) -> pl.DataFrame:
    codes, names, regions, latitudes, longitudes = zip(*ECONOMIES, strict=True)
    return pl.DataFrame(
        {
            "economy": codes, "name": names, "region": regions, "latitude": latitudes, "longitude": longitudes,
            "gdp_usd": np.exp(rng.normal(26.5, 1.3, len(codes))),
            "last_year": pl.Series([1992 if code == NEVER_REPORTED else None for code in codes], dtype=pl.Int32),
        }
    ).with_columns(population=(pl.col("gdp_usd") / 9000).round())  # fmt: skip


def _pairs(rng: np.random.Generator, economies: pl.DataFrame) -> pl.DataFrame:
    exporters = economies.select(exporter="economy", lat_i="latitude", lon_i="longitude", gdp_i="gdp_usd")
    importers = economies.select(importer="economy", lat_j="latitude", lon_j="longitude", gdp_j="gdp_usd")
    pairs = exporters.join(importers, how="cross").filter(pl.col("exporter") != pl.col("importer"))
    radians = {name: pl.col(name).radians() for name in ("lat_i", "lat_j", "lon_i", "lon_j")}
    cosine = (
        radians["lat_i"].sin() * radians["lat_j"].sin()
        + radians["lat_i"].cos() * radians["lat_j"].cos() * (radians["lon_i"] - radians["lon_j"]).cos()
    )
    pairs = pairs.with_columns(distance_km=cosine.clip(-1, 1).arccos() * 6371 + 100)
    low, high = pl.min_horizontal("exporter", "importer"), pl.max_horizontal("exporter", "importer")
    chance = (low + high).hash(seed=int(rng.integers(1 << 30))) % 100
    return pairs.with_columns(
        contiguous=pl.col("distance_km") < 900, common_language=chance < 12, colony=chance < 4,
        closeness=(chance % 10) / 10, noise=pl.Series(rng.normal(0, 0.9, pairs.height)),
    )  # fmt: skip


def _panel(rng: np.random.Generator, pairs: pl.DataFrame, economies: pl.DataFrame) -> pl.DataFrame:
    years = pl.DataFrame({"year": np.arange(FIRST, LAST + 1, dtype=np.int32)})
    panel = pairs.join(years, how="cross")
    size = (pl.col("gdp_i").log() + pl.col("gdp_j").log() * 0.9) - 27.5
    potential = (size - 0.9 * (pl.col("distance_km") / 5000).log() + (pl.col("year") - FIRST) * 0.05).exp()
    panel = panel.with_columns(potential_usd=potential, wobble=pl.Series(rng.normal(0, 0.15, panel.height)))
    actual = (pl.col("potential_usd").log() + pl.col("noise") + pl.col("wobble")).exp()
    silent = pl.col("exporter").is_in(SILENT) & pl.col("importer").is_in(SILENT)
    missing = (pl.col("exporter") == "VNM") & pl.col("year").is_between(2003, 2004)
    absent = (pl.col("exporter") == NEVER_REPORTED) | (pl.col("importer") == NEVER_REPORTED)
    return (
        panel.with_columns(trade_usd=pl.when(missing).then(None).when(silent).then(0.0).otherwise(actual))
        .with_columns(
            trade_status=pl.when(pl.col("trade_usd").is_null()).then(pl.lit("missing"))
            .when(pl.col("trade_usd") == 0).then(pl.lit("zero")).otherwise(pl.lit("reported"))
        )
        .filter(~absent)
    )  # fmt: skip


def _ties(rng: np.random.Generator, pairs: pl.DataFrame) -> pl.DataFrame:
    years = pl.DataFrame({"year": np.arange(FIRST, LAST + 1, dtype=np.int32)})
    keys = pairs.select(
        pl.col("exporter").alias("origin"), pl.col("importer").alias("destination"), "closeness", "distance_km"
    ).join(years, how="cross")
    drift = (pl.col("year") - FIRST) * 0.006 * (pl.col("closeness") - 0.3)
    alignment = keys.with_columns(
        dimension=pl.lit("alignment"), indicator=pl.lit("un_ideal_point_distance"),
        value_index=(0.35 + 0.6 * pl.col("closeness") * (pl.col("distance_km").clip(1000, 12000) / 1000).pow(-0.25)
                     + drift).clip(0, 1),
        tie_status=pl.lit("observed"), source_id=pl.lit("un_ideal_points"), is_headline=pl.lit(True),
    ).with_columns(raw_value=4 * (1 - pl.col("value_index")))  # fmt: skip
    mission = (
        pl.when(pl.col("closeness") - 0.1 * (pl.col("origin") > pl.col("destination")) > 0.25)
        .then(1.0)
        .when(pl.col("closeness") > 0.05)
        .then(0.25)
        .otherwise(0.0)
    )
    later = keys.with_columns(
        dimension=pl.lit("representation"), indicator=pl.lit("mission_level"), raw_value=mission, value_index=mission,
        tie_status=pl.lit("from a later year"), source_id=pl.lit("embassies"), is_headline=pl.lit(True),
    )  # fmt: skip
    return pl.concat([alignment, later], how="diagonal").drop("closeness", "distance_km")


def _country_pair(panel: pl.DataFrame, pairs: pl.DataFrame, ties: pl.DataFrame) -> pl.DataFrame:
    keys = {"exporter": "origin", "importer": "destination", "year": "year"}
    wide = {
        name: ties.filter(pl.col("dimension") == name).select(
            *keys.values(), pl.col("value_index").alias(f"{name}_index"), pl.col("tie_status").alias(f"{name}_status")
        )
        for name in ("alignment", "representation")
    }
    names = {code: name for code, name, *_ in ECONOMIES}
    for frame in wide.values():
        panel = panel.join(frame, left_on=list(keys), right_on=list(keys.values()), how="left")
    return panel.with_columns(
        exporter_name=pl.col("exporter").replace_strict(names), importer_name=pl.col("importer").replace_strict(names),
        tie_index=pl.col("alignment_index"), tie_coverage_share=pl.lit(0.5),
        exporter_gdp_usd="gdp_i", importer_gdp_usd="gdp_j",
        trade_source_id=pl.when(pl.col("year") == ELSEWHERE)
        .then(pl.lit("unctad_trade_matrix"))
        .otherwise(pl.lit("cow_trade")),
    ).select(
        "exporter", "importer", "year", "exporter_name", "importer_name", "trade_usd", "trade_status",
        "trade_source_id", "potential_usd", "distance_km", "contiguous", "common_language", "colony",
        "exporter_gdp_usd", "importer_gdp_usd",
        "alignment_index", "alignment_status", "representation_index", "representation_status", "tie_index",
        "tie_coverage_share",
    )  # fmt: skip


def _opportunity(country_pair: pl.DataFrame, economies: pl.DataFrame) -> pl.DataFrame:
    regions = dict(zip(economies["economy"], economies["region"], strict=True))
    pair = ["exporter", "importer"]
    window = (
        country_pair.filter(pl.col("year") > LAST - 3)
        .group_by(pair)
        .agg(actual_usd=pl.col("trade_usd").mean(), potential_usd=pl.col("potential_usd").mean())
    )
    before = (
        country_pair.filter(pl.col("year").is_between(LAST - 7, LAST - 5))
        .group_by(pair)
        .agg(before_usd=pl.col("trade_usd").mean())
    )
    latest = country_pair.filter(pl.col("year") == LAST).drop("potential_usd", "trade_usd")
    actual, potential = pl.col("actual_usd"), pl.col("potential_usd")
    return latest.join(window, on=pair).join(before, on=pair).with_columns(
        gap_log=(potential / actual.clip(5e5)).log(),
        untapped_usd=(potential - actual).clip(0),
        actual_to_potential_ratio=actual / potential,
        change_5y_pct=pl.when(pl.col("before_usd") > 0).then(100 * (actual / pl.col("before_usd") - 1)),
        trade_intensity=actual * actual.sum() / (actual.sum().over("exporter") * actual.sum().over("importer")),
        exporter_region=pl.col("exporter").replace_strict(regions),
        importer_region=pl.col("importer").replace_strict(regions),
    ).with_columns(_rank("untapped_usd").alias("rank_untapped"), **_outlook(latest.height)).with_columns(
        gain_median_usd=actual * pl.col("growth").exp() - actual,
        gain_low_usd=actual * (pl.col("growth") - 0.6).exp() - actual,
        gain_high_usd=actual * (pl.col("growth") + 0.6).exp() - actual,
        potential_low_usd=potential * 0.4, potential_high_usd=potential * 2.5,
    ).with_columns(
        _rank("chance_outgrow_share").alias("rank_growth"), _rank("gain_median_usd").alias("rank_dollar"),
        rank_of_exporter=_rank("untapped_usd").over("exporter"), partner_count=pl.len().over("exporter"),
        closer_than_share=((pl.col("tie_index").rank("min") - 1) / (pl.len() - 1)).over("exporter"),
    ).select(
        "exporter", "importer", "exporter_name", "importer_name", "exporter_region", "importer_region", "year",
        "actual_usd", "potential_usd", "gap_log", "untapped_usd", "actual_to_potential_ratio", "change_5y_pct",
        "trade_intensity", "tie_index", "tie_coverage_share", "alignment_index", "representation_index",
        "representation_status", "rank_untapped", "potential_low_usd", "potential_high_usd", "chance_outgrow_share",
        "gain_median_usd", "gain_low_usd", "gain_high_usd", "start_probability_share", "tie_premium_pct",
        "tie_premium_low_pct", "tie_premium_high_pct", "rank_growth", "rank_dollar", "rank_of_exporter",
        "partner_count", "closer_than_share",
    )  # fmt: skip


def _products(country_pair: pl.DataFrame) -> pl.DataFrame:
    """Two product groups, of which one has no name; Kenya's trade by product nobody reports."""
    latest = country_pair.filter(pl.col("year") == LAST, pl.col("exporter") != "KEN", pl.col("importer") != "KEN")
    goods = pl.DataFrame(
        {"product_code": ["5", "7"], "product_name": [None, "Machinery and transport equipment"],
         "weight": [0.3, 0.5], "comparative_advantage": [1.2, 1.4],
         "potential_basis": ["geography", "product mix and geography"]},
        schema_overrides={"product_name": pl.String},
    )  # fmt: skip
    actual, potential = pl.col("product_trade_usd"), pl.col("product_potential_usd")
    return latest.join(goods, how="cross").with_columns(
        product_trade_usd=pl.col("trade_usd").fill_null(0) * pl.col("weight"),
        product_potential_usd=pl.col("potential_usd") * 0.4,
    ).select(
        "exporter", "importer", "exporter_name", "importer_name", "year", "product_code", "product_name",
        "product_trade_usd", "product_potential_usd", "comparative_advantage", "potential_basis", "tie_index",
        "tie_coverage_share", untapped_usd=(potential - actual).clip(0), nomenclature=pl.lit("SITC3"),
        ease_of_trade_ratio=pl.lit(0.8), complementarity_index=pl.lit(0.6), source_id=pl.lit("cow_trade"),
    )  # fmt: skip


def _rank(column: str) -> pl.Expr:
    return pl.col(column).rank("min", descending=True).cast(pl.Int32)


def _outlook(pairs: int) -> dict[str, pl.Series | pl.Expr]:
    rng = np.random.default_rng(3)
    premium = pl.Series(rng.normal(0, 4, pairs))
    return {
        "growth": pl.Series(rng.normal(0.1, 0.3, pairs)),
        "chance_outgrow_share": pl.Series(rng.uniform(0.2, 0.8, pairs)),
        "start_probability_share": pl.when(pl.col("actual_usd") == 0).then(0.2), "tie_premium_pct": premium,
        "tie_premium_low_pct": premium - 3, "tie_premium_high_pct": premium + 3,
    }  # fmt: skip


def _fitted(panel: pl.DataFrame) -> pl.DataFrame:
    return panel.filter(pl.col("year") == LAST).select("exporter", "importer", fitted_usd="potential_usd")


def _sizes(economies: pl.DataFrame) -> pl.DataFrame:
    years = pl.DataFrame({"year": np.arange(FIRST, LAST + 1, dtype=np.int32)})
    growth = pl.lit(1.03).pow(pl.col("year") - LAST)
    return economies.join(years, how="cross").select(
        "economy", "year", gdp_usd=pl.col("gdp_usd") * growth, population="population", source_id=pl.lit("world_bank")
    )


def _sources() -> pl.DataFrame:
    names = ("source_id", "title", "producer", "version", "redistributable", "source_status", "message")
    return pl.DataFrame(SOURCES, schema=list(names), orient="row").with_columns(
        page=pl.lit("https://example.org/data"), licence=pl.lit("CC BY 4.0"), access=pl.lit("keyless"),
        row_count=pl.lit(1000), rejected_count=pl.lit(3),
        fetched_at=pl.lit(datetime(2026, 1, 1, 8, 0, tzinfo=UTC)),
    )  # fmt: skip
