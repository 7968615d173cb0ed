"""An answer to a what-if as a reader of the terminal sees it."""

import math
from collections.abc import Mapping

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from warehouse.scoring.scenario_world import World
from warehouse.scoring.what_if import Answer

RESPONDS = {
    "partial": "partial: the pair's own trade responds, nothing else",
    "conditional": "conditional equilibrium: multilateral resistances respond, output and spending do not",
    "full": "full general equilibrium: prices, output and spending respond",
}
HEADINGS = {"real_gdp": "real GDP", "exports": "exports", "imports": "imports"}
NAMES = ("exporter", "importer", "economy")
BRACKETS = " (90 % interval)"
MOST_PLACES = 4
NOTICED = 0.5e-2 / 10**MOST_PLACES
"""Changes of a ratio below this would be shown as zero per cent, and count as neither gains nor losses."""


def print_answer(found: Answer, world: World, names: Mapping[str, str], *, rows: int, simulated: bool) -> None:
    """Print flows, winners, losers and what they rest on."""
    console = Console(highlight=False)
    if simulated:
        console.print("Simulated data: real economies, invented values.", style="bold")
    console.print(f"{found.scenario.title or 'What if'}, {found.scenario.year}", style="bold", markup=False)
    for line in _heading(found, world, names):
        console.print(line, soft_wrap=True, markup=False)
    console.print(_flows(found, world, names, rows))
    for table in _sides(found, names, rows):
        console.print(table)
    for line in _closing(found, world):
        console.print(line, soft_wrap=True, markup=False)


def _heading(found: Answer, world: World, names: Mapping[str, str]) -> list[str]:
    central, drawn = found.draws.central, len(found.draws.sigmas)
    low, high = found.precision.sigma_range or (central.sigma, central.sigma)
    reference = names.get(central.baseline.reference, central.baseline.reference)
    sigma = f"σ = {central.sigma:g}" + (f", drawn from {low:g} to {high:g}" if low < high and drawn else "")
    draws = f"90 % intervals from {drawn} draws (seed {found.precision.seed})" if drawn else "no intervals: no draws"
    size = f"{len(world.state.economies)} economies"
    return [
        f"{RESPONDS[central.kind]}; {size}; reference, whose price index is the unit of account: {reference}; {sigma}; "
        f"{draws}.",
        f"Evidence [{found.badge}]: {found.caption}",
    ]


def _flows(found: Answer, world: World, names: Mapping[str, str], rows: int) -> Table:
    table = _table(f"Flows whose costs change{BRACKETS}", "exporter", "importer", "before, m USD", "change, %")
    flows = found.flows().join(world.flows(), on=["exporter", "importer"], how="left", maintain_order="left")
    for row in flows.head(2 * rows).iter_rows(named=True):
        ends = (names.get(row[side], row[side]) for side in ("exporter", "importer"))
        table.add_row(*ends, f"{row['fitted_usd'] / 1e6:,.1f}", _percent(row))
    return _cut(table, flows.height, "Parquet has up to a thousand")


def _sides(found: Answer, names: Mapping[str, str], rows: int) -> list[Table | str]:
    """Winners and losers, or that there are none."""
    first = found.ordered_by
    if first is None:
        return []
    shown = (first, "exports" if first == "real_gdp" else "imports")
    table = found.economies()
    by_key = {(row["economy"], row["indicator"]): row for row in table.iter_rows(named=True)}
    ranked = table.filter(indicator=first).sort("estimate", descending=True, nulls_last=True)
    winners = ranked.filter(pl.col("estimate") > 1 + NOTICED)["economy"]
    losers = ranked.filter(pl.col("estimate") < 1 - NOTICED)["economy"].reverse()
    parts: list[Table | str] = []
    for side, members in {"Winners": winners, "Losers": losers}.items():
        if members.is_empty():
            parts.append(f"{side} by {HEADINGS[first]}: none by {100 * NOTICED:.5f} % or more.")
            continue
        part = _table(f"{side} by {HEADINGS[first]}{BRACKETS}", "economy", *(f"{HEADINGS[name]}, %" for name in shown))
        for economy in members.head(rows):
            part.add_row(names.get(economy, economy), *(_percent(by_key[economy, name]) for name in shown))
        parts.append(_cut(part, len(members), "Parquet has all"))
    return parts


def _closing(found: Answer, world: World) -> list[str]:
    remarks = [f"{one.action}: {one.reason}." for one in found.remarks[:5]]
    if len(found.remarks) > 5:
        remarks.append(f"and {len(found.remarks) - 5} remarks more of this kind.")
    failed = len(found.draws.failures)
    lost = [f"{failed} draws have no equilibrium and are left out of the intervals."] if failed else []
    return [*remarks, *lost, *world.assumptions(found.scenario)]


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in columns:
        name = column in NAMES
        table.add_column(column, justify="left" if name else "right", no_wrap=True, min_width=14 if name else None)
    return table


def _cut(table: Table, total: int, where: str) -> Table:
    if total > table.row_count:
        table.caption = f"{table.row_count} of {total}; {where}"
    return table


def _percent(row: Mapping[str, float | None]) -> str:
    """Change and interval of a ratio, with two significant digits of the change."""
    estimate, lower, upper = (row[name] for name in ("estimate", "lower", "upper"))
    if estimate is None:
        return "no trade"
    changes = [100 * (ratio - 1) for ratio in (estimate, lower, upper) if ratio is not None]
    size = float(f"{abs(changes[0]):.1e}")  # rounded first: 0.00999… has the places of 0.01
    places = min(max(1 - math.floor(math.log10(size or 1)), 0), MOST_PLACES)
    shown, *ends = (f"{change:+.{places}f}" for change in changes)
    return f"{shown} ({' to '.join(ends)})" if ends else shown
