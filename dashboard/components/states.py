"""What a page says when it has nothing to show: each state names the remedy."""

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.links import at
from dashboard.text import say


def problem(text: str) -> Component:
    """An address that asks for something that does not exist."""
    return _state(say("error.title"), text, dcc.Link(say("error.back"), href=at("/"), className="link"))


def not_published() -> Component:
    """No published file yet."""
    return _state(say("error.not_published"), say("error.not_published_help"))


def failed() -> Component:
    """Our fault."""
    return _state(say("error.failed"), say("error.ours"))


def empty(title: str, text: str) -> Component:
    """No rows: says why and what to change."""
    return html.Div(
        [dmc.Text(title, fw=600), dmc.Text(text, size="sm", c="dimmed", maw=560)], className="empty", role="status"
    )


def _state(title: str, text: str, *more: Component) -> Component:
    return html.Main([html.H1(title), html.P(text), *more], className="state", id="content", tabIndex=-1)
