"""What surrounds every page: name, navigation, colour scheme, the drawer."""

import dash
import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.components.drawers import drawer
from dashboard.page import PAGES
from dashboard.text import say
from dashboard.theme import MANTINE

INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        {%app_entry%}
        <footer>
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""


def shell() -> Component:
    """Return the frame into which the router puts a page."""
    return dmc.MantineProvider(
        [
            html.A(say("app.skip"), href="#content", className="skip"),
            _header(),
            html.Div(dash.page_container, className="frame"),
            drawer(),
        ],
        theme=MANTINE, defaultColorScheme="auto", id="shell",
    )  # fmt: skip


def _header() -> Component:
    pages = sorted((page for page in PAGES if page.order is not None), key=lambda page: page.order or 0)
    links = [
        dmc.NavLink(
            label=say(f"nav.{page.name}"), href=page.path, active="exact" if page.path == "/" else "partial",
            id=f"shell-{page.name}", className="nav-link", w="auto",
        )
        for page in pages
    ]  # fmt: skip
    scheme = dmc.ColorSchemeToggle(
        lightIcon="☀", darkIcon="☾", id="shell-scheme", variant="subtle", color="gray", size="lg",
        **{"aria-label": say("app.scheme")},
    )  # fmt: skip
    return html.Header(
        html.Div(
            [
                html.Span(say("app.name"), className="brand", title=say("app.tagline")),
                html.Nav(links, className="nav", **{"aria-label": say("app.navigation")}),
                scheme,
            ],
            className="header-row",
        ),
        className="header",
    )  # fmt: skip
