"""BACI at full size: from the zip to ``core.trade_product``, beside a bare copy of its CSV in the same run.

    python -m benchmarks.baci [ROWS]

A year of a simulated world is cut to ROWS (11 million) flows. Bare: DuckDB's ``read_csv`` → Parquet, of the CSV that
was unpacked beforehand. Ours: unpack, read, map codes, validate, write Parquet, then make and check
``core.trade_product``, which is a view of that Parquet until it is published; ``publish`` is what it costs to store it
then. Every measurement is a process of its own, with DuckDB capped at 4 GB, and is repeated; the peak of memory is the
process's, seconds of the processor are those of the timed part.
"""

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

CAP_BYTES = 4 * 2**30
CODES = "product_codes_HS92_V202601.csv"
STEPS, REPEATS = ("bare", "stage", "build", "publish"), 3
RESULT = Path(__file__).parent / "results" / "baci.json"
ARCHIVE = "BACI_HS92_V202601.zip"


def prepare(folder: Path, rows: int) -> Path:
    """Write a year of ``rows`` flows as CSV and as the publisher's zip; return the CSV."""
    from etl.simulate import Arguments, write_mirror

    whole = write_mirror(folder / "whole", Arguments(economies=64, first_year=2014, last_year=2014, products=5_000))
    target = folder / "BACI_HS92_Y2014_V202601.csv"
    with ZipFile(whole / "cepii_baci" / ARCHIVE) as packed, packed.open(target.name) as lines, target.open("wb") as out:
        out.writelines(islice(lines, rows + 1))
        (folder / CODES).write_bytes(packed.read(CODES))
    shutil.rmtree(whole)
    mirror = folder / "mirror" / "cepii_baci"
    mirror.mkdir(parents=True)
    with ZipFile(mirror / ARCHIVE, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        archive.write(target, target.name)
        archive.write(folder / CODES, CODES)
    return target


def bare(folder: Path) -> dict[str, float]:
    """Copy the CSV to Parquet with nothing else."""
    import duckdb

    source = next(folder.glob("BACI_HS92_Y*.csv"))
    with duckdb.connect() as con:
        con.execute(f"set enable_progress_bar = false; set memory_limit = '{CAP_BYTES}B'")
        with timed() as taken:
            con.execute(f"copy (from read_csv('{source}')) to '{folder / 'bare.parquet'}'")
    return taken


def stage(folder: Path) -> dict[str, float]:
    """From the zip to staged Parquet."""
    import polars  # noqa: F401  (as DuckDB above: what takes a moment only once is not timed)
    import pyarrow.parquet  # noqa: F401

    import etl
    import etl.blocks
    from warehouse.paths import Paths

    shutil.rmtree(folder / "data", ignore_errors=True)
    with timed() as taken:
        refreshed = etl.refresh(Paths(folder / "data"), mirror=folder / "mirror", names=["cepii_baci"])
    outcome = refreshed.outcomes["cepii_baci"]
    assert outcome.status == "fresh", outcome
    return taken | {"rows": outcome.rows, "rejected": outcome.rejected}


def build(folder: Path) -> dict[str, float]:
    """From staged Parquet to the checked relation."""
    from warehouse.build import _create_sql, check_table, open_work
    from warehouse.catalog import Catalog
    from warehouse.model import load_models
    from warehouse.paths import Paths

    paths = Paths(folder / "data")
    model = next(model for model in load_models() if model.name == "core.trade_product")
    with open_work(paths, Catalog.load(paths.catalog)) as con, timed() as taken:
        con.execute(f"set memory_limit = '{CAP_BYTES}B'; create schema if not exists core")
        rows = _create_sql(con, model)
        check_table(con, model.tables[0])
    return taken | {"rows": rows}


def publish(folder: Path) -> dict[str, float]:
    """Store the table, as publication does."""
    from warehouse.build import open_work
    from warehouse.catalog import Catalog
    from warehouse.paths import Paths

    paths = Paths(folder / "data")
    (folder / "published.duckdb").unlink(missing_ok=True)
    with open_work(paths, Catalog.load(paths.catalog)) as con, timed() as taken:
        con.execute(f"set memory_limit = '{CAP_BYTES}B'; attach '{folder / 'published.duckdb'}' as published")
        con.execute("create table published.trade_product as from core.trade_product")
    return taken


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Fill in the seconds the block took, on the clock and of the processor."""
    taken: dict[str, float] = {}
    clock, processor = time.perf_counter(), time.process_time()
    yield taken
    taken |= {
        "seconds": round(time.perf_counter() - clock, 2),
        "cpu_seconds": round(time.process_time() - processor, 2),
    }


def measured(name: str, folder: Path) -> dict[str, float]:
    """Run one of the measurements in a process of its own."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.baci", name, str(folder)], check=True, capture_output=True, text=True
    )
    return json.loads(output.stdout.splitlines()[-1])


def _ratio(run: dict[str, dict[str, float]], what: str) -> float:
    return round((run["stage"][what] + run["build"][what]) / run["bare"][what], 2)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="entente-baci-") as name:
        folder = Path(name)
        csv = prepare(folder, rows)
        runs = [{name: measured(name, folder) for name in STEPS} for _ in range(REPEATS)]
        size = csv.stat().st_size
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "rows": rows,
        "csv_bytes": size,
        "runs": runs,
        "times_a_bare_copy": [_ratio(run, "seconds") for run in runs],
        "times_its_cpu_seconds": [_ratio(run, "cpu_seconds") for run in runs],
        "peak_bytes": max(step["peak_bytes"] for run in runs for step in run.values()),
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        found = globals()[sys.argv[1]](Path(sys.argv[2]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(found | {"peak_bytes": peak}))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 11_000_000)
