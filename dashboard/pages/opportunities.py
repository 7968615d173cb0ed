"""Opportunities: where is the unrealised trade, and can diplomacy reach it?"""

from typing import Any

import polars as pl
from dash import Input, Output, State, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import cards, filters, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.states import empty
from dashboard.components.status import build, is_simulated
from dashboard.figures.quadrant import DRAWN, drawn, friendly_and_under_traded, friendly_from, quadrant, summary
from dashboard.page import names, page, regions, selection_at
from dashboard.state import Selection
from dashboard.text import say

ACCEPTS = ("economy", "direction", "region", "minimum_usd")
QUADRANT = Panel("opportunities", "quadrant", "opportunities")
RANKING = Panel("opportunities", "ranking", "opportunities")
CONTROLS = ("economy", "direction", "region", "minimum_usd")


@page("opportunities", "/", ACCEPTS, order=1)
def body(selection: Selection) -> Component:
    """Return the page for a selection."""
    frame = labelled(RANKING.answer(selection).frame, selection)
    return html.Main(
        [
            dcc.Location(id="opportunities-url", refresh="callback-nav"),
            cards.head(say("opportunities.title"), say("opportunities.question"), answer(frame, selection)),
            _filters(selection),
            *(_panels(frame, selection) if frame.height else [empty(say("opportunities.empty"), _empty_help())]),
        ],
        id="content",
    )


@callback(
    Output("opportunities-url", "search"),
    [Input(f"opportunities-{name}", "value") for name in CONTROLS],
    State("_pages_location", "pathname"), State("_pages_location", "search"),
    prevent_initial_call=True,
)  # fmt: skip
def choose(economy: str | None, direction: str, region: str | None, minimum: str | None, path: str, search: str) -> Any:
    """Put what the reader chose into the address; the page is drawn from there."""
    before = selection_at(path, search)
    chosen = before.with_(
        economy=economy, direction=direction, region=region, minimum_usd=int(minimum) if minimum else None
    )
    return no_update if chosen == before else f"?{chosen.query(ACCEPTS)}".rstrip("?")


@callback(
    Output("opportunities-ranking", "getRowsResponse"),
    Input("opportunities-ranking", "getRowsRequest"),
    State("_pages_location", "pathname"), State("_pages_location", "search"),
    prevent_initial_call=True,
)  # fmt: skip
def rows(request: dict[str, Any] | None, path: str, search: str) -> Any:
    """Return the rows in view."""
    frame = RANKING.answer(selection_at(path, search)).frame.with_row_index("rank", offset=1)
    return tables.window(frame, request, table_row) if request else no_update


def labelled(frame: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add ``label``: the partner's name, or both names where no economy is chosen."""
    both = pl.format("{} → {}", "exporter_name", "importer_name")
    return frame.with_columns(label=pl.col("partner_name") if selection.economy else both)


def answer(frame: pl.DataFrame, selection: Selection) -> list[str]:
    """Return the answer in two sentences, computed from the rows."""
    below = frame.filter(pl.col("untapped_usd") > 0)
    if below.is_empty():
        return [say("opportunities.answer_none")] if frame.height else []
    top = below.row(0, named=True)
    untapped = numbers.money_with_interval(top, "untapped")
    values = {"exporter": top["exporter_name"], "importer": top["importer_name"], "untapped": untapped}
    kind = selection.direction if selection.economy else "all"
    home = top["importer_name"] if kind == "import" else top["exporter_name"]
    first = say(f"opportunities.answer_{kind}", home=home, partner=top["partner_name"], **values)
    corner = friendly_and_under_traded(frame)
    total = numbers.money(corner["untapped_usd"].sum())
    return [first, say("opportunities.answer_corner", count=f"{corner.height:,}", total=f"{frame.height:,}", sum=total)]


def table_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the ranking as texts."""
    ratio, mission = row["actual_to_potential_ratio"], row["representation_index"]
    texts = {name: numbers.amount(row[name]) for name in ("actual_usd", "untapped_usd")}
    bounds = numbers.interval(row.get("potential_low_usd"), row.get("potential_high_usd"))
    later = f" ({row['representation_status']})" if mission is not None and row["representation_status"] != "observed" else ""
    kept = {name: row[name] for name in ("rank", "exporter", "importer", "exporter_name", "importer_name", "partner_name", "partner_region")}
    return kept | texts | {
        "potential_usd": f"{numbers.amount(row['potential_usd'])} {bounds}".strip(),
        "actual_to_potential_ratio": numbers.percent(100 * ratio),
        "tie_index": numbers.index(row["tie_index"]),
        "tie_coverage_share": numbers.percent(100 * (row["tie_coverage_share"] or 0)),
        "alignment_index": numbers.index(row["alignment_index"]),
        "representation_index": numbers.index(mission) + later,
        "change_5y_pct": numbers.percent(row["change_5y_pct"], signed=True),
        "href": f"/pair/{row['exporter']}/{row['importer']}",
    }  # fmt: skip


def columns(selection: Selection) -> list[dict[str, Any]]:
    """Return the columns of the ranking; with no economy chosen both ends are named."""
    link = {"cellRenderer": "PairLink", "pinned": "left"}
    if selection.economy:
        ends = [tables.column("partner_name", say("opportunities.partner"), 170, **link)]
    else:
        ends = [
            tables.column("exporter_name", say("opportunities.exporter"), 150, **link),
            tables.column("importer_name", say("opportunities.importer"), 150, cellRenderer="PairLink"),
        ]
    return [
        tables.number("rank", say("opportunities.rank"), 76, sortable=False),
        *ends,
        tables.number("untapped_usd", say("opportunities.untapped"), 112),
        tables.number("actual_usd", say("opportunities.actual"), 104),
        tables.number("potential_usd", say("opportunities.potential"), 112),
        tables.number("actual_to_potential_ratio", say("opportunities.ratio"), 112),
        tables.number("change_5y_pct", say("opportunities.change"), 110),
        tables.number("tie_index", say("opportunities.tie"), 100),
        tables.number("tie_coverage_share", say("opportunities.coverage"), 100),
        tables.number("alignment_index", say("opportunities.alignment"), 116),
        tables.column("representation_index", say("opportunities.mission"), 186),
        tables.column("partner_region", say("opportunities.region"), 220),
    ]


def _filters(selection: Selection) -> Component:
    sizes = [{"value": str(size), "label": numbers.money(size)} for size in filters.SIZES]
    if selection.minimum_usd and selection.minimum_usd not in filters.SIZES:
        sizes.append({"value": str(selection.minimum_usd), "label": numbers.money(selection.minimum_usd)})
    known = [{"value": region, "label": region} for region in regions()]
    minimum = str(selection.minimum_usd) if selection.minimum_usd else None
    return filters.bar(
        filters.economy("opportunities-economy", say("filter.economy"), names(), selection.economy),
        filters.direction("opportunities-direction", selection.direction, disabled=selection.economy is None),
        filters.choice("opportunities-region", say("filter.region"), known, selection.region, say("filter.any_region")),
        filters.choice("opportunities-minimum_usd", say("filter.minimum"), sizes, minimum, say("filter.any_size")),
    )


def _panels(frame: pl.DataFrame, selection: Selection) -> list[Component]:
    year = frame["year"][0]
    picture = graph(QUADRANT.id, quadrant(frame, is_simulated()), summary(frame))
    grid = tables.grid(RANKING.id, columns(selection), frame.height)
    return [
        QUADRANT.card(selection, picture, _quadrant_note(frame)),
        RANKING.card(selection, grid, say("opportunities.ranking_help", years=numbers.years(year - 2, year))),
    ]


def _quadrant_note(frame: pl.DataFrame) -> str:
    tied, shown = frame["tie_index"].count(), drawn(frame).height
    notes = [say("opportunities.quadrant_help", middle=numbers.index(friendly_from(frame)))]
    if tied > DRAWN:
        notes.append(say("opportunities.quadrant_limit", drawn=f"{shown:,}", total=f"{tied:,}"))
    if tied < frame.height:
        notes.append(say("opportunities.quadrant_untied", count=f"{frame.height - tied:,}"))
    return " ".join(notes)


def _empty_help() -> str:
    last = build()["last_year"]
    return say("opportunities.empty_help", years=numbers.years(last - 2, last))
