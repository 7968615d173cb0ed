"""Badges by hand, and in invented worlds whose truth is known."""

import numpy as np
import pytest

from tests.unit.scoring.tie_worlds import as_panel, tie_world
from warehouse.scoring.evidence import Finding, badge, switching_pairs
from warehouse.scoring.gravity_data import GravityData, dimension_of
from warehouse.scoring.tie_models import Estimated, badges, estimate, tie_models

NOTHING, SOMETHING = Finding(0.1, 0.1, 500), Finding(0.3, 0.1, 500)
CLEAR = Finding(1.0, 0.1, 500)


def test_nothing_in_either_model_is_no_evidence() -> None:
    assert badge(NOTHING, NOTHING, None, 500) == "no evidence"
    assert badge(None, None, None, 0) == "no evidence"


def test_between_pairs_alone_is_an_association() -> None:
    assert badge(SOMETHING, NOTHING, None, 500) == "association"
    assert badge(SOMETHING, None, None, 0) == "association"


def test_a_change_within_few_pairs_does_not_count() -> None:
    assert badge(NOTHING, SOMETHING, None, 49) == "no evidence"
    assert badge(SOMETHING, SOMETHING, None, 49) == "association"
    assert badge(NOTHING, SOMETHING, None, 50) == "within-pair"


def test_few_telling_pairs_need_a_larger_estimate() -> None:
    assert badge(None, Finding(0.3, 0.1, 4), None, 500) == "no evidence"


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (Finding(0.0, 0.1, 500), "timing holds"),
        (Finding(0.4, 0.02, 500), "timing holds"),
        (Finding(0.0, 0.4, 500), "within-pair"),  # cannot be told from zero, and proves nothing
        (Finding(0.6, 0.02, 500), "within-pair"),
        (Finding(-0.6, 0.02, 500), "within-pair"),
    ],
)
def test_timing_holds_where_the_lead_is_small_for_sure(lead: Finding, expected: str) -> None:
    assert badge(None, CLEAR, lead, 500) == expected


def test_a_sample_too_small_for_a_standard_error_proves_nothing() -> None:
    assert badge(Finding(0.5, 0.0, 2), Finding(0.5, 0.0, 2), None, 500) == "no evidence"


def test_bias_is_taken_off_before_judging() -> None:
    assert badge(None, Finding(0.3, 0.1, 500, bias=0.1), None, 500) == "no evidence"
    assert Finding(0.3, 0.1, 1e9, bias=0.1).interval() == pytest.approx((0.2 - 0.196, 0.2 + 0.196), abs=1e-4)


def test_switching_pairs_are_unordered_and_switch_where_estimated() -> None:
    tie, estimated = np.zeros((3, 4, 4)), np.ones((3, 4, 4), dtype=bool)
    tie[1:, 0, 1] = tie[2:, 1, 0] = 1  # one pair, in both directions
    tie[2:, 2, 3] = 1  # another, but only in a year not estimated on
    estimated[2, 2, 3] = False
    assert switching_pairs(tie, estimated) == 1


@pytest.mark.parametrize(
    ("term", "dimension"),
    [("rta", "treaties"), ("bit_lag4", "treaties"), ("mobility_later", "mobility"), ("security_lead4", "security"),
     ("ln_distance", None), ("colony", None)],
)  # fmt: skip
def test_every_term_has_its_dimension(term: str, dimension: str | None) -> None:
    assert dimension_of(term) == dimension


def found(world: GravityData) -> dict[str, Estimated]:
    return {one.model.model_id: one for one in estimate(tie_models(world))}


def test_a_tie_that_works_when_it_begins_is_timely() -> None:
    results = found(tie_world(1, economies=40, noise=0.4))
    assert badges(results.values())["security"] == "timing holds"
    for model_id in ("g1", "g2"):
        finding = results[model_id].finding("security")
        assert finding.estimate == pytest.approx(0.5, abs=4 * finding.std_error)
    assert results["g2"].switching["security"] > 50
    assert badges(results.values())["bit"] in {"no evidence", "association"}


def test_trade_that_moves_before_the_tie_is_not_its_effect() -> None:
    results = found(tie_world(2, economies=40, noise=0.4, anticipated=2))
    assert badges(results.values())["security"] == "within-pair"
    low, _ = results["g3"].finding("security_lead4").interval()
    assert low > 0


def test_a_tie_nobody_changes_is_an_association_at_most() -> None:
    world = tie_world(3, effect=0.0)
    fixed = np.random.default_rng(3).random(world.trade.shape[1:]) < 0.3
    world.variables["security"][:] = fixed | fixed.T
    trade = world.trade * np.exp(0.5 * world.variables["security"])
    results = found(GravityData(world.axes, trade, world.variables))
    assert "security" in results["g2"].fit.collinear
    assert badges(results.values())["security"] == "association"


def test_a_short_panel_has_no_timing_and_a_shorter_one_fewer_lags() -> None:
    assert "g3" not in found(tie_world(4, years=tuple(range(2000, 2008))))
    terms = found(tie_world(4, years=tuple(range(2000, 2014))))["g3"].fit.terms
    assert "security_lag4" in terms
    assert "security_lag8" not in terms


def test_a_tie_known_for_little_trade_gets_models_of_its_own() -> None:
    world = tie_world(5)
    events = np.full_like(world.trade, np.nan)
    events[8:, :20, :20] = np.random.default_rng(5).random((8, 20, 20))
    results = found(GravityData(world.axes, world.trade, {**world.variables, "events": events}))
    assert "events" not in results["g1"].fit.terms
    assert {"events", "security"} <= set(results["g1_events"].fit.terms)
    assert results["g1_events"].model.data.axes.years[0] == 2004
    assert badges(results.values())["security"] == badges(found(world).values())["security"]


def test_what_is_known_from_a_later_year_is_between_pairs_only() -> None:
    world = tie_world(6)
    later = np.full_like(world.trade, np.nan)
    later[-3:] = np.random.default_rng(6).random(world.trade.shape[1:])
    results = found(GravityData(world.axes, world.trade, {**world.variables, "mobility_later": later}))
    assert [name for name in results if "mobility" in name] == ["g1_mobility_later"]
    assert "mobility" not in results["g1"].fit.terms


def test_a_world_reads_back_from_its_table() -> None:
    world = tie_world(7, economies=5)
    again = GravityData.of(as_panel(world))
    assert again.axes == world.axes
    assert np.array_equal(again.trade, world.trade, equal_nan=True)
    abroad = ~np.eye(5, dtype=bool)
    for name, values in world.variables.items():
        assert np.array_equal(again.variables[name][:, abroad], values[:, abroad], equal_nan=True)
