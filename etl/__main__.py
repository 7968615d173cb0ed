"""Command line of the etl: ``python -m etl refresh | status | simulate | new-source``."""

import argparse
import os
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import EtlError, RequestError
from etl.progress import watching
from etl.run import refresh
from warehouse.paths import Paths, data_paths

EXIT_FRESH, EXIT_FAILED, EXIT_GAPS = 0, 1, 3
STOPPED = 130  # what a shell expects of a program ended by Ctrl-C


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Publishers' bytes → typed Parquet.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_refresh(commands.add_parser("refresh", help="fetch and stage the sources"))
    commands.add_parser("status", help="how fresh each source is").set_defaults(run=_status)
    new = commands.add_parser("new-source", help="scaffold a source with its test")
    new.add_argument("name", help="small letters, digits and _")
    new.set_defaults(run=_new_source)
    simulation = commands.add_parser("simulate", help="write a simulated world as a mirror")
    if command == "simulate":
        from etl import simulate  # noqa: PLC0415  (slow to import, and nobody else needs it)

        simulate.add_arguments(simulation)
        simulation.set_defaults(run=_simulate)
    return parser


def _add_refresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mirror", type=Path, metavar="DIR", help="folder <source>/<file> in the publishers' stead")
    parser.add_argument("--tier", choices=["core", "full"], default="core", help="full adds the large sources")
    parser.add_argument("--update", action="store_true", help="accept files that changed under a pinned version")
    parser.add_argument("--offline", action="store_true", help="use what was fetched before; open no connection")
    parser.add_argument("--source", nargs="+", default=[], metavar="NAME", help="only these")
    parser.set_defaults(run=_refresh)


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        Its exit status: 0 all fresh, 3 staged with gaps, 1 failed.
    """
    arguments = sys.argv[1:] if argv is None else argv
    options = _parser(next(iter(arguments), "")).parse_args(arguments)
    try:
        status: int = options.run(options)
    except EtlError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    return status


def _refresh(options: argparse.Namespace) -> int:
    paths = data_paths()
    paths.root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(paths.lock, timeout=0):
            return _refresh_alone(paths, options)
    except Timeout as error:
        raise RequestError(f"another refresh is running (it holds {paths.lock}); try again when it ends") from error


def _refresh_alone(paths: Paths, options: argparse.Namespace) -> int:
    with watching() as watch:
        result = refresh(
            paths,
            mirror=options.mirror,
            tier=options.tier,
            update=options.update,
            offline=options.offline,
            names=options.source,
            report=print,
            watch=watch,
        )
    return EXIT_GAPS if result.gaps else EXIT_FRESH


def _simulate(options: argparse.Namespace) -> int:
    from etl import simulate  # noqa: PLC0415
    from etl.simulation.world import WorldError  # noqa: PLC0415

    try:
        print(simulate.run(options))
    except WorldError as error:
        raise RequestError(str(error)) from error
    return EXIT_FRESH


def _status(options: argparse.Namespace) -> int:
    from etl.status import status  # noqa: PLC0415

    del options
    print(status(data_paths()))
    return EXIT_FRESH


def _new_source(options: argparse.Namespace) -> int:
    from etl.scaffold import scaffold  # noqa: PLC0415

    for path in scaffold(options.name):
        print(path)
    return EXIT_FRESH


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped; what was staged before is untouched", flush=True)
        os._exit(STOPPED)  # at once: a download under way is resumed next time
