"""Which addresses a publisher's file really has: plain, in pages, or listed by a Dataverse."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import quote

from etl.errors import SourceError
from etl.files import vintage
from etl.registry import File

MAX_PAGES = 1000


class Client(Protocol):
    """What is needed of a downloader."""

    def json(self, url: str, part: Path) -> Any:
        """Parse a JSON answer."""


@dataclass(frozen=True)
class Address:
    """Where one file is, and what it is called below ``raw/<source>/<version>/``."""

    name: str
    url: str


def addresses(file: File, url: str, folder: Path, client: Client) -> Iterator[Address]:
    """Resolve one of a file's declared addresses.

    Each address yielded has been downloaded to ``folder`` before the next is asked for: the first page of a paged
    service says how many there are.

    Raises:
        SourceError: The service does not answer as it should.
    """
    if url.startswith("dataverse://"):
        yield from _in_dataverse(file, url.removeprefix("dataverse://"), folder, client)
    elif "{page}" in url:
        yield from _pages(file, url, folder)
    else:
        yield Address(file.name, url)


def _pages(file: File, url: str, folder: Path) -> Iterator[Address]:
    first = Address(file.name.replace("{page}", "1"), url.replace("{page}", "1"))
    yield first
    for page in range(2, _page_count(folder / first.name, first.url) + 1):
        yield Address(file.name.replace("{page}", str(page)), url.replace("{page}", str(page)))


def _page_count(path: Path, url: str) -> int:
    """Number of pages, from ``[{"pages": n, …}, rows]``."""
    try:
        count = int(json.loads(path.read_bytes())[0]["pages"])
    except (ValueError, LookupError, TypeError) as error:
        raise SourceError(f"{url} does not say how many pages there are ({error!r})") from error
    if count > MAX_PAGES:
        raise SourceError(f"{url} speaks of {count:,} pages; at most {MAX_PAGES:,} are fetched")
    return count


def _in_dataverse(file: File, dataset: str, folder: Path, client: Client) -> list[Address]:
    """The newest file of that name in a data set; all of them where the address ends in ``#every``."""
    host, _, rest = dataset.partition("/")
    identifier, _, which = rest.partition("#")
    listing = f"https://{host}/api/datasets/:persistentId/?persistentId={quote(identifier, safe=':/')}"
    content = client.json(listing, folder / ".listing.json.part")
    try:
        listed = [entry["dataFile"] for entry in content["data"]["latestVersion"]["files"]]
        found = {PurePosixPath(each.get("originalFileName") or each["filename"]).name: each for each in listed}
        names = sorted((name for name in found if fnmatch(name, file.name)), key=lambda name: vintage(Path(name)))
        chosen = names if which == "every" else names[-1:]
        # Tables are kept as tab-separated text; the original is what was published.
        suffix = {name: "?format=original" if found[name].get("originalFileFormat") else "" for name in chosen}
        files = [
            Address(name, f"https://{host}/api/access/datafile/{found[name]['id']}{suffix[name]}") for name in chosen
        ]
    except (LookupError, TypeError) as error:
        raise SourceError(f"{listing} is not a Dataverse's list of files ({error!r})") from error
    if not files:
        raise SourceError(f"{listing} lists no {file.name}")
    return files
