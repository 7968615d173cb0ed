"""Complementarity, similarity and concentration, by hand and by properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.scoring.concentration import complementarity, export_similarity, herfindahl

BASKETS = arrays(np.float64, st.tuples(st.integers(2, 5), st.integers(2, 6)), elements=st.floats(0.1, 1e6))


def test_complementarity_by_hand() -> None:
    # x = (½, ½, 0), m = (¼, ¼, ½): 1 − ½ (¼ + ¼ + ½)
    assert complementarity([[5, 5, 0]], [[1, 1, 2]])[0, 0] == pytest.approx(0.5)


def test_similarity_by_hand() -> None:
    # min(0.6, 0.2) + min(0.4, 0.3) + min(0, 0.5)
    assert export_similarity([[6, 4, 0], [2, 3, 5]])[0, 1] == pytest.approx(0.5)


def test_concentration_by_hand() -> None:
    # 0.25 + 0.09 + 0.04; (0.38 − 1/3) / (2/3)
    assert herfindahl([50, 30, 20]) == pytest.approx(0.38)
    assert herfindahl([50, 30, 20], normalised=True) == pytest.approx(0.07)


def test_own_market_is_not_among_the_markets() -> None:
    exports = np.array([[np.nan, 30.0, 30.0], [10.0, np.nan, 0.0]])
    np.testing.assert_allclose(herfindahl(exports), [0.5, 1.0])
    np.testing.assert_allclose(herfindahl(exports, normalised=True), [0.0, 1.0])


def test_an_economy_without_trade_has_no_number() -> None:
    assert np.isnan(complementarity([[0, 0], [1, 1]], [[1, 1]])).tolist() == [[True], [False]]
    assert np.isnan(export_similarity([[0, 0], [1, 1]])).tolist() == [[True, True], [True, False]]
    assert np.isnan(herfindahl([[0, 0], [1, 1]])).tolist() == [True, False]
    assert np.isnan(herfindahl([5, np.nan], normalised=True))


@given(BASKETS)
def test_complementarity_with_one_s_own_basket_is_similarity(baskets: np.ndarray) -> None:
    similarity = export_similarity(baskets)
    np.testing.assert_allclose(complementarity(baskets, baskets * 3), similarity, atol=1e-12)
    np.testing.assert_allclose(np.diag(similarity), 1)
    np.testing.assert_allclose(similarity, similarity.T)
    assert ((similarity > 0) & (similarity <= 1)).all()
    shares = baskets / baskets.sum(axis=1, keepdims=True)
    smaller = np.minimum(shares[:, None, :], shares[None, :, :]).sum(axis=2)
    np.testing.assert_allclose(similarity, smaller, atol=1e-12)


@given(BASKETS, st.floats(1e-3, 1e3))
def test_concentration_lies_between_even_shares_and_one(baskets: np.ndarray, rate: float) -> None:
    concentration = herfindahl(baskets)
    assert (concentration >= 1 / baskets.shape[1] - 1e-12).all()
    assert (concentration <= 1).all()
    np.testing.assert_allclose(herfindahl(baskets * rate), concentration)
    np.testing.assert_allclose(herfindahl(np.ones_like(baskets), normalised=True), 0, atol=1e-12)


@pytest.mark.parametrize("measure", [export_similarity, herfindahl, lambda given: complementarity(given, given)])
def test_negative_values_are_refused(measure: object) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        measure([[1.0, -9.0], [2.0, 3.0]])
