"""``make sql``: the DuckDB command line on the current build, read-only."""

import subprocess
import sys
from pathlib import Path

from warehouse.paths import Paths


def main(paths: Paths) -> int:
    """Start the DuckDB command line; whatever comes on standard input is run and printed.

    The symlink is resolved first: a prompt that stays open keeps reading the build it was opened on.
    """
    if not paths.current.exists():
        print("nothing is published yet: run `make etl`, or `make run` for a simulated world")
        return 1
    client = Path(sys.executable).with_name("duckdb")
    print(f"{paths.current.resolve().name}, read-only; .tables lists what is there, .quit leaves", flush=True)
    return subprocess.run([client, "-readonly", paths.current.resolve()], check=False).returncode
