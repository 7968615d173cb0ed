"""Serve the dashboard: ``python -m dashboard``."""

import argparse
import gc
import getpass
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import waitress
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from dashboard.app import Settings, create_app
from dashboard.page import PAGES

THREADS = 8  # of each worker
SPAWN = get_context("spawn")  # a fork would lack the threads of polars, and wait for them for ever
GARBAGE = (20_000, 20, 50)  # a page is some ten thousand objects: look once per few pages, at all kept pages seldom


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 2 where a setting cannot be."""
    if name := _parser().parse_args(arguments).hash:
        print(f"{name}:{generate_password_hash(getpass.getpass(f'Password of {name}: '))}")
        return 0
    settings = parse(arguments)
    try:
        listener = _listen(settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        print(f"cannot serve on {where}: {error.strerror}; choose another port with --port or PORT=", file=sys.stderr)
        return 2
    try:
        app = create_app(settings)
    except (OSError, ValueError) as error:
        listener.close()
        print(f"cannot read the users: {error}", file=sys.stderr)
        return 2
    workers = [SPAWN.Process(target=_work, args=(settings, listener)) for _ in range(settings.workers - 1)]
    for worker in workers:
        worker.start()
    end_when_told(workers)
    where = f"http://{settings.host}:{listener.getsockname()[1]}{settings.base_path}".rstrip("/")
    print(f"Entente on {where} (stop with Ctrl-C)", flush=True)
    _serve(app, settings, listener)
    return 0


def parse(arguments: Sequence[str] | None = None) -> Settings:
    """Return the settings; a flag goes before its environment variable."""
    return Settings(**{name: value for name, value in vars(_parser().parse_args(arguments)).items() if name != "hash"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serve the dashboard.")
    add, env = parser.add_argument, os.environ.get
    add("--host", default=env("HOST") or Settings.host, help="address to bind (HOST)")
    add("--port", default=env("PORT") or Settings.port, type=_port, help="port (PORT); 0 for any free one")
    add("--database", default=Settings.database, type=Path, help="published DuckDB file")
    add("--workers", default=env("WORKERS") or 1, type=_workers, help="processes that share the port (WORKERS)")
    add("--base-path", default=env("BASE_PATH") or "/", type=_base_path, help="path behind a proxy (BASE_PATH)")
    add("--users", default=env("USERS_FILE") or None, type=Path, help="file of name:hash lines (USERS_FILE)")
    add("--hash", metavar="NAME", help="ask for a password, print a line for the users' file, and stop")
    return parser


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
    _serve(create_app(settings), settings, listener)


def _outlive_nobody() -> None:
    if first := parent_process():
        first.join()
    os._exit(0)


def _serve(app: Dash, settings: Settings, listener: socket.socket) -> None:
    _settle()
    warm(app.server.test_client(), settings.base_path)
    waitress.serve(app.server, sockets=[listener], threads=THREADS, ident=None)


def _settle() -> None:
    """Leave what lives as long as the process out of the search for garbage, which would stop readers to look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _workers(text: str | int) -> int:
    if not str(text).isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; give 1 to 64")
    return int(text)


def _base_path(text: str) -> str:
    path = f"/{text.strip('/')}/".replace("//", "/")
    if not all(letter.isalnum() or letter in "/-_." for letter in path):
        raise argparse.ArgumentTypeError(f"{text!r} is not a path; write /entente")
    return path


def _port(text: str | int) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")
    return port


def _listen(settings: Settings) -> socket.socket:
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


if __name__ == "__main__":
    sys.exit(main())
