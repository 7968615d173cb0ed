"""Pair: what is between these two, and what is missing?"""

from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import Input, Output, callback, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.cache import read
from dashboard.components import cards, dossier, filters, tables
from dashboard.components.cards import Figure
from dashboard.components.next_tie import NEXT_TIE, next_tie
from dashboard.components.panel import Panel, graph, read_ahead
from dashboard.components.states import empty
from dashboard.components.status import build, edition, is_simulated
from dashboard.figures import ties, trade
from dashboard.links import pair as address
from dashboard.page import HERE, economies, names, page, products, selection_at
from dashboard.state import Selection
from dashboard.text import in_sentence, label, say
from dashboard.theme import INWARD, OUTWARD

ENDS = ("exporter", "importer")
CHOSEN = (*ENDS, "product")
WAYS = (("out", OUTWARD), ("back", INWARD))
UNEQUAL = 5  # where one way is larger by more than this, the smaller would be a flat line on the scale of the other
SUMMARY = Panel("pair", "summary", "pair_summary")
TRADE = Panel("pair", "trade", "pair_trade", picture=True)
TIES = Panel("pair", "ties", "pair_ties", picture=True)
FACTS = Panel("pair", "facts", "pair_facts")
SHOWN = (SUMMARY, TRADE, TIES, *dossier.SHOWN, NEXT_TIE, FACTS)


@page("pair", "/pair", ENDS, order=2)
def choose_page(selection: Selection) -> Component:
    """Return the page on which a pair is yet to be chosen."""
    return html.Main(
        [
            dcc.Location(id="pair-url", refresh="callback-nav"),
            cards.head(say("pair.title"), say("pair.question"), []),
            _filters(selection),
            empty(say("pair.choose"), say("pair.choose_help")),
        ],
        id="content",
        tabIndex=-1,
    )


@page("pair", "/pair/<exporter>/<importer>", CHOSEN)
def body(selection: Selection) -> Component:
    """Return the page for a pair."""
    read_ahead([*SHOWN, dossier.rivals(selection)], selection)
    frame = SUMMARY.answer(selection).frame
    plain = _names(selection)
    ends = {end: in_sentence(name) for end, name in plain.items()}
    return html.Main(
        [
            dcc.Location(id="pair-url", refresh="callback-nav"),
            cards.head(
                f"{plain['exporter']} → {plain['importer']}",
                say("pair.question"),
                [*answer(frame, ends, selection), *dossier.product_sentence(selection, ends)],
            ),
            _filters(selection),
            SUMMARY.card(selection, cards.figures(key_figures(frame, ends))) if frame.height else None,
            dossier.outlook(selection, ends) if frame.height else None,
            _trade(selection),
            dossier.ease(selection),
            _ties(selection),
            dossier.events(selection, plain),
            dossier.investment(selection),
            dossier.products(selection),
            dossier.competitors(selection, ends),
            next_tie(selection),
            _facts(selection, ends),
        ],
        id="content",
        tabIndex=-1,
    )


@callback(
    output=Output("pair-url", "href"),
    inputs={"chosen": {name: Input(f"pair-{name}", "value") for name in CHOSEN}},
    state={"here": HERE},
    prevent_initial_call=True,
)
def choose(chosen: dict[str, str | None], here: dict[str, str]) -> Any:
    """Put the chosen pair into the address; the page is drawn from there."""
    before = selection_at(**here)
    exporter, importer, product = (chosen[name] for name in CHOSEN)
    changed = any(getattr(before, name) != value for name, value in chosen.items())
    return address(exporter, importer, product) if exporter and importer and changed else no_update


def _traded(selection: Selection) -> bool:
    """Tell whether anyone reports sales in the last three years, whatever potentials are estimated from."""
    recent = TRADE.answer(selection).frame.filter(pl.col("year") > build()["last_year"] - 3, pl.col("trade_usd") > 0)
    return selection.exporter in recent["exporter"]


def answer(frame: pl.DataFrame, ends: dict[str, str], selection: Selection) -> list[str]:
    """Return the answer in sentences, computed from the pair's row; without one, why there is none."""
    if frame.is_empty():
        return [say(f"pair.answer_{'uncovered' if _traded(selection) else 'unknown'}", **ends)]
    row = frame.row(0, named=True)
    amounts = {"actual": numbers.money(row["actual_usd"]), "potential": numbers.money_with_interval(row, "potential")}
    gap = numbers.money(abs(row["potential_usd"] - row["actual_usd"]))
    first = say(f"pair.answer_{_kind(row)}", **ends, gap=gap, **amounts)
    return [first, *dossier.outlook_sentence(row, ends), _ties_sentence(row, ends)]


def _kind(row: dict[str, Any]) -> str:
    """Tell where actual trade stands beside the potential; a gap that their digits do not show is none to speak of."""
    actual, potential = row["actual_usd"], row["potential_usd"]
    if actual == 0:
        return "zero"
    if numbers.money(actual) == numbers.money(potential):
        return "level"
    return "below" if actual < potential else "above"


def key_figures(frame: pl.DataFrame, ends: dict[str, str]) -> list[Figure]:
    """Return the numbers that carry the answer."""
    row = frame.row(0, named=True)
    mean = say("pair.mean", years=numbers.years(row["year"] - 2, row["year"]))
    above = row["actual_usd"] > row["potential_usd"]
    coverage = numbers.percent(100 * (row["tie_coverage_share"] or 0))
    tied = "coverage" if row["tie_index"] is not None else "no_tie"
    ratio = say("pair.ratio", ratio=numbers.percent(100 * row["actual_to_potential_ratio"]))
    rank = say("pair.rank", rank=row["rank_of_exporter"], count=row["partner_count"], exporter=ends["exporter"])
    return [
        Figure(say("pair.actual"), numbers.amount(row["actual_usd"]), mean),
        Figure(say("pair.potential"), numbers.amount(row["potential_usd"]), _notes(mean, _range(row))),
        Figure(say("pair.surplus"), numbers.amount(row["actual_usd"] - row["potential_usd"]), ratio)
        if above else Figure(say("pair.untapped"), numbers.amount(row["untapped_usd"]), _notes(ratio, rank)),
        Figure(say("pair.tie"), numbers.index(row["tie_index"]), say(f"pair.{tied}", share=coverage, year=row["year"])),
        _change(row),
    ]  # fmt: skip


def _notes(first: str, second: str) -> str:
    return say("pair.notes", first=first, second=second)


def _range(row: dict[str, Any]) -> str:
    low, high = (numbers.amount(row[f"potential_{end}_usd"]) for end in ("low", "high"))
    return say("pair.range", low=low, high=high)


def _change(row: dict[str, Any]) -> Figure:
    years = numbers.years(row["year"] - 7, row["year"] - 5)
    if row["change_5y_pct"] is None:
        return Figure(say("pair.change"), numbers.DASH, say("pair.no_base", years=years))
    return Figure(
        say("pair.change"), numbers.percent(row["change_5y_pct"], signed=True), say("pair.since", years=years)
    )


def _ties_sentence(row: dict[str, Any], ends: dict[str, str]) -> str:
    if row["closer_than_share"] is None:
        return say("pair.answer_no_ties", year=row["year"])
    return say(
        "pair.answer_ties", share=numbers.percent(round(100 * row["closer_than_share"])), exporter=ends["exporter"]
    )


def _names(selection: Selection) -> dict[str, str]:
    known = names()
    return {end: known[getattr(selection, end)] for end in ENDS}


def _filters(selection: Selection) -> Component:
    controls = [
        filters.economy(f"pair-{end}", say(f"filter.{end}"), economies(), getattr(selection, end), required=True)
        for end in ENDS
    ]
    controls.append(filters.product("pair-product", products(), selection.product))
    if selection.exporter and selection.importer:
        href = address(selection.importer, selection.exporter, selection.product)
        controls.append(dcc.Link(f"⇄ {say('filter.swap')}", href=href, className="swap", id="pair-swap"))
    return filters.bar(*controls)


def _trade(selection: Selection) -> Component:
    frame = TRADE.answer(selection).frame
    if frame.is_empty():
        return TRADE.card(selection, empty(say("pair.nothing"), say("pair.trade_empty")))
    codes = (selection.exporter, selection.importer)
    both = frame.partition_by("exporter", as_dict=True)
    ways = [both.get((code,), frame.clear()) for code in codes]
    tops = [trade.ceiling(way) for way in ways]
    shared = max(tops) <= UNEQUAL * min(tops)
    cells = [
        _way(way, f"{TRADE.id}-{name}", colour, max(tops) if shared else top)
        for way, top, (name, colour) in zip(ways, tops, WAYS, strict=True)
    ]
    help_text = say("pair.trade_help", scale=say("pair.same_scale" if shared else "pair.own_scale"))
    note = " ".join([help_text, *_trade_sources(ways)])
    return TRADE.card(selection, dmc.SimpleGrid(cells, cols={"base": 1, "md": 2}, spacing="lg"), note)


def _trade_sources(ways: list[pl.DataFrame]) -> list[str]:
    """Name the sources of lines and squares, where there are squares."""
    others = {source for way in ways for source in way.filter(trade.from_elsewhere(way))["trade_source_id"]}
    if not others:
        return []
    titles = dict(read("sources").frame.select("source_id", pl.format("{} ({})", "title", "producer")).iter_rows())
    lines = {source for way in ways if (source := trade.usual_source(way))}
    lined, squared = (", ".join(sorted(titles.get(one, one) for one in some)) for some in (lines, others))
    return [say("pair.trade_sources", lines=lined, squares=squared)]


def _way(way: pl.DataFrame, identifier: str, colour: str, top: float) -> Component:
    if way.is_empty():
        return empty(say("pair.nothing"), say("pair.trade_empty"))
    heading = html.H3(
        f"{way['exporter_name'][0]} → {way['importer_name'][0]}", className="way", style={"borderColor": colour}
    )
    return html.Div([heading, graph(identifier, trade.trade(way, colour, top, is_simulated()), trade.summary(way))])


def _ties(selection: Selection) -> Component:
    frame = headline(TIES.answer(selection).frame).filter(pl.col("year") <= build()["last_year"])
    if frame.is_empty():
        return TIES.card(selection, empty(say("pair.nothing"), say("pair.ties_empty")))
    years = (int(frame["year"].to_numpy().min()), int(frame["year"].to_numpy().max()))
    parts = frame.partition_by("indicator", maintain_order=True)
    cells = [_tie(part, str(selection.exporter), years) for part in parts]
    return TIES.card(
        selection,
        dmc.SimpleGrid(cells, cols={"base": 1, "sm": 2, "lg": min(len(cells), 3)}, spacing="lg"),
        say("pair.ties_help"),
    )


def headline(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the values that stand for their dimension, where the warehouse says which they are."""
    return frame.filter("is_headline") if "is_headline" in frame.columns else frame


def _tie(part: pl.DataFrame, exporter: str, years: tuple[int, int]) -> Component:
    figure = ties.tie(part, exporter, years, is_simulated())
    picture = graph(f"{TIES.id}-{part['indicator'][0]}", figure, ties.summary(part, exporter))
    shown = ties.both_ways(part, exporter)
    last = shown.ways[0].row(-1, named=True)
    source = say("pair.tie_source", source=edition(last["source_title"], last["source_version"]))
    words = [source, *_latest(shown, exporter)]
    return html.Div([html.H3(ties.name_of(part)), picture, dmc.Text(words, size="xs", c="dimmed")])


def _latest(shown: ties.Tie, exporter: str) -> list[str | Component]:
    """Return the latest value, of each direction where they differ, with the colour of its line."""
    if shown.mutual:
        return [" ", ties.latest(shown.ways[0])]
    words: list[str | Component] = []
    for way in shown.ways:
        when, value = ties.when(way), numbers.index(way["value_index"][-1])
        words += [] if when in words else [" ", when]
        words += [_swatch(ties.colour_of(way, exporter)), f"{ties.direction(way)} {value}"]
    if len(shown.ways) == 1:
        ends = shown.ways[0].row(-1, named=True)
        words.append(". " + say("ties.unknown", origin=ends["destination_name"], destination=ends["origin_name"]))
    return words


def _swatch(colour: str) -> Component:
    return html.Span(className="swatch", style={"borderColor": colour})


def _facts(selection: Selection, ends: dict[str, str]) -> Component:
    frame = FACTS.answer(selection).frame
    if frame.is_empty():
        return FACTS.card(selection, empty(say("pair.nothing"), say("pair.facts_empty")))
    return FACTS.card(selection, tables.facts(fact_rows(frame.row(0, named=True), ends)), say("pair.facts_help"))


def fact_rows(row: dict[str, Any], ends: dict[str, str]) -> list[tuple[str, str]]:
    """Return names and values of what lies between the two and of their sizes."""
    answers = {True: say("pair.yes"), False: say("pair.no"), None: say("pair.unknown")}
    rows = [(say("pair.distance"), _distance(row))]
    rows += [(say(f"pair.{name}"), answers[row[name]]) for name in ("contiguous", "common_language", "colony")]
    for end in ENDS:
        year, size = row[f"{end}_size_year"], f"{end}_gdp_usd"
        known = "" if year else "_unknown"
        rows.append((say(f"pair.gdp{known}", name=ends[end], year=year), numbers.money(row[size])))
        people = numbers.amount(row[f"{end}_population"])
        rows.append((say(f"pair.population{known}", name=ends[end], year=year), people))
    return rows


def _distance(row: dict[str, Any]) -> str:
    if row["distance_km"] is None:
        return say("pair.unknown")
    value = f"{numbers.count(row['distance_km'])}{numbers.SPACE}km"
    source = row["distance_source_id"]
    return value if source == "cepii_geodist" else say("pair.estimated", value=value, source=label("distance", source))
