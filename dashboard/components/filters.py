"""Labelled controls; what they choose goes into the address and nowhere else."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.text import say

SIZES = (1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000)


def economy(identifier: str, label: str, names: dict[str, str], value: str | None, clearable: bool = True) -> Component:
    """Choose an economy by typing its name."""
    options = [{"value": code, "label": name} for code, name in names.items()]
    return dmc.Select(
        id=identifier, label=label, data=options, value=value, searchable=True, clearable=clearable,
        placeholder=say("filter.everyone"), nothingFoundMessage="–", className="filter", maxDropdownHeight=320,
        allowDeselect=clearable, clearSearchOnFocus=True,
    )  # fmt: skip


def choice(identifier: str, label: str, options: list[dict[str, str]], value: str | None, placeholder: str) -> Component:
    """Choose one of a few, or none."""
    return dmc.Select(
        id=identifier, label=label, data=options, value=value, clearable=True, placeholder=placeholder, className="filter"
    )


def direction(identifier: str, value: str, disabled: bool) -> Component:
    """Choose between exports and imports of the chosen economy."""
    options = [{"value": name, "label": say(f"filter.{name}")} for name in ("export", "import")]
    control = dmc.SegmentedControl(id=identifier, data=options, value=value, disabled=disabled, fullWidth=True)
    hint = say("filter.needs_economy") if disabled else None
    return html.Div(dmc.InputWrapper(control, label=say("filter.direction")), className="filter", title=hint)


def bar(*controls: Any) -> Component:
    """Lay controls out in a row that wraps."""
    return html.Div(list(controls), className="filters", role="search")
