"""Small worlds of trade by product, as the tests of products need them."""

import numpy as np
import polars as pl
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{k}" for k in range(count)]


def as_flows(cube: np.ndarray) -> pl.DataFrame:
    """Rows of an (N, N, K) cube: zeros have no row, NaN is a row with null."""
    exporter, importer, product = np.nonzero(cube)
    return pl.DataFrame(
        {
            "exporter": [f"E{i}" for i in exporter],
            "importer": [f"E{j}" for j in importer],
            "product": [f"P{k}" for k in product],
            "value_usd": pl.Series(cube[exporter, importer, product], dtype=pl.Float64).fill_nan(None),
        },
        schema_overrides={"exporter": pl.String, "importer": pl.String, "product": pl.String},
    )


@st.composite
def cubes(draw: st.DrawFn) -> np.ndarray:
    """Trade (N, N, K) with many zeros, at least one positive flow and nothing on the diagonal."""
    n, k = draw(st.integers(3, 6)), draw(st.integers(2, 5))
    values = st.one_of(st.just(0.0), st.floats(1e-2, 1e4))
    cube = draw(arrays(np.float64, (n, n, k), elements=values))
    cube[np.arange(n), np.arange(n)] = 0.0
    cube[0, 1, 0] += 1.0
    return cube
