"""Potentials add up, know nothing of later years, and their gaps split into what lasts and what passes."""

import numpy as np
import pytest

from warehouse.scoring.potential import (
    gap_components,
    gap_log,
    potential_bands,
    untapped,
    yearly_potential,
)

YEARS, ECONOMIES = 4, 30


def geography(rng: np.random.Generator, economies: int = ECONOMIES) -> dict[str, np.ndarray]:
    place = rng.uniform(0, 10, (economies, 2))
    distance = np.linalg.norm(place[:, None] - place[None], axis=2)
    np.fill_diagonal(distance, np.nan)
    return {"ln_distance": np.log(distance)}


def trade(
    rng: np.random.Generator, distance: np.ndarray, years: int = YEARS, noise: float = 1.0, economies: int = ECONOMIES
) -> np.ndarray:
    size = np.exp(rng.normal(0, 1, (2, years, economies)))
    mean = 1e9 * size[0][:, :, None] * size[1][:, None, :] * np.exp(-distance)
    values: np.ndarray = mean * np.exp(rng.normal(0, noise, mean.shape))
    return values


@pytest.fixture
def world() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(1)
    regressors = geography(rng)
    return trade(rng, regressors["ln_distance"]), regressors


def test_potentials_of_an_exporter_and_of_an_importer_add_up_to_what_they_trade(
    world: tuple[np.ndarray, dict[str, np.ndarray]],
) -> None:
    values, regressors = world
    values[:, 3, 5] = np.nan  # not reported: no part of either total
    potential = np.where(np.isnan(values), np.nan, yearly_potential(values, regressors).potential)
    for axis in (1, 2):
        np.testing.assert_allclose(np.nansum(potential, axis), np.nansum(values, axis), rtol=1e-6)


def test_a_pair_without_a_number_has_a_potential_all_the_same(world: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    values, regressors = world
    values[:, 3, 5] = np.nan
    yearly = yearly_potential(values, regressors)
    assert (yearly.potential[:, 3, 5] > 0).all()
    assert not yearly.estimated[:, 3, 5].any()


def test_a_potential_knows_nothing_of_other_years(world: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    values, regressors = world
    before = yearly_potential(values, regressors).potential[1]
    values[2:] *= np.random.default_rng(2).uniform(0, 9, values[2:].shape)
    np.testing.assert_array_equal(yearly_potential(values, regressors).potential[1], before)


def test_a_year_without_trade_has_no_potential_and_the_others_keep_theirs(
    world: tuple[np.ndarray, dict[str, np.ndarray]],
) -> None:
    values, regressors = world
    values[2] = np.nan
    yearly = yearly_potential(values, regressors)
    assert yearly.fits[2] is None
    assert np.isnan(yearly.potential[2]).all()
    assert np.isfinite(yearly.potential[3][~np.eye(ECONOMIES, dtype=bool)]).all()


def test_an_agreement_that_nobody_has_yet_is_left_out_by_name(
    world: tuple[np.ndarray, dict[str, np.ndarray]],
) -> None:
    values, regressors = world
    rta = np.zeros(values.shape)
    rta[2:, :4, :4] = 1.0
    fits = yearly_potential(values, regressors | {"rta": rta}).fits
    assert [fit.terms for fit in fits if fit] == [("ln_distance",)] * 2 + [("ln_distance", "rta")] * 2
    assert all("rta" in fit.collinear for fit in fits[:2] if fit)


def test_gap_by_hand() -> None:
    gap = gap_log([2e6, 2e6, 0.0], [1e6, 0.0, 1e6])
    # 2 m against 1 m; against nothing, which counts as half a million; no potential at all
    np.testing.assert_allclose(gap, [np.log(2), np.log(4), -np.inf])


def test_untapped_does_not_net_pairs_beyond_their_potential() -> None:
    np.testing.assert_array_equal(untapped([5.0, 5.0, 5.0], [3.0, 9.0, 5.0]), [2.0, 0.0, 0.0])


def pairs(rows: list[list[float]]) -> np.ndarray:
    """Gaps of two pairs over T years in an array of two economies; the diagonal is not known."""
    gaps = np.full((len(rows), 2, 2), np.nan)
    gaps[:, 0, 1], gaps[:, 1, 0] = np.transpose(rows)
    return gaps


def test_components_by_hand() -> None:
    # Year means 2 and 4; what is left: pair one −1, −3, pair two 1, 3. Means ∓2; squares within 4 · 1 on 4 − 2 degrees
    # of freedom: 2; between 2 · (4 + 4) on 1: 16; lasting (16 − 2) / 2 = 7; weight 2 · 7 / (2 · 7 + 2) = 7/8.
    parts = gap_components(pairs([[1.0, 3.0], [1.0, 7.0]]))
    assert parts.transient_variance == pytest.approx(2.0)
    assert parts.persistent_variance == pytest.approx(7.0)
    assert parts.persistent_share == pytest.approx(7 / 9)
    np.testing.assert_allclose([parts.persistent[0, 1], parts.persistent[1, 0]], [-2 * 7 / 8, 2 * 7 / 8])
    assert np.isnan(parts.persistent[0, 0])


def test_what_moves_all_pairs_of_a_year_alike_neither_lasts_nor_passes() -> None:
    rng = np.random.default_rng(3)
    gaps = rng.normal(size=(6, 1, 1)) + rng.normal(size=(6, 20, 20))
    shifted = gap_components(gaps + 10 * np.arange(6)[:, None, None])
    np.testing.assert_allclose(shifted.persistent, gap_components(gaps).persistent, atol=1e-12)


def test_true_variances_are_found_with_years_missing() -> None:
    rng = np.random.default_rng(4)
    lasting = rng.normal(0, 1.5, (60, 60))
    gaps = lasting + rng.normal(0, 0.8, (10, 60, 60))
    gaps[rng.random(gaps.shape) < 0.4] = np.nan
    parts = gap_components(gaps)
    assert parts.persistent_variance == pytest.approx(1.5**2, rel=0.06)
    assert parts.transient_variance == pytest.approx(0.8**2, rel=0.06)
    known = np.isfinite(parts.persistent)
    assert np.corrcoef(parts.persistent[known], lasting[known])[0, 1] > 0.95


def test_components_need_a_pair_with_two_years() -> None:
    with pytest.raises(ValueError, match="two years"):
        gap_components(pairs([[1.0, 2.0]]))


def test_nine_in_ten_pairs_of_a_new_year_lie_in_the_band() -> None:
    rng = np.random.default_rng(5)
    regressors = geography(rng, 60)
    values = trade(rng, regressors["ln_distance"], years=2, economies=60)
    off = ~np.eye(60, dtype=bool)
    bands = potential_bands(values[:1], regressors)
    potential = yearly_potential(values[1:], regressors).potential[0]
    size = np.log(np.maximum(potential, 5e5))
    low, high = bands.interval(size, size)
    actual = np.log(np.maximum(values[1], 5e5))
    assert 0.87 < ((actual >= low) & (actual <= high))[off].mean() < 0.93


def test_bands_are_the_same_for_the_same_seed(world: tuple[np.ndarray, dict[str, np.ndarray]]) -> None:
    values, regressors = world
    first, second = (potential_bands(values[:1], regressors, seed=7) for _ in range(2))
    np.testing.assert_array_equal(first.lower, second.lower)
    np.testing.assert_array_equal(first.upper, second.upper)
