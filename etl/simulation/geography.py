"""Distances from the capitals' real positions; borders, languages and a colonial past invented upon them."""

import numpy as np
import polars as pl

from etl.simulation.world import Flags, Floats, Geography

EARTH_RADIUS_KM = 6371.0
PERSONS_PER_KM2 = 60.0
FURTHEST_KM = np.pi * EARTH_RADIUS_KM


def draw(economies: pl.DataFrame, population: Floats, rng: np.random.Generator) -> Geography:
    """Draw everything about pairs that time does not change.

    Args:
        economies: N rows with ``capital_latitude`` and ``capital_longitude`` in degrees.
        population: (N,) Persons; sets areas, hence distances within an economy.
        rng: The stream to draw from.
    """
    capital = great_circle_km(
        economies["capital_latitude"].to_numpy(),
        economies["capital_longitude"].to_numpy(),
    )
    np.fill_diagonal(capital, _internal_km(population, rng))
    colony, common_coloniser, coloniser = _colonial_past(population, rng)
    language = _common_language(capital, coloniser, rng)
    return Geography(
        distance_capital_km=capital,
        distance_weighted_km=_weighted_km(capital, rng),
        contiguous=_contiguous(capital, rng),
        common_language=language,
        common_ethnic_language=language ^ _pairs_with(0.03, len(capital), rng),
        colony=colony,
        colony_since_1945=colony & _pairs_with(0.6, len(capital), rng),
        common_coloniser=common_coloniser,
    )


def great_circle_km(latitude: Floats, longitude: Floats) -> Floats:
    """Return (N, N) great-circle distances (haversine, km), at least 5 km between two places.

    Args:
        latitude: (N,) Degrees north.
        longitude: (N,) Degrees east.
    """
    lat, lon = np.radians(latitude), np.radians(longitude)
    across = np.sin((lat[:, None] - lat) / 2) ** 2
    along = np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    arc = 2 * np.arcsin(np.sqrt(np.clip(across + along, 0, 1)))
    return np.asarray(np.maximum(EARTH_RADIUS_KM * arc, 5.0))


def _internal_km(population: Floats, rng: np.random.Generator) -> Floats:
    # Two thirds of the radius of a disc of the economy's area, as GeoDist has it (Mayer & Zignago 2011).
    area = population / (PERSONS_PER_KM2 * np.exp(rng.standard_normal(len(population))))
    return np.asarray(0.67 * np.sqrt(area / np.pi))


def _weighted_km(capital: Floats, rng: np.random.Generator) -> Floats:
    drawn = capital * np.exp(_symmetric(0.05 * rng.standard_normal(capital.shape)))
    weighted = np.minimum(drawn, FURTHEST_KM)
    unknown = rng.random(len(capital)) < 0.02
    weighted[unknown, :] = weighted[:, unknown] = np.nan
    return weighted


def _contiguous(capital: Floats, rng: np.random.Generator) -> Flags:
    # Neighbours are mutually among each other's five nearest capitals and not an ocean apart.
    rank = np.argsort(np.argsort(capital + np.diag(np.full(len(capital), np.inf)), axis=1), axis=1)
    near = (rank < 5) & (rank.T < 5) & (capital < 2500)
    return near & _pairs_with(0.8, len(capital), rng)


def _colonial_past(population: Floats, rng: np.random.Generator) -> tuple[Flags, Flags, list[int | None]]:
    count = len(population)
    largest = np.argsort(-population)[: max(4, count // 4)]
    metropoles = rng.permutation(largest)[: max(2, min(6, count // 8))]
    ruled = (rng.random(count) < 0.6) & ~np.isin(np.arange(count), metropoles)
    coloniser = [int(m) if is_ruled else None for m, is_ruled in zip(rng.choice(metropoles, count), ruled, strict=True)]
    past = np.array([[coloniser[i] == j for j in range(count)] for i in range(count)])
    shared = past.astype(int) @ past.T.astype(int) > 0
    return past | past.T, shared & ~np.eye(count, dtype=bool), coloniser


def _common_language(capital: Floats, coloniser: list[int | None], rng: np.random.Generator) -> Flags:
    # Each economy speaks the tongue of the nearest cradle; three former colonies in four also that of the coloniser.
    count = len(capital)
    cradles = rng.permutation(count)[: max(3, count // 5)]
    native = np.argmin(capital[:, cradles], axis=1)
    spoken = native[:, None] == np.arange(len(cradles))
    for economy, ruler in enumerate(coloniser):
        if ruler is not None and rng.random() < 0.75:
            spoken[economy, native[ruler]] = True
    shared = spoken.astype(int) @ spoken.T.astype(int) > 0
    return np.asarray(shared & ~np.eye(count, dtype=bool))


def _symmetric(values: Floats) -> Floats:
    upper = np.triu(values)
    return np.asarray(upper + np.triu(values, 1).T)


def _pairs_with(share: float, count: int, rng: np.random.Generator) -> Flags:
    chosen = np.triu(rng.random((count, count)) < share, 1)
    return chosen | chosen.T
