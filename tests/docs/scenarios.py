"""The how-to on what-ifs with what its commands print."""

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

from warehouse.__main__ import main
from warehouse.paths import REPOSITORY, Paths

PAGE = REPOSITORY / "docs" / "how-to" / "what-if.md"
FILE = re.compile(r"Save this as `([\w.]+)`:\n\n```toml\n(.*?)```", re.DOTALL)
ASKED = re.compile(r"(```sh\npython -m warehouse (what-if .*?)\n```\n)\n```text\n.*?```", re.DOTALL)


def with_answers(page: str, paths: Paths, folder: Path) -> str:
    """Return the page with what each command prints beneath it, its scenarios saved in a folder."""
    for name, text in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")
    with contextlib.chdir(folder):
        return ASKED.sub(lambda asked: f"{asked[1]}\n```text\n{printed(asked[2], paths)}```", page)


def printed(command: str, paths: Paths) -> str:
    """Return what a command of the warehouse prints."""
    before = os.environ.get("ENTENTE_DATA")
    os.environ["ENTENTE_DATA"] = str(paths.root)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            assert main(shlex.split(command)) == 0
    finally:
        os.environ.pop("ENTENTE_DATA") if before is None else os.environ.update(ENTENTE_DATA=before)
    return "".join(f"{line.rstrip()}\n" for line in output.getvalue().splitlines())
