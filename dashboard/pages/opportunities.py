"""Opportunities: where is the unrealised trade, and can diplomacy reach it?"""

from functools import partial
from typing import Any

import polars as pl
from dash import Input, Output, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, narrowing, ranking, tables
from dashboard.components.panel import graph
from dashboard.components.shortfall import answer, said
from dashboard.components.states import empty
from dashboard.components.status import is_simulated
from dashboard.components.view import HELD, TODAY, View, view_of
from dashboard.figures.quadrant import DRAWN, drawn, friendly_from, off_the_paper, quadrant, summary
from dashboard.figures.world import summary as map_summary
from dashboard.figures.world import world
from dashboard.links import at, pair, plain
from dashboard.page import HERE, mean_years, page, selection_at
from dashboard.state import Selection
from dashboard.text import say
from dashboard.world import outlined

ACCEPTS = ("economy", "direction", "product", "year", "region", "minimum_usd", "confidence", "order")
QUADRANT, MAP, RANKING = (f"opportunities-{name}" for name in ("quadrant", "map", "ranking"))


@page("opportunities", "/", ACCEPTS, order=1)
def body(selection: Selection) -> Component:
    """Return the page for a selection."""
    view = view_of(selection)
    frame = labelled(view.ranking.answer(selection).frame, selection)
    return html.Main(
        [
            dcc.Location(id="opportunities-url", refresh="callback-nav"),
            cards.head(say("opportunities.title"), say("opportunities.question"), answer(frame, selection)),
            narrowing.bar(selection),
            *(_panels(frame, selection, view) if frame.height else [_empty(view)]),
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
    whole = {name: int(chosen[name]) if chosen[name] else None for name in ("minimum_usd", "year")}
    after = before.with_(**chosen | whole)
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
    frame = view_of(selection).ranking.answer(selection).frame.with_row_index("rank", offset=1)
    return tables.window(frame, request, partial(ranking.row, product=selection.product)) if request else no_update


@callback(
    output=Output("opportunities-url", "href"),
    inputs={"click": Input("opportunities-quadrant", "clickData"), "place": Input("opportunities-map", "clickData")},
    prevent_initial_call=True,
)
def open_pair(click: dict[str, Any] | None, place: dict[str, Any] | None) -> Any:
    """Open the page of the pair whose bubble, or of the economy whose place on the map, was pressed."""
    pressed = click if ctx.triggered_id == QUADRANT else place
    return pressed["points"][0]["customdata"] if pressed else no_update


def labelled(frame: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add ``label`` and ``short``, the partner's name or both names and both codes, and ``href``, the pair's page."""
    frame = frame.with_columns(href=pl.format(pair("{}", "{}", selection.product), "exporter", "importer"))
    if selection.economy:
        return frame.with_columns(label="partner_name", short="partner_name")
    names, codes = (
        pl.format("{} → {}", *ends) for ends in (("exporter_name", "importer_name"), ("exporter", "importer"))
    )
    return frame.with_columns(label=names, short=codes)


def _panels(frame: pl.DataFrame, selection: Selection, view: View) -> list[Component]:
    drawn_as = "_held" if view is HELD else ""
    picture = graph(QUADRANT, quadrant(frame, is_simulated(), drawn_as), summary(frame, drawn_as))
    notes = [say(f"opportunities.ranking_help{view.of}", **said(frame, selection))]
    about = [html.P(ranking.record(selection.order), className="panel-note record")] if view is TODAY else []
    about += [html.P(note, className="panel-note") for note in notes]
    grid = tables.grid(RANKING, ranking.columns(selection, view.of), frame.height)
    return [
        view.quadrant.card(selection, picture, _quadrant_note(frame, view.of)),
        view.ranking.card(selection, [*about, grid]),
        view.map.section(selection, lambda places: _map(places, selection), _map_note(selection, view.of)),
    ]


def _map(places: pl.DataFrame, selection: Selection) -> Component:
    places = with_links(places if "economy" in places.columns else added_up(places, selection), selection)
    figure = world(places, plain("/world.geojson"), outlined(), is_simulated())
    title = say("world.untapped_held" if selection.invests else "world.untapped")
    return graph(MAP, figure, map_summary(places, title))


def added_up(pairs: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add pairs up by partner or, where no economy is chosen, by exporter, without netting what is above potential."""
    role = "partner" if selection.economy else "exporter"
    amounts = pl.col("untapped_usd", "actual_usd", "potential_usd").sum()
    places = pairs.group_by(economy=role, name=f"{role}_name", maintain_order=True).agg(amounts)
    return places.join(read("capitals").frame, on="economy")


def with_links(places: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Add what a map needs: the amount, the text at the pointer, and where a click leads."""
    links = [_target(code, selection) for code in places["economy"]]
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
        return at(f"/?{selection.with_(economy=code).query(ACCEPTS)}")
    ends = (code, selection.economy) if selection.direction == "import" else (selection.economy, code)
    return pair(*ends, selection.product)


def _map_note(selection: Selection, of: str) -> str:
    return say(f"opportunities.map_help_{'one' if selection.economy else 'all'}{of}")


def _quadrant_note(frame: pl.DataFrame, of: str) -> str:
    tied, shown = frame["tie_index"].count(), drawn(frame)
    notes = [say(f"opportunities.quadrant_help{of}", middle=numbers.index(friendly_from(frame)))] if tied else []
    if tied > DRAWN:
        notes.append(say("opportunities.quadrant_limit", drawn=numbers.count(shown.height), total=numbers.count(tied)))
    if tied < frame.height:
        notes.append(say("opportunities.quadrant_untied", count=numbers.count(frame.height - tied)))
    if beyond := off_the_paper(shown):
        notes.append(say("opportunities.quadrant_edge", count=numbers.count(beyond)))
    return " ".join(notes)


def _empty(view: View) -> Component:
    return empty(say("opportunities.empty"), say(f"opportunities.empty_help{view.of}", years=mean_years()))
