"""Trade of the simulated world by HS product: each pair's exports split by what one sells and the other buys."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.simulation.world import Floats, World, stream
from warehouse.paths import SEEDS

ADVANTAGE, TASTE, NOISE = 2.0, 0.7, 0.7
"""Standard deviations, in logarithms, of what an exporter is good at, an importer likes, and the rest."""
SMALLEST_USD = 1_000.0
"""Flows below it are not published, as in BACI."""
TONNES_PER_USD = 1e-3
CRUDE = {"0": [*range(1, 6), *range(7, 12), *range(16, 22), 23], "1": [22, 24], "3": [27], "4": [15]}
MATERIALS = [6, 12, 13, 14, 25, 26, 31, 40, 41, 43, 44, 45, 47, 50, 51, 52, 53]
CHEMICALS, MACHINES = [*range(28, 40)], [84, 85, 86, 87, 88, 89]
CLASSIFIED_BY_MATERIAL = [*range(48, 50), *range(54, 61), *range(68, 84)]


def product_codes(count: int) -> list[str]:
    """Return ``count`` invented six-digit codes, spread evenly over the chapters of the Harmonized System."""
    seed = pl.read_csv(SEEDS / "product.csv", infer_schema=False)
    chapters = seed.filter(pl.col("nomenclature") == "HS")["product_code"].to_list()
    if count < len(chapters):
        return [f"{chapters[k * len(chapters) // count]}0010" for k in range(count)]
    return sorted(f"{chapters[k % len(chapters)]}{k // len(chapters):02d}10" for k in range(count))


def section(code: str) -> str:
    """Return the SITC section that goods of an HS code mostly fall into."""
    chapter = int(code[:2])
    listed = CRUDE | {"2": MATERIALS, "5": CHEMICALS, "6": CLASSIFIED_BY_MATERIAL, "7": MACHINES, "9": [99]}
    return next((digit for digit, chapters in listed.items() if chapter in chapters), "8")


def flows(world: World, t: int) -> Iterator[pl.DataFrame]:
    """Split the exports of one year by product, an exporter at a time.

    Args:
        world: The world; its exports are what the products of a pair add up to.
        t: Place of the year.

    Yields:
        i, j (places of exporter and importer), k (place of the product), value_usd and tonnes, for flows that are
        published.
    """
    rng = stream(world.seed, f"products.{world.years[t]}")
    lasting = stream(world.seed, "products")
    shape = (len(world.iso3), world.product_count)
    strength, taste = ADVANTAGE * lasting.standard_normal(shape), TASTE * lasting.standard_normal(shape)
    for i, exports in enumerate(world.export_usd[t]):
        partners = np.flatnonzero(exports > 0)
        draw = NOISE * rng.standard_normal((len(partners), world.product_count), dtype=np.float32)
        weight = np.exp(strength[i] + taste[partners] + draw)
        j, k, value = _published(exports[partners], weight)
        tonnes = value * TONNES_PER_USD * np.exp(rng.standard_normal(len(value)))
        yield pl.DataFrame({"i": np.full(len(j), i), "j": partners[j], "k": k, "value_usd": value, "tonnes": tonnes})


def _published(exports: Floats, weight: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """Leave out what is too small, but each pair's largest product; the rest adds up to the pair's exports."""
    share = weight / weight.sum(axis=1, keepdims=True)
    kept = share * exports[:, None] >= SMALLEST_USD
    kept[np.arange(len(share)), share.argmax(axis=1)] = True
    share = np.where(kept, share, 0.0)
    value = exports[:, None] * share / share.sum(axis=1, keepdims=True)
    j, k = np.nonzero(kept)
    return j, k, value[j, k]
