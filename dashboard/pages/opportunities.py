"""Opportunities: where is the unrealised trade, and can diplomacy reach it?"""

from typing import Any

import polars as pl
from dash import Input, Output, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import cards, filters, ranking, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.states import empty
from dashboard.components.status import build, is_simulated
from dashboard.figures.quadrant import DRAWN, drawn, friendly_and_under_traded, friendly_from, quadrant, summary
from dashboard.figures.world import summary as map_summary
from dashboard.figures.world import world
from dashboard.links import at, plain
from dashboard.page import HERE, economies, page, regions, selection_at
from dashboard.state import CONFIDENCES, ORDERS, Selection
from dashboard.text import say
from dashboard.theme import region_name
from dashboard.world import outlined

ACCEPTS = ("economy", "direction", "region", "minimum_usd", "confidence", "order")
QUADRANT = Panel("opportunities", "quadrant", "opportunities", picture=True)
MAP = Panel("opportunities", "map", "opportunity_map", picture=True)
RANKING = Panel("opportunities", "ranking", "opportunities")
HELD_QUADRANT = Panel("opportunities", "held_quadrant", "investment_opportunities", picture=True)
HELD_MAP = Panel("opportunities", "held_map", "investment_opportunities", picture=True)
HELD = Panel("opportunities", "held", "investment_opportunities")


@page("opportunities", "/", ACCEPTS, order=1)
def body(selection: Selection) -> Component:
    """Return the page for a selection."""
    frame = labelled(_ranked(selection), selection)
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
    selection = selection_at(**here)
    frame = _ranked(selection).with_row_index("rank", offset=1)
    row = ranking.holding if selection.invests else ranking.row
    return tables.window(frame, request, row) if request else no_update


@callback(
    output=Output("opportunities-url", "href"),
    inputs={"click": Input("opportunities-quadrant", "clickData"), "place": Input("opportunities-map", "clickData")},
    prevent_initial_call=True,
)
def open_pair(click: dict[str, Any] | None, place: dict[str, Any] | None) -> Any:
    """Open the page of the pair whose bubble, or of the economy whose place on the map, was pressed."""
    pressed = click if ctx.triggered_id == QUADRANT.id else place
    return pressed["points"][0]["customdata"] if pressed else no_update


def labelled(frame: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add ``label`` and ``short``, the partner's name or both names and both codes, and ``href``, the pair's page."""
    links = [at(f"/pair/{exporter}/{importer}") for exporter, importer in frame.select("exporter", "importer").rows()]
    frame = frame.with_columns(href=pl.Series(links, dtype=pl.String))
    if selection.economy:
        return frame.with_columns(label="partner_name", short="partner_name")
    names, codes = (
        pl.format("{} → {}", *ends) for ends in (("exporter_name", "importer_name"), ("exporter", "importer"))
    )
    return frame.with_columns(label=names, short=codes)


def answer(frame: pl.DataFrame, selection: Selection) -> list[str]:
    """Return the answer in two sentences, computed from the rows."""
    below = frame.filter(pl.col("untapped_usd") > 0).sort("untapped_usd", descending=True, maintain_order=True)
    if selection.invests:
        below = below.filter(pl.col("gap_verdict") == "open")
    if below.is_empty():
        return [say("opportunities.answer_none")] if frame.height else []
    top = below.row(0, named=True)
    kind = selection.direction if selection.economy else "all"
    ends = {"exporter": top["exporter_name"], "importer": top["importer_name"]}
    first = say(f"opportunities.answer_{kind}", **ends, untapped=numbers.money_with_interval(top, "untapped"))
    corner = friendly_and_under_traded(frame)
    total = numbers.money(float(corner["untapped_usd"].sum()))
    counts = {"count": numbers.count(corner.height), "total": numbers.count(frame.height)}
    return [first, say(f"opportunities.answer_corner{_held(selection)}", **counts, sum=total)]


def _ranked(selection: Selection) -> pl.DataFrame:
    return (HELD if selection.invests else RANKING).answer(selection).frame


def _held(selection: Selection) -> str:
    """Return what the names of texts on investment end with."""
    return "_held" if selection.invests else ""


def _filters(selection: Selection) -> Component:
    chosen = [selection.minimum_usd] if selection.minimum_usd else []
    sizes = {str(size): numbers.money(size) for size in sorted({*filters.SIZES, *chosen})}
    known = {region: region_name(region) for region in regions()}
    minimum = str(selection.minimum_usd) if selection.minimum_usd else None
    return filters.bar(
        filters.economy("opportunities-economy", say("filter.economy"), economies(), selection.economy),
        filters.direction("opportunities-direction", selection.direction, disabled=selection.economy is None),
        filters.choice("opportunities-region", say("filter.region"), known, selection.region, say("filter.any_region")),
        filters.choice("opportunities-minimum_usd", say("filter.minimum"), sizes, minimum, say("filter.any_size")),
        filters.switch("opportunities-confidence", say("filter.confidence"), CONFIDENCES, selection.confidence),
        filters.switch("opportunities-order", say("filter.order"), ORDERS, selection.order, disabled=selection.invests),
    )


def _panels(frame: pl.DataFrame, selection: Selection) -> list[Component]:
    year = frame["year"][0]
    of = _held(selection)
    picture = graph(QUADRANT.id, quadrant(frame, is_simulated(), of), summary(frame, of))
    grid = tables.grid(RANKING.id, ranking.columns(selection), frame.height)
    if selection.invests:
        about_held = html.P(say("opportunities.held_help", years=numbers.years(year - 2, year)), className="panel-note")
        return [
            HELD_QUADRANT.card(selection, picture, _quadrant_note(frame, of)),
            HELD.card(selection, [about_held, grid]),
            HELD_MAP.card(selection, _map(_hosts(frame), selection), say("opportunities.held_map_help")),
        ]
    about = [
        html.P(ranking.record(selection.order), className="panel-note record"),
        html.P(say("opportunities.ranking_help", years=numbers.years(year - 2, year)), className="panel-note"),
    ]
    return [
        QUADRANT.card(selection, picture, _quadrant_note(frame, of)),
        RANKING.card(selection, [*about, grid]),
        MAP.section(selection, lambda places: _map(places, selection), _map_note(selection)),
    ]


def _map(places: pl.DataFrame, selection: Selection) -> Component:
    places = with_links(places, selection)
    figure = world(places, plain("/world.geojson"), outlined(), is_simulated())
    return graph(MAP.id, figure, map_summary(places, say("world.untapped")))


def _hosts(frame: pl.DataFrame) -> pl.DataFrame:
    places = ("latitude", "longitude", "untapped_usd", "actual_usd", "potential_usd")
    return frame.select(*places, economy="partner", name="partner_name")


def with_links(places: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add what a map needs: the amount, the text at the pointer, and where a click leads."""
    links = [at(_target(code, selection)) for code in places["economy"]]
    hover = [
        say("world.hover", name=row["name"], untapped=numbers.money(row["untapped_usd"]),
            actual=numbers.money(row["actual_usd"]), potential=numbers.money(row["potential_usd"]))
        for row in places.to_dicts()
    ]  # fmt: skip
    return places.with_columns(
        value_usd="untapped_usd", hover=pl.Series(hover, dtype=pl.String), href=pl.Series(links, dtype=pl.String)
    )


def _target(code: str, selection: Selection) -> str:
    if selection.economy is None:
        return f"/?{selection.with_(economy=code).query(ACCEPTS)}"
    ends = (code, selection.economy) if selection.direction == "import" else (selection.economy, code)
    return "/pair/{}/{}".format(*ends)


def _map_note(selection: Selection) -> str:
    return say("opportunities.map_help_one" if selection.economy else "opportunities.map_help_all")


def _quadrant_note(frame: pl.DataFrame, of: str) -> str:
    tied, shown = frame["tie_index"].count(), drawn(frame).height
    notes = [say(f"opportunities.quadrant_help{of}", middle=numbers.index(friendly_from(frame)))]
    if tied > DRAWN:
        notes.append(say("opportunities.quadrant_limit", drawn=numbers.count(shown), total=numbers.count(tied)))
    if tied < frame.height:
        notes.append(say("opportunities.quadrant_untied", count=numbers.count(frame.height - tied)))
    return " ".join(notes)


def _empty_help() -> str:
    last = build()["last_year"]
    return say("opportunities.empty_help", years=numbers.years(last - 2, last))
