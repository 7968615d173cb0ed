"""Serve the dashboard: ``python -m dashboard``."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import waitress

from dashboard.app import Settings, create_app


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 2 where the port is not to be had."""
    settings = parse(arguments)
    try:
        listener = _listen(settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        print(f"cannot serve on {where}: {error.strerror}; choose another port with --port or PORT=", file=sys.stderr)
        return 2
    app = create_app(settings)
    print(f"Entente on http://{settings.host}:{listener.getsockname()[1]} (stop with Ctrl-C)", flush=True)
    waitress.serve(app.server, sockets=[listener], threads=8, ident=None)
    return 0


def parse(arguments: Sequence[str] | None = None) -> Settings:
    """Return the settings; a flag goes before its environment variable."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Serve the dashboard.")
    parser.add_argument("--host", default=os.environ.get("HOST") or Settings.host, help="address to bind (HOST)")
    parser.add_argument(
        "--port", default=os.environ.get("PORT") or Settings.port, type=_port, help="port (PORT); 0 for any free one"
    )
    parser.add_argument("--database", default=Settings.database, type=Path, help="published DuckDB file")
    return Settings(**vars(parser.parse_args(arguments)))


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
