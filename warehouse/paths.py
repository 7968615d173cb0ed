"""The folder layout, shared by all packages. Nothing else may spell a path below the data folder."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SEEDS = Path(__file__).resolve().parent / "seeds"
MODELS = Path(__file__).resolve().parent / "models"
CHECKS = Path(__file__).resolve().parent / "checks"
MACROS = Path(__file__).resolve().parent / "macros"


@dataclass(frozen=True)
class Paths:
    """Everything downloaded or built lives below ``root``."""

    root: Path

    @property
    def raw(self) -> Path:
        """Bytes as published, ``raw/<source>/<version>/…``; never edited."""
        return self.root / "raw"

    @property
    def sources_lock(self) -> Path:
        """Address, version, checksum and time of every downloaded file."""
        return self.root / "sources.lock"

    @property
    def staged(self) -> Path:
        """Typed Parquet, ``staged/<source>/<table>.parquet``."""
        return self.root / "staged"

    @property
    def catalog(self) -> Path:
        """What is staged, with its documentation: the contract between etl and warehouse."""
        return self.staged / "catalog.json"

    @property
    def work(self) -> Path:
        """The incremental build; no reader opens it."""
        return self.root / "work.duckdb"

    @property
    def builds(self) -> Path:
        """Published files, one per build."""
        return self.root / "builds"

    @property
    def current(self) -> Path:
        """The symlink readers open: the newest published file."""
        return self.root / "entente.duckdb"

    @property
    def lock(self) -> Path:
        """Held by whoever refreshes."""
        return self.root / "refresh.lock"

    @property
    def simulated(self) -> "Paths":
        """The same tree for the simulated world, never mixed with real data."""
        return Paths(self.root / "simulated")

    @property
    def mirror(self) -> Path:
        """Where the simulated world's publishers' files are written."""
        return self.root / "mirror"


def data_paths() -> Paths:
    """Return the layout below ``ENTENTE_DATA``, or below ``data/`` in the repository when that is not set."""
    return Paths(Path(os.environ.get("ENTENTE_DATA") or REPOSITORY / "data").expanduser().resolve())
