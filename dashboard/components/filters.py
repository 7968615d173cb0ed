"""Labelled controls; what they choose goes into the address and nowhere else."""

from collections.abc import Mapping

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.aria import aria
from dashboard.text import say

SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000)
Options = Mapping[str, str]  # what a reader sees, by the value that goes into the address


def economy(identifier: str, label: str, names: Options, value: str | None, required: bool = False) -> Component:
    """Choose an economy by typing its name; where none is required, choosing none means all of them."""
    none = say("filter.choose" if required else "filter.everyone")
    control: Component = dmc.Select(
        id=identifier, label=label, data=_listed(names), value=value, placeholder=none,
        searchable=True, clearable=not required, allowDeselect=not required, clearSearchOnFocus=True, openOnFocus=False,
        nothingFoundMessage=say("filter.nothing_found"), maxDropdownHeight=320, className="filter",
    )  # fmt: skip
    return control


def choice(
    identifier: str, label: str, options: Options, value: str | None, placeholder: str, *, closed: str = ""
) -> Component:
    """Choose one of a few, or none; ``closed`` says why there is no choice."""
    control: Component = dmc.Select(
        id=identifier, label=label, data=_listed(options), value=value, placeholder=placeholder, clearable=True,
        openOnFocus=False, disabled=bool(closed), className="filter",
    )  # fmt: skip
    return html.Div(control, className="filter closed", title=closed) if closed else control


def product(identifier: str, products: Options, value: str | None, *, closed: str = "") -> Component:
    """Choose a product group, where a source reports trade by product; otherwise as ``choice``."""
    closed = closed or ("" if products else say("filter.no_products"))
    return choice(identifier, say("filter.product"), products, value, say("filter.any_product"), closed=closed)


def switch(identifier: str, label: str, values: tuple[str, ...], value: str, *, closed: str = "") -> Component:
    """Choose one of two or three that are all in view; ``closed`` says why there is no choice."""
    options = {name: say(f"filter.{name}") for name in values}
    control = dmc.SegmentedControl(
        id=identifier, data=_listed(options), value=value, disabled=bool(closed), fullWidth=True
    )
    return html.Div(dmc.InputWrapper(control, label=label), className="filter", title=closed or None)


def bar(*controls: Component) -> Component:
    """Lay controls out in a row that wraps."""
    return aria(html.Div(list(controls), className="filters", role="group"), label=say("app.filters"))


def _listed(options: Options) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in options.items()]
