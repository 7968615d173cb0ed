"""Do ties go with trade in differentiated goods more than in homogeneous ones? (methods, section 4)."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from warehouse.scoring.evidence import Specification
from warehouse.scoring.frames import Axes, Floats, standard_gravity
from warehouse.scoring.gravity_data import AGREEMENTS, GravityData
from warehouse.scoring.records import record
from warehouse.scoring.schemas import FIT, schema, shaped
from warehouse.scoring.tie_models import SHARED_FROM, Estimated, TieModel, estimate

HEADER = """
description = "Gravity with ties for differentiated and for homogeneous goods apart, in the years for which trade by product covers the world."

[inputs]
trade = '''
select t.exporter, t.importer, t.year, p.is_differentiated, t.source_id, sum(t.value_usd) as value_usd
from core.trade_product as t
inner join core.product as p on t.nomenclature = p.nomenclature and t.product_code = p.product_code
inner join core.trade_coverage as c on t.source_id = c.source_id and t.year = c.year
where t.source_id = (select min(source_id) from core.trade_group) and c.counts_as_total and t.year >= 1990
    and p.is_differentiated is not null and t.exporter <> t.importer
group by t.exporter, t.importer, t.year, p.is_differentiated, t.source_id
'''
gravity = "select exporter, importer, distance_km, contiguous, common_language, colony from core.gravity where distance_km > 0"
ties = '''
select
    origin as exporter, destination as importer, year,
    max(case when indicator = 'rta_in_force' then value_index end) as rta,
    max(case when indicator = 'bit_in_force' then value_index end) as bit,
    max(case when dimension = 'alignment' and is_headline then value_index end) as alignment,
    max(case when dimension = 'security' and is_headline then value_index end) as security,
    max(case when dimension = 'institutions' and is_headline then value_index end) as institutions,
    max(case when dimension = 'coercion' and is_headline then value_index end) as coercion
from core.tie
where tie_status <> 'from a later year' and year in (select year from core.trade_product)
group by origin, destination, year
'''

[tables.tie_goods]
description = "Coefficients of ties in gravity of differentiated and of homogeneous goods. Differentiated: sections 5 to 8 of SITC, or what core.product maps to them; homogeneous: 0 to 4; Rauch's list is not at hand. The difference of the two takes their errors for independent, which makes its standard error too large where a pair's errors in both go together."
grain = ["specification", "term"]
[tables.tie_goods.columns]
specification  = "between (G1), within (G2) or timing (G3)"
term           = "Regressor"
estimate_differentiated  = "Coefficient for differentiated goods: change of log trade with one unit of the regressor"
std_error_differentiated = "Standard error of estimate_differentiated, by jackknife over unordered pairs"
estimate_homogeneous     = "Coefficient for homogeneous goods: change of log trade with one unit of the regressor"
std_error_homogeneous    = "Standard error of estimate_homogeneous, by jackknife over unordered pairs"
difference               = "estimate_differentiated less estimate_homogeneous"
std_error_difference     = "Root of the sum of the two squared standard errors"
goods_years              = "Calendar years estimated on"

[tables.tie_goods_fit]
description = "How the fits by kind of goods went."
grain = ["model_id"]
columns = "fit"
"""
KINDS = {"differentiated": True, "homogeneous": False}
OTHERS = ("alignment", "security", "institutions", "coercion")
TABLES = {
    "tie_goods": schema(
        text="specification term goods_years",
        number="estimate_differentiated std_error_differentiated estimate_homogeneous std_error_homogeneous "
        "difference std_error_difference",
    ),
    "tie_goods_fit": FIT,
}


def build(trade: pl.DataFrame, gravity: pl.DataFrame, ties: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Estimate both kinds of goods between and within pairs; without product data the tables are empty."""
    if trade.is_empty():
        return shaped({}, TABLES)
    found = estimate(_models(trade, gravity, ties))
    years = ", ".join(map(str, sorted(trade["year"].unique())))
    sample = f"{years}; {trade['source_id'][0]}"
    tables = {
        "tie_goods": pl.DataFrame(list(_rows(found, years)), infer_schema_length=None),
        "tie_goods_fit": pl.concat(record(one.fit, one.model.model_id, sample) for one in found),
    }
    return shaped({name: table for name, table in tables.items() if table.height}, TABLES)


def _models(trade: pl.DataFrame, gravity: pl.DataFrame, ties: pl.DataFrame) -> Iterator[TieModel]:
    axes = Axes.of(trade)
    geography = {name: np.broadcast_to(x, axes.shape) for name, x in standard_gravity(gravity, axes).items()}
    # A pair that the treaty sources do not list has no treaty; in other dimensions it is not known.
    treaties = {name: np.nan_to_num(axes.dense(ties, name)) for name in AGREEMENTS}
    known = treaties | {name: axes.dense(ties, name) for name in OTHERS}
    every = GravityData(axes, _with_zeros(trade, axes), known)
    shared = (*AGREEMENTS, *(name for name in OTHERS if every.known_share(name) >= SHARED_FROM))
    own = every.chosen(shared)
    for kind, is_differentiated in KINDS.items():
        values = _with_zeros(trade.filter(is_differentiated=is_differentiated), axes)
        data = GravityData(axes, values, known)
        yield TieModel(f"g1_{kind}", "between", shared, data, geography | own)
        yield TieModel(f"g2_{kind}", "within", shared, data, own)


def _with_zeros(trade: pl.DataFrame, axes: Axes) -> Floats:
    """Sums of trade; a pair not listed between an exporter and an importer that are listed that year trades nothing."""
    summed = trade.group_by("exporter", "importer", "year").agg(pl.col("value_usd").sum())
    values = axes.dense(summed, "value_usd")
    listed = values > 0
    exporting, importing = np.any(listed, axis=2), np.any(listed, axis=1)
    both = exporting[:, :, None] & importing[:, None, :] & ~np.eye(len(axes.economies), dtype=bool)
    return np.where(both, np.nan_to_num(values), np.nan)


def _rows(found: list[Estimated], years: str) -> Iterator[dict[str, object]]:
    by_id = {one.model.model_id: one for one in found}
    specifications: tuple[tuple[str, Specification], ...] = (("g1", "between"), ("g2", "within"))
    for prefix, specification in specifications:
        pair = [by_id.get(f"{prefix}_{kind}") for kind in KINDS]
        for term in pair[0].model.ties if pair[0] else ():
            first, second = (one.finding(term) if one else None for one in pair)
            if first is None or second is None:
                continue
            yield {
                "specification": specification,
                "term": term,
                "estimate_differentiated": first.estimate,
                "std_error_differentiated": first.std_error,
                "estimate_homogeneous": second.estimate,
                "std_error_homogeneous": second.std_error,
                "difference": first.estimate - second.estimate,
                "std_error_difference": float(np.hypot(first.std_error, second.std_error)),
                "goods_years": years,
            }
