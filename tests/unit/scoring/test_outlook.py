"""The outlook recovers a known truth, tells pair from economies; its chances and intervals are as good as they say."""

import numpy as np
import pytest

from tests.unit.scoring.outlook_world import TRUE, growth, known_pairs, trading_world
from warehouse.scoring.conformal import assign_bins, conformal_bands
from warehouse.scoring.forecast import Lesson, forecaster, latest, lesson
from warehouse.scoring.outlook import BASE_TERMS, Spread, fit_outlook, spread
from warehouse.scoring.snapshot import Outcome, World, outgrows
from warehouse.scoring.timing import CLEAN

TIES = {f"tie {k}" for k in range(4)}


def learnt(seed: int, ties: float = 1.0) -> Lesson:
    known = known_pairs(seed)
    return Lesson(known, Outcome(grown := growth(known, seed, ties), grown, grown))


# The equation


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return [learnt(seed) for seed in range(6)]


def test_the_truth_is_found(lessons: list[Lesson]) -> None:
    fits = [fit_outlook(given.known, given.outcome.growth) for given in lessons]
    mean = np.mean([fit.growth.coefficients for fit in fits], axis=0)
    found = dict(zip(("constant", *fits[0].terms), mean, strict=True))
    for term, truth in TRUE.items():
        assert found[term] == pytest.approx(truth, abs=0.02), term
    for term in set(BASE_TERMS) - {"gap"}:
        assert found[term] == pytest.approx(0, abs=0.02), term


def test_premiums_add_up_and_their_interval_holds_the_truth(lessons: list[Lesson]) -> None:
    held = []
    for given in lessons:
        fit = fit_outlook(given.known, given.outcome.growth)
        both = fit.premium(given.known)
        np.testing.assert_allclose(both, fit.premium(given.known, ("pair",)) + fit.premium(given.known, ("economy",)))
        low, high = fit.premium_interval(given.known)
        assert ((low <= both) & (both <= high)).all()  # shrinkage stays within
        true = TRUE["pair"] * given.known.closeness.pair + TRUE["economy"] * given.known.closeness.economy
        held.append(((low <= true) & (true <= high)).mean())
    assert np.mean(held) > 0.75


def test_where_ties_do_nothing_the_premium_is_shrunk_away() -> None:
    shrunk, raw = [], []
    for seed in range(10, 18):
        given = learnt(seed, ties=0.0)
        fit = fit_outlook(given.known, given.outcome.growth)
        shrunk.append(np.abs(fit.shrunk[-2:]))
        raw.append(np.abs(fit.growth.coefficients[-2:]))
    assert np.mean(shrunk) < 0.5 * np.mean(raw)
    assert np.mean(np.array(shrunk) == 0) > 0.4


def test_without_ties_there_is_no_premium() -> None:
    given = learnt(1)
    fit = fit_outlook(given.known.only(()), given.outcome.growth)
    assert fit.terms == BASE_TERMS
    np.testing.assert_array_equal(fit.premium(given.known), 0.0)


def test_too_few_pairs_are_refused() -> None:
    given = learnt(1).at(np.arange(90 * 89) < 200)
    with pytest.raises(ValueError, match="too few"):
        fit_outlook(given.known, given.outcome.growth)


# Chances, gains, intervals


def test_gains_by_hand() -> None:
    known = known_pairs(0).at(np.arange(90 * 89) < 3)
    bands = conformal_bands(np.linspace(-1, 1, 199), np.ones(199), np.array([]))
    gains = Spread(bands, np.array([1.5])).gains(known, np.array([0.0, np.log(2), np.log(0.5)]))
    np.testing.assert_allclose(gains["median"], known.actual_usd * [0, 1, -0.5], atol=1e-6)
    np.testing.assert_allclose(gains["mean"], known.actual_usd * [0.5, 2, -0.25])
    assert (gains["low"] < gains["median"]).all()
    assert (gains["median"] < gains["high"]).all()


def test_smearing_turns_medians_into_means_of_dollars() -> None:
    given = learnt(3)
    known, grown = given.known, given.outcome.growth
    measured = spread(known, grown, np.zeros(len(grown)), bins=4)
    gains = measured.gains(known, np.zeros(len(grown)))["mean"]
    bin_of = assign_bins(known.log_actual, measured.bands.edges)
    for b in range(4):
        chosen = bin_of == b
        assert gains[chosen].sum() == pytest.approx((known.actual_usd * np.expm1(grown))[chosen].sum())


def test_intervals_hold_nine_in_ten_of_a_world_they_have_not_seen() -> None:
    covered, tenths = [], []
    for seed in range(20, 26):
        earlier, train, test = (learnt(seed * 10 + k) for k in range(3))
        fitted = forecaster(train, earlier, TIES)
        low, high = fitted.spread.bands.interval(fitted.outlook.expected_growth(test.known), test.known.log_actual)
        inside = (test.outcome.growth >= low) & (test.outcome.growth <= high)
        covered.append(inside.mean())
        bin_of = assign_bins(test.known.log_actual, fitted.spread.bands.edges)
        tenths.append([inside[bin_of == b].mean() for b in range(10)])
    assert 0.88 <= np.mean(covered) <= 0.92
    assert np.min(tenths) >= 0.85


@pytest.mark.parametrize("with_earlier", [True, False])
def test_chances_come_true_as_often_as_they_say(with_earlier: bool) -> None:
    train, test = learnt(31), learnt(32)
    fitted = forecaster(train, learnt(30) if with_earlier else None, TIES)
    chance = fitted.chance_to_outgrow(fitted.outlook.expected_growth(test.known))
    won = outgrows(test.outcome.growth, test.known.dyads)
    fifth = np.digitize(chance, np.quantile(chance, [0.2, 0.4, 0.6, 0.8]))
    for k in range(5):
        assert won[fifth == k].mean() == pytest.approx(chance[fifth == k].mean(), abs=0.05)
    assert np.ptp(chance) > 0.2


def test_chance_rises_with_expected_growth() -> None:
    fitted = forecaster(learnt(31), learnt(30), TIES)
    assert (np.diff(fitted.chance_to_outgrow(np.linspace(-1, 1, 50))) > 0).all()


# At a date


def test_the_latest_forecast_learns_from_the_five_years_before_only() -> None:
    world = trading_world(5, tie_effect=1.0)
    now = latest(world, CLEAN)
    assert now is not None
    early = World(world.years[:-8], world.trade[:-8], world.potential[:-8], {"tie": world.ties["tie"][:-8]})
    then = latest(early, CLEAN)
    assert then is not None
    train = lesson(world, world.years[-1] - 5, CLEAN)
    assert train is not None
    np.testing.assert_array_equal(train.known.actual_usd, then.known.actual_usd)
    assert now.forecaster.basis == "years that the fit had not seen"


def test_a_world_of_few_pairs_teaches_nothing() -> None:
    assert latest(trading_world(6, economies=20), CLEAN) is None


def test_a_short_world_measures_its_spread_on_pairs_it_has_not_fitted() -> None:
    world = trading_world(6, years=15)
    now = latest(world, CLEAN)
    assert now is not None
    assert now.forecaster.basis == "pairs that the fit had not seen"
    assert np.isfinite(now.forecaster.outlook.expected_growth(now.known)).all()


def test_a_world_too_short_to_learn_from_has_no_forecast() -> None:
    assert latest(trading_world(7, years=10), CLEAN) is None
