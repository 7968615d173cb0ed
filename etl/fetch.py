"""Files of a source → ``data/raw/<source>/<version>/``, from a mirror folder, the publisher, or a person's hand.

A source that cannot be had raises :class:`SourceError`; what was there before stays.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.errors import AbsentError, SourceError
from etl.files import link_or_copy, stamp
from etl.lock import BY_HAND, Lock, Locked, checksum, refuse_change
from etl.registry import File, Source
from warehouse.paths import Paths

Found = dict[str, list[Path]]


@dataclass(frozen=True)
class Fetched:
    """A source's files by their key in ``source.toml``, and what kept them from being the newest, if anything."""

    files: Found
    problem: SourceError | None = None


@dataclass(frozen=True)
class Fetcher:
    """How files are had in one refresh."""

    paths: Paths
    lock: Lock
    mirror: Path | None = None
    update: bool = False
    offline: bool = False

    def fetch(self, source: Source) -> Fetched:
        """Bring one source's files into ``raw/``, falling back on the copy already there.

        Raises:
            AbsentError: The source has no file at all.
            SourceError: The files cannot be had, and there is no earlier copy.
        """
        try:
            return Fetched(self._newest(source))
        except SourceError as problem:
            try:
                return Fetched(self._at_hand(source), problem)
            except AbsentError:
                raise problem from None

    def _newest(self, source: Source) -> Found:
        if self.mirror:
            return self._from_mirror(source, self.mirror / source.name)
        if self.offline or source.access == "drop-in":
            return self._at_hand(source)
        return self._at_hand(source)

    def _from_mirror(self, source: Source, folder: Path) -> Found:
        if not folder.is_dir():
            raise AbsentError(f"the mirror has no folder {source.name}", put_by_hand(source, self.paths))
        found: Found = {}
        for key, file in source.files.items():
            origins = _matches([folder], file)
            if not origins and not file.optional:
                raise AbsentError(f"{folder} has no {' or '.join(file.layouts)}", put_by_hand(source, self.paths))
            found[key] = [self._take(source, key, origin, origin.relative_to(folder)) for origin in origins]
        self._settle(source, found)
        return found

    def _take(self, source: Source, key: str, origin: Path, name: Path) -> Path:
        target = self.paths.raw / source.name / source.version / name
        known = self.lock.get(source.name, target)
        if known and target.exists() and stamp(origin) == known.stamp == stamp(target):
            return target
        digest = checksum(origin, known)
        if known and source.pinned and not self.update:
            refuse_change(f"{source.name}/{name}", known, digest)
        link_or_copy(origin, target)
        self._record(source, key, target, origin.as_uri(), digest)
        return target

    def _at_hand(self, source: Source) -> Found:
        """What lies in ``raw/`` already: what was fetched last, else what a person put there."""
        locked = self.lock.files(source.name)
        found: Found = {}
        for key, file in source.files.items():
            paths = [path for path in locked.get(key, []) if path.exists()]
            paths = paths or _matches(raw_folders(source, self.paths), file)
            if not paths and not file.optional:
                raise AbsentError(f"{source.name}: no {' or '.join(file.layouts)}", put_by_hand(source, self.paths))
            found[key] = [self._trust(source, key, path) for path in paths]
        self._settle(source, found)
        return found

    def _trust(self, source: Source, key: str, path: Path) -> Path:
        known = self.lock.get(source.name, path)
        digest = checksum(path, known)
        if known and known.url != BY_HAND and source.pinned and not self.update:
            refuse_change(str(path), known, digest)
        if not known or known.sha256 != digest:
            self._record(source, key, path, BY_HAND, digest)
        return path

    def _record(self, source: Source, key: str, path: Path, url: str, digest: str) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        size = path.stat().st_size
        locked = Locked(key, source.version, url, digest, size, now, stamp(path))
        self.lock.add(source.name, path, locked)

    def _settle(self, source: Source, found: Found) -> None:
        self.lock.keep_only(source.name, [path for paths in found.values() for path in paths])


def raw_folders(source: Source, paths: Paths) -> list[Path]:
    """Where a source's files may lie, best first."""
    folder = paths.raw / source.name
    return [folder / source.version, folder]


def put_by_hand(source: Source, paths: Paths) -> str:
    """What a person can do to provide a source."""
    names = ", ".join(file.name.replace("{page}", "1") for file in source.files.values())
    return f"visit {source.page} and put {names} into {raw_folders(source, paths)[0]}"


def _matches(folders: list[Path], file: File) -> list[Path]:
    for folder in folders:
        for layout in file.layouts:
            if paths := sorted(path for path in folder.glob(layout) if path.is_file()):
                return paths
    return []
