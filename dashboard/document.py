"""The document around the application: what a browser runs, and what it fetches while it is still reading."""

from pathlib import Path
from typing import Any

from dash import Dash
from flask import request

from dashboard.page import find
from dashboard.text import language

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
        {%config%}
        {%scripts%}
        {%renderer%}
    </body>
</html>"""
ASSETS = Path(__file__).resolve().parent / "assets"
# Plotly's bundle of charts and maps, a third of what Dash sends otherwise.
PLOTLY = "vendor/plotly/plotly-geo.min.js"
# Of Dash's stand-ins for browsers of 2015, its components use this one.
RUNTIME = "vendor/regenerator/runtime.js"
SUITES = "_dash-component-suites"
UNUSED = (f"{SUITES}/dash/deps/polyfill@", f"{SUITES}/dash/dash_table/")
# Dash asks for these once its scripts have run; so they come while the scripts do.
EARLY = ("_dash-layout", "_dash-dependencies")
# What a page draws with, which Dash and Plotly otherwise ask for one after the other, each once it is drawn with.
FIGURES = f"{SUITES}/dash/dcc/async-graph.js"
TABLES = f"{SUITES}/dash_ag_grid/async-community.js"
OUTLINES = "world.geojson"
DRAWS_WITH = {
    "/": (TABLES, FIGURES, OUTLINES), "/pair/<exporter>/<importer>": (FIGURES,),
    "/economy/<economy>": (FIGURES, OUTLINES), "/evidence": (FIGURES,), "/data": (FIGURES,),
}  # fmt: skip


class Document(Dash):
    """Dash whose document says its language, leaves out scripts no page uses, and has early what this page needs."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """Return the document around the application."""
        page = find(request.path)
        needed = DRAWS_WITH.get(page[0].path, ()) if page else ()
        own = [line for line in parts["scripts"].splitlines() if not any(name in line for name in UNUSED)]
        drawing = [self._own(name) for name in needed if name != OUTLINES]
        scripts = [self._asset(RUNTIME), *drawing, *([self._asset(PLOTLY)] if FIGURES in needed else [])]
        parts["scripts"] = "\n".join([*(f'<script src="{address}"></script>' for address in scripts), *own])
        links = [f'<link rel="preload" as="fetch" crossorigin href="{self._own(name)}">' for name in EARLY]
        links += [f'<link rel="prefetch" href="{self._own(OUTLINES)}">'] if OUTLINES in needed else []
        parts["css"] += "".join(f"\n        {link}" for link in links)
        document: Any = super().interpolate_index
        return str(document(**parts)).replace('lang="en"', f'lang="{language()}"', 1)

    def _config(self) -> dict[str, Any]:
        """Name our bundle of Plotly in the place where Dash has that of one's own server.

        Dash's token for callbacks that run on after the request is left out, as there are none: it is another each
        time, and would make the same page a different document.
        """
        config: Any = super()._config
        kept = {name: value for name, value in config().items() if name != "end_id"}
        return kept | {"serve_locally": False, "plotlyjs_url": self._asset(PLOTLY)}

    def _own(self, name: str) -> str:
        return f"{self.config.requests_pathname_prefix}{name}"

    def _asset(self, name: str) -> str:
        """Return an address that changes with the file, as Dash gives to its own."""
        return f"{self.get_asset_url(name)}?m={(ASSETS / name).stat().st_mtime}"
