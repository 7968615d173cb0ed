"""Files of a source → ``data/raw/<source>/<version>/``, from a mirror folder or the publisher.

What a person has put into ``data/raw/<source>/`` itself is used in their stead. A source that cannot be had raises
:class:`SourceError`; what was there before stays.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import AbsentError, SourceError
from etl.files import link_or_copy, stamp
from etl.lock import BY_HAND, FOUND, Lock, Locked, checksum, refuse_change, timestamp
from etl.registry import File, Source
from warehouse.paths import Paths

if TYPE_CHECKING:
    from etl.download import Downloader, Validators

Found = dict[str, list[Path]]


@dataclass(frozen=True)
class Fetched:
    """A source's files by their key in ``source.toml``, and what kept them from being the newest, if anything."""

    files: Found
    problem: SourceError | None = None


@dataclass(frozen=True)
class _Arrival:
    """A file from a publisher: ``known`` where the copy at ``target`` is still good, else waiting in ``part``."""

    target: Path
    url: str
    known: Locked | None = None
    part: Path | None = None
    tag: "Validators | None" = None

    @property
    def path(self) -> Path:
        return self.part or self.target

    def discard(self) -> None:
        if self.part:
            self.part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Fetcher:
    """How files are had in one refresh: from a mirror, else from publishers, else (no downloader) what is at hand."""

    paths: Paths
    lock: Lock
    mirror: Path | None = None
    downloader: "Downloader | None" = None
    update: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def fetch(self, source: Source) -> Fetched:
        """Bring one source's files into ``raw/``, falling back on the copy already there.

        Raises:
            AbsentError: The source has no file at all.
            SourceError: The files cannot be had, and there is no earlier copy.
        """
        fetched = self._newest_or_at_hand(source)
        self.lock.keep_only(source.name, [path for paths in fetched.files.values() for path in paths])
        return fetched

    def _newest_or_at_hand(self, source: Source) -> Fetched:
        try:
            return self._newest(source)
        except SourceError as problem:
            try:
                return Fetched(self._at_hand(source), problem)
            except AbsentError:
                raise problem from None

    def _newest(self, source: Source) -> Fetched:
        if self._is_provided(source):
            return Fetched(self._at_hand(source))
        if self.mirror:
            return Fetched(self._from_mirror(source, self.mirror / source.name))
        if self.downloader and source.access != "drop-in":
            return self._from_publisher(source)
        return Fetched(self._at_hand(source))

    def _is_provided(self, source: Source) -> bool:
        """Whether a person has put every file needed into the source's own folder."""
        return all(matches(self._by_hand(source), file) for file in source.files.values() if not file.optional)

    def _from_mirror(self, source: Source, folder: Path) -> Found:
        if not folder.is_dir():
            raise self._absent(source, f"the mirror has no folder {source.name}")
        origins = {key: matches(folder, file) for key, file in source.files.items()}
        for key, file in source.files.items():
            if not origins[key] and not file.optional:
                raise self._absent(source, f"{folder} has no {' or '.join(file.layouts)}")
        return {key: [self._link(source, key, folder, path) for path in paths] for key, paths in origins.items()}

    def _link(self, source: Source, key: str, folder: Path, origin: Path) -> Path:
        target = self._target(source, origin.relative_to(folder).as_posix())
        known = self.lock.get(source.name, target)
        if known and target.exists() and stamp(origin) == known.stamp == stamp(target):
            return target
        digest = self._accept(source, origin, target)
        link_or_copy(origin, target)
        return self._record(source, key, target, url=origin.as_uri(), sha256=digest)

    def _from_publisher(self, source: Source) -> Fetched:
        key_header = self._key(source)
        found: Found = {}
        problem = None
        for key, file in source.files.items():
            try:
                found[key] = self._first_that_answers(source, key, file, key_header | file.headers)
            except SourceError as error:
                if not file.optional:
                    raise
                problem, found[key] = error, self._kept(source, key)
        return Fetched(found, problem)

    def _first_that_answers(self, source: Source, key: str, file: File, header: dict[str, str]) -> list[Path]:
        """Try each address until one gives the file."""
        problems = []
        for url in file.urls:
            try:
                return self._take_all(source, key, file, url, header)
            except SourceError as error:
                problems.append(error)
        remedies = [error.remedy for error in problems if error.remedy]
        message = "; ".join(error.message for error in problems)
        raise SourceError(message, "; or ".join([*dict.fromkeys(remedies), put_by_hand(source, self.paths)]))

    def _take_all(self, source: Source, key: str, file: File, url: str, header: dict[str, str]) -> list[Path]:
        """Download everything the address stands for; only when all has come does it replace what was there."""
        from etl.publisher import Address, take_all  # noqa: PLC0415  (only a refresh over the network needs it)

        downloader, arrivals = self.downloader, []
        assert downloader is not None

        def take(address: Address) -> _Arrival:
            arrivals.append(self._download(source, address.name, address.url, header))
            return arrivals[-1]

        def ask(address: str) -> Any:
            return downloader.json(address, self._target(source, ".answer.json.part"))

        try:
            take_all(file, url, take, ask)
            return [self._settle(source, key, arrival) for arrival in arrivals]
        finally:
            for arrival in arrivals:
                arrival.discard()

    def _kept(self, source: Source, key: str) -> list[Path]:
        return [path for path in self.lock.files(source.name).get(key, []) if path.exists()]

    def _download(self, source: Source, name: str, url: str, header: dict[str, str]) -> "_Arrival":
        from etl.download import Validators  # noqa: PLC0415  (only a refresh over the network needs it)

        assert self.downloader is not None
        target = self._target(source, name)
        known = self.lock.get(source.name, target)
        intact = known if known and target.exists() and checksum(target, known) == known.sha256 else None
        if intact and not self.update and _need_not_ask(source, intact):
            return _Arrival(target, url, intact)
        part = target.with_name(f"{target.name}.part")
        asked = Validators(intact.etag, intact.last_modified) if intact else Validators()
        answer = self.downloader.get(url, part, asked, header)
        if answer is None and intact:
            return _Arrival(target, url, replace(intact, checked_at=timestamp()))
        arrival = _Arrival(target, url, part=part, tag=answer)
        try:
            self._accept(source, part, target)
        except SourceError:
            arrival.discard()
            raise
        return arrival

    def _settle(self, source: Source, key: str, arrival: "_Arrival") -> Path:
        """Move what has come into place."""
        if arrival.known:
            self.lock.add(source.name, arrival.target, arrival.known)
            return arrival.target
        digest = self._accept(source, arrival.path, arrival.target)
        arrival.path.replace(arrival.target)
        return self._record(source, key, arrival.target, url=arrival.url, sha256=digest, tag=arrival.tag)

    def _key(self, source: Source) -> dict[str, str]:
        if source.key is None:
            return {}
        value = self.environment.get(source.key.variable, "").strip()
        if not value:
            raise self._absent(source, f"{source.key.variable} is not set")
        if not (value.isascii() and value.isprintable()):
            raise SourceError(f"{source.key.variable} holds characters that no key can have", "set it anew")
        return {source.key.header: value}

    def _at_hand(self, source: Source) -> Found:
        """What lies in ``raw/`` already: what a person put there, else what was fetched last."""
        found: Found = {}
        for key, file in source.files.items():
            paths = matches(self._by_hand(source), file)
            paths = paths or self._kept(source, key)
            paths = paths or matches(self._target(source, ""), file)
            if not paths and not file.optional:
                raise self._absent(source, f"no {' or '.join(file.layouts)} at hand")
            found[key] = [self._trust(source, key, path) for path in paths]
        return found

    def _trust(self, source: Source, key: str, path: Path) -> Path:
        known = self.lock.get(source.name, path)
        if known and known.stamp == stamp(path):
            return path
        digest = self._accept(source, path, path)
        by_hand = path.parent == self._by_hand(source)
        url = known.url if known and known.sha256 == digest else BY_HAND if by_hand else FOUND
        return self._record(source, key, path, url=url, sha256=digest)

    def _accept(self, source: Source, origin: Path, target: Path) -> str:
        """The checksum of bytes that may take ``target``'s place."""
        known = self.lock.get(source.name, target)
        digest = checksum(origin, known)
        if known and known.url != BY_HAND and source.pinned and not self.update:
            refuse_change(f"{source.name}/{target.name}", known, digest)
        return digest

    def _record(
        self, source: Source, key: str, path: Path, *, url: str, sha256: str, tag: "Validators | None" = None
    ) -> Path:
        etag, modified = (tag.etag, tag.last_modified) if tag else (None, None)
        locked = Locked.of(path, file=key, version=source.version, url=url, sha256=sha256)
        self.lock.add(source.name, path, replace(locked, etag=etag, last_modified=modified))
        return path

    def _target(self, source: Source, name: str) -> Path:
        return self.paths.raw / source.name / source.version / name

    def _by_hand(self, source: Source) -> Path:
        return self.paths.raw / source.name

    def _absent(self, source: Source, message: str) -> AbsentError:
        remedy = put_by_hand(source, self.paths)
        return AbsentError(message, f"set {source.key.variable}, or {remedy}" if source.key else remedy)


def put_by_hand(source: Source, paths: Paths) -> str:
    """What a person can do to provide a source."""
    names = ", ".join(file.name.replace("{page}", "1").replace("{batch}", "*") for file in source.files.values())
    return f"visit {source.page} and put {names} into {paths.raw / source.name}"


def matches(folder: Path, file: File) -> list[Path]:
    """The files in a folder, in the first layout that has any."""
    for layout in file.layouts:
        if paths := sorted(path for path in folder.glob(layout) if _is_whole(path)):
            return paths
    return []


def _is_whole(path: Path) -> bool:
    return path.is_file() and not path.name.endswith((".part", ".part.json", ".tmp"))


def _need_not_ask(source: Source, known: Locked) -> bool:
    """Whether to leave alone a server that cannot say if its file has changed: the copy is younger than its cadence."""
    age = datetime.now(UTC) - datetime.fromisoformat(known.fetched_at)
    return not (known.etag or known.last_modified) and age.days < source.cadence_days
