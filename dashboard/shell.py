"""What surrounds every page: name, navigation, colour scheme, the drawer."""

from copy import copy
from urllib.parse import urlsplit

import dash
import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component
from flask import request

from dashboard.components.aria import aria
from dashboard.components.drawers import drawer
from dashboard.links import at
from dashboard.page import PAGES, drawn
from dashboard.text import ENGLISH, LANGUAGES, language, say
from dashboard.theme import MANTINE


def shell() -> Component:
    """Return the frame into which the router puts a page."""
    skip = html.A(say("app.skip"), href="#content", className="skip")
    frame = html.Div(_routed(), className="frame")
    provider: Component = dmc.MantineProvider(
        [skip, _header(), frame, drawer()], theme=MANTINE, defaultColorScheme="auto", id="shell"
    )
    return provider


def _routed() -> Component:
    """Return the router's place with the page in it, so that the first page needs no request of its own.

    Who asks for the layout says from which page. Where the browser does not, the router asks once it runs.
    """
    location, content, store, dummy = map(copy, dash.page_container.children)
    address = urlsplit(request.referrer or "")
    search = f"?{address.query}" if address.query else ""
    if request.path.endswith("/_dash-layout") and (page := drawn(address.path, search)):
        location.pathname, location.search = address.path, search
        content.children, store.data = page[0], {"title": page[1]}
    return html.Div([location, content, store, dummy])


def _header() -> Component:
    brand = html.Span(say("app.name"), className="brand", title=say("app.tagline"))
    icon = html.Span(className="scheme")
    scheme = dmc.ColorSchemeToggle(
        lightIcon=icon, darkIcon=icon, id="shell-scheme", variant="subtle", color="gray", size="lg"
    )
    scheme = aria(scheme, label=say("app.scheme"))
    row = html.Div([brand, _navigation(), _search(), _languages(), scheme], className="header-row")
    return html.Header(row, className="header")


def _search() -> Component:
    box = dcc.Input(type="search", name="q", id="shell-search", placeholder=say("app.search_hint"), maxLength=100)
    label = html.Label(say("app.search"), htmlFor="shell-search", className="hidden")
    kept = [dcc.Input(type="hidden", name="lang", value=language())] if language() != ENGLISH else []
    return html.Form([label, box, *kept], action=at("/search"), method="get", className="search", role="search")


def _languages() -> Component:
    """Return links to the same page in other languages; ``assets/language.js`` keeps the rest of the address."""
    links = [_language(code, name) for code, name in LANGUAGES.items()]
    return aria(html.Nav(links, className="languages"), label=say("app.language"))


def _language(code: str, name: str) -> Component:
    link = html.A(code.upper(), href=f"?lang={code}", hrefLang=code, lang=code, title=name, className="language")
    return aria(link, label=f"{code.upper()}: {name}", **({"current": "true"} if code == language() else {}))


def _navigation() -> Component:
    pages = sorted((page for page in PAGES if page.order is not None), key=lambda page: page.order or 0)
    links = [
        dmc.NavLink(
            label=say(f"nav.{page.name}"), href=at(page.path), active="exact" if page.path == "/" else "partial",
            id=f"shell-{page.name}", className="nav-link", w="auto",
        )
        for page in pages
    ]  # fmt: skip
    return aria(html.Nav(links, className="nav"), label=say("app.navigation"))
