"""What every answer of the server carries, and what it refuses before reading it."""

import logging
from typing import Any

import flask
from dash import Dash
from dash.exceptions import DashException
from flask import Response, request
from werkzeug.exceptions import HTTPException

from dashboard.state import SelectionError
from dashboard.text import say
from warehouse.read import NotPublishedError

LONGEST_QUERY = 4_000  # characters
LARGEST_BODY = 200_000  # bytes; a callback sends a few hundred
DEEPEST = 40  # levels of brackets in the body of a callback
log = logging.getLogger(__name__)


def protect(app: Dash) -> None:
    """Refuse what cannot be meant, answer errors in plain words, and send ``headers``."""
    server: flask.Flask = app.server
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.before_request(_refuse)
    server.register_error_handler(Exception, _plainly)

    def send(response: Response) -> Response:
        response.headers.update(headers(app))  # each time: Dash adds inline scripts as late as at the first request
        return response

    server.after_request(send)


def headers(app: Dash) -> dict[str, str]:
    """Return the headers of every answer.

    Scripts come from here only: Dash's own inline script is allowed by its hash. Styles may stand inline, because
    Mantine, AG Grid and Plotly write them; Plotly draws pictures for download from ``blob:`` and ``data:``.
    """
    hashes = " ".join(f"{found}" for found in app.csp_hashes())
    policy = {
        "default-src": "'self'", "script-src": f"'self' {hashes}".strip(), "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:", "font-src": "'self' data:", "connect-src": "'self'", "object-src": "'none'",
        "base-uri": "'self'", "form-action": "'self'", "frame-ancestors": "'none'",
    }  # fmt: skip
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def _refuse() -> Response | None:
    """Return 400 for what no page writes: a long query, a body nested too deeply to be a callback."""
    if len(request.query_string) > LONGEST_QUERY:
        return _words(say("error.too_long"), 400)
    if request.method == "POST" and request.mimetype == "application/json" and _depth(request.get_data()) > DEEPEST:
        return _words(say("error.unreadable_body"), 400)
    return None


def _depth(body: bytes) -> int:
    """Return how deeply brackets are nested, counting those within texts too."""
    depth = deepest = 0
    for letter in body:
        depth += (letter in b"[{") - (letter in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _plainly(error: Exception) -> Response:
    """Answer an error in a line of plain text: what is wrong with the address, or that it is ours."""
    match error:
        case HTTPException():
            return _words(str(error.name), error.code or 500)
        case SelectionError():
            return _words(str(error), 400)
        case NotPublishedError():
            return _words(say("error.not_published_help"), 503)
        case KeyError() | IndexError() | TypeError() | ValueError() | AttributeError() | DashException() if (
            _is_callback()
        ):
            log.warning("a callback was asked for what it does not know: %s", type(error).__name__)
            return _words(say("error.unreadable_body"), 400)
        case _:
            log.exception("an answer failed")
            return _words(say("error.ours"), 500)


def _is_callback() -> bool:
    return request.path.endswith("/_dash-update-component") and not _asks_for_a_page()


def _asks_for_a_page() -> bool:
    """Tell whether a callback is the router's: a page that fails is our fault, never the reader's."""
    body: Any = request.get_json(silent=True)
    return isinstance(body, dict) and "_pages_content" in str(body.get("output"))


def _words(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
