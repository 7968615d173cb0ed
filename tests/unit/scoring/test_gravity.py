"""What a user of the gravity estimators relies on: adding up, invariance, what is dropped and said, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.scoring.gravity_panels import World, world
from warehouse.scoring.gravity import (
    CollinearWarning,
    GravityFit,
    ImpossiblePanelError,
    NotConvergedWarning,
    fit_ols,
    fit_ppml,
)
from warehouse.scoring.panel import Floats

seeds = st.integers(0, 10_000)
pair_effects = st.sampled_from([None, "directed", "symmetric"])
FIRST_YEAR = (np.arange(5) == 0)[:, None, None]


def fitted(panel: World, **choices: object) -> GravityFit:
    """A fit on what does not separate: agreements and alignment."""
    return fit_ppml(panel.trade, varying(panel), **choices)  # type: ignore[arg-type]


def varying(panel: World) -> dict[str, Floats]:
    return {name: panel.regressors[name] for name in ("agreement", "alignment")}


class TestAddingUp:
    @settings(max_examples=15)
    @given(seeds, pair_effects)
    def test_totals_of_exporters_and_importers(self, seed: int, pairs: str | None) -> None:
        panel = world(seed)
        fit = fitted(panel, pair_effects=pairs)
        for axis in (1, 2):
            actual, found = np.nansum(panel.trade, axis=axis), np.nansum(fit.fitted, axis=axis)
            np.testing.assert_allclose(found, actual, rtol=1e-6)

    def test_totals_of_pairs(self) -> None:
        panel = world(1)
        fit = fitted(panel, pair_effects="directed")
        actual, found = np.nansum(panel.trade, axis=0), np.nansum(fit.fitted, axis=0)
        np.testing.assert_allclose(found, actual, rtol=1e-6)
        both = fitted(panel, pair_effects="symmetric").fitted
        np.testing.assert_allclose(np.nansum(both, axis=0) + np.nansum(both, axis=0).T, actual + actual.T, rtol=1e-6)

    def test_totals_of_domestic_sales(self) -> None:
        panel = world(2)
        fit = fitted(panel, domestic_effects=True)
        home = np.arange(panel.trade.shape[1])
        actual = np.nansum(panel.trade[:, home, home], axis=0)
        np.testing.assert_allclose(np.nansum(fit.fitted[:, home, home], axis=0), actual, rtol=1e-6)

    def test_fitted_is_known_exactly_where_trade_is(self) -> None:
        panel = world(3)
        fit = fitted(panel, pair_effects="directed")
        np.testing.assert_array_equal(np.isnan(fit.fitted), np.isnan(panel.trade))


class TestInvariance:
    @settings(max_examples=10)
    @given(seeds, pair_effects, st.floats(1e-9, 1e9))
    def test_unit_of_trade(self, seed: int, pairs: str | None, unit: float) -> None:
        panel = world(seed)
        here = fitted(panel, pair_effects=pairs)
        there = fit_ppml(panel.trade * unit, varying(panel), pair_effects=pairs)  # type: ignore[arg-type]
        np.testing.assert_allclose(there.estimates, here.estimates, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(there.std_errors, here.std_errors, rtol=1e-6)
        np.testing.assert_allclose(there.fitted, here.fitted * unit, rtol=1e-4)

    @settings(max_examples=10)
    @given(seeds, pair_effects, st.permutations(range(12)))
    def test_order_of_countries(self, seed: int, pairs: str | None, order: list[int]) -> None:
        panel = world(seed)
        shuffled = {name: values[:, order][:, :, order] for name, values in varying(panel).items()}
        here = fitted(panel, pair_effects=pairs)
        there = fit_ppml(panel.trade[:, order][:, :, order], shuffled, pair_effects=pairs)  # type: ignore[arg-type]
        np.testing.assert_allclose(there.estimates, here.estimates, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(there.std_errors, here.std_errors, rtol=1e-6)
        assert there.dropped == here.dropped

    def test_shift_and_unit_of_a_regressor(self) -> None:
        panel = world(4)
        here = fitted(panel)
        alignment = 1e6 + 0.001 * panel.regressors["alignment"]
        there = fit_ppml(panel.trade, {"agreement": panel.regressors["agreement"], "alignment": alignment})
        assert there.estimate("agreement") == pytest.approx(here.estimate("agreement"), rel=1e-5)
        assert there.estimate("alignment") == pytest.approx(np.multiply(1000, here.estimate("alignment")), rel=1e-5)

    def test_a_regressor_that_does_not_change_may_be_given_once(self) -> None:
        panel = world(5)
        distance = np.random.default_rng(5).normal(size=panel.trade.shape[1:])
        once = fit_ppml(panel.trade, {"distance": distance})
        each_year = fit_ppml(panel.trade, {"distance": np.broadcast_to(distance, panel.trade.shape)})
        assert once.estimate("distance") == each_year.estimate("distance")


class TestSeparation:
    def test_by_effects(self) -> None:
        panel = world(6)
        without_pairs, with_pairs = fitted(panel), fitted(panel, pair_effects="directed")
        year_without_exports = panel.never_trades[0, 2].sum()
        assert without_pairs.dropped["separated by effects"] == year_without_exports
        total = np.nansum(panel.trade, axis=0)
        hopeless = ~np.isnan(panel.trade) & ((total == 0) | (np.arange(12) == 2)[:, None] & FIRST_YEAR)
        assert with_pairs.dropped["separated by effects"] == hopeless.sum()
        assert (with_pairs.fitted[panel.never_trades] == 0).all()
        assert with_pairs.n_obs == (with_pairs.fitted > 0).sum()

    def test_by_a_regressor(self) -> None:
        panel = world(7)
        sanctions = {"sanction": panel.regressors["sanction"], **varying(panel)}
        with pytest.warns(CollinearWarning, match="sanction"):
            fit = fit_ppml(panel.trade, sanctions)
        assert fit.dropped["separated by regressors"] == panel.sanctioned.sum()
        assert (fit.fitted[panel.sanctioned] == 0).all()
        without = np.where(panel.sanctioned, np.nan, panel.trade)
        np.testing.assert_allclose(fit.estimates, fit_ppml(without, varying(panel)).estimates, rtol=1e-6)

    def test_by_a_difference_of_regressors(self) -> None:
        panel = world(8)
        alignment = panel.regressors["alignment"]
        pressed = {"before": alignment, "after": alignment + panel.regressors["sanction"]}
        with pytest.warns(CollinearWarning, match="after, explained by the effects and before"):
            fit = fit_ppml(panel.trade, pressed, pair_effects="symmetric")
        both = panel.sanctioned & ~(fit.pair_effects == -np.inf)
        assert fit.dropped["separated by regressors"] == both.sum()

    def test_a_sanction_that_lets_some_trade_through_separates_nothing(self) -> None:
        panel = world(9)
        trade = panel.trade.copy()
        trade[2, 5, 6] = 0.01
        fit = fit_ppml(trade, panel.regressors)
        assert fit.dropped["separated by regressors"] == 0
        assert fit.estimate("sanction")[0] < -2


class TestCollinearity:
    def test_exact_near_and_absorbed_are_named(self) -> None:
        panel = world(10)
        noise = np.random.default_rng(10).normal(size=panel.trade.shape)
        size = np.random.default_rng(11).normal(size=panel.trade.shape[:2])[:, :, None]
        regressors = varying(panel) | {
            "sum": panel.regressors["agreement"] + panel.regressors["alignment"],
            "nearly": panel.regressors["alignment"] + 1e-6 * noise,
            "exporter size": np.broadcast_to(size, panel.trade.shape),
        }
        with pytest.warns(CollinearWarning, match="sum, explained by the effects and agreement, alignment"):
            fit = fit_ppml(panel.trade, regressors)
        assert fit.collinear == {
            "sum": "the effects and agreement, alignment",
            "nearly": "the effects and alignment",
            "exporter size": "the effects",
        }
        np.testing.assert_array_equal(fit.estimates, fitted(panel).estimates)

    def test_what_does_not_change_is_absorbed_by_pair_effects(self) -> None:
        panel = world(11)
        distance = np.random.default_rng(12).normal(size=panel.trade.shape[1:])
        with pytest.warns(CollinearWarning, match="distance"):
            fit = fit_ppml(panel.trade, {"distance": distance, **varying(panel)}, pair_effects="directed")
        assert fit.terms == ("agreement", "alignment")
        with pytest.raises(KeyError, match="explained by the effects"):
            fit.estimate("distance")

    def test_log_linear_with_an_intercept(self) -> None:
        panel = world(22)
        agreement, alignment = varying(panel).values()
        regressors = {"agreement": agreement, "one": np.full(alignment.shape, 0.1), "twice": 2 * agreement + 1}
        with pytest.warns(CollinearWarning):
            fit = fit_ols(panel.trade, regressors, country_year_effects=False)
        assert fit.collinear == {"one": "the intercept", "twice": "the intercept and agreement"}

    def test_nothing_left(self) -> None:
        panel = world(12)
        with pytest.raises(ImpossiblePanelError, match="fewer effects or other regressors"):
            fit_ppml(panel.trade, {"world price": np.ones(panel.trade.shape)})


class TestPrediction:
    @pytest.mark.parametrize("choices", [{}, {"domestic_effects": True}, {"pair_effects": "directed"}])
    def test_equals_fitted_in_the_sample_and_fills_missing_cells(self, choices: dict[str, object]) -> None:
        panel = world(13)
        fit = fitted(panel, **choices)
        predicted = fit.predict(varying(panel))
        known = ~np.isnan(panel.trade)
        np.testing.assert_allclose(predicted[known], fit.fitted[known], rtol=1e-9)
        assert np.isfinite(predicted[~known]).all()

    def test_effects_of_what_never_trades_are_minus_infinity(self) -> None:
        panel = world(14)
        fit = fitted(panel, pair_effects="symmetric")
        assert fit.exporter_effects[0, 2] == -np.inf
        assert fit.pair_effects is not None
        assert fit.pair_effects[7, 8] == fit.pair_effects[8, 7] == -np.inf

    def test_no_prediction_without_effects_or_between_unlinked_blocs(self) -> None:
        panel = world(15)
        trade = panel.trade.copy()
        trade[0, 1] = np.nan  # country 1 reports no exports at all in the first year
        trade[1, :6, 6:] = trade[1, 6:, :6] = np.nan  # two blocs in the second
        predicted = fit_ppml(trade, varying(panel)).predict(varying(panel))
        assert np.isnan(predicted[0, 1]).all()
        assert np.isnan(predicted[1, :6, 6:]).all()
        assert np.isfinite(predicted[1, :6, :6]).all()


class TestWhatIsSaid:
    def test_cells_without_a_regressor_are_counted(self) -> None:
        panel = world(16)
        alignment = panel.regressors["alignment"].copy()
        alignment[3, 4] = np.nan
        fit = fit_ppml(panel.trade, {"alignment": alignment})
        assert fit.dropped["missing regressor"] == np.isfinite(panel.trade[3, 4]).sum()

    def test_no_convergence(self) -> None:
        with pytest.warns(NotConvergedWarning, match="raise max_iterations"):
            fit = fitted(world(17), max_iterations=2)
        assert not fit.converged
        assert fitted(world(17)).converged

    def test_sum_of_estimates_has_the_covariance_in_its_standard_error(self) -> None:
        panel = world(18)
        agreement, alignment = varying(panel).values()
        fit = fitted(panel)
        total, error = fit.combination({"agreement": 1, "alignment": 1})
        turned = fit_ppml(panel.trade, {"agreement": agreement, "rest": alignment - agreement})
        assert (total, error) == pytest.approx(turned.estimate("agreement"), rel=1e-6)

    def test_conventions_differ_by_their_factors(self) -> None:
        panel = world(19)
        stata, fixest = fitted(panel), fitted(panel, standard_errors="fixest")
        levels = sum((np.nansum(panel.trade, axis=axis) > 0).sum() for axis in (1, 2)) - 1
        factor = (stata.n_obs - 1) / (stata.n_obs - 2 - levels)
        np.testing.assert_allclose(fixest.covariance, factor * stata.covariance)
        assert fitted(panel, standard_errors="robust").n_clusters == 0


class TestRefusals:
    @pytest.mark.parametrize(
        ("trade", "regressor", "message"),
        [
            (np.ones((2, 3)), np.ones((3, 3)), r"shape \(2, 3\); give \(years, countries, countries\)"),
            (np.ones((2, 3, 4)), np.ones((3, 4)), "countries"),
            (np.ones((2, 3, 3)), np.ones((2, 3)), "'x' has shape"),
            (-np.ones((2, 3, 3)), np.ones((3, 3)), "negative in 18 cells; set codes for missing values to NaN"),
            (np.full((2, 3, 3), np.inf), np.ones((3, 3)), "trade is infinite"),
            (np.ones((2, 3, 3)), np.full((3, 3), -np.inf), "logarithm of zero"),
            (np.zeros((2, 3, 3)), np.ones((3, 3)), "no cell has positive trade"),
            (np.full((2, 3, 3), np.nan), np.ones((3, 3)), "no cell has positive trade"),
        ],
    )
    @pytest.mark.parametrize("fit", [fit_ppml, fit_ols])
    def test_names_the_remedy(self, fit: object, trade: Floats, regressor: Floats, message: str) -> None:
        with pytest.raises(ImpossiblePanelError, match=message):
            fit(trade, {"x": regressor})  # type: ignore[operator]

    def test_a_regressor_may_be_infinite_where_trade_is_missing(self) -> None:
        panel = world(21, domestic=False)
        distance = np.abs(np.arange(12.0)[:, None] - np.arange(12.0)) ** 1.5
        with np.errstate(divide="ignore"):
            log_distance = np.log(distance)
        fit = fit_ppml(panel.trade, {"log_distance": log_distance})
        assert fit.dropped["missing regressor"] == 0
        assert np.isnan(fit.predict({"log_distance": log_distance})[:, 0, 0]).all()

    def test_unknown_choices(self) -> None:
        panel = world(20)
        with pytest.raises(ValueError, match="'directed' or 'symmetric'"):
            fitted(panel, pair_effects="both")
        with pytest.raises(ValueError, match="'stata', 'fixest', 'robust'"):
            fitted(panel, standard_errors="hc3")
        with pytest.raises(ValueError, match="country_year_effects=True"):
            fit_ols(panel.trade, varying(panel), country_year_effects=False, pair_effects="directed")

    def test_one_pair_cannot_be_clustered(self) -> None:
        trade = np.array([[[np.nan, 3.0], [4.0, np.nan]]] * 3)
        with pytest.raises(ImpossiblePanelError, match="robust"):
            fit_ols(trade, {"x": np.random.default_rng(0).normal(size=trade.shape)}, country_year_effects=False)
