"""Ease of trade and the static export potential, by hand, by properties and against a plain triple loop."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.scoring.product_world import as_flows, cubes, names
from warehouse.scoring.products import (
    ProductTrade,
    StaticPotential,
    ease_from_totals,
    ease_of_trade,
    product_potential,
    static_potential,
    unrealised,
)

COLUMNS = ["exporter", "importer", "product", "value_usd"]
A, B, C = range(3)
P, Q = range(2)

# A sells p to B (6) and C (2); B sells q to A (4) and C (2); C sells p to A (2) and q to B (4).
# Exports:  A (8, 0), B (0, 6), C (2, 4); of each product the world sells 10.
# Imports:  A (2, 4), B (6, 4), C (2, 2).
HAND = np.zeros((3, 3, 2))
HAND[A, B, P], HAND[A, C, P], HAND[B, A, Q], HAND[B, C, Q], HAND[C, A, P], HAND[C, B, Q] = 6, 2, 4, 2, 2, 4


def margins(cube: np.ndarray) -> ProductTrade:
    return ProductTrade.of(as_flows(cube), names("E", cube.shape[0]), names("P", cube.shape[2]))


def dense(potential: StaticPotential) -> np.ndarray:
    return np.stack([potential.product(k) for k in range(potential.supply.shape[1])], axis=2)


def naive_ease(v: np.ndarray) -> np.ndarray:
    n, _, products = v.shape
    ease = np.full((n, n), np.nan)
    for i in range(n):
        for j in range(n):
            expected = sum(
                v[i, :, k].sum() / v[:, :, k].sum() * v[:, j, k].sum() for k in range(products) if v[:, :, k].sum() > 0
            )
            if i != j and expected > 0:
                ease[i, j] = v[i, j].sum() / expected
    return ease


def naive_potential(v: np.ndarray) -> np.ndarray:
    n, _, products = v.shape
    ease, epi = np.nan_to_num(naive_ease(v)), np.zeros(v.shape)
    for k in range(products):
        for j in range(n):
            raw = [
                v[i, :, k].sum() / v[:, :, k].sum() * ease[i, j] * v[:, j, k].sum() if v[:, :, k].sum() > 0 else 0.0
                for i in range(n)
            ]
            for i in range(n):
                epi[i, j, k] = raw[i] * v[:, j, k].sum() / sum(raw) if sum(raw) > 0 else 0.0
    return epi


def test_ease_by_hand() -> None:
    ease = ease_of_trade(margins(HAND))
    assert ease[A, B] == pytest.approx(6 / (0.8 * 6))  # 8/10 of all p, of which B buys 6; no q
    assert ease[B, A] == pytest.approx(4 / (0.6 * 4))
    assert ease[C, A] == pytest.approx(2 / (0.2 * 2 + 0.4 * 4))  # 2/10 of all p and 4/10 of all q
    assert ease[C, B] == pytest.approx(4 / (0.2 * 6 + 0.4 * 4))
    assert np.isnan(np.diag(ease)).all()


def test_ease_from_totals_by_hand() -> None:
    ease = ease_from_totals(HAND.sum(axis=2))
    assert ease[A, B] == pytest.approx(6 * 20 / (8 * 10))  # X_w 20, X_A 8, M_B 10
    assert ease[B, A] == pytest.approx(4 * 20 / (6 * 6))
    assert np.isnan(np.diag(ease)).all()


def test_potential_by_hand() -> None:
    epi = dense(static_potential(margins(HAND)))
    # p in B: A 0.8 · 1.25 · 6 = 6 and C 0.2 · 10/7 · 6 = 12/7, together 54/7; B imports 6 of p, so times 7/9.
    assert epi[[A, C], B, P] == pytest.approx([14 / 3, 4 / 3])
    # q in A: B 0.6 · 5/3 · 4 = 4 and C 0.4 · 1 · 4 = 1.6; A imports 4 of q, so times 5/7.
    assert epi[[B, C], A, Q] == pytest.approx([20 / 7, 8 / 7])
    # q in B: besides B itself only C sells q, so all 4 are C's.
    assert epi[[A, C], B, Q] == pytest.approx([0, 4])


def test_unrealised_is_what_the_potential_exceeds_trade_by() -> None:
    assert unrealised([14 / 3, 4 / 3, 8 / 7, 2.0], [6, 0, 0, np.nan]) == pytest.approx(
        [0, 4 / 3, 8 / 7, np.nan], nan_ok=True
    )


@given(cubes())
def test_agrees_with_a_triple_loop(cube: np.ndarray) -> None:
    trade = margins(cube)
    np.testing.assert_allclose(ease_of_trade(trade), naive_ease(cube), rtol=1e-9)
    np.testing.assert_allclose(np.nan_to_num(dense(static_potential(trade))), naive_potential(cube), rtol=1e-9)


@given(cubes())
def test_potentials_add_up_to_imports_of_each_product(cube: np.ndarray) -> None:
    epi = dense(static_potential(margins(cube)))
    np.testing.assert_allclose(np.nansum(epi, axis=0), cube.sum(axis=0), rtol=1e-9)


@given(cubes(), st.floats(1e-3, 1e3))
def test_another_currency_changes_potentials_in_proportion_and_ease_not_at_all(cube: np.ndarray, rate: float) -> None:
    one, other = margins(cube), margins(cube * rate)
    np.testing.assert_allclose(ease_of_trade(other), ease_of_trade(one), rtol=1e-9)
    np.testing.assert_allclose(dense(static_potential(other)), dense(static_potential(one)) * rate, rtol=1e-9)


@given(cubes(), st.randoms(use_true_random=False))
def test_the_order_of_economies_and_products_does_not_matter(cube: np.ndarray, random: object) -> None:
    economies, products = list(range(cube.shape[0])), list(range(cube.shape[2]))
    random.shuffle(economies)
    random.shuffle(products)
    at = np.ix_(economies, economies, products)
    np.testing.assert_allclose(
        dense(static_potential(margins(cube[at]))), dense(static_potential(margins(cube)))[at], rtol=1e-9
    )


def test_a_pair_gives_the_same_potential_as_its_products() -> None:
    potential = static_potential(margins(HAND))
    assert potential.pair(C, B) == pytest.approx(dense(potential)[C, B])


def test_a_pair_whose_trade_is_missing_has_no_potential_and_zero_trade_has_one() -> None:
    cube = HAND.copy()
    cube[A, C] = np.nan
    cube[C, B, P] = 0.0
    trade = margins(cube)
    potential = static_potential(trade)
    assert np.isnan(ease_of_trade(trade)[A, C])
    assert np.isnan(potential.pair(A, C)).all()
    assert potential.pair(C, B)[P] > 0


def test_an_importer_without_imports_has_potentials_of_zero() -> None:
    cube = HAND.copy()
    cube[:, A] = 0.0
    assert (np.nan_to_num(dense(static_potential(margins(cube)))[:, A]) == 0).all()


def test_table_keeps_traded_cells_and_potentials_above_the_threshold() -> None:
    flows = as_flows(HAND)
    table = product_potential(flows, names("E", 3), names("P", 2), at_least_usd=1.2)
    cells = {tuple(row[:3]): row[3:] for row in table.rows()}
    assert cells["E2", "E1", "P0"] == pytest.approx((0, 4 / 3, 4 / 3))
    assert cells["E0", "E1", "P0"] == pytest.approx((6, 14 / 3, 0))
    assert ("E2", "E0", "P1") not in cells  # potential 8/7, no trade
    assert table["trade_usd"].sum() == pytest.approx(20)
    assert len(product_potential(flows, names("E", 3), names("P", 2))) == len(cells) + 1


def test_a_table_with_coded_names_gives_the_same_numbers() -> None:
    economies, products = names("E", 3), names("P", 2)
    coded = as_flows(HAND).cast(
        {"exporter": pl.Enum(economies), "importer": pl.Enum(economies), "product": pl.Enum(products)}
    )
    assert product_potential(coded, economies, products).equals(product_potential(as_flows(HAND), economies, products))


def test_table_shows_a_missing_value_as_missing() -> None:
    cube = HAND.copy()
    cube[C, B, P] = np.nan
    table = product_potential(as_flows(cube), names("E", 3), names("P", 2))
    row = table.filter(exporter="E2", importer="E1", product="P0")
    assert row["trade_usd"].to_list() == row["unrealised_usd"].to_list() == [None]
    assert row["potential_usd"][0] > 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("E0", "XXX", "P0", 1.0), "importer XXX not among the names"),
        (("E0", "E1", "P9", 1.0), "product P9 not among the names"),
        (("E0", "E0", "P0", 1.0), "with itself"),
        (("E0", "E1", "P0", -9.0), "codes for missing values"),
    ],
)
def test_impossible_rows_are_refused_with_the_remedy(row: tuple[object, ...], message: str) -> None:
    flows = pl.DataFrame([row], schema=COLUMNS, orient="row")
    with pytest.raises(ValueError, match=message):
        ProductTrade.of(flows, names("E", 3), names("P", 2))


def test_two_rows_for_a_cell_are_refused_with_the_remedy() -> None:
    flows = pl.DataFrame([("E0", "E1", "P0", 1.0), ("E0", "E1", "P0", 2.0)], schema=COLUMNS, orient="row")
    with pytest.raises(ValueError, match="add them up or drop one source"):
        ProductTrade.of(flows, names("E", 3), names("P", 2))
