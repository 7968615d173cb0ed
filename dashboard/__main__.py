"""Serve the dashboard: ``python -m dashboard``."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from werkzeug.security import generate_password_hash

from dashboard.app import Settings, create_app
from dashboard.serve import listen, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 2 where a setting cannot be."""
    if name := _parser().parse_args(arguments).hash:
        print(f"{name}:{generate_password_hash(getpass.getpass(f'Password of {name}: '))}")
        return 0
    settings = parse(arguments)
    try:
        listener = listen(settings)
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
    where = f"http://{settings.host}:{listener.getsockname()[1]}{settings.base_path}".rstrip("/")
    print(f"Entente on {where} (stop with Ctrl-C)", flush=True)
    serve(app, settings, listener)
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
    add("--trusted-proxy", default=env("TRUSTED_PROXY") or None, type=_address,
        help="address of a proxy that says who asks (TRUSTED_PROXY)")  # fmt: skip
    add("--hash", metavar="NAME", help="ask for a password, print a line for the users' file, and stop")
    return parser


def _workers(text: str | int) -> int:
    if not str(text).isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; give 1 to 64")
    return int(text)


def _base_path(text: str) -> str:
    path = f"/{text.strip('/')}/".replace("//", "/")
    if not all(letter.isalnum() or letter in "/-_." for letter in path):
        raise argparse.ArgumentTypeError(f"{text!r} is not a path; write /entente")
    return path


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address; write 127.0.0.1") from None


def _port(text: str | int) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 0 to 65535")
    return port


if __name__ == "__main__":
    sys.exit(main())
