"""Command line of the conductor: ``python -m entente run | refresh | clean``."""

import argparse
import importlib
import os
import sys

from warehouse.paths import data_paths

STOPPED = 130  # what a shell expects of a program ended by Ctrl-C


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m entente", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve the published world, simulating a small one first if there is none")
    etl = commands.add_parser("refresh", help="fetch, stage, build, score and publish")
    etl.add_argument("--mirror", help="folder laid out as <source>/<file> that stands in for the publishers")
    etl.add_argument("--tier", choices=["core", "full"], default="core", help="full adds the large sources")
    etl.add_argument("--update", action="store_true", help="accept files that changed under a pinned version")
    etl.add_argument("--offline", action="store_true", help="use what was downloaded before; open no connection")
    commands.add_parser("clean", help="remove what was built, keep what was downloaded")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status.

    Each command imports what it needs: an unchanged refresh is over in the time the dashboard takes to import.
    """
    arguments = vars(_parser().parse_args(argv))
    command = importlib.import_module(f"entente.{arguments.pop('command')}")
    return int(command.main(data_paths(), **arguments))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped; what was published before is untouched", flush=True)
        os._exit(STOPPED)  # at once: a download under way is resumed next time
