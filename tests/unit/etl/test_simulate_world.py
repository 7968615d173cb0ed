"""The simulated world: what it promises about its own truth."""

from functools import cache

import numpy as np
import polars as pl
import pytest

from etl.simulate import Arguments, simulate
from etl.simulation.products import product_codes, section
from etl.simulation.world import World, WorldError


@cache
def world(economies: int = 60, seed: int = 7, **arguments: float | bool) -> World:
    return simulate(Arguments(economies=economies, first_year=2000, last_year=2014, seed=seed, **arguments))


def without_domestic_sales(values: np.ndarray) -> np.ndarray:
    return np.where(np.eye(values.shape[-1], dtype=bool), np.nan, values)


def coefficients_of_expected_exports(told: World) -> dict[str, float]:
    """Log expected exports on exporter-year and importer-year dummies and the terms, by least squares."""
    abroad = np.broadcast_to(~np.eye(len(told.iso3), dtype=bool), told.expected_usd.shape)
    t, i, j = np.nonzero(abroad)
    exporter_year, importer_year = (np.eye(told.gdp_usd.size)[t * len(told.iso3) + k] for k in (i, j))
    terms = [np.broadcast_to(z, abroad.shape)[abroad] for z in told.terms().values()]
    design = np.column_stack([*terms, exporter_year, importer_year])
    solved = np.linalg.lstsq(design, np.log(told.expected_usd[abroad]), rcond=None)[0]
    return dict(zip(told.terms(), solved[: len(terms)], strict=True))


@pytest.mark.parametrize("with_ties", [True, False])
def test_expected_exports_are_gravity_with_the_coefficients_told(with_ties: bool) -> None:
    told = simulate(Arguments(economies=20, first_year=2000, last_year=2002, with_ties=with_ties))
    assert coefficients_of_expected_exports(told) == pytest.approx(told.coefficients, abs=1e-8)
    assert (told.coefficients["alignment"] > 0) is with_ties


def test_every_economy_sells_the_same_share_of_its_gdp_at_home_and_abroad_together() -> None:
    sold = world().expected_usd.sum(axis=2) / world().gdp_usd
    np.testing.assert_allclose(sold, sold[0, 0], rtol=1e-8)


def test_exports_are_plausible_beside_gdp() -> None:
    exported = np.nansum(world().export_usd, axis=2) / world().gdp_usd
    world_share = np.nansum(world().export_usd) / world().gdp_usd.sum()
    assert 0.15 < world_share < 0.40
    assert np.quantile(exported, 0.9) < 1


@pytest.mark.parametrize("flows", ["under a million", "under a hundred million", "above"])
def test_errors_zeros_and_rounding_leave_the_mean_where_it_was(flows: str) -> None:
    low, high = {"under a million": (0, 1e6), "under a hundred million": (1e6, 1e8), "above": (1e8, np.inf)}[flows]
    ratios = []
    for seed in range(20):
        drawn = world(70, seed, zero_share=0.4)
        cells = ~np.isnan(drawn.export_usd) & (low <= drawn.expected_usd) & (drawn.expected_usd < high)
        ratios.append(drawn.export_usd[cells].sum() / drawn.expected_usd[cells].sum())
    assert np.mean(ratios) == pytest.approx(1, abs=4 * np.std(ratios) / np.sqrt(len(ratios)))


def test_exports_are_whole_millions_with_zeros() -> None:
    published = world().export_usd[~np.isnan(world().export_usd)]
    assert (published % 1e6 == 0).all()
    assert 0.05 < (published == 0).mean() < 0.6


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_the_share_of_zeros_asked_for_is_reached(share: float) -> None:
    published = world(zero_share=share).export_usd
    assert (published[~np.isnan(published)] == 0).mean() == pytest.approx(share, abs=0.02)


def test_what_is_missing_is_missing_in_blocks_by_importer() -> None:
    missing = np.isnan(without_domestic_sales(world().export_usd)) & ~np.eye(60, dtype=bool)
    silent = missing.any(axis=1)
    assert 0.002 < missing.mean() < 0.1
    assert 0 < silent.any(axis=0).mean() < 0.4
    assert missing.sum(axis=1)[silent].min() > 5


def test_no_two_places_are_further_apart_than_half_way_around_the_earth() -> None:
    assert np.nanmax(world().geography.distance_weighted_km) <= np.pi * 6371.1


def test_ideal_points_move_slowly() -> None:
    wide = world().facts["ideal_point"].pivot("year", index="economy", values="ideal_point")
    next_year, last_year = (wide.select(pl.corr("2000", later)).item() for later in ("2001", "2014"))
    assert 0.9 < next_year < 1
    assert last_year < next_year


def test_missions_open_and_close_and_are_likelier_between_large_and_near() -> None:
    told = world()
    mission = told.facts["mission"]
    level = told.ties["representation"]
    opened, closed = (level[-1] > level[0]).sum(), (level[-1] < level[0]).sum()
    assert opened >= 50
    assert closed >= 5
    assert (mission["opened_on"] < mission["closed_on"]).drop_nulls().all()
    assert 0.05 < 1 - mission["dated"].mean() < 0.15
    abroad = ~np.eye(60, dtype=bool)
    size = np.log(told.gdp_usd[0])
    both = (size[:, None] + size)[abroad]
    distance = np.log(told.geography.distance_km)[abroad]
    kept = level[0][abroad] > 0
    assert both[kept].mean() > both[~kept].mean()
    assert distance[kept].mean() < distance[~kept].mean()


def test_worlds_without_ties_publish_the_same_ties() -> None:
    assert world(with_ties=False).facts["mission"].equals(world().facts["mission"])
    assert world(with_ties=False).facts["ideal_point"].equals(world().facts["ideal_point"])


def test_economies_come_and_go_with_their_years() -> None:
    told = world(230)
    year, place = list(told.years), {iso3: k for k, iso3 in enumerate(told.iso3)}
    both, montenegro = place["SCG"], place["MNE"]
    assert told.present[year.index(2005), both]
    assert not told.present[year.index(2006), both]
    assert not told.present[year.index(2005), montenegro]
    assert np.isnan(told.export_usd[year.index(2005), montenegro]).all()
    assert np.nansum(told.export_usd[year.index(2007), montenegro]) > 0
    assert told.cow_code[year.index(2005), both] == told.cow_code[year.index(2006), place["SRB"]] == 345


def test_small_worlds_hold_the_names_readers_look_for() -> None:
    assert {"USA", "CHN", "DEU", "VNM"} <= set(world(60).iso3)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"economies": 900}, "choose between 5 and"),
        ({"economies": 2}, "choose between 5 and"),
        ({"first_year": 2014, "last_year": 2000}, "write FIRST:LAST"),
        ({"first_year": 1900}, "no year before 1946"),
        ({"seed": -1}, "choose a whole number from 0"),
        ({"zero_share": 1.5}, "choose a number from 0 to below 1"),
        ({"zero_share": 0.999}, "choose a share closer to that"),
        ({"economies": 190, "zero_share": 0.0}, "choose a share closer to that"),
    ],
)
def test_a_world_that_cannot_be_made_names_the_remedy(wrong: dict[str, float], remedy: str) -> None:
    with pytest.raises(WorldError, match=remedy):
        simulate(Arguments(**wrong))


@pytest.mark.parametrize("count", [16, 300])
def test_few_products_too_are_of_most_sections(count: int) -> None:
    codes = product_codes(count)
    assert len({*codes}) == count
    assert len({section(code) for code in codes}) >= 6
