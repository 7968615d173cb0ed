"""The application: settings in, Dash out. Wiring only."""

import importlib
import pkgutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash
import flask
from dash import Dash
from flask import Response, g, request

from dashboard import pages
from dashboard.access import guard
from dashboard.cache import Reader
from dashboard.components.downloads import downloads
from dashboard.components.states import problem
from dashboard.compress import compress
from dashboard.document import ASSETS, INDEX, Document
from dashboard.health import health
from dashboard.language import choose
from dashboard.page import PAGES, find, selection_at
from dashboard.search import search
from dashboard.security import protect
from dashboard.shell import shell
from dashboard.state import SelectionError
from dashboard.text import say
from dashboard.world import world
from warehouse.paths import data_paths
from warehouse.read import NotPublishedError, Warehouse


@dataclass(frozen=True)
class Settings:
    """Where to serve, what to read, and to whom.

    Attributes:
        host: Address to bind.
        port: Port to bind; 0 for any free one.
        database: The published file.
        base_path: Path below which the application is served behind a proxy; begins and ends with a slash.
        workers: Processes that share the port.
        users: File of ``name:hash`` lines; without it everyone may look.
        trusted_proxy: Address of a proxy that tells, in ``X-Forwarded-For``, who asks; nobody else is believed.
    """

    host: str = "127.0.0.1"
    port: int = 8050
    database: Path = data_paths().current
    base_path: str = "/"
    workers: int = 1
    users: Path | None = None
    trusted_proxy: str | None = None


def create_app(settings: Settings) -> Dash:
    """Return the application for a published file; the file may come into being, and be replaced, while it runs."""
    server = flask.Flask("dashboard")
    server.extensions["entente"] = Reader(Warehouse(settings.database))
    for blueprint in (downloads, world, search, health):
        server.register_blueprint(blueprint, url_prefix=settings.base_path.rstrip("/") or None)
    server.before_request(_start)  # the first to see a request, refused ones too
    if settings.users:
        guard(server, settings.users)
    server.after_request(_stop)  # the last to see an answer
    server.after_request(compress)
    server.after_request(_status)
    served: Any = server  # Dash takes a Flask server; its annotation says bool
    app = Document(
        "dashboard", server=served, use_pages=True, pages_folder="", assets_folder=str(ASSETS), index_string=INDEX,
        assets_path_ignore=["vendor"], url_base_pathname=settings.base_path,
        suppress_callback_exceptions=True, title=say("app.name"), update_title="", description=say("app.tagline"),
    )  # fmt: skip
    register: Any = dash.register_page
    for module in pkgutil.iter_modules(pages.__path__):
        importlib.import_module(f"{pages.__name__}.{module.name}")
    for number, page in enumerate(PAGES):
        placed = {"path_template": page.path} if "<" in page.path else {"path": page.path}
        register(f"{page.name}_{number}", **placed, title=page.title, layout=page.layout, order=page.order)
    register("not_found_404", layout=_not_found, title=say("app.name"))
    app.layout = shell
    server.extensions["entente_app"] = app
    protect(app)
    server.before_request(choose)
    return app


def _not_found(**_query: str) -> object:
    return problem(say("error.not_found"))


def _start() -> None:
    g.started = time.perf_counter()


def _stop(response: Response) -> Response:
    """Tell how long the answer took, which browsers show beside it: ``Server-Timing``, in milliseconds."""
    response.headers["Server-Timing"] = f"total;dur={1000 * (time.perf_counter() - g.started):.1f}"
    return response


def _status(response: Response) -> Response:
    """Give the page that says an address is wrong the status that says so too."""
    if response.mimetype == "text/html" and response.status_code == 200:
        try:
            selection_at(request.path, request.query_string.decode("ascii", "replace"))
        except SelectionError:
            response.status_code = 400 if find(request.path) else 404
        except NotPublishedError:
            response.status_code = 503
    return response
