"""``sources.lock``: which bytes were taken from where, when. Generated; never edited."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import EtlError, MixedWorldsError, SourceError
from etl.files import sha256, stamp, write_atomically

BY_HAND = "put there by hand"
FOUND = "found in place"


@dataclass(frozen=True)
class Locked:
    """One file as it was taken.

    ``file`` is its key in ``source.toml``, ``stamp`` its size and time of change; ``checked_at`` is when its
    publisher last said that it is still the newest.
    """

    file: str
    version: str
    url: str
    sha256: str
    bytes: int
    fetched_at: str
    checked_at: str
    stamp: str
    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, path: Path, *, file: str, version: str, url: str, sha256: str) -> "Locked":
        """Describe a file as it lies on disk now."""
        now = timestamp()
        return cls(file, version, url, sha256, path.stat().st_size, now, now, stamp(path))


@dataclass
class Lock:
    """Every file in ``raw/``, by source and by path relative to ``raw/``."""

    path: Path
    raw: Path
    simulated: bool | None = None
    sources: dict[str, dict[str, Locked]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, raw: Path) -> "Lock":
        """Read the lock, or start an empty one.

        Raises:
            EtlError: It is damaged.
        """
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            sources = {
                source: {name: Locked(**locked) for name, locked in files.items()}
                for source, files in content["sources"].items()
            }
            return cls(path, raw, content["simulated"], sources)
        except FileNotFoundError:
            return cls(path, raw)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise EtlError(f"{path} is damaged ({error}): remove it, and the next refresh makes a new one") from error

    def write(self) -> None:
        """Replace the file on disk."""
        sources = {
            source: {name: asdict(locked) for name, locked in sorted(files.items())}
            for source, files in sorted(self.sources.items())
        }
        content = {"simulated": self.simulated, "sources": sources}
        text = json.dumps(content, indent=1) + "\n"
        if not self.path.exists() or self.path.read_text(encoding="utf-8") != text:
            write_atomically(self.path, text.encode())

    def become(self, *, simulated: bool) -> None:
        """Say which world this data folder holds; the first to come decides.

        Raises:
            MixedWorldsError: It holds the other one.
        """
        if self.simulated is None:
            self.simulated = simulated
        if self.simulated is not simulated:
            holds, comes = ("simulated", "real") if self.simulated else ("real", "simulated")
            raise MixedWorldsError(
                f"{self.path.parent} holds the {holds} world and cannot take {comes} data. "
                "Give the other world its own folder with ENTENTE_DATA=DIR."
            )

    def get(self, source: str, path: Path) -> Locked | None:
        """What is known of a file in ``raw/``."""
        return self.sources.get(source, {}).get(self._name(path))

    def known(self, source: str, path: Path) -> Locked:
        """What is known of a file that has been recorded."""
        return self.sources[source][self._name(path)]

    def files(self, source: str) -> dict[str, list[Path]]:
        """Paths of a source's files, by their key in ``source.toml``."""
        found: dict[str, list[Path]] = {}
        for name, locked in sorted(self.sources.get(source, {}).items()):
            found.setdefault(locked.file, []).append(self.raw / name)
        return found

    def keep_only(self, source: str, paths: list[Path]) -> None:
        """Forget the source's files that are not among ``paths``."""
        names = {self._name(path) for path in paths}
        known = self.sources.get(source, {})
        self.sources[source] = {name: locked for name, locked in known.items() if name in names}

    def add(self, source: str, path: Path, locked: Locked) -> None:
        """Record a file."""
        self.sources.setdefault(source, {})[self._name(path)] = locked

    def _name(self, path: Path) -> str:
        return path.relative_to(self.raw).as_posix()


def timestamp() -> str:
    """The present moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def checksum(path: Path, known: Locked | None) -> str:
    """The file's checksum, from the lock where size and time of change are those recorded."""
    return known.sha256 if known and known.stamp == stamp(path) else sha256(path)


def refuse_change(name: str, known: Locked, digest: str) -> None:
    """Raise where a pinned version's bytes are not those locked.

    Raises:
        SourceError: Names both checksums.
    """
    if known.sha256 != digest:
        raise SourceError(
            f"{name} has changed under the pinned version {known.version}: sha256 {known.sha256} was locked, "
            f"{digest} came",
            "make etl UPDATE=1 accepts the new bytes",
        )
