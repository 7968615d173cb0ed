"""The world of one year that a what-if is asked of: ties, trade with domestic sales, and estimates, from tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
import polars as pl

from warehouse.scoring.domestic_sales import DomesticSales, domestic_sales
from warehouse.scoring.effects import components
from warehouse.scoring.elasticity import SIGMA
from warehouse.scoring.equilibrium import Baseline
from warehouse.scoring.frames import Axes
from warehouse.scoring.panel import Booleans, Floats
from warehouse.scoring.scenario import Scenario, ScenarioError
from warehouse.scoring.scenario_estimates import KNOWN_FOR_ALL
from warehouse.scoring.scenario_state import State, Tie
from warehouse.scoring.scenario_terms import Term

UNLISTED = (
    "A pair counts as without a mission where the lists name none either way but name others of both economies. Lists "
    "have gaps: a mission named one way only is not known the other way."
)


@dataclass(frozen=True)
class Tables:
    """What a world is made of, all of one year.

    Attributes:
        trade: exporter, importer, fitted_usd.
        sizes: economy, gdp_usd.
        ties: actor, partner, year, scenario_tie, tie_value.
        terms: term, scenario_tie, counted_side, is_log, is_identified, estimate, evidence_badge.
        covariance: term, other_term, covariance.
        members: bloc_name, economy.
    """

    trade: pl.DataFrame
    sizes: pl.DataFrame
    ties: pl.DataFrame
    terms: pl.DataFrame
    covariance: pl.DataFrame
    members: pl.DataFrame


@dataclass(frozen=True)
class Drawable:
    """Estimates as published; `uncertainty.Estimates`."""

    terms: tuple[str, ...]
    estimates: Floats
    covariance: Floats


@dataclass(frozen=True)
class World:
    """Everything a what-if of one year needs.

    Attributes:
        state: Ties of N economies.
        trade: (N, N), fitted trade, current USD; domestic sales on the diagonal.
        domestic: What the diagonal rests on.
        terms: Regressor → how it follows from a tie.
        fit: The estimates.
        left_out: Economies that trade but have no GDP, or do not trade with the others.
        left_out_share: Share of the world's trade that has one of them at an end.
    """

    state: State
    trade: Floats
    domestic: DomesticSales
    terms: dict[str, Term]
    fit: Drawable
    left_out: tuple[str, ...]
    left_out_share: float

    def baseline(self, sigma: float = SIGMA, reference: str | None = None) -> Baseline:
        """Return where scenarios start from.

        Args:
            sigma: Elasticity of substitution.
            reference: Whose price index is the unit of account; where None, the largest economy's.

        Raises:
            ImpossibleBaselineError: An elasticity or a reference that cannot be.
        """
        largest = self.state.economies[int(self.trade.sum(axis=1).argmax())]
        return Baseline(self.trade, self.state.economies, sigma, reference or largest)

    def flows(self) -> pl.DataFrame:
        """Return exporter, importer, fitted_usd: trade abroad before anything changes."""
        codes = pl.Series(self.state.economies)
        exporters, importers = np.nonzero(~np.eye(len(codes), dtype=bool))
        return pl.DataFrame(
            {
                "exporter": codes.gather(exporters),
                "importer": codes.gather(importers),
                "fitted_usd": self.trade[exporters, importers],
            }
        )

    def assumptions(self, scenario: Scenario) -> tuple[str, ...]:
        """Return what an answer takes for granted about its world, in words."""
        said = [
            f"Trade before is fitted trade of {self.state.year}, which the noise of single years is out of.",
            self.domestic.approximation,
        ]
        if any("mission" in change.action for change in scenario.changes):
            said.append(UNLISTED)
        if self.left_out:
            said.append(
                f"Left out, without GDP or cut off: {', '.join(self.left_out)} "
                f"({self.left_out_share:.1%} of the world's trade)."
            )
        return tuple(said)


def world_of(year: int, tables: Tables) -> World:
    """Put the world of a year together.

    Raises:
        ScenarioError: No trade is fitted in that year, or no GDP known.
    """
    flows = tables.trade.with_columns(year=year)
    axes = Axes.of(flows)
    trade = np.nan_to_num(axes.dense(flows, "fitted_usd")[0])
    gdp = dict(tables.sizes.select("economy", "gdp_usd").iter_rows())
    known = np.array([gdp.get(code) or np.nan for code in axes.economies], dtype=np.float64)
    domestic = domestic_sales(trade.sum(axis=1), gdp=known)
    kept = _connected(trade + np.diag(np.nan_to_num(domestic.values)), ~np.isnan(domestic.values))
    if not kept.any():
        message = f"no GDP is known for {year}, and domestic sales rest on it; ask about another year"
        raise ScenarioError(message, "no-gdp", year=str(year))
    within = trade[np.ix_(kept, kept)]
    codes = tuple(np.array(axes.economies)[kept].tolist())
    terms = _terms(tables.terms)
    ties = dense_ties(tables.ties, Axes((year,), codes), {term.tie for term in terms.values()})
    if "mission" in ties:
        ties["mission"] = unlisted_as_none(ties["mission"])
    return World(
        State(year, codes, {tie: values[0] for tie, values in ties.items()}, _blocs(tables.members)),
        within + np.diag(domestic.values[kept]),
        DomesticSales(domestic.values[kept], tuple(np.array(domestic.basis)[kept].tolist()), domestic.approximation),
        terms,
        _drawable(tables.terms, tables.covariance),
        tuple(np.array(axes.economies)[~kept].tolist()),
        1 - float(within.sum() / trade.sum()),
    )


def dense_ties(ties: pl.DataFrame, axes: Axes, tied: Iterable[Tie] = ()) -> dict[Tie, Floats]:
    """Spread ties over years, actors and partners.

    Args:
        ties: actor, partner, year, scenario_tie, tie_value.
        axes: Years and economies.
        tied: Ties that are known for every pair even where the table has no row of them.

    Returns:
        Tie → (T, N, N), NaN where it is not known; treaties and sanctions are known for every pair.
    """
    renamed = ties.rename({"actor": "exporter", "partner": "importer"})
    parts = {cast(Tie, name[0]): part for name, part in renamed.partition_by("scenario_tie", as_dict=True).items()}
    dense = {tie: axes.dense(part, "tie_value") for tie, part in parts.items()}
    for tie in KNOWN_FOR_ALL:
        if tie in dense or tie in tied:
            dense[tie] = np.nan_to_num(dense.get(tie, np.zeros(axes.shape)))
    return dense


def unlisted_as_none(missions: Floats) -> Floats:
    """Take pairs of which lists name no mission either way as having none, if they name others of both economies.

    Lists have gaps, and missions are mostly mutual: many a pair that looks one-sided is a gap.

    Args:
        missions: (T, N, N), sender by receiver, NaN where no list names one.
    """
    known = ~np.isnan(missions)
    none = ~known & known.any(axis=2, keepdims=True) & known.any(axis=1, keepdims=True)
    return np.where(none & none.swapaxes(1, 2), 0.0, missions)


def _connected(trade: Floats, known: Booleans) -> Booleans:
    """Economies of known size that chains of trade link to the largest of them."""
    inside = np.where(np.outer(known, known), trade, 0.0)
    sellers = components(inside[None] > 0)[0][0]
    linked: Booleans = known & np.equal(sellers, sellers[inside.sum(axis=1).argmax()])
    return linked


def _terms(terms: pl.DataFrame) -> dict[str, Term]:
    columns = ("term", "scenario_tie", "counted_side", "evidence_badge", "is_log", "is_identified")
    return {name: Term(*rest) for name, *rest in terms.select(columns).sort("term").iter_rows()}


def _drawable(terms: pl.DataFrame, covariance: pl.DataFrame) -> Drawable:
    terms = terms.sort("term")  # whatever order they are read in, a seed gives each the same draws
    names = tuple(terms["term"].to_list())
    at = {name: k for k, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for term, other, value in covariance.select("term", "other_term", "covariance").iter_rows():
        matrix[at[term], at[other]] = value
    return Drawable(names, terms["estimate"].to_numpy(), matrix)


def _blocs(members: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    grouped = members.group_by("bloc_name").agg(pl.col("economy").sort())
    return {name: tuple(codes) for name, codes in grouped.sort("bloc_name").iter_rows()}
