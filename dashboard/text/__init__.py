"""Every text a reader sees, one catalogue a language; numbers and names are filled in."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ENGLISH = "en"


def say(key: str, **values: object) -> str:
    """Return the text named ``key`` (``section.name``), with ``{name}`` replaced by ``values``.

    Raises:
        KeyError: the catalogue has no such text.
    """
    section, _, name = key.partition(".")
    return catalogue(ENGLISH)[section][name].format(**values)


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Return all texts of a language, by section and name."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def label(section: str, code: str) -> str:
    """Return the name of a code from the data, or the code in plain words where the catalogue has no name for it."""
    return catalogue(ENGLISH).get(section, {}).get(code) or code.replace("_", " ")
