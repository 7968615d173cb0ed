"""Opportunities: where is the unrealised trade, and can diplomacy reach it?"""

from typing import Any

import polars as pl
from dash import Input, Output, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import cards, filters, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.states import empty
from dashboard.components.status import build, is_simulated
from dashboard.figures.quadrant import DRAWN, drawn, friendly_and_under_traded, friendly_from, quadrant, summary
from dashboard.figures.ties import LATER
from dashboard.page import HERE, economies, page, regions, selection_at
from dashboard.state import Selection
from dashboard.text import say
from dashboard.theme import region_name

ACCEPTS = ("economy", "direction", "region", "minimum_usd")
QUADRANT = Panel("opportunities", "quadrant", "opportunities")
RANKING = Panel("opportunities", "ranking", "opportunities")
# Column, its name in the catalogue, its width in pixels.
NUMBERS = (
    ("untapped_usd", "untapped", 98), ("actual_usd", "actual", 90), ("potential_usd", "potential", 100),
    ("actual_to_potential_ratio", "ratio", 98), ("change_5y_pct", "change", 98), ("tie_index", "tie", 78),
    ("tie_coverage_share", "coverage", 94), ("alignment_index", "alignment", 102),
    ("representation_index", "mission", 88),
)  # fmt: skip


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
        tabIndex=-1,
    )


@callback(
    output=Output("opportunities-url", "search"),
    inputs={"chosen": {name: Input(f"opportunities-{name}", "value") for name in ACCEPTS}},
    state={"here": HERE},
    prevent_initial_call=True,
)
def choose(chosen: dict[str, Any], here: dict[str, str]) -> Any:
    """Put what the reader chose into the address; the page is drawn from there."""
    before = selection_at(**here)
    minimum = int(chosen.pop("minimum_usd") or 0) or None
    after = before.with_(**chosen, minimum_usd=minimum)
    return no_update if after == before else f"?{after.query(ACCEPTS)}".rstrip("?")


@callback(
    output=Output("opportunities-ranking", "getRowsResponse"),
    inputs={"request": Input("opportunities-ranking", "getRowsRequest")},
    state={"here": HERE},
    prevent_initial_call=True,
)
def rows(request: dict[str, Any] | None, here: dict[str, str]) -> Any:
    """Return the rows in view."""
    frame = RANKING.answer(selection_at(**here)).frame.with_row_index("rank", offset=1)
    return tables.window(frame, request, table_row) if request else no_update


@callback(
    output=Output("opportunities-url", "href"),
    inputs={"click": Input("opportunities-quadrant", "clickData")},
    prevent_initial_call=True,
)
def open_pair(click: dict[str, Any] | None) -> Any:
    """Open the page of the pair whose bubble was pressed."""
    return "/pair/{}/{}".format(*click["points"][0]["customdata"]) if click else no_update


def labelled(frame: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add ``label`` and ``short``: the partner's name or, where no economy is chosen, both names and both codes."""
    if selection.economy:
        return frame.with_columns(label="partner_name", short="partner_name")
    names, codes = (
        pl.format("{} → {}", *ends) for ends in (("exporter_name", "importer_name"), ("exporter", "importer"))
    )
    return frame.with_columns(label=names, short=codes)


def answer(frame: pl.DataFrame, selection: Selection) -> list[str]:
    """Return the answer in two sentences, computed from the rows."""
    below = frame.filter(pl.col("untapped_usd") > 0)
    if below.is_empty():
        return [say("opportunities.answer_none")] if frame.height else []
    top = below.row(0, named=True)
    kind = selection.direction if selection.economy else "all"
    ends = {"exporter": top["exporter_name"], "importer": top["importer_name"]}
    first = say(f"opportunities.answer_{kind}", **ends, untapped=numbers.money_with_interval(top, "untapped"))
    corner = friendly_and_under_traded(frame)
    total = numbers.money(float(corner["untapped_usd"].sum()))
    return [first, say("opportunities.answer_corner", count=f"{corner.height:,}", total=f"{frame.height:,}", sum=total)]


def table_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the ranking as texts."""
    ratio, mission = row["actual_to_potential_ratio"], row["representation_index"]
    texts = {name: numbers.amount(row[name]) for name in ("actual_usd", "untapped_usd")}
    counted = mission is None or row["representation_status"] != LATER
    kept = {
        name: row[name] for name in ("rank", "exporter", "importer", "exporter_name", "importer_name", "partner_name")
    }
    texts |= {
        "potential_usd": numbers.amount_with_interval(row, "potential"),
        "actual_to_potential_ratio": numbers.percent(100 * ratio),
        "tie_index": numbers.index(row["tie_index"]),
        "tie_coverage_share": numbers.percent(100 * (row["tie_coverage_share"] or 0)),
        "partner_region": region_name(row["partner_region"]),
        "alignment_index": numbers.index(row["alignment_index"]),
        "representation_index": numbers.index(mission) if counted else f"({numbers.index(mission)})",
        "change_5y_pct": numbers.percent(row["change_5y_pct"], signed=True),
    }
    blank = {name: numbers.DASH if text == numbers.NOT_REPORTED else text for name, text in texts.items()}
    return kept | blank | {"href": f"/pair/{row['exporter']}/{row['importer']}"}


def columns(selection: Selection) -> list[dict[str, Any]]:
    """Return the columns of the ranking; with no economy chosen both ends are named."""
    link = {"cellRenderer": "PairLink", "pinned": "left"}
    if selection.economy:
        ends = [tables.column("partner_name", say("opportunities.partner"), 150, **link)]
    else:
        ends = [
            tables.column("exporter_name", say("opportunities.exporter"), 140, **link),
            tables.column("importer_name", say("opportunities.importer"), 140, cellRenderer="PairLink"),
        ]
    region = say("opportunities.region" if selection.economy else "opportunities.importer_region")
    return [
        tables.number("rank", say("opportunities.rank"), 62, sortable=False, pinned="left"),
        *ends,
        *(tables.number(field, say(f"opportunities.{name}"), width) for field, name, width in NUMBERS),
        tables.column("partner_region", region, 180, flex=1, minWidth=180),
    ]


def _filters(selection: Selection) -> Component:
    chosen = [selection.minimum_usd] if selection.minimum_usd else []
    sizes = {str(size): numbers.money(size) for size in sorted({*filters.SIZES, *chosen})}
    known = {region: region for region in regions()}
    minimum = str(selection.minimum_usd) if selection.minimum_usd else None
    return filters.bar(
        filters.economy("opportunities-economy", say("filter.economy"), economies(), selection.economy),
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
