"""Which addresses a publisher's file really has: plain, in pages or batches, or listed by a Dataverse."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import polars as pl

from etl.economies import code_table, economies
from etl.errors import SourceError
from etl.files import vintage
from etl.registry import Batches, File

MAX_PAGES = 1000


class Taken(Protocol):
    """A file that has been downloaded."""

    @property
    def path(self) -> Path:
        """Where its bytes are."""


T = TypeVar("T", bound=Taken)


@dataclass(frozen=True)
class Address:
    """Where one file is, and what it is called below ``raw/<source>/<version>/``."""

    name: str
    url: str


def take_all(file: File, url: str, take: Callable[[Address], T], ask: Callable[[str], Any]) -> list[T]:
    """Download whatever one of a file's declared addresses stands for.

    Args:
        file: The file, whose name may be a glob or have pages.
        url: One of its addresses.
        take: Downloads one file.
        ask: Gives the JSON answer at an address.

    Raises:
        SourceError: Something cannot be had, or the service does not answer as it should.
    """
    if url.startswith("dataverse://"):
        return [take(address) for address in _in_dataverse(file, url.removeprefix("dataverse://"), ask)]
    if file.batches:
        return [take(address) for address in _in_batches(file, file.batches, url)]
    if "{page}" not in url:
        return [take(Address(file.name, url))]
    first = take(_page(file, url, 1))
    count = _page_count(first.path, url)
    return [first, *(take(_page(file, url, number)) for number in range(2, count + 1))]


def _in_batches(file: File, batches: Batches, url: str) -> list[Address]:
    """One address for every few economies that exist today, named after the first and the last of them."""
    existing = economies().filter(pl.col("valid_to").is_null())["iso3"]
    today = code_table(batches.system).filter(pl.col("iso3").is_in(existing.implode()), pl.col("valid_to").is_null())
    codes = today["code"].unique().sort().to_list()
    asked = [codes[start : start + batches.size] for start in range(0, len(codes), batches.size)]
    return [
        Address(
            file.name.replace("{batch}", f"{some[0]}-{some[-1]}"),
            url.replace("{batch}", batches.separator.join(some)),
        )
        for some in asked
    ]


def _page(file: File, url: str, number: int) -> Address:
    return Address(file.name.replace("{page}", str(number)), url.replace("{page}", str(number)))


def _page_count(path: Path, url: str) -> int:
    """Number of pages, from ``[{"pages": n, …}, rows]``."""
    try:
        count = int(json.loads(path.read_bytes())[0]["pages"])
    except (ValueError, LookupError, TypeError) as error:
        raise SourceError(f"{url} does not say how many pages there are ({error!r})") from error
    if count > MAX_PAGES:
        raise SourceError(f"{url} speaks of {count:,} pages; at most {MAX_PAGES:,} are fetched")
    return count


def _in_dataverse(file: File, dataset: str, ask: Callable[[str], Any]) -> list[Address]:
    """The newest file of that name in a data set; all of them where the address ends in ``#every``."""
    host, _, rest = dataset.partition("/")
    identifier, _, which = rest.partition("#")
    listing = f"https://{host}/api/datasets/:persistentId/?persistentId={quote(identifier, safe=':/')}"
    content = ask(listing)
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
