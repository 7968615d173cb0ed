"""Stage one source from invented files, through the mirror, as a user would."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import etl
from warehouse.paths import Paths

Stage = Callable[[str, dict[str, str | bytes]], "Staged"]


class Staged:
    """What became of a source: its tables and their rejected rows, in a fixed order."""

    def __init__(self, source: str, paths: Paths, outcome: etl.Outcome) -> None:
        self.source, self.paths, self.outcome = source, paths, outcome

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.paths.staged / self.source / f"{name}.parquet").sort(pl.all())

    def reasons(self, name: str) -> list[str]:
        return sorted(pl.read_parquet(self.paths.staged / self.source / f"{name}.rejected.parquet")["reason"])


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    (tmp_path / "mirror").mkdir()

    def run(source: str, files: dict[str, str | bytes]) -> Staged:
        for name, content in files.items():
            path = tmp_path / "mirror" / source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths = Paths(tmp_path / "data")
        return Staged(source, paths, etl.refresh(paths, mirror=tmp_path / "mirror", names=[source]).outcomes[source])

    return run


def zipped(name: str, content: str) -> bytes:
    """A zip with one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()
