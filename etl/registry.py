"""The sources this project knows: one folder each, described by its ``source.toml``.

No list is edited to add one: whatever folder below ``etl/sources`` holds a ``source.toml`` is a source.
"""

import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from etl.errors import RegistryError

SOURCES = Path(__file__).resolve().parent / "sources"
LATEST = "latest"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?|dataverse)://")]


def _below(name: str) -> str:
    """Refuse a file name that leads out of its source's folder."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name:
        raise ValueError(f"{name!r} is not a name below the source's folder")
    return name


FileName = Annotated[str, AfterValidator(_below)]
Tier = Literal["core", "full"]
Type = Literal["str", "int", "float", "bool", "date"]
CodeSystem = Literal["iso3", "iso2", "m49", "cow", "wb", "imf", "name"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a staged table: its meaning, its unit and what its values may be."""

    description: Text
    type: Type = "str"
    unit: Text | None = None
    nullable: bool = False
    min: float | None = None
    max: float | None = None
    allowed: tuple[str | int, ...] = ()
    economy: CodeSystem | None = None
    """The code system in which the publisher writes this economy; staged as ISO 3166-1 alpha-3."""

    @model_validator(mode="after")
    def _rules_fit_the_type(self) -> Self:
        if self.economy and self.type != "str":
            raise ValueError("an economy column is text: leave out its type")
        if (self.min, self.max) != (None, None) and self.type not in ("int", "float"):
            raise ValueError(f"min and max need a number, this column is {self.type}")
        if self.allowed and {type(value).__name__ for value in self.allowed} != {self.type}:
            raise ValueError(f"the allowed values are not all {self.type}")
        return self


class Table(_Strict):
    """One staged table."""

    description: Text
    grain: tuple[Name, ...] = Field(min_length=1)
    columns: dict[Name, Column] = Field(min_length=1)
    checks: dict[Text, Text] = {}
    """What must hold for every row: the reason given where it does not → an SQL condition."""

    @model_validator(mode="after")
    def _grain_is_described(self) -> Self:
        if unknown := [name for name in self.grain if name not in self.columns]:
            raise ValueError(f"grain names {', '.join(unknown)}, which [columns] does not describe")
        if empty := [name for name in self.grain if self.columns[name].nullable]:
            raise ValueError(f"grain column {', '.join(empty)} cannot be nullable")
        return self

    @property
    def economies(self) -> dict[str, CodeSystem]:
        """The columns that hold economies → the code system they are published in."""
        return {name: column.economy for name, column in self.columns.items() if column.economy}


class Batches(_Strict):
    """A service asked for some economies at a time: in which codes, how many, and what joins them."""

    system: CodeSystem
    size: int = Field(gt=0)
    separator: Text = "+"


class File(_Strict):
    """One file (or family of files) of a source.

    ``name`` is what it is called below ``raw/<source>/<version>/``. It may be a glob; ``{page}`` in the name and
    in the addresses stands for the pages of a paged service, ``{batch}`` for the economies asked for at a time.
    ``mirror`` lists other layouts a mirror, or a person, may hold it in, as names or globs, best first. ``headers``
    are sent with the request.
    """

    name: FileName
    urls: tuple[Address, ...] = ()
    mirror: tuple[FileName, ...] = ()
    optional: bool = False
    batches: Batches | None = None
    headers: dict[str, Text] = {}

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        for part in ("{page}", "{batch}"):
            if self.urls and (part in self.name) != any(part in url for url in self.urls):
                raise ValueError(f"{part} stands in the name and in the addresses, or in neither")
        if ("{batch}" in self.name) != (self.batches is not None):
            raise ValueError("{batch} in the name and batches (system, size) go together")
        return self

    @property
    def layouts(self) -> tuple[str, ...]:
        """Globs under which the file may be found, best first."""
        return (self.name.replace("{page}", "*").replace("{batch}", "*"), *self.mirror)

    def owns(self, name: str) -> bool:
        """Whether ``name`` is one of this file's possible names."""
        return any(fnmatch(name, layout) for layout in self.layouts)


class Key(_Strict):
    """Where a source's API key is found, and how it is sent. It is never written anywhere."""

    variable: Text
    header: Text


class Source(_Strict):
    """One publisher's data set: where it comes from, what it may be used for, what it holds."""

    name: Name
    folder: Path
    title: Text
    producer: Text
    page: Annotated[str, StringConstraints(pattern=r"^https?://")]
    version: Annotated[str, StringConstraints(pattern=r"^[\w][\w.\-]*$")]
    tier: Tier
    access: Literal["keyless", "drop-in", "key"]
    licence: Text
    redistributable: bool
    citation: Annotated[str, StringConstraints(pattern=r"^\s*@\w+\{")]
    cadence_days: int = Field(gt=0)
    notes: str = ""
    key: Key | None = None
    files: dict[Name, File] = Field(min_length=1)
    tables: dict[Name, Table] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_had(self) -> Self:
        if (self.access == "key") != (self.key is not None):
            raise ValueError('access = "key" and [key] (variable, header) go together')
        if all(file.optional for file in self.files.values()):
            raise ValueError("at least one file cannot be optional")
        bare = [name for name, file in self.files.items() if not file.urls]
        if self.access != "drop-in" and bare:
            raise ValueError(f'file {", ".join(bare)} has no address: give urls, or access = "drop-in"')
        return self

    @property
    def pinned(self) -> bool:
        """Whether the publisher promises that this version never changes."""
        return self.version != LATEST

    @property
    def definition(self) -> Path:
        """The ``source.toml``."""
        return self.folder / "source.toml"

    @property
    def parser(self) -> Path:
        """The ``parse.py``."""
        return self.folder / "parse.py"


def load_source(folder: Path) -> Source:
    """Read and validate one source folder.

    Raises:
        RegistryError: The file is not TOML, or a key is missing, unknown or wrong.
    """
    path = folder / "source.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return Source(name=folder.name, folder=folder, **content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        raise RegistryError(f"{path}: {error}") from error
    except ValidationError as error:
        raise RegistryError(_explain(path, error)) from error


def load_sources(folder: Path = SOURCES) -> dict[str, Source]:
    """Every source, by name, in alphabetical order.

    Raises:
        RegistryError: One of the definitions is wrong.
    """
    return {path.parent.name: load_source(path.parent) for path in sorted(folder.glob("*/source.toml"))}


def of_tier(sources: dict[str, Source], tier: Tier) -> list[Source]:
    """Return the sources of a tier; the full one has the large ones besides those of the core."""
    return [source for source in sources.values() if tier == "full" or source.tier == "core"]


def _explain(path: Path, error: ValidationError) -> str:
    lines = [
        f"  {'.'.join(map(str, problem['loc'])) or 'the file'}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors()
    ]
    return "\n".join([f"{path} is not a valid source:", *lines])
