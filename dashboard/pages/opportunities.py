"""Opportunities: where is the unrealised trade, and can diplomacy reach it?"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import polars as pl
from dash import Input, Output, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, filters, ranking, tables
from dashboard.components.panel import Panel, graph
from dashboard.components.states import empty
from dashboard.components.status import build, is_simulated
from dashboard.figures.quadrant import DRAWN, drawn, friendly_and_under_traded, friendly_from, quadrant, summary
from dashboard.figures.world import summary as map_summary
from dashboard.figures.world import world
from dashboard.links import at, pair, plain
from dashboard.page import HERE, economies, known, page, selection_at
from dashboard.state import CONFIDENCES, DIRECTIONS, ORDERS, Selection
from dashboard.text import say
from dashboard.theme import region_name
from dashboard.world import outlined

ACCEPTS = ("economy", "direction", "product", "year", "region", "minimum_usd", "confidence", "order")
QUADRANT, MAP, RANKING = (f"opportunities-{name}" for name in ("quadrant", "map", "ranking"))
ENOUGH = 10  # pairs on either side, for a share of them to be worth a sentence


@dataclass(frozen=True)
class View:
    """One of the questions the page answers: its panels, and what the names of its texts end with."""

    of: str
    quadrant: Panel
    ranking: Panel
    map: Panel

    @classmethod
    def over(cls, of: str, pairs: str, places: str = "") -> Self:
        """Return the view over a query of pairs, and one of places where the map is not made of the pairs."""
        queries = {"quadrant": pairs, "ranking": pairs, "map": places or pairs}
        return cls(of, **{
            name: Panel("opportunities", f"{name}{of}", query, picture=name != "ranking")
            for name, query in queries.items()
        })  # fmt: skip


TODAY = View.over("", "opportunities", "opportunity_map")
PAST = View.over("_past", "past_opportunities")
GOODS = View.over("_goods", "product_opportunities")
HELD = View.over("_held", "investment_opportunities")


def view_of(selection: Selection) -> View:
    """Return the view a selection asks for."""
    if selection.invests:
        return HELD
    if selection.product:
        return GOODS
    return TODAY if selection.year in (None, known().years[0]) else PAST


@page("opportunities", "/", ACCEPTS, order=1)
def body(selection: Selection) -> Component:
    """Return the page for a selection."""
    view = view_of(selection)
    frame = labelled(view.ranking.answer(selection).frame, selection)
    return html.Main(
        [
            dcc.Location(id="opportunities-url", refresh="callback-nav"),
            cards.head(say("opportunities.title"), say("opportunities.question"), answer(frame, selection)),
            _filters(selection),
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


def answer(frame: pl.DataFrame, selection: Selection) -> list[str]:
    """Return the answer in sentences, computed from the rows."""
    of = view_of(selection).of
    below = frame.filter(pl.col("untapped_usd") > 0).sort("untapped_usd", descending=True, maintain_order=True)
    if selection.invests:
        below = below.filter(pl.col("gap_verdict") == "open")
    if below.is_empty():
        return [say(f"opportunities.answer_none{of}")] if frame.height else []
    top = below.row(0, named=True)
    kind = selection.direction if selection.economy else "all"
    ends = {"exporter": top["exporter_name"], "importer": top["importer_name"]}
    said = _said(frame, selection) | {"untapped": numbers.money_with_interval(top, "untapped")}
    corner = friendly_and_under_traded(frame)
    total = numbers.money(float(corner["untapped_usd"].sum()))
    counts = {"count": numbers.count(corner.height), "total": numbers.count(frame.height)}
    first = say(f"opportunities.answer_{kind}{of}", **ends, **said)
    tied = frame["tie_index"].count() > 0
    friendly = (
        say(f"opportunities.answer_corner{of}", **counts, sum=total) if tied else say("opportunities.answer_untied")
    )
    return [first, friendly, *since_then(frame)]


def since_then(frame: pl.DataFrame) -> list[str]:
    """Return what became, five years on, of the pairs that fell short, and of the others, where it is known.

    Pairs that did not trade have no growth and are left out.
    """
    if "change_after_pct" not in frame.columns:
        return []
    grown = frame.drop_nulls("change_after_pct").with_columns(
        outgrew=pl.col("change_after_pct") > pl.col("change_after_pct").median()
    )
    short = pl.col("actual_to_potential_ratio") < 1
    groups = {name: grown.filter(where)["outgrew"] for name, where in (("short", short), ("others", ~short))}
    if min(group.len() for group in groups.values()) < ENOUGH:
        return []
    shares = {name: numbers.percent(round(100 * group.sum() / group.len())) for name, group in groups.items()}
    return [say("opportunities.answer_since", **shares)]


def _said(frame: pl.DataFrame, selection: Selection) -> dict[str, str]:
    """Return what the texts of a view name: the years its amounts are of, and the product group."""
    year = frame["year"][0]
    product = known().products[selection.product] if selection.product else ""
    return {"year": str(year), "years": numbers.years(year - 2, year), "product": product}


def _filters(selection: Selection) -> Component:
    chosen = [selection.minimum_usd] if selection.minimum_usd else []
    sizes = {str(size): numbers.money(size) for size in sorted({*filters.SIZES, *chosen})}
    offered = known()
    regions = {region: region_name(region) for region in offered.regions}
    years = {str(year): str(year) for year in offered.years}
    minimum, year = (str(value) if value else None for value in (selection.minimum_usd, selection.year))
    latest = say("filter.latest", year=offered.years[0]) if offered.years else numbers.DASH
    closed = _closed(selection)
    switches = [
        filters.switch(
            f"opportunities-{name}",
            say(f"filter.{name}"),
            values,
            getattr(selection, name),
            closed=closed.get(name, ""),
        )
        for name, values in (("direction", DIRECTIONS), ("confidence", CONFIDENCES), ("order", ORDERS))
    ]
    choices = [
        filters.choice(
            f"opportunities-{name}", say(f"filter.{name}"), options, value, none, closed=closed.get(name, "")
        )
        for name, options, value, none in (
            ("product", offered.products, selection.product, say("filter.any_product")),
            ("year", years, year, latest),
            ("region", regions, selection.region, say("filter.any_region")),
            ("minimum_usd", sizes, minimum, say("filter.any_size")),
        )
    ]
    economy = filters.economy("opportunities-economy", say("filter.economy"), economies(), selection.economy)
    return filters.bar(economy, switches[0], *choices, *switches[1:])


def _closed(selection: Selection) -> dict[str, str]:
    """Return which filters leave no choice here, and why."""
    view = view_of(selection)
    reasons = {
        "direction": "needs_economy" if selection.economy is None else "",
        "product": "only_trade" if view is HELD else "only_latest" if selection.year else "",
        "year": "only_trade" if view is HELD else "no_product_years" if view is GOODS else "",
        "confidence": "no_range" if view in (PAST, GOODS) else "",
        "order": "" if view is TODAY else "only_today",
    }
    return {name: say(f"filter.{reason}") for name, reason in reasons.items() if reason}


def _panels(frame: pl.DataFrame, selection: Selection, view: View) -> list[Component]:
    drawn_as = "_held" if view is HELD else ""
    picture = graph(QUADRANT, quadrant(frame, is_simulated(), drawn_as), summary(frame, drawn_as))
    notes = [say(f"opportunities.ranking_help{view.of}", **_said(frame, selection))]
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
    tied, shown = frame["tie_index"].count(), drawn(frame).height
    notes = [say(f"opportunities.quadrant_help{of}", middle=numbers.index(friendly_from(frame)))] if tied else []
    if tied > DRAWN:
        notes.append(say("opportunities.quadrant_limit", drawn=numbers.count(shown), total=numbers.count(tied)))
    if tied < frame.height:
        notes.append(say("opportunities.quadrant_untied", count=numbers.count(frame.height - tied)))
    return " ".join(notes)


def _empty(view: View) -> Component:
    last = build()["last_year"]
    help_text = say(f"opportunities.empty_help{view.of}", years=numbers.years(last - 2, last))
    return empty(say("opportunities.empty"), help_text)
