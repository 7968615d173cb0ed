"""BACI at full size: from the zip to ``core.trade_product``, beside a bare copy of its CSV in the same run.

    python -m benchmarks.baci [ROWS]

A year of a simulated world is cut to ROWS (11 million) flows. Bare: DuckDB's ``read_csv`` → Parquet, of the CSV that
was unpacked beforehand. Ours: unpack, read, map codes, validate, write Parquet, then build and check
``core.trade_product``. Every measurement is a process of its own, with DuckDB capped at 4 GB; the peak of memory is the
process's.
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
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

CAP_BYTES = 4 * 2**30
CODES = "product_codes_HS92_V202601.csv"
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
        started = time.perf_counter()
        con.execute(f"copy (from read_csv('{source}')) to '{folder / 'bare.parquet'}'")
        return {"seconds": time.perf_counter() - started}


def stage(folder: Path) -> dict[str, float]:
    """From the zip to staged Parquet."""
    import etl
    from warehouse.paths import Paths

    started = time.perf_counter()
    outcome = etl.refresh(Paths(folder / "data"), mirror=folder / "mirror", names=["cepii_baci"]).outcomes["cepii_baci"]
    assert outcome.status == "fresh", outcome
    return {"seconds": time.perf_counter() - started, "rows": outcome.rows, "rejected": outcome.rejected}


def build(folder: Path) -> dict[str, float]:
    """From staged Parquet to the checked table."""
    from warehouse.build import _create_sql, check_table, comment_on, open_work
    from warehouse.catalog import Catalog
    from warehouse.model import load_models
    from warehouse.paths import Paths

    paths = Paths(folder / "data")
    model = next(model for model in load_models() if model.name == "core.trade_product")
    started = time.perf_counter()
    with open_work(paths, Catalog.load(paths.catalog)) as con:
        con.execute(f"set memory_limit = '{CAP_BYTES}B'; create schema core")
        rows = _create_sql(con, model)
        check_table(con, model.tables[0])
        comment_on(con, model.tables[0])
    return {"seconds": time.perf_counter() - started, "rows": rows}


def measured(name: str, folder: Path) -> dict[str, float]:
    """Run one of the measurements in a process of its own."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.baci", name, str(folder)], check=True, capture_output=True, text=True
    )
    return json.loads(output.stdout.splitlines()[-1])


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="entente-baci-") as name:
        folder = Path(name)
        csv = prepare(folder, rows)
        runs = {name: measured(name, folder) for name in ("bare", "stage", "build")}
        runs["bare_again"] = measured("bare", folder)
        size = csv.stat().st_size
    ours = runs["stage"]["seconds"] + runs["build"]["seconds"]
    copy = min(runs["bare"]["seconds"], runs["bare_again"]["seconds"])
    cpu = (runs["stage"]["cpu_seconds"] + runs["build"]["cpu_seconds"]) / runs["bare"]["cpu_seconds"]
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        "rows": rows,
        "csv_bytes": size,
        "runs": runs,
        "times_a_bare_copy": round(ours / copy, 2),
        "times_its_cpu_seconds": round(cpu, 2),
        "peak_bytes": max(run["peak_bytes"] for run in runs.values()),
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("bare", "stage", "build"):
        found = globals()[sys.argv[1]](Path(sys.argv[2]))
        usage = resource.getrusage(resource.RUSAGE_SELF)
        found |= {"peak_bytes": usage.ru_maxrss * 1024, "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2)}
        print(json.dumps(found))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 11_000_000)
