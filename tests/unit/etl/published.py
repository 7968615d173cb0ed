"""What one source's files become: its tables, each with its rejected rows."""

from pathlib import Path

import polars as pl

import etl
from warehouse.paths import Paths

Tables = dict[str, tuple[pl.DataFrame, pl.DataFrame]]


def stage(folder: Path, source: str, files: dict[str, bytes]) -> Tables:
    """Refresh a source from a mirror of these files."""
    for name, content in files.items():
        path = folder / "mirror" / source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return stage_mirror(folder, folder / "mirror", source)


def stage_mirror(folder: Path, mirror: Path, source: str) -> Tables:
    """Refresh a source from a mirror."""
    paths = Paths(folder / "data")
    outcome = etl.refresh(paths, mirror=mirror, names=[source]).outcomes[source]
    assert outcome.status == "fresh", outcome
    rejected = {path.name.split(".")[0]: path for path in (paths.staged / source).glob("*.rejected.parquet")}
    return {
        name: (pl.read_parquet(paths.staged / source / f"{name}.parquet"), pl.read_parquet(path))
        for name, path in rejected.items()
    }
