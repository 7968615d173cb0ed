"""Command line of the etl: ``python -m etl refresh | status | simulate | new-source``."""

import argparse
import sys
from pathlib import Path

from etl.errors import MixedWorldsError, RegistryError
from etl.run import refresh
from warehouse.paths import data_paths

EXIT_FRESH, EXIT_FAILED, EXIT_GAPS = 0, 1, 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Publishers' bytes → typed Parquet.")
    commands = parser.add_subparsers(dest="command", required=True)
    fresh = commands.add_parser("refresh", help="fetch and stage the sources")
    fresh.add_argument("--mirror", type=Path, metavar="DIR", help="folder <source>/<file> in the publishers' stead")
    fresh.add_argument("--tier", choices=["core", "full"], default="core", help="full adds the large sources")
    fresh.add_argument("--update", action="store_true", help="accept files that changed under a pinned version")
    fresh.add_argument("--offline", action="store_true", help="use what was fetched before; open no connection")
    fresh.add_argument("--source", nargs="+", default=[], metavar="NAME", help="only these")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(argv)
    return _refresh(options)


def _refresh(options: argparse.Namespace) -> int:
    result = refresh(
        data_paths(),
        mirror=options.mirror,
        tier=options.tier,
        update=options.update,
        offline=options.offline,
        names=options.source,
        report=print,
    )
    return EXIT_GAPS if result.gaps else EXIT_FRESH


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MixedWorldsError, RegistryError, LookupError) as error:
        print(error, file=sys.stderr)
        sys.exit(EXIT_FAILED)
