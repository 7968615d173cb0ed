"""The back-test: statistics of order against other implementations, honest draws, no look-ahead, known worlds."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from tests.unit.scoring.outlook_world import trading_world
from warehouse.scoring.backtest import (
    HEADLINE,
    Finding,
    Group,
    Trial,
    compare,
    dollar_findings,
    growth_findings,
    growth_scores,
    trial,
)
from warehouse.scoring.boosting import boosted_chance
from warehouse.scoring.bootstrap import Draws, dyadic_draws, interval
from warehouse.scoring.dyadic import Dyads
from warehouse.scoring.groups import everyone, groups, terciles
from warehouse.scoring.ranking import precision_at_top, roc_area, share_caught, spearman, top_of_each, weighted_ranks
from warehouse.scoring.reliability import calibration_findings, coverage_findings, itc_findings, start_findings
from warehouse.scoring.snapshot import World
from warehouse.scoring.timing import CLEAN, PLAIN, Timing

ORIGIN = 2009


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """As the build does: threads that wait for each other cost more than they bring."""
    with threadpool_limits(1):
        yield


def ones(values: np.ndarray) -> np.ndarray:
    return np.ones((len(values), 1))


# Statistics of order


@pytest.fixture
def scored() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A score with ties, an outcome with ties, whether it happened."""
    rng = np.random.default_rng(0)
    score = rng.integers(0, 30, 400).astype(float)
    outcome = np.round(0.1 * score + rng.normal(size=400), 1)
    return score, outcome, (outcome > 1).astype(float)


def test_rank_correlation_is_spearmans(scored: tuple[np.ndarray, ...]) -> None:
    score, outcome, _ = scored
    weights = ones(score)
    got = spearman(weighted_ranks(score, weights), weighted_ranks(outcome, weights), weights)
    assert got[0] == pytest.approx(spearmanr(score, outcome).statistic)


def test_roc_area_is_that_of_scikit_learn(scored: tuple[np.ndarray, ...]) -> None:
    score, _, happened = scored
    weights = np.random.default_rng(1).exponential(size=(len(score), 3))
    got = roc_area(weighted_ranks(score, weights), happened, weights)
    wanted = [roc_auc_score(happened, score, sample_weight=weights[:, k]) for k in range(3)]
    np.testing.assert_allclose(got, wanted)


def test_a_weight_of_two_is_an_observation_seen_twice(scored: tuple[np.ndarray, ...]) -> None:
    score, outcome, happened = scored
    times = np.random.default_rng(2).integers(1, 4, len(score))
    weights = times[:, None].astype(float)
    again = [np.repeat(values, times) for values in scored]
    ranks, flat = weighted_ranks(score, weights), ones(again[0])
    repeated = weighted_ranks(again[0], flat)
    np.testing.assert_allclose(
        spearman(ranks, weighted_ranks(outcome, weights), weights),
        spearman(repeated, weighted_ranks(again[1], flat), flat),
    )
    np.testing.assert_allclose(
        precision_at_top(ranks, happened, weights, 0.2), precision_at_top(repeated, again[2], flat, 0.2), atol=0.02
    )


def test_precision_by_hand() -> None:
    score, happened = np.arange(20.0), np.r_[np.zeros(18), 1.0, 0.0]
    weights = ones(score)
    assert precision_at_top(weighted_ranks(score, weights), happened, weights)[0] == 0.5


def test_share_caught_by_hand() -> None:
    exporter = np.array([0, 0, 0, 1, 1, 2])
    gain = np.array([8.0, 2.0, -5.0, 4.0, 4.0, -1.0])
    score = np.array([1.0, 2.0, 3.0, 1.0, 2.0, 1.0])
    weights, economies = np.ones((6, 1)), np.ones((3, 1))
    assert top_of_each(score, exporter, 2).tolist() == [False, True, True, True, True, True]
    # exporter 0 lists gains of 2 and −5 where 8 and 2 could be had, exporter 1 lists both; 2 can only lose, and is out
    net = share_caught(score, gain, exporter, weights=weights, economies=economies, top=2)
    assert net[0] == pytest.approx((-3 / 10 + 1) / 2)
    caught = share_caught(score, np.maximum(gain, 0), exporter, weights=weights, economies=economies, top=2)
    assert caught[0] == pytest.approx((2 / 10 + 1) / 2)


# Draws


def dyads(economies: int) -> Dyads:
    return Dyads(*np.nonzero(~np.eye(economies, dtype=bool)))


def mean_of(draws: Draws, values: np.ndarray) -> np.ndarray:
    key = ("x", "mean", "x")
    return draws.evaluate(lambda weights, _: {key: values @ weights / weights.sum(axis=0)})[key]


def test_draws_begin_with_the_sample_and_repeat_bit_for_bit() -> None:
    values = np.random.default_rng(0).normal(size=20 * 19)
    first, second = (mean_of(dyadic_draws(dyads(20), 250, seed=3), values) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert len(first) == 251
    assert first[0] == pytest.approx(values.mean())
    assert (mean_of(dyadic_draws(dyads(20), 250, seed=4), values)[1:] != first[1:]).all()


def test_intervals_hold_a_mean_when_economies_move_all_their_pairs() -> None:
    held = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        which = dyads(30)
        economy = rng.normal(size=30)
        values = economy[which.exporter] + economy[which.importer] + rng.normal(size=len(which.exporter))
        found = interval(mean_of(dyadic_draws(which, 200, seed=seed), values), len(values))
        held.append(found.low <= 0 <= found.high)
    assert 0.82 <= np.mean(held) <= 0.96


def test_leads_are_differences_within_a_draw() -> None:
    which = dyads(20)
    draws = dyadic_draws(which, 100, seed=0)
    x = np.random.default_rng(0).normal(size=len(which.exporter))

    def statistics(weights: np.ndarray, _: np.ndarray) -> dict[tuple[str, str, str], np.ndarray]:
        mean = x @ weights / weights.sum(axis=0)
        return {("growth", "mean", HEADLINE): mean, ("growth", "mean", "less a tenth"): mean - 0.1}

    everybody = groups_of_all(len(x))
    (lead,) = (found for found in compare(draws.evaluate(statistics), everybody) if found.against)
    assert (lead.score, lead.against) == (HEADLINE, "less a tenth")
    np.testing.assert_allclose([lead.value.low, lead.value.estimate, lead.value.high], 0.1)


def groups_of_all(n: int) -> Group:
    return Group("all pairs", "all", np.ones(n, dtype=bool))


# Groups


def test_groups_of_one_kind_hold_every_pair_once() -> None:
    case = trial(trading_world(1), ORIGIN, CLEAN)
    assert case is not None
    known = case.test.known
    economies = 40
    region = [("east", "west")[k % 2] for k in range(economies)]
    found = groups(known, region, np.arange(economies, dtype=float))
    for kind in {group.by for group in found}:
        assert (sum(group.chosen.astype(int) for group in found if group.by == kind) == 1).all(), kind


def test_an_economy_without_income_is_in_no_tercile() -> None:
    assert terciles(np.array([1.0, 2.0, 3.0, np.nan])).tolist() == [0, 1, 2, -1]
    assert terciles(np.full(3, np.nan)).tolist() == [-1, -1, -1]


# Trials of known worlds


def case_of(world: World, timing: Timing = CLEAN) -> Trial:
    case = trial(world, ORIGIN, timing)
    assert case is not None
    return case


def lead_over(findings: list[Finding], metric: str, other: str) -> Finding:
    (found,) = (f for f in findings if (f.metric, f.against) == (metric, other))
    return found


def growth_of(case: Trial, names: tuple[str, ...], draws: int = 100) -> list[Finding]:
    known, scores = case.test.known, growth_scores(case, {})
    chosen = {name: scores[name] for name in names}
    return growth_findings(case, chosen, dyadic_draws(known.dyads, draws, seed=1), [everyone(known)])


def test_where_ties_matter_they_add_and_the_interval_says_so() -> None:
    found = growth_of(case_of(trading_world(3, tie_effect=3.0)), (HEADLINE, "outlook without ties"))
    for metric in ("spearman", "roc_area"):
        assert lead_over(found, metric, "outlook without ties").value.low > 0.02


def test_what_ties_add_is_told_for_pair_and_economies_apart() -> None:
    parts = ("outlook with ties of the pair only", "outlook with ties of the economies only")
    found = growth_of(case_of(trading_world(3, tie_effect=3.0)), (HEADLINE, "outlook without ties", *parts))
    leads = {f.score: f.value for f in found if f.metric == "spearman" and f.against == "outlook without ties"}
    assert set(leads) == {HEADLINE, *parts}
    assert leads[parts[0]].low > 0.02  # in this world a tie's effect is mostly the pair's


def test_where_ties_do_nothing_they_add_nothing() -> None:
    for seed in range(3):
        found = growth_of(case_of(trading_world(seed)), (HEADLINE, "outlook without ties"))
        lead = lead_over(found, "spearman", "outlook without ties").value
        assert abs(lead.estimate) < 0.03
        assert lead.low <= 0


def test_gaps_that_close_beat_size_and_past_growth() -> None:
    found = growth_of(case_of(trading_world(4)), (HEADLINE, "persistence", "past growth", "gravity gap"))
    assert lead_over(found, "spearman", "persistence").value.low > 0
    assert lead_over(found, "spearman", "past growth").value.low > 0


def test_noise_that_fades_looks_like_skill_with_plain_timing_only() -> None:
    world = trading_world(5)
    rng = np.random.default_rng(5)
    noisy = replace(world, trade=world.potential * np.exp(rng.normal(0, 0.5, world.trade.shape)))  # nothing but noise
    plain, clean = (
        next(f.value.estimate for f in growth_of(case_of(noisy, timing), ("gravity gap", HEADLINE)) if not f.against)
        for timing in (PLAIN, CLEAN)
    )
    assert plain > 0.5
    assert abs(clean) < 0.1


def test_a_forecast_uses_nothing_after_its_origin() -> None:
    world = trading_world(6, tie_effect=1.0)
    later = world.years.index(ORIGIN) + 1
    changed = World(world.years, world.trade.copy(), world.potential.copy(), {"tie": world.ties["tie"].copy()})
    changed.trade[later:] *= np.random.default_rng(0).uniform(0.1, 9, changed.trade[later:].shape)
    changed.potential[later:] = 1.0
    changed.ties["tie"][later:] = np.nan
    for timing in (CLEAN, PLAIN):
        before, after = case_of(world, timing), case_of(changed, timing)
        assert not np.array_equal(before.test.outcome.growth, after.test.outcome.growth)
        scores = growth_scores(after, {"boosting": boosted_chance(after)})
        for name, score in growth_scores(before, {"boosting": boosted_chance(before)}).items():
            np.testing.assert_array_equal(score, scores[name], err_msg=name)


def test_an_origin_that_the_years_do_not_reach_is_not_tried() -> None:
    world = trading_world(7)
    assert trial(world, 2012, CLEAN) is None
    assert trial(world, world.years[0] + 9, CLEAN) is None


def test_every_part_of_the_back_test_speaks() -> None:
    world = trading_world(8)
    rng = np.random.default_rng(8)
    silent = rng.random(world.trade.shape[1:]) < 0.3
    world.trade[:, silent] = np.where(rng.random((len(world.years), int(silent.sum()))) < 0.02, 2e6, 0.0)
    world.trade[:, np.eye(len(silent), dtype=bool)] = np.nan
    case = case_of(world)
    draws = dyadic_draws(case.test.known.dyads, 20, seed=0)
    all_pairs = everyone(case.test.known)
    coverage = coverage_findings(case, draws, all_pairs)
    assert 0.8 < coverage[0].value.estimate < 0.97
    assert len(coverage) == 11
    chances = calibration_findings(case, draws)
    foretold = [f.value.estimate for f in chances if f.metric == "share_foretold"]
    assert (np.diff(foretold) > 0).all()
    assert {f.metric for f in dollar_findings(case, draws, all_pairs)} == {
        "top_10_share_caught",
        "top_10_share_net",
        "spearman",
    }
    starting = {(f.metric, f.score): f.value for f in start_findings(world, case, 20) if not f.against}
    assert starting["below_upper_bound", HEADLINE].estimate > 0.8
    assert 0 <= starting["roc_area", HEADLINE].estimate <= 1
    itc = {f.score: f.value for f in itc_findings(world, case)}
    assert itc["unrealised share"].low > 0  # gaps close in this world
