"""Serve the application: one process or several on a port, each with its pages opened before anybody asks."""

import gc
import os
import re
import signal
import socket
import threading
from collections.abc import Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from types import FrameType

import waitress
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import Settings, create_app
from dashboard.page import PAGES

THREADS = 8  # of each worker
FORWARDED = "x-forwarded-for x-forwarded-proto"
SPAWN = get_context("spawn")  # a fork would lack the threads of polars, and wait for them for ever
GARBAGE = (20_000, 20, 50)  # a page is some ten thousand objects: look once per few pages, at all kept pages seldom


def listen(settings: Settings) -> socket.socket:
    """Bind before anything slow, so that a busy port is known at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def serve(app: Dash, settings: Settings, listener: socket.socket) -> None:
    """Serve until told to end, together with as many more processes as the settings want."""
    workers = [SPAWN.Process(target=_work, args=(settings, listener)) for _ in range(settings.workers - 1)]
    for worker in workers:
        worker.start()
    end_when_told(workers)
    _answer(app, settings, listener)


def end_when_told(workers: Sequence[BaseProcess]) -> None:
    """End this process and its workers at once when it is told to: it only reads, so that nothing is lost.

    An exit that Python raises in the midst of a query would come out of DuckDB as that query's error.
    """

    def stop(_number: int, _frame: FrameType | None) -> None:
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.join()
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _work(settings: Settings, listener: socket.socket) -> None:
    """Serve beside the process that was started first, as long as it lives."""
    end_when_told([])
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    _answer(create_app(settings), settings, listener)


def _outlive_nobody() -> None:
    if first := parent_process():
        first.join()
    os._exit(0)


def _answer(app: Dash, settings: Settings, listener: socket.socket) -> None:
    _settle()
    warm(app.server.test_client(), settings.base_path)
    proxy = settings.trusted_proxy
    believed = {"trusted_proxy": proxy, "trusted_proxy_headers": FORWARDED} if proxy else {}
    waitress.serve(
        app.server, sockets=[listener], threads=THREADS, ident=None, clear_untrusted_proxy_headers=True,
        **believed,
    )  # fmt: skip


def warm(client: FlaskClient, base_path: str) -> None:
    """Open the pages before anybody does: what is read, drawn and compressed for them is kept for all.

    Of the first page all that a browser fetches, of the others that are the same for everybody the page itself.
    """
    first = f"http://localhost{base_path}"
    document = client.get(base_path).get_data(as_text=True)
    for address in re.findall(r'<(?:link|script) [^>]*(?:src|href)="([^"]+)"', document):
        client.get(address, headers={"Referer": first, "Accept-Encoding": "gzip"}).close()
    for page in PAGES:
        if "<" not in page.path:
            client.get(f"{base_path}_dash-layout", headers={"Referer": f"{first}{page.path[1:]}"}).close()


def _settle() -> None:
    """Leave what lives as long as the process out of the search for garbage, which would stop readers to look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
