"""The filters of the Opportunities page, and which of them leave no choice in its present view."""

from dash.development.base_component import Component

from dashboard import numbers
from dashboard.components import filters
from dashboard.components.view import GOODS, HELD, PAST, TODAY, view_of
from dashboard.page import economies, known
from dashboard.state import CONFIDENCES, DIRECTIONS, ORDERS, Selection
from dashboard.text import say
from dashboard.theme import region_name


def bar(selection: Selection) -> Component:
    """Return the filters with what is chosen."""
    chosen = [selection.minimum_usd] if selection.minimum_usd else []
    sizes = {str(size): numbers.money(size) for size in sorted({*filters.SIZES, *chosen})}
    offered = known()
    regions = {region: region_name(region) for region in offered.regions}
    years = {str(year): str(year) for year in offered.years}
    minimum, year = (str(value) if value else None for value in (selection.minimum_usd, selection.year))
    latest = say("filter.latest", year=offered.years[0]) if offered.years else numbers.DASH
    closed = _closed(selection)
    switches = [
        filters.switch(*_named(name), values, getattr(selection, name), closed=closed.get(name, ""))
        for name, values in (("direction", DIRECTIONS), ("confidence", CONFIDENCES), ("order", ORDERS))
    ]
    choices = [
        filters.choice(*_named(name), options, value, none, closed=closed.get(name, ""))
        for name, options, value, none in (
            ("year", years, year, latest),
            ("region", regions, selection.region, say("filter.any_region")),
            ("minimum_usd", sizes, minimum, say("filter.any_size")),
        )
    ]
    economy = filters.economy(*_named("economy"), economies(), selection.economy)
    product = filters.product(
        "opportunities-product", offered.products, selection.product, closed=closed.get("product", "")
    )
    return filters.bar(economy, switches[0], product, *choices, *switches[1:])


def _named(name: str) -> tuple[str, str]:
    """Return the id of a filter and its label."""
    return f"opportunities-{name}", say(f"filter.{name}")


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
