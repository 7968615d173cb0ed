"""What else is known about a pair: why trade is easy or hard, what was signed, who competes, what could be sold."""

from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import tables
from dashboard.components.cards import Figure, figures
from dashboard.components.panel import Panel, graph
from dashboard.components.status import is_simulated
from dashboard.figures import waterfall
from dashboard.links import pair
from dashboard.page import known, mean_years, product_name
from dashboard.state import Selection
from dashboard.text import ENGLISH, label, say
from warehouse.read import AbsentError

EASE = Panel("pair", "ease", "pair_ease", picture=True)
OUTLOOK = Panel("pair", "outlook", "pair_summary")
EVENTS = Panel("pair", "events", "pair_events")
COMPETITORS = Panel("pair", "competitors", "pair_competitors")
PRODUCT_COMPETITORS = Panel("pair", "product_competitors", "product_competitors")
PRODUCTS = Panel("pair", "products", "pair_products")
INVESTMENT = Panel("pair", "investment", "pair_investment")
SHOWN = (EASE, EVENTS, INVESTMENT, PRODUCTS)
LISTED = 20
TERMS = {"component", "value_log", "low_log", "high_log"}


def outlook(selection: Selection, ends: dict[str, str]) -> Component:
    """Return the three numbers of the outlook, or the chance of starting where the two do not trade."""
    return OUTLOOK.section(
        selection, lambda frame: figures(outlook_figures(frame.row(0, named=True), ends)), say("pair.outlook_help")
    )


def outlook_figures(row: dict[str, Any], ends: dict[str, str]) -> list[Figure]:
    """Return the numbers of the outlook with what each means."""
    if row["chance_outgrow_share"] is None:
        start = numbers.share(row["start_probability_share"])
        return [Figure(say("pair.start"), start, say("pair.start_note", **ends))]
    gain = numbers.with_interval(row["gain_median_usd"], row["gain_low_usd"], row["gain_high_usd"])
    premium = numbers.percent(row["tie_premium_pct"], signed=True)
    bounds = [numbers.percent(row[f"tie_premium_{end}_pct"], signed=True) for end in ("low", "high")]
    places = {name: numbers.count(row[f"rank_{name}"]) for name in ("growth", "dollar")}
    ranks = say("pair.outlook_ranks", **places)
    return [
        Figure(say("pair.chance"), numbers.share(row["chance_outgrow_share"]), say("pair.chance_note", **ends)),
        Figure(say("pair.gain"), gain, say("pair.gain_note")),
        Figure(say("pair.premium"), premium, say("pair.premium_note", low=bounds[0], high=bounds[1])),
        Figure(say("pair.current"), numbers.amount(row["actual_usd"]), ranks),
    ]


def _premium(low: float | None, premium: float | None, high: float | None) -> str:
    """Tell what growth a pair's ties go with; where the interval includes none, that cannot be told."""
    if premium is None:
        return "unknown"
    if low is not None and high is not None and low <= 0 <= high:
        return "unclear"
    return "faster" if premium > 0 else "slower"


def outlook_sentence(row: dict[str, Any], ends: dict[str, str]) -> list[str]:
    """Return the outlook in a sentence, with what its ties go with."""
    if row["chance_outgrow_share"] is None:
        return []
    kind = _premium(*(row[f"tie_premium_{end}pct"] for end in ("low_", "", "high_")))
    chance = numbers.share(row["chance_outgrow_share"])
    return [say(f"pair.answer_outlook_{kind}", **ends, chance=chance)]


def ease(selection: Selection) -> Component:
    """Return why trade is easy or hard, term by term."""
    return EASE.section(selection, _ease, say("pair.ease_help"))


def _ease(frame: pl.DataFrame) -> Component:
    if not set(frame.columns) >= TERMS:
        return tables.as_published(frame)
    return graph(EASE.id, waterfall.waterfall(frame, is_simulated()), waterfall.summary(frame))


def events(selection: Selection, ends: dict[str, str]) -> Component:
    """Return what the two have signed, opened or imposed, with its years."""
    names = {str(getattr(selection, end)): name for end, name in ends.items()}
    return EVENTS.section(
        selection, lambda frame: _events(frame, names), say("pair.events_help"), say("pair.events_nothing")
    )


def _events(frame: pl.DataFrame, names: dict[str, str]) -> Component:
    headers = {name: say(f"pair.{name}") for name in ("kind", "what", "by", "when")}
    rows = [
        {"kind": label("event", row["kind"]), "what": _title(row),
         "by": names.get(row["origin"] or "", say("pair.both")), "when": _when(row)}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows)


def _title(row: dict[str, Any]) -> str | Component:
    """Return a treaty's title as it is; kinds of missions, and what an alliance or a sanction covers, in words."""
    title = row["title"] or numbers.DASH
    if row["kind"] in ("agreement", "treaty"):
        return html.Span(title, lang=ENGLISH)
    return ", ".join(label("event_title", part) for part in title.split(", "))


def _when(row: dict[str, Any]) -> str:
    if row["kind"] == "mission":
        return say("pair.seen_in", years=numbers.years(row["from_year"], row["to_year"]))
    return (
        say("pair.since_year", year=row["from_year"])
        if row["to_year"] is None
        else numbers.years(row["from_year"], row["to_year"])
    )


def competitors(selection: Selection, ends: dict[str, str]) -> Component:
    """Return who else sells in the market, or who else sells the chosen product group there."""
    columns = ["place", "supplier", "actual", "share", "ratio", "advantage" if selection.product else "change", "tie"]
    panel, product = rivals(selection), known().products.get(selection.product or "")
    when = {"year": _year(panel, selection)} if selection.product else {"years": mean_years()}
    note = say(f"pair.{panel.name}_help", **ends, **when, product=product)
    return panel.section(
        selection, lambda frame: _competitors(frame, columns, selection), note, say("pair.products_nothing")
    )


def rivals(selection: Selection) -> Panel:
    """Return the panel of competitors: in the chosen product group, or in all trade."""
    return PRODUCT_COMPETITORS if selection.product else COMPETITORS


def _competitors(frame: pl.DataFrame, columns: list[str], selection: Selection) -> Component:
    headers = {name: say(f"pair.{name}" if name != "ratio" else "pair.of_potential") for name in columns}
    rows = [_competitor(row, selection) for row in frame.to_dicts()]
    return tables.plain(headers, rows, [name for name in columns if name != "supplier"])


def _competitor(row: dict[str, Any], selection: Selection) -> dict[str, Any]:
    own = row["exporter"] == selection.exporter
    href = pair(row["exporter"], str(selection.importer), selection.product)
    name: Component = dcc.Link(row["exporter_name"], href=href, className="link")
    return {
        "place": str(row["place"]), "supplier": html.Strong(row["exporter_name"]) if own else name,
        "actual": numbers.amount(row["actual_usd"]), "share": numbers.share(row["market_share"]),
        "ratio": numbers.share(row["actual_to_potential_ratio"]), "tie": numbers.index(row["tie_index"]),
        "change": numbers.percent(row.get("change_5y_pct"), signed=True),
        "advantage": numbers.decimal(row.get("comparative_advantage")),
    }  # fmt: skip


def products(selection: Selection) -> Component:
    """Return what could be sold, largest untapped first."""
    note = say("pair.products_help", year=_year(PRODUCTS, selection))
    return PRODUCTS.section(selection, lambda frame: _products(frame, selection), note, say("pair.products_nothing"))


def _year(panel: Panel, selection: Selection) -> str:
    """Return the year that a panel's rows are of."""
    try:
        years = panel.answer(selection).frame["year"].to_list()
    except AbsentError:  # the panel itself says so
        return numbers.DASH
    return str(max(years)) if years else numbers.DASH


def product_sentence(selection: Selection, ends: dict[str, str]) -> list[str]:
    """Return how the pair stands in the chosen product group, in a sentence."""
    if not selection.product:
        return []
    rows = PRODUCTS.answer(selection).frame.filter(product_code=selection.product)
    said = ends | {"product": known().products[selection.product]}
    if rows.is_empty():
        return [say("pair.answer_product_unknown", **said)]
    row = rows.row(0, named=True)
    gap = row["product_potential_usd"] - row["product_trade_usd"]
    amounts = {"actual": numbers.money(row["product_trade_usd"]), "year": row["year"], "gap": numbers.money(abs(gap))}
    return [say(f"pair.answer_product_{'below' if gap > 0 else 'above'}", **said, **amounts)]


def investment(selection: Selection) -> Component:
    """Return investment both ways."""
    return INVESTMENT.section(selection, _investment, say("pair.investment_help"), say("pair.investment_nothing"))


def _products(frame: pl.DataFrame, selection: Selection) -> Component:
    columns = ("product", "untapped", "actual", "potential", "advantage", "basis")
    headers = {name: say(f"pair.{name}") for name in columns}
    rows = [
        {"product": _product(row, selection),
         "untapped": numbers.amount(row["untapped_usd"]), "actual": numbers.amount(row["product_trade_usd"]),
         "potential": numbers.amount(row["product_potential_usd"]),
         "advantage": numbers.decimal(row["comparative_advantage"]),
         "basis": label("product_basis", row["potential_basis"] or numbers.DASH)}
        for row in frame.head(LISTED).to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, columns[1:5])


def _product(row: dict[str, Any], selection: Selection) -> Component:
    """Return the name of a product group, which leads to the same pair with it chosen."""
    if row["product_code"] == selection.product:
        return html.Strong(product_name(row))
    href = pair(str(selection.exporter), str(selection.importer), row["product_code"])
    link: Component = dcc.Link(product_name(row), href=href, className="link")
    return link


def _investment(frame: pl.DataFrame) -> Component:
    columns = ("way", "stock", "stock_potential", "untapped", "verdict")
    headers = {name: say(f"pair.{name}") for name in columns}
    held = ("stock_potential_usd", "stock_low_usd", "stock_high_usd")
    rows = [
        {"way": f"{row['home_name']} → {row['host_name']}", "stock": numbers.amount(row["stock_usd"]),
         "stock_potential": numbers.with_interval(*(row[name] for name in held)),
         "untapped": numbers.amount(row["untapped_usd"]),
         "verdict": label("investment_verdict", row["gap_verdict"] or numbers.DASH)}
        for row in frame.to_dicts()
    ]  # fmt: skip
    return tables.plain(headers, rows, columns[1:4])
