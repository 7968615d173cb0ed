"""One address → one file, whatever the server does on the way."""

import json
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina

from etl.errors import SourceError
from etl.progress import UNWATCHED, Advance, Watch

RETRIED = {408, 425, 429, 500, 502, 503, 504}
_HTML = (b"<!doctype html", b"<html")
stamina.instrumentation.set_on_retry_hooks([])  # the outcome is reported, not every attempt


@dataclass(frozen=True)
class Limits:
    """How long, how often and how much."""

    connect_seconds: float = 15
    idle_seconds: float = 60
    total_seconds: float = 7200
    attempts: int = 5
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 180
    max_bytes: int = 16 * 2**30
    per_host: int = 2


@dataclass(frozen=True)
class Validators:
    """By which a server tells whether its file is still the one we have."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, response: httpx.Response) -> "Validators":
        """Those the server sent."""
        return cls(response.headers.get("etag"), response.headers.get("last-modified"))

    @property
    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}

    @property
    def strong(self) -> str | None:
        """What ``If-Range`` may carry: a weak etag promises nothing about bytes."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class _TransientError(Exception):
    """Worth another try, after ``wait`` seconds where the server says how long."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def _backoff(error: Exception) -> bool | float:
    if not isinstance(error, _TransientError):
        return False
    return True if error.wait is None else error.wait


@dataclass
class Downloader:
    """Downloads from several threads, politely: few connections to any one host.

    Proxies are taken from the environment (``HTTPS_PROXY``).
    """

    limits: Limits = Limits()
    watch: Watch = UNWATCHED
    _hosts: dict[str, BoundedSemaphore] = field(init=False)
    _guard: Lock = field(init=False, default_factory=Lock)
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._hosts = defaultdict(lambda: BoundedSemaphore(self.limits.per_host))
        # Bytes are kept as published, so that a broken download can be resumed.
        headers = {"User-Agent": "entente (open-source trade statistics)", "Accept-Encoding": "identity"}
        timeout = httpx.Timeout(self.limits.idle_seconds, connect=self.limits.connect_seconds)
        self._client = httpx.Client(timeout=timeout, headers=headers)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def get(
        self, url: str, part: Path, known: Validators | None = None, headers: dict[str, str] | None = None
    ) -> Validators | None:
        """Download into ``part``, going on where an earlier attempt stopped.

        Args:
            url: The address.
            part: Where the bytes go; the caller moves it into place.
            known: Validators of the copy at hand.
            headers: To be sent to this host only; redirects are not followed with them.

        Returns:
            The validators of the new file, or ``None`` where the copy at hand is still good.

        Raises:
            SourceError: The file cannot be had.
        """
        with self._polite(url):
            try:
                for attempt in self._attempts():
                    with attempt:
                        return self._try(url, part, known or Validators(), headers or {})
            except _TransientError as error:
                raise SourceError(f"{url}: {error}", "try again later") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise SourceError(f"{url}: {error or type(error).__name__}") from error
        raise AssertionError("unreachable: the last attempt returns or raises")

    def json(self, url: str, part: Path) -> Any:
        """Download and parse a JSON answer.

        Raises:
            SourceError: It cannot be had, or is not JSON.
        """
        self.get(url, part)
        try:
            return json.loads(part.read_bytes())
        except ValueError as error:
            raise SourceError(f"{url} did not answer with JSON ({error})") from error
        finally:
            discard(part)

    def _attempts(self) -> Iterable[Any]:
        limits = self.limits
        return stamina.retry_context(
            on=_backoff,
            attempts=limits.attempts,
            timeout=limits.total_seconds,
            wait_initial=limits.first_wait_seconds,
            wait_max=limits.longest_wait_seconds,
            wait_jitter=limits.first_wait_seconds,
        )

    @contextmanager
    def _polite(self, url: str) -> Iterator[None]:
        with self._guard:
            host = self._hosts[urlsplit(url).netloc]
        with host:
            yield

    def _try(self, url: str, part: Path, known: Validators, headers: dict[str, str]) -> Validators | None:
        begun = _begun(part, url)
        asked = _resume(part, begun) if begun else known.conditions
        try:
            with self._client.stream("GET", url, headers=headers | asked, follow_redirects=not headers) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return None
                self._refuse(response, part)
                self._save(response, url, part)
                return Validators.of(response)
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _TransientError(str(error) or type(error).__name__) from error

    def _refuse(self, response: httpx.Response, part: Path) -> None:
        status = f"{response.status_code} {response.reason_phrase}"
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            discard(part)
            raise _TransientError(f"answered {status}", wait=0)
        if response.status_code in RETRIED:
            wait = retry_after(response.headers.get("retry-after"))
            if wait is not None and wait > self.limits.longest_wait_seconds:
                raise SourceError(f"{response.url} answered {status} and asks to wait {wait:.0f} s", "try again later")
            raise _TransientError(f"answered {status}", wait)
        if not response.is_success:
            raise SourceError(f"{response.url} answered {status}")

    def _save(self, response: httpx.Response, url: str, part: Path) -> None:
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        if resumed and not _continues(response, part):
            discard(part)
            raise _TransientError("resumed at the wrong place", wait=0)
        if not resumed:
            discard(part)
            _note(part, url, response)
        self._write(response, part)
        _refuse_page(response, part)
        _refuse_half_a_zip(part)
        _notes(part).unlink(missing_ok=True)

    def _write(self, response: httpx.Response, part: Path) -> None:
        deadline = time.monotonic() + self.limits.total_seconds
        # A .gz served as "gzip-encoded" is wanted as it is.
        packed = part.name.removesuffix(".part").endswith(".gz")
        chunks = response.iter_raw() if packed else response.iter_bytes()
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as stream, self._watched(response, part, stream.tell()) as advance:
            for chunk in chunks:
                stream.write(chunk)
                advance(len(chunk))
                if stream.tell() > self.limits.max_bytes:
                    raise SourceError(f"{response.url} sends more than {self.limits.max_bytes:,} bytes")
                if time.monotonic() > deadline:
                    raise SourceError(f"{response.url} takes longer than {self.limits.total_seconds:.0f} s")

    def _watched(self, response: httpx.Response, part: Path, begun: int) -> AbstractContextManager[Advance]:
        length = response.headers.get("content-length", "")
        is_known = length.isdigit() and "content-encoding" not in response.headers
        return self.watch.file(
            part.name.removesuffix(".part"), begun=begun, size=begun + int(length) if is_known else None
        )


def retry_after(value: str | None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, as a number or a date; none where it makes no sense."""
    if value is None:
        return None
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None


def discard(part: Path) -> None:
    """Forget an unfinished download."""
    part.unlink(missing_ok=True)
    _notes(part).unlink(missing_ok=True)


def _notes(part: Path) -> Path:
    """Beside an unfinished download: whence it came, and by what to know that the rest belongs to it."""
    return part.with_name(part.name + ".json")


def _note(part: Path, url: str, response: httpx.Response) -> None:
    validators = Validators.of(response)
    if validators.strong and "content-encoding" not in response.headers:
        part.parent.mkdir(parents=True, exist_ok=True)
        _notes(part).write_text(json.dumps({"url": url, **asdict(validators)}))


def _begun(part: Path, url: str) -> Validators | None:
    """What an unfinished download of this address can be resumed by."""
    try:
        notes = json.loads(_notes(part).read_text())
        return Validators(notes["etag"], notes["last_modified"]) if notes["url"] == url and part.exists() else None
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _resume(part: Path, begun: Validators) -> dict[str, str]:
    return {"Range": f"bytes={part.stat().st_size}-", "If-Range": begun.strong or ""}


def _continues(response: httpx.Response, part: Path) -> bool:
    start = f"bytes {part.stat().st_size if part.exists() else 0}-"
    said: str = response.headers.get("content-range", "")
    return said.startswith(start)


def _refuse_page(response: httpx.Response, part: Path) -> None:
    """A web page where a file should be is an error that forgot its status."""
    with part.open("rb") as stream:
        head = stream.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(_HTML) or (head.startswith(b"<?xml") and b"<html" in head):
        discard(part)
        raise SourceError(f"{response.url} answered with a web page instead of the file")


def _refuse_half_a_zip(part: Path) -> None:
    if part.name.removesuffix(".part").endswith(".zip") and not zipfile.is_zipfile(part):
        discard(part)
        raise _TransientError("sent a broken zip")
