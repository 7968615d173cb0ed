"""Comparative advantage, product space and complexity, by hand, by properties and by other algorithms."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from warehouse.scoring.complexity import (
    IndeterminateComplexityError,
    comparative_advantage,
    complexity,
    continuous_presence,
    density,
    presence,
    proximity,
)

# Economy 0 makes everything, economy 2 only what everybody makes.
NESTED = np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
EXPORTS = arrays(np.float64, st.tuples(st.integers(4, 9), st.integers(4, 9)), elements=st.floats(0.1, 1e5))


def random_exports(seed: int, n: int = 30, k: int = 40) -> np.ndarray:
    """Exports where economies with more capabilities make more, and rarer, products."""
    rng = np.random.default_rng(seed)
    capability, need = rng.normal(size=(n, 1)), rng.normal(size=(1, k))
    return np.exp(capability * need + rng.normal(size=(n, k))) * (rng.random((n, k)) < 0.8)


def eigenvector(matrix: np.ndarray) -> np.ndarray:
    """The eigenvector to the second largest eigenvalue, standardised."""
    values, vectors = np.linalg.eig(matrix)
    second = np.real(vectors[:, np.argsort(-np.real(values))[1]])
    return (second - second.mean()) / second.std()


def test_advantage_by_hand() -> None:
    # 8 of 10 in economy 0 against 10 of 20 in the world: 1.6
    np.testing.assert_allclose(comparative_advantage([[8, 2], [2, 8]]), [[1.6, 0.4], [0.4, 1.6]])


def test_advantage_is_undefined_without_exports_and_presence_is_none() -> None:
    advantage = comparative_advantage([[8, 2, 0], [2, 8, 0], [0, 0, 0]])
    assert np.isnan(advantage[2]).all()
    assert np.isnan(advantage[:, 2]).all()
    np.testing.assert_array_equal(presence(advantage), [[1, 0, 0], [0, 1, 0], [0, 0, 0]])


def test_presence_begins_at_the_threshold_and_its_continuous_form_is_a_half_there() -> None:
    np.testing.assert_array_equal(presence(np.array([0.999, 1.0, 3.0])), [0, 1, 1])
    np.testing.assert_allclose(continuous_presence(np.array([0.0, 1.0, 3.0, np.nan])), [0, 0.5, 0.75, 0])


def test_proximity_and_density_by_hand() -> None:
    # Products are had by 3, 2 and 1 economies; 0 and 1 jointly by 2, 0 and 2 by 1, 1 and 2 by 1.
    close = proximity(NESTED)
    np.testing.assert_allclose(close, [[1, 2 / 3, 1 / 3], [2 / 3, 1, 1 / 2], [1 / 3, 1 / 2, 1]])
    # Economy 2 has product 0 only; around product 1 that is 2/3 of 2/3 + 1 + 1/2 = 13/6.
    assert density(NESTED, close)[2, 1] == pytest.approx(4 / 13)
    assert density(NESTED, close)[0] == pytest.approx([1, 1, 1])


def test_a_product_that_nobody_has_is_close_to_none_and_without_density() -> None:
    close = proximity(np.column_stack([NESTED, np.zeros(3)]))
    assert (close[3] == 0).all()
    assert np.isnan(density(np.column_stack([NESTED, np.zeros(3)]), close)[:, 3]).all()


def test_complexity_by_hand() -> None:
    # D⁻¹ M U⁻¹ Mᵀ = [[11/18, 5/18, 2/18], [5/12, 5/12, 2/12], [1/3, 1/3, 1/3]] has eigenvalues 1, 1/4 and 1/9.
    # For 1/4 it is (2, −1, −4): mean −1, deviations (3, 0, −3), standard deviation √6. PCI: (−1, ½, 2) likewise.
    result = complexity(NESTED)
    assert result.eigenvalue == pytest.approx(1 / 4)
    np.testing.assert_allclose(result.economies, [np.sqrt(1.5), 0, -np.sqrt(1.5)], atol=1e-12)
    np.testing.assert_allclose(result.products, [-np.sqrt(1.5), 0, np.sqrt(1.5)], atol=1e-12)


@pytest.mark.parametrize("form", [presence, continuous_presence])
@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_the_eigenvectors_of_both_published_matrices(form: object, seed: int) -> None:
    M = form(comparative_advantage(random_exports(seed)))
    diversity, ubiquity = M.sum(axis=1), M.sum(axis=0)
    result = complexity(M)
    of_economies = eigenvector((M / diversity[:, None]) @ (M / ubiquity).T)
    of_products = eigenvector((M / ubiquity).T @ (M / diversity[:, None]))
    sign = np.sign(np.corrcoef(of_economies, diversity)[0, 1])
    np.testing.assert_allclose(result.economies, sign * of_economies, atol=1e-8)
    # The eigenvectors of both matrices leave their signs open; ECI is the mean PCI of what an economy makes.
    linked = np.sign(np.corrcoef(M @ of_products / diversity, result.economies)[0, 1])
    np.testing.assert_allclose(result.products, linked * of_products, atol=1e-8)


def test_agrees_with_the_method_of_reflections() -> None:
    M = presence(comparative_advantage(random_exports(1)))
    diversity, ubiquity = M.sum(axis=1), M.sum(axis=0)
    reflected = diversity
    for _ in range(500):  # Hidalgo & Hausmann 2009, equations 3 and 4, two steps each; a change of scale passes through
        reflected = M @ (M.T @ reflected / ubiquity) / diversity
        reflected = (reflected - reflected.mean()) / reflected.std()
    np.testing.assert_allclose(complexity(M).economies, reflected, atol=1e-9)


@given(EXPORTS)
def test_sign_scale_and_link_of_complexity(exports: np.ndarray) -> None:
    M = continuous_presence(comparative_advantage(exports))
    try:
        result = complexity(M)
    except IndeterminateComplexityError:
        assume(False)
    assert np.corrcoef(result.economies, M.sum(axis=1))[0, 1] > 0
    assert [result.economies.mean(), result.products.mean()] == pytest.approx([0, 0], abs=1e-6)
    assert [result.economies.std(), result.products.std()] == pytest.approx([1, 1])
    average_product = M @ result.products / M.sum(axis=1)
    assert np.corrcoef(average_product, result.economies)[0, 1] == pytest.approx(1)


@given(EXPORTS, st.floats(1e-3, 1e3))
def test_advantage_does_not_depend_on_the_size_of_an_economy_s_trade_unit(exports: np.ndarray, rate: float) -> None:
    np.testing.assert_allclose(comparative_advantage(exports * rate), comparative_advantage(exports), rtol=1e-9)


def test_the_order_of_economies_and_products_does_not_matter() -> None:
    rng = np.random.default_rng(4)
    M = presence(comparative_advantage(random_exports(4)))
    rows, columns = rng.permutation(M.shape[0]), rng.permutation(M.shape[1])
    straight, shuffled = complexity(M), complexity(M[np.ix_(rows, columns)])
    np.testing.assert_allclose(shuffled.economies, straight.economies[rows], atol=1e-9)
    np.testing.assert_allclose(shuffled.products, straight.products[columns], atol=1e-9)


def test_economies_and_products_without_presence_get_no_number_and_change_none() -> None:
    padded = np.zeros((5, 4))
    padded[np.ix_([0, 2, 4], [0, 1, 3])] = NESTED
    result = complexity(padded)
    assert np.isnan(result.economies[[1, 3]]).all()
    assert np.isnan(result.products[2])
    np.testing.assert_allclose(result.economies[[0, 2, 4]], complexity(NESTED).economies)


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (np.eye(3)[:2], "three economies"),
        (np.kron(np.eye(2), NESTED), "groups that share no product"),
        (1 - np.eye(4), "two directions"),
        ([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], "do not correlate"),
    ],
)
def test_what_does_not_determine_complexity_is_refused(present: np.ndarray, message: str) -> None:
    with pytest.raises(IndeterminateComplexityError, match=message):
        complexity(np.asarray(present, dtype=float))


def test_missing_exports_are_refused_with_the_remedy() -> None:
    with pytest.raises(ValueError, match="leave out economies that do not report"):
        comparative_advantage([[1.0, np.nan], [1.0, 2.0]])
