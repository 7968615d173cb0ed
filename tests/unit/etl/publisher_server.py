"""A publisher's server on this machine that can be told to misbehave."""

import gzip
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answer = Callable[[BaseHTTPRequestHandler], None]


def send(handler, status, body=b"", *, length=None, **headers):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    return lambda handler: send(handler, code, body, **headers)


def file(body: bytes, etag: str | None = '"one"', **headers: str) -> Answer:
    """A well-behaved file: conditional requests and ranges."""

    def answer(handler):
        tag = {"ETag": etag} if etag else {}
        if etag and handler.headers["If-None-Match"] == etag:
            return send(handler, 304, **tag)
        asked = handler.headers["Range"]
        if asked and (handler.headers["If-Range"] or etag) == etag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                return send(handler, 416, **tag)
            span = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return send(handler, 206, body[start:], Content_Range=span, **tag)
        return send(handler, 200, body, **tag, **headers)

    return answer


def cut(body: bytes, at: int, etag: str | None = '"one"') -> Answer:
    """The connection breaks after ``at`` bytes."""

    def answer(handler):
        send(handler, 200, body[:at], length=len(body), **({"ETag": etag} if etag else {}))
        handler.close_connection = True

    return answer


def overstated(body: bytes, by: int) -> Answer:
    """The length promised is more than what there is."""

    def answer(handler):
        send(handler, 200, body, length=len(body) + by, ETag='"one"')
        handler.close_connection = True

    return answer


def stalled(seconds: float) -> Answer:
    """Nothing comes for a while."""

    def answer(handler):
        time.sleep(seconds)
        handler.close_connection = True

    return answer


def dripping(body: bytes, pause: float) -> Answer:
    """Each byte comes by itself."""

    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for byte in body:
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def zipped(body: bytes) -> Answer:
    return lambda handler: send(handler, 200, gzip.compress(body), Content_Encoding="gzip", ETag='"one"')


class PublisherServer:
    """Answers each path with its script, one step a request; the last step repeats."""

    def __init__(self) -> None:
        self.scripts: dict[str, list[Answer]] = {}
        self.requests: dict[str, list[dict[str, str]]] = defaultdict(list)
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                publisher.answer(self)

            def log_message(self, *args: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(ConnectionError):  # the client hung up, as some tests want it to
                    super().handle()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests[handler.path].append(dict(handler.headers))
        steps = self.scripts.get(handler.path, [status(404)])
        (steps.pop(0) if len(steps) > 1 else steps[0])(handler)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def serve(self, path: str, *steps: Answer) -> str:
        self.scripts[path] = list(steps)
        return self.url(path)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
