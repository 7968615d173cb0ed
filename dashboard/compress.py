"""Texts go compressed to whoever takes gzip: scripts are compressed once and kept, answers as they are made."""

import gzip
from hashlib import sha256

from flask import Response, request

from dashboard.cache import Kept

SMALLEST = 1_000  # bytes; below, the header outweighs what is saved
TEXTS = {
    "text/html", "text/css", "text/csv", "text/plain", "text/javascript", "application/json", "application/geo+json"
}  # fmt: skip
LASTING = "max-age=31536000"  # what Dash says of a script whose address changes with its content
_scripts: Kept[bytes] = Kept(100)


def compress(response: Response) -> Response:
    """Return the answer with its content compressed where that is understood and worth it."""
    if response.headers.get("Cache-Control") == LASTING or ("/assets/" in request.path and "m" in request.args):
        response.headers["Cache-Control"] = f"{LASTING}, immutable"
    streamed = response.is_streamed and not response.direct_passthrough  # which is a file, whatever serves it
    if response.mimetype not in TEXTS or response.status_code != 200 or streamed:
        return response
    response.vary.add("Accept-Encoding")
    response.direct_passthrough = False
    content = response.get_data()
    if request.accept_encodings.quality("gzip") and len(content) >= SMALLEST:
        response.set_data(_script(content) if response.mimetype == "text/javascript" else gzip.compress(content, 1))
        response.content_encoding = "gzip"
        _weaken(response)
    return response


def _script(content: bytes) -> bytes:
    return _scripts.get(sha256(content).digest(), lambda: gzip.compress(content, mtime=0))


def _weaken(response: Response) -> None:
    """Mark the tag as that of the same content in other bytes, and answer whoever has it already."""
    tag, _ = response.get_etag()
    if tag:
        response.set_etag(tag, weak=True)
        response.make_conditional(request)
