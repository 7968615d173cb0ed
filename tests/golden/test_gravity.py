"""Every gravity table of the Advanced Guide to Trade Policy Analysis, chapter 1, to the digits published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from warehouse.scoring.fit import Estimates
from warehouse.scoring.frames import Axes
from warehouse.scoring.gravity import fit_ols, fit_ppml
from warehouse.scoring.panel import Floats

pytestmark = pytest.mark.golden

YEARS = (1986, 1990, 1994, 1998, 2002, 2006)
GEOGRAPHY = ("log_dist", "cntg", "lang", "clny")
LAGS = ("rta", "rta_lag4", "rta_lag8", "rta_lag12")
BORDERS = tuple(f"intl_border_{year}" for year in YEARS[:-1])


@dataclass(frozen=True)
class Guide:
    """The guide's data as arrays, and what it publishes on them."""

    trade: Floats
    variables: Mapping[str, Floats]
    published: dict[str, Any]

    @property
    def international(self) -> Floats:
        return np.where(np.eye(self.trade.shape[1], dtype=bool), np.nan, self.trade)

    def chosen(self, names: tuple[str, ...]) -> dict[str, Floats]:
        return {name: self.variables[name] for name in names}


@pytest.fixture(scope="module")
def guide(golden: Path) -> Guide:
    frame = pl.read_csv(golden / "agtpa_applications.csv.gz").filter(pl.col("year").is_in(YEARS))
    axes = Axes.of(frame)
    names = ("cntg", "lang", "clny", "rta", "rta_lead4", "rta_lag4", "rta_lag8", "rta_lag12")
    variables = {name: axes.dense(frame, name) for name in names}
    trade = axes.dense(frame, "trade")
    abroad = ~np.eye(trade.shape[1], dtype=bool)
    for t, border in enumerate(BORDERS):
        variables[border] = abroad & (np.arange(len(YEARS)) == t)[:, None, None]
    variables["log_dist"] = np.log(axes.dense(frame, "dist"))
    variables["log_y"] = np.broadcast_to(np.log(trade.sum(axis=2))[:, :, None], trade.shape)
    variables["log_e"] = np.broadcast_to(np.log(trade.sum(axis=1))[:, None, :], trade.shape)
    return Guide(trade, variables, json.loads((golden / "agtpa_reference.json").read_text()))


def agrees(fit: Estimates, published: dict[str, Any], decimals: int = 4) -> None:
    """Same sample, same terms, and estimates and standard errors that round to the published ones."""
    assert fit.n_obs == published["N"]
    assert set(fit.terms) == set(published["coef"])
    for term, numbers in published["coef"].items():
        rounds_to(fit.estimate(term), numbers, decimals)
    if "total_rta_effect" in published:
        total = {term: 1.0 for term in fit.terms if term.startswith("rta")}
        rounds_to(fit.combination(total), published["total_rta_effect"], decimals)


def rounds_to(found: tuple[float, float], numbers: Mapping[str, float], decimals: int) -> None:
    half = 0.5 * 10.0**-decimals * (1 + 1e-6)
    assert found == (pytest.approx(numbers["b"], abs=half, rel=0), pytest.approx(numbers["se"], abs=half, rel=0))


def test_traditional_ols(guide: Guide) -> None:
    variables = guide.chosen((*GEOGRAPHY, "log_y", "log_e"))
    fit = fit_ols(guide.international, variables, country_year_effects=False)
    agrees(fit, guide.published["trad_ols"])


@pytest.mark.parametrize(("row", "names"), [("trad_ols_fe", GEOGRAPHY), ("rta_ols", (*GEOGRAPHY, "rta"))])
def test_ols_with_country_year_effects(guide: Guide, row: str, names: tuple[str, ...]) -> None:
    agrees(fit_ols(guide.international, guide.chosen(names)), guide.published[row])


@pytest.mark.parametrize(("row", "names"), [("trad_ppml_fe", GEOGRAPHY), ("rta_ppml", (*GEOGRAPHY, "rta"))])
def test_ppml_without_domestic_sales(guide: Guide, row: str, names: tuple[str, ...]) -> None:
    agrees(fit_ppml(guide.international, guide.chosen(names)), guide.published[row])


def test_country_specific_domestic_effects(guide: Guide) -> None:
    variables = guide.chosen((*GEOGRAPHY, "rta"))
    fit = fit_ppml(guide.trade, variables, domestic_effects=True, standard_errors="fixest")
    agrees(fit, guide.published["rta_intra"], decimals=3)
    stata = fit_ppml(guide.trade, variables, domestic_effects=True)
    assert stata.estimate("rta")[1] == pytest.approx(0.069, abs=5e-4)  # as printed in the guide itself


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("rta_pairfe", ("rta",)),
        ("rta_lead", ("rta", "rta_lead4")),
        ("rta_lags", LAGS),
        ("rta_globalization", (*LAGS, *BORDERS)),
    ],
)
def test_symmetric_pair_effects(guide: Guide, row: str, names: tuple[str, ...]) -> None:
    fit = fit_ppml(guide.trade, guide.chosen(names), pair_effects="symmetric")
    agrees(fit, guide.published[row])
    assert fit.dropped["separated by effects"] == 14 * len(YEARS)  # pairs that never trade


def test_robust_standard_errors_of_the_general_equilibrium_baseline(guide: Guide) -> None:
    fit = fit_ppml(guide.trade, {"RTA": guide.variables["rta"]}, pair_effects="symmetric", standard_errors="robust")
    published = guide.published["ge_rta_baseline"]
    assert fit.n_obs == published["N"]
    assert fit.estimate("RTA")[0] == pytest.approx(published["coef"]["RTA"]["b"], abs=5e-8)
    assert fit.estimate("RTA")[1] == pytest.approx(published["coef"]["RTA"]["se"], abs=5e-7)
