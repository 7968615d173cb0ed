"""Agreements: who trades under a trade agreement with whom, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from etl.simulation import economies, investment_treaty
from etl.simulation.world import Flags, Setting, Tie

COEFFICIENT = 0.35
SHARE_BILATERAL = 0.10
SHARE_ENTERED_IN_PERIOD = 0.6
SHARE_OUTSIDER = 0.5
EARLIEST_ENTRY = 1958
FEWEST_IN_A_BLOC = 3
LARGEST_BLOC = 8
# Far from the numbers of real agreements, about which seeds know exceptions and corrections.
FIRST_NUMBER = 10_001
BILATERAL, PLURILATERAL, WITH_THIRD, ACCESSION, WITHDRAWAL = 1, 2, 3, 5, 7


@dataclass(frozen=True)
class Record:
    """An agreement, or a change of its members; ``groups`` maps an economy's position to its group in the record."""

    number: str
    base: str
    kind: str
    membership: int
    entry_year: int
    groups: dict[int, int]


def draw(setting: Setting, rng: np.random.Generator) -> Tie:
    """Draw agreements between neighbours in a region, of such a bloc with an outsider, and of two economies.

    The regressor is 1 in the years in which any agreement binds the pair, both ways, else 0. To some blocs an economy
    accedes in the period, from some a member withdraws. Only economies that exist throughout take part. Bilateral
    agreements are likelier between large and near pairs, and independent of trade given those.

    The fact ``agreement`` has one row a record (number, base_number, kind, membership, signed_year, entry_year),
    ``agreement_member`` one row a record and economy (number, economy, group), both coded as DESTA does;
    ``investment_treaty`` stands beside them and does nothing to trade.
    """
    records = [*_blocs(setting, rng)]
    records += _bilateral(setting, rng, FIRST_NUMBER + 10_000)
    bound = np.zeros((len(setting.years), *setting.geography.contiguous.shape), dtype=bool)
    for base in {record.base for record in records}:
        bound |= _in_force([record for record in records if record.base == base], setting)
    facts = _facts(records, setting.economies["iso3"].to_list(), rng)
    facts["investment_treaty"] = investment_treaty.draw(setting, rng)
    return Tie(bound.astype(np.float64), COEFFICIENT, facts)


def _blocs(setting: Setting, rng: np.random.Generator) -> Iterator[Record]:
    regions = setting.economies["region"].fill_null("elsewhere")
    lasting = _lasting(setting)
    for place, region in enumerate(sorted(regions.unique())):
        there = rng.permutation(np.flatnonzero(lasting & (regions == region).to_numpy()))
        size = int(rng.integers(FEWEST_IN_A_BLOC, LARGEST_BLOC, endpoint=True))
        members, rest = there[:size].tolist(), there[size:].tolist()
        if len(members) >= FEWEST_IN_A_BLOC:
            # A hundred numbers a region: the bloc's, and those of its agreements with outsiders.
            number = FIRST_NUMBER + 100 * place
            bloc = _agreement(number, PLURILATERAL, dict.fromkeys(members, 0), setting, rng)
            yield bloc
            yield from _changes(bloc, rest, setting, rng)
            yield from _with_outsiders(number, members, setting, rng)


def _changes(bloc: Record, rest: list[int], setting: Setting, rng: np.random.Generator) -> Iterator[Record]:
    """Let one economy accede and, later, one member withdraw."""
    first, last = max(bloc.entry_year, int(setting.years[0])) + 1, int(setting.years[-1])
    if last - first < 2:
        return
    joined, left = sorted(rng.choice(np.arange(first, last + 1), 2, replace=False).tolist())
    members, newcomers = list(bloc.groups), rest[:1]
    if newcomers:
        groups = dict.fromkeys(newcomers, 1) | dict.fromkeys(members, 2)
        yield Record(f"{bloc.number}+1", bloc.number, "accession", ACCESSION, joined, groups)
    groups = dict.fromkeys(members[:1], 1) | dict.fromkeys(members[1:] + newcomers, 2)
    yield Record(f"{bloc.number}_1", bloc.number, "withdrawal", WITHDRAWAL, left, groups)


def _with_outsiders(number: int, members: list[int], setting: Setting, rng: np.random.Generator) -> Iterator[Record]:
    outside = rng.permutation(np.setdiff1d(np.flatnonzero(_lasting(setting)), members))
    for step, outsider in enumerate(outside[: rng.binomial(4, SHARE_OUTSIDER)].tolist(), start=1):
        yield _agreement(number + step, WITH_THIRD, {outsider: 0} | dict.fromkeys(members, 1), setting, rng)


def _bilateral(setting: Setting, rng: np.random.Generator, first_number: int) -> Iterator[Record]:
    size = np.nanmean(np.log(setting.gdp_usd), axis=0)
    size = (size - size.mean()) / size.std()
    near = -np.log(setting.geography.distance_km / 5_000)
    score = 0.6 * size[:, None] + 0.6 * size + 0.9 * near + rng.logistic(size=near.shape)
    lasting = _lasting(setting)
    i, j = np.nonzero(np.triu(lasting[:, None] & lasting, 1))
    wanted = max(1, round(SHARE_BILATERAL * len(i)))
    for step, pair in enumerate(np.argsort(-score[i, j], kind="stable")[:wanted].tolist()):
        yield _agreement(first_number + step, BILATERAL, {int(i[pair]): 0, int(j[pair]): 0}, setting, rng)


def _agreement(
    number: int, membership: int, groups: dict[int, int], setting: Setting, rng: np.random.Generator
) -> Record:
    """Draw the year of an agreement: in the period, or before it but not before its members exist."""
    born, _ = economies.lifetimes(setting.economies)
    first, last = int(setting.years[0]), int(setting.years[-1])
    earliest = min(first, max(EARLIEST_ENTRY, *(int(born[economy]) for economy in groups)))
    within = rng.random() < SHARE_ENTERED_IN_PERIOD
    entry = rng.integers(first, last, endpoint=True) if within else rng.integers(earliest, first, endpoint=True)
    return Record(str(number), str(number), "base_treaty", membership, int(entry), groups)


def _lasting(setting: Setting) -> Flags:
    return np.asarray(setting.present.all(axis=0))


def _in_force(family: list[Record], setting: Setting) -> Flags:
    """Return (T, N, N): the agreement and the changes of its members, in the order of their years."""
    year, shape = setting.years[:, None, None], setting.geography.contiguous.shape
    bound = np.zeros((len(setting.years), *shape), dtype=bool)
    for record in sorted(family, key=lambda record: record.entry_year):
        pairs = _pairs(record, shape[0]) & (year >= record.entry_year)
        bound = bound & ~pairs if record.kind == "withdrawal" else bound | pairs
    return bound


def _pairs(record: Record, count: int) -> Flags:
    """Return (N, N): the pairs a record binds or parts, as DESTA's groups have it."""
    group = np.array([record.groups.get(economy, -1) for economy in range(count)])
    one, two = group[:, None], group[None, :]
    if record.kind == "base_treaty":
        within = (one >= 0) & (two >= 0)
        pairs = within & (one != two) if record.membership == WITH_THIRD else within
    else:
        pairs = ((one == 1) & (two >= 1)) | ((one >= 1) & (two == 1))
    return np.asarray(pairs & ~np.eye(count, dtype=bool))


def _facts(records: list[Record], iso3: list[str], rng: np.random.Generator) -> dict[str, pl.DataFrame]:
    rows = [(r.number, r.base, r.kind, r.membership, r.entry_year) for r in records]
    agreement = pl.DataFrame(rows, schema=["number", "base_number", "kind", "membership", "entry_year"], orient="row")
    # Changes of members are published by their year alone.
    is_change = pl.col("kind") != "base_treaty"
    years_before = pl.Series("years_before", rng.integers(0, 3, size=len(records)))
    signed = pl.col("entry_year") - pl.when(is_change).then(0).otherwise(years_before)
    seats = [(r.number, iso3[economy], group) for r in records for economy, group in r.groups.items()]
    member = pl.DataFrame(seats, schema=["number", "economy", "group"], orient="row")
    return {"agreement": agreement.with_columns(signed.alias("signed_year")), "agreement_member": member}
