"""Command line of the warehouse: ``python -m warehouse diff | sql | export | what-if | score | document``."""

import argparse
import importlib
import sys

from warehouse.paths import data_paths
from warehouse.what_if_options import add_arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m warehouse", description="Staged files → tables, scores, one file.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("diff", help="what moved since the build before").set_defaults(module="change")
    commands.add_parser("sql", help="a read-only SQL prompt on the current build").set_defaults(module="prompt")
    export = commands.add_parser("export", help="write Parquet and datapackage.json, without what may not be passed on")
    export.add_argument("folder", nargs="?", default="export", metavar="DIR", help="default: %(default)s")
    export.add_argument("--to", choices=("parquet", "spark"), default="parquet", help="spark: the SQL models")
    export.set_defaults(module="export")
    what_if = commands.add_parser("what-if", help="answer a scenario: what would change if ties did")
    add_arguments(what_if)
    what_if.set_defaults(module="what_if")
    score = commands.add_parser("score", help="how the scores of a pair come about, number by number")
    score.add_argument("--explain", nargs=2, required=True, metavar=("EXPORTER", "IMPORTER"), help="ISO3 codes")
    score.set_defaults(module="explain")
    document = commands.add_parser("document", help="fill the page on methods with the numbers of the current build")
    document.add_argument("--out", metavar="FILE", help="default: docs/explanation/methods.md, for a real build")
    document.set_defaults(module="document")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; each command imports only what it needs."""
    arguments = vars(_parser().parse_args(argv))
    del arguments["command"]
    command = importlib.import_module(f"warehouse.{arguments.pop('module')}")
    return int(command.main(data_paths(), **arguments))


if __name__ == "__main__":
    sys.exit(main())
