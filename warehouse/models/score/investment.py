"""Potential of direct investment: gravity of stocks, with havens and conduits and without (methods, section 4)."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from warehouse.scoring.fit import GravityFit
from warehouse.scoring.frames import Axes, standard_gravity
from warehouse.scoring.gravity import fit_ppml
from warehouse.scoring.investment import (
    InvestmentPotential,
    InvestmentSettings,
    compare_coefficients,
    investment_potential,
    vanishing_gaps,
    without_economies,
)
from warehouse.scoring.panel import Booleans, Floats, ImpossiblePanelError
from warehouse.scoring.records import record
from warehouse.scoring.schemas import FIT, schema, shaped

HEADER = """
description = "Potentials of direct investment stocks by gravity with home-year and host-year effects on geography and treaties, beside a fit with ties, fitted to one source with havens and conduits (seed conduit) and without."

[inputs]
fdi = '''
with held as (
    select source_id, year, count(*) as pairs from core.fdi
    where measure = 'stock' and investment_usd > 0 group by source_id, year
),
whole as (
    select h.source_id, p.rank, max(h.year) as latest
    from held as h inner join seed.source_precedence as p on p.quantity = 'fdi' and h.source_id = p.source_id
    where 2 * h.pairs >= (select max(pairs) from held)
    group by h.source_id, p.rank
),
chosen as (select source_id, latest from whole where rank = (select min(rank) from whole))
select f.home as exporter, f.host as importer, f.year, f.investment_usd, f.source_id
from core.fdi as f inner join chosen as c on f.source_id = c.source_id and f.year between c.latest - 4 and c.latest
where f.measure = 'stock'
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity"
tie = '''
select origin as exporter, destination as importer, year, indicator, value_index
from core.tie
where value_index is not null and tie_status <> 'from a later year' and (
    (is_headline and dimension in ('alignment', 'security', 'institutions'))
    or indicator in ('rta_in_force', 'bit_in_force'))
order by indicator
'''
haven = "select economy from seed.conduit"

[tables.investment_potential]
description = "What comparable pairs of economies hold in each other: fitted value of the gravity of stocks, mean over three years. Potentials of a home, and of a host, add up to what it holds: a reallocation, not a ceiling."
grain = ["home", "host"]
[tables.investment_potential.columns]
home                     = "Economy the investment comes from, ISO 3166-1 alpha-3"
host                     = "Economy the investment is in, ISO 3166-1 alpha-3"
year                     = "Calendar year"
stock_usd                = "Direct investment stock, mean of the known among this year and the two before, negative stocks as zero, current US dollars; null where none is known"
stock_potential_usd      = "What comparable pairs hold: fitted value of the gravity of stocks over the same years, current US dollars"
stock_gap_log            = "ln(stock potential / stock), both floored at half a million US dollars; null where either is missing"
stock_low_usd            = "Nine in ten pairs with about this potential hold more than this and less than stock_high_usd: split-conformal by fifth of potential on pairs the fit had not seen; 0 where below half a million US dollars"
stock_high_usd           = "Upper end of the band that stock_low_usd begins; null where too few pairs of this size were held out"
is_haven_pair            = "Whether one of the two is a haven or conduit (seed conduit): its stocks pass through rather than stay"
without_haven_gap_log    = "stock_gap_log of the same model without havens and conduits; null for pairs with one of them"
gap_vanishes             = "Whether the pair holds less than comparable pairs only as long as havens and conduits are in the sample"
source_id                = "Source the number comes from; see meta.source"

[tables.investment_coefficient]
description = "Coefficients of the gravity of direct investment stocks, with havens and conduits and without, and whether each result outlives their absence."
grain = ["model_id", "term"]
[tables.investment_coefficient.columns]
model_id          = "Fitted model; see meta.model_fit"
term              = "Regressor"
estimate          = "Coefficient: change of log trade with one unit of the regressor"
std_error         = "Standard error of the estimate; the convention is in meta.model_fit"
estimate_without  = "The coefficient without havens and conduits; null where the fit left the regressor out"
std_error_without = "Standard error of estimate_without"
haven_verdict     = "holds, vanishes (different from zero only with havens and conduits), reverses, only without, or none (in neither)"

[tables.investment_fit]
description = "How the fits of direct investment went."
grain = ["model_id"]
columns = "fit"
"""
SETTINGS = InvestmentSettings(floor=5e5)
TABLES = {
    "investment_potential": schema(
        text="home host source_id",
        number="stock_usd stock_potential_usd stock_gap_log stock_low_usd stock_high_usd without_haven_gap_log",
        count="year",
        truth="is_haven_pair gap_vanishes",
    ),
    "investment_coefficient": schema(
        text="model_id term haven_verdict", number="estimate std_error estimate_without std_error_without"
    ),
    "investment_fit": FIT,
}


def build(fdi: pl.DataFrame, gravity: pl.DataFrame, tie: pl.DataFrame, haven: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Fit with and without havens; where stocks are missing or cannot be fitted every table is empty."""
    if fdi["year"].n_unique() < SETTINGS.window:
        return shaped({}, TABLES)
    axes, source = Axes.of(fdi), fdi["source_id"][0]
    stocks = axes.dense(fdi, "investment_usd")
    is_haven = np.isin(axes.economies, haven["economy"].to_numpy())
    regressors = _regressors(axes, gravity, tie)
    try:
        full = investment_potential(stocks, regressors, SETTINGS)
        part = investment_potential(without_economies(stocks, is_haven), regressors, SETTINGS)
        with_ties = _with_ties(stocks, is_haven, regressors | _ties(axes, tie))
    except ImpossiblePanelError:
        return shaped({}, TABLES)  # too few stocks: an economy's effect needs more than one partner
    fits = {"investment": (full.fit, part.fit), "investment_ties": with_ties}
    tables = {
        "investment_potential": _potentials(axes, full, part, is_haven).with_columns(source_id=pl.lit(source)),
        "investment_coefficient": pl.concat(_verdicts(name, *pair) for name, pair in fits.items()),
        "investment_fit": _records(
            fits, f"{axes.years[0]}–{axes.years[-1]}, {len(axes.economies)} economies, {source}"
        ),
    }
    return shaped(tables, TABLES)


def _with_ties(stocks: Floats, is_haven: Booleans, regressors: dict[str, Floats]) -> tuple[GravityFit, GravityFit]:
    negative_as_zero = np.maximum(stocks, 0.0)
    part = without_economies(negative_as_zero, is_haven)
    return fit_ppml(negative_as_zero, regressors), fit_ppml(part, regressors)


def _verdicts(model_id: str, full: GravityFit, part: GravityFit) -> pl.DataFrame:
    compared = compare_coefficients(full, part).rename({"verdict": "haven_verdict"})
    return compared.with_columns(model_id=pl.lit(model_id))


def _records(fits: dict[str, tuple[GravityFit, GravityFit]], sample: str) -> pl.DataFrame:
    without = f"{sample}, without havens and conduits"
    return pl.concat(
        each
        for name, (full, part) in fits.items()
        for each in (record(full, name, sample), record(part, f"{name}_without_havens", without))
    )


def _regressors(axes: Axes, gravity: pl.DataFrame, tie: pl.DataFrame) -> dict[str, Floats]:
    """Geography and agreements; a pair that is not listed has none."""
    known = gravity.with_columns(pl.col("distance_km").replace(0.0, None))  # both halves of a divided capital
    listed = {name: np.nan_to_num(values) for name, values in _dense(axes, tie) if name.endswith("in_force")}
    return standard_gravity(known, axes) | listed


def _ties(axes: Axes, tie: pl.DataFrame) -> dict[str, Floats]:
    return {name: values for name, values in _dense(axes, tie) if not name.endswith("in_force")}


def _dense(axes: Axes, tie: pl.DataFrame) -> Iterator[tuple[str, Floats]]:
    """(T, N, N) of each indicator, by name; NaN where it is not known."""
    for (name,), rows in tie.filter(pl.col("year").is_in(axes.years)).partition_by("indicator", as_dict=True).items():
        yield str(name), axes.dense(rows, "value_index")


def _potentials(axes: Axes, full: InvestmentPotential, part: InvestmentPotential, is_haven: Booleans) -> pl.DataFrame:
    arrays = {
        "stock_usd": full.stock,
        "stock_potential_usd": full.potential,
        "stock_gap_log": full.gap,
        "stock_low_usd": full.lower,
        "stock_high_usd": np.where(np.isinf(full.upper), np.nan, full.upper),
        "is_haven_pair": is_haven[:, None] | is_haven[None, :],
        "without_haven_gap_log": part.gap,
        "gap_vanishes": vanishing_gaps(full, part),
    }
    last = Axes(axes.years[-1:], axes.economies)
    pairs = last.long({name: array[None] for name, array in arrays.items()})
    return pairs.filter(pl.col("stock_potential_usd").is_not_null()).rename({"exporter": "home", "importer": "host"})
