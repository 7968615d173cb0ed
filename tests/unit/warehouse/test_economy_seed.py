"""The economy seed agrees with itself, and with the publishers' own lists where the mirror is at hand."""

import csv
import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from etl.economies import attach_economy, code_table, economies, normalise_name

SYSTEMS = ["iso3", "iso2", "m49", "cow", "wb", "name"]
REGIONS = {
    "East Asia & Pacific",
    "Europe & Central Asia",
    "Latin America & Caribbean",
    "Middle East, North Africa, Afghanistan & Pakistan",
    "North America",
    "South Asia",
    "Sub-Saharan Africa",
}
WITHOUT_A_CAPITAL = {"ATA", "BVT", "HMD", "UMI"}
# ISO 3166-1 gives it no numbers or letters of its own.
KOSOVO = {"iso3": "XKX", "iso2": "XK", "m49": None}
# geo_cepii has typing errors here (a wrong sign, longitude or latitude), or the capital has moved since.
POSITIONS_NOT_COMPARED = {"ATF", "GIN", "NZL", "WSM", "MMR"}
Spans = dict[str, list[tuple[int, int]]]


def _rows(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _current() -> pl.DataFrame:
    return economies().filter(pl.col("valid_to").is_null())


def _overlapping(spans: Spans) -> dict[str, list[tuple[int, int]]]:
    clash = {key: [a for a, b in combinations(sorted(own), 2) if a[1] >= b[0]] for key, own in spans.items()}
    return {key: found for key, found in clash.items() if found}


def _spans(table: pl.DataFrame, key: str) -> Spans:
    bounded = table.drop_nulls("iso3").select(
        key, pl.col("valid_from").fill_null(-9999), pl.col("valid_to").fill_null(9999)
    )
    spans: Spans = {}
    for name, start, end in bounded.iter_rows():
        spans.setdefault(name, []).append((start, end))
    return spans


def test_every_iso_economy_and_kosovo_has_a_row_and_vanished_states_keep_theirs() -> None:
    assert _current().height == 249 + 1
    assert economies()["iso3"].is_unique().all()
    vanished = set(economies().drop_nulls("valid_to")["iso3"])
    assert vanished >= {"SUN", "YUG", "SCG", "CSK", "DDR", "VDR", "YMD", "ANT", "ZAN", "BLX"}


def test_every_column_that_identifies_is_filled_and_unique() -> None:
    current = _current()
    for column in ("iso3", "iso2", "m49", "cow_code", "wb_code", "name"):
        assert current[column].drop_nulls().is_unique().all(), column
    assert current["iso2"].null_count() == 0
    assert current.filter(pl.col("m49").is_null())["iso3"].to_list() == ["XKX"]


def test_namibia_is_not_missing() -> None:
    assert economies().filter(pl.col("iso3") == "NAM")["iso2"].to_list() == ["NA"]


def test_regions_and_income_groups_are_the_world_banks_of_fiscal_year_2027() -> None:
    current = _current()
    assert set(economies()["region"].drop_nulls()) == REGIONS
    assert economies().filter(pl.col("region").is_null())["iso3"].to_list() == ["ATA"]
    # Published counts: 25, 47, 59 and 87; Guernsey and Jersey are one economy there, the Channel Islands.
    assert dict(current.drop_nulls("income_group")["income_group"].value_counts().iter_rows()) == {
        "Low income": 25,
        "Lower middle income": 47,
        "Upper middle income": 59,
        "High income": 88,
    }
    assert current.filter(pl.col("wb_code").is_not_null() & pl.col("income_group").is_null()).height == 0
    assert economies().filter(pl.col("valid_to").is_not_null() & pl.col("income_group").is_not_null()).height == 0


def test_capitals_stand_on_the_globe() -> None:
    without = economies().filter(pl.any_horizontal(pl.col("^capital.*$").is_null()))
    assert set(without["iso3"]) == WITHOUT_A_CAPITAL
    placed = economies().drop_nulls("capital")
    assert placed["capital_latitude"].is_between(-90, 90).all()
    assert placed["capital_longitude"].is_between(-180, 180).all()
    assert set(economies()["landlocked"]) == {"true", "false"}


def test_vanished_states_and_only_they_name_their_successors() -> None:
    known = set(economies()["iso3"])
    for row in economies().iter_rows(named=True):
        successors = (row["successors"] or "").split("|") if row["successors"] else []
        assert bool(successors) == (row["valid_to"] is not None), row["iso3"]
        assert set(successors) <= known - {row["iso3"]}, row["iso3"]
        assert (row["valid_from"] or -9999) <= (row["valid_to"] or 9999), row["iso3"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_code_means_at_most_one_economy_in_a_year(system: str) -> None:
    table = code_table(system)  # type: ignore[arg-type]
    assert _overlapping(_spans(table, "code")) == {}
    assert set(table["iso3"].drop_nulls()) <= set(economies()["iso3"])
    assert table.filter(pl.col("iso3").is_null() & pl.col("note").is_null()).height == 0


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_economys_own_codes_and_names_mean_that_economy(system: str) -> None:
    columns = {"cow": ["cow_code"], "wb": ["wb_code"], "name": ["name", "aliases"]}.get(system, [system])
    own = economies().select("iso3", year=pl.col("valid_to").fill_null(2020), code=pl.concat_list(columns))
    own = own.explode("code").with_columns(pl.col("code").str.split("|")).explode("code").drop_nulls("code")
    found = attach_economy(own, "code", system, "year", into="found")  # type: ignore[arg-type]
    assert found.filter(pl.col("found").ne_missing(pl.col("iso3"))).select("iso3", "code").rows() == []


def test_an_economy_has_at_most_one_correlates_of_war_code_in_a_year() -> None:
    assert _overlapping(_spans(code_table("cow"), "iso3")) == {}


def test_a_correlates_of_war_code_stays_within_its_economys_years() -> None:
    listed = pl.read_csv(Path(__file__).parents[3] / "warehouse/seeds/economy_code.csv", infer_schema=False)
    dated = code_table("cow").join(listed.filter(pl.col("system") == "cow").select("code"), on="code", how="semi")
    both = dated.join(economies().select("iso3", "name", "^valid.*$"), on="iso3", suffix="_economy")
    outside = both.filter(
        (pl.col("valid_from_economy") > pl.col("valid_from").fill_null(-9999))
        | (pl.col("valid_to_economy") < pl.col("valid_to").fill_null(9999))
    )
    assert outside.select("code", "iso3").rows() == []


@pytest.mark.mirror
def test_codes_are_those_of_iso_3166(mirror: Path) -> None:
    ours = {row["iso3"]: row for row in _current().iter_rows(named=True)}
    assert ours.pop("XKX").items() >= KOSOVO.items()
    published = {row["ISO3166-1-Alpha-3"]: row for row in _rows(mirror / "economies/country-codes.csv")}
    assert ours.keys() == published.keys()
    for iso3, row in published.items():
        assert ours[iso3]["iso2"] == row["ISO3166-1-Alpha-2"]
        assert ours[iso3]["m49"] == str(int(row["ISO3166-1-numeric"]))


@pytest.mark.mirror
def test_official_names_are_known(mirror: Path) -> None:
    columns = ["official_name_en", "UNTERM English Short", "UNTERM English Formal", "CLDR display name"]
    wrong = []
    for row in _rows(mirror / "economies/country-codes.csv"):
        names = pl.DataFrame({"name": [row[column] for column in columns if row[column]]})
        found = set(attach_economy(names, "name", "name")["name"])
        wrong += [(row["ISO3166-1-Alpha-3"], found)] if found != {row["ISO3166-1-Alpha-3"]} else []
    assert wrong == []


@pytest.mark.mirror
def test_correlates_of_war_codes_and_names_lead_to_the_same_economy(mirror: Path) -> None:
    states = pl.read_csv(mirror / "cow_states/states2016.csv").with_columns(pl.col("endyear").cast(pl.Int64))
    both = attach_economy(states, "ccode", "cow", "endyear", into="by_code")
    both = attach_economy(both, "statenme", "name", "endyear", into="by_name")
    # 260 and 678 ended during 1990, which we read under the unified states' codes.
    assert set(both.filter(pl.col("by_code").is_null())["ccode"]) == {260, 678}
    # 345 is Serbia by 2006 and still named Yugoslavia.
    assert both.filter(pl.col("by_name").is_null())["by_code"].to_list() == ["SRB"]
    differing = both.filter(pl.col("by_code") != pl.col("by_name"))
    assert differing.select("by_code", "by_name").rows() == [("XKO", "KOR")]  # to 1910 Korea was one


@pytest.mark.mirror
def test_capitals_stand_where_geodist_has_a_city(mirror: Path) -> None:
    cities = pl.read_excel(mirror / "cepii_geodist/geo_cepii.xls")
    near = (
        attach_economy(cities, "iso3", "iso3", into="economy")
        .join(economies(), left_on="economy", right_on="iso3")
        .filter(~pl.col("economy").is_in(POSITIONS_NOT_COMPARED))
        .with_columns(east=(pl.col("lon") - pl.col("capital_longitude")).abs())
        .with_columns(east=pl.min_horizontal("east", 360 - pl.col("east")))
        .with_columns(apart=pl.max_horizontal((pl.col("lat") - pl.col("capital_latitude")).abs(), "east"))
        .group_by("economy")
        .agg(pl.col("apart").min())
    )
    assert near.height >= 215
    assert near.filter(pl.col("apart") > 1)["economy"].to_list() == []


@pytest.mark.mirror
def test_landlocked_as_published(mirror: Path) -> None:
    countries = json.loads((mirror / "economies/countries.json").read_text())
    published = pl.DataFrame({"iso3": c["cca3"], "theirs": c["landlocked"]} for c in countries)
    both = economies().join(published, on="iso3")
    assert both.filter((pl.col("landlocked") == "true") != pl.col("theirs"))["iso3"].to_list() == []


def test_names_are_compared_without_case_accents_and_articles() -> None:
    assert normalise_name("  THE  Gambia") == normalise_name("Gambia, The") == "gambia"
    assert normalise_name("CÔTE D’IVOIRE") == normalise_name("Cote d'Ivoire")
