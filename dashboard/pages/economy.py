"""Economy: whom is this country close to, and does its trade follow?"""

import math
from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import Input, Output, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import cards, filters, tables
from dashboard.components.panel import Panel, graph, read_ahead, side_by_side
from dashboard.components.states import empty
from dashboard.components.status import is_simulated
from dashboard.figures import lines, profile
from dashboard.figures.world import summary as map_summary
from dashboard.figures.world import world
from dashboard.links import at, plain
from dashboard.page import HERE, economies, mean_years, names, page, selection_at
from dashboard.state import MOST_PEERS, Selection
from dashboard.text import in_sentence, say
from dashboard.theme import INWARD, OUTWARD
from dashboard.world import outlined
from warehouse.read import AbsentError

PARTNERS = Panel("economy", "partners", "economy_partners", picture=True)
PROFILE = Panel("economy", "profile", "economy_profile", picture=True)
GAPS = Panel("economy", "gaps", "economy_gaps")
CONCENTRATION = Panel("economy", "concentration", "economy_concentration", picture=True)
RANK = Panel("economy", "rank", "economy_rank", picture=True)
SHOWN = (PARTNERS, PROFILE, GAPS, CONCENTRATION, RANK)
LISTED = 25
WAYS = {"export": OUTWARD, "import": INWARD}


@page("economy", "/economy", (), order=3)
def choose_page(selection: Selection) -> Component:
    """Return the page on which an economy is yet to be chosen."""
    return _main(
        cards.head(say("economy.title"), say("economy.question"), []),
        _filters(selection),
        empty(say("economy.choose"), say("economy.choose_help")),
    )


@page("economy", "/economy/<economy>", ("economy", "peers"))
def body(selection: Selection) -> Component:
    """Return the page of an economy."""
    read_ahead(SHOWN, selection)
    name, years = names()[str(selection.economy)], mean_years()
    return _main(
        cards.head(name, say("economy.question"), answer(selection, in_sentence(name))),
        _filters(selection),
        PARTNERS.section(
            selection, lambda frame: _partners(frame, selection), say("economy.partners_help", years=years)
        ),
        PROFILE.section(selection, lambda frame: _profile(frame, selection), say("economy.profile_help")),
        GAPS.section(selection, _gaps, say("economy.gaps_help", years=years), say("economy.gaps_nothing")),
        CONCENTRATION.section(selection, _concentration, say("economy.concentration_help")),
        RANK.section(selection, _rank, say("economy.rank_help")),
    )


@callback(
    output=Output("economy-url", "href"),
    inputs={"chosen": Input("economy-economy", "value"), "peers": Input("economy-peers", "value")},
    state={"here": HERE},
    prevent_initial_call=True,
)
def choose(chosen: str | None, peers: list[str] | None, here: dict[str, str]) -> Any:
    """Put the chosen economy and its peers into the address; the page is drawn from there."""
    if chosen is None:
        return no_update
    before = selection_at(**here)
    others = ",".join(code for code in peers or [] if code != chosen)
    after = before.with_(economy=chosen, peers=others or None)
    query = after.query(["peers"])
    return no_update if after == before else at(f"/economy/{chosen}" + (f"?{query}" if query else ""))


def answer(selection: Selection, name: str) -> list[str]:
    """Return the economy's closest large partner and whether its trade follows its ties."""
    try:
        frame = PARTNERS.answer(selection).frame.filter(pl.col("exports_usd").is_not_null())
    except AbsentError:
        return []
    tied = frame.filter(pl.col("tie_index").is_not_null(), pl.col("exports_potential_usd") > 0)
    if tied.height < 10:  # too few for a rank correlation to say anything
        return [say("economy.answer_nothing", name=name)]
    follows: Any = tied.select(
        pl.corr("tie_index", pl.col("exports_usd") / pl.col("exports_potential_usd"), method="spearman")
    ).item()
    low, high = _bounds(follows, tied.height)
    kind = "follows" if low > 0 else "against" if high < 0 else "unrelated"
    between = numbers.span(numbers.decimal(low), numbers.decimal(high))
    closest = tied.sort("tie_index", descending=True).head(3)["name"].to_list()
    first = say(f"economy.answer_{kind}", name=name, rho=f"{numbers.decimal(follows)} ({between})", count=tied.height)
    return [first, say("economy.answer_closest", names=", ".join(closest))]


def _bounds(rho: float, count: int) -> tuple[float, float]:
    """Return the 90 % interval of a rank correlation (Fieller, Hartley and Pearson 1957: variance 1.06 / (n − 3))."""
    centre, half = math.atanh(max(-0.999, min(rho, 0.999))), 1.645 * math.sqrt(1.06 / (count - 3))
    return math.tanh(centre - half), math.tanh(centre + half)


def _main(*content: Component) -> Component:
    location = dcc.Location(id="economy-url", refresh="callback-nav")
    return html.Main([location, *content], id="content", tabIndex=-1)


def _filters(selection: Selection) -> Component:
    peers = dmc.MultiSelect(
        id="economy-peers", label=say("filter.peers"), value=selection.peer_codes, searchable=True, clearable=True,
        data=[{"value": code, "label": name} for code, name in economies().items()], maxValues=MOST_PEERS,
        placeholder=say("filter.choose") if not selection.peer_codes else "", className="filter wide",
        nothingFoundMessage=say("filter.nothing_found"), disabled=selection.economy is None, maxDropdownHeight=320,
    )  # fmt: skip
    chosen = filters.economy("economy-economy", say("filter.economy"), economies(), selection.economy, required=True)
    return filters.bar(chosen, peers)


def _partners(frame: pl.DataFrame, selection: Selection) -> list[Component]:
    links = [at(f"/pair/{selection.economy}/{code}") for code in frame["economy"]]
    total = pl.col("exports_usd").fill_null(0) + pl.col("imports_usd").fill_null(0)
    places = frame.with_columns(value_usd=total, href=pl.Series(links, dtype=pl.String))
    hover = [
        say("economy.hover", name=row["name"], exports=numbers.money(row["exports_usd"]),
            imports=numbers.money(row["imports_usd"]), tie=numbers.index(row["tie_index"]))
        for row in places.to_dicts()
    ]  # fmt: skip
    places = places.with_columns(hover=pl.Series(hover, dtype=pl.String))
    figure = world(places, plain("/world.geojson"), outlined(), is_simulated())
    picture = graph(PARTNERS.id, figure, map_summary(places, say("economy.map")))
    return [picture, _partner_table(places)]


def _partner_table(places: pl.DataFrame) -> Component:
    columns = ("partner", "exports", "exports_gap", "imports", "imports_gap", "tie")
    headers = {name: say(f"economy.{name}") for name in columns}
    rows = [
        {"partner": dcc.Link(row["name"], href=row["href"], className="link"),
         "exports": numbers.amount(row["exports_usd"]), "imports": numbers.amount(row["imports_usd"]),
         "exports_gap": numbers.amount(row["exports_untapped_usd"]),
         "imports_gap": numbers.amount(row["imports_untapped_usd"]), "tie": numbers.index(row["tie_index"])}
        for row in places.head(LISTED).to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, columns[1:])


def _profile(frame: pl.DataFrame, selection: Selection) -> Component:
    economy = str(selection.economy)
    return graph(PROFILE.id, profile.profile(frame, economy, is_simulated()), profile.summary(frame, economy))


def _gaps(frame: pl.DataFrame) -> Component:
    cells = []
    for direction in WAYS:
        part = frame.filter(direction=direction)
        cells.append(html.Div([html.H3(say(f"economy.gaps_{direction}")), _gap_table(part, direction)]))
    return side_by_side(cells)


def _gap_table(part: pl.DataFrame, direction: str) -> Component:
    partner = "importer_name" if direction == "export" else "exporter_name"
    headers = {name: say(f"economy.{name}") for name in ("partner", "untapped", "actual", "chance")}
    rows = [
        {"partner": dcc.Link(row[partner], href=at(f"/pair/{row['exporter']}/{row['importer']}"), className="link"),
         "untapped": numbers.amount(row["untapped_usd"]), "actual": numbers.amount(row["actual_usd"]),
         "chance": numbers.share(row["chance_outgrow_share"])}
        for row in part.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, ("untapped", "actual", "chance"))


def _concentration(frame: pl.DataFrame) -> Component:
    cells = []
    for direction, colour in WAYS.items():
        part = frame.filter(direction=direction)
        series = [("actual_hhi_index", say("trade.actual"), colour),
                  ("potential_hhi_index", say("trade.potential"), "rgb(91, 102, 117) dash")]  # fmt: skip
        cells.append(_cell(part, direction, f"{CONCENTRATION.id}-{direction}", series))
    return side_by_side(cells)


def _rank(frame: pl.DataFrame) -> Component:
    cells = [
        _cell(frame.filter(direction=direction), direction, f"{RANK.id}-{direction}",
              [("place", say("economy.place"), colour)])
        for direction, colour in WAYS.items()
    ]  # fmt: skip
    return side_by_side(cells)


def _cell(part: pl.DataFrame, direction: str, identifier: str, series: list[tuple[str, str, str]]) -> Component:
    heading = html.H3(say(f"economy.way_{direction}"), className="way", style={"borderColor": WAYS[direction]})
    if part.is_empty():
        return html.Div([heading, empty(say("pair.nothing"), say("panel.nothing_help"))])
    rank = series[0][0] == "place"
    figure = lines.lines(part, series, is_simulated(), "d" if rank else ".2f", falling=rank)
    return html.Div([heading, graph(identifier, figure, lines.summary(part, series, 0 if rank else 2))])
