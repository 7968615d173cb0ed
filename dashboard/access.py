"""Who may look: names and hashed passwords in a file, compared in constant time, guesses slowed down."""

import hashlib
import os
import threading
import time
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.security import check_password_hash, generate_password_hash

from dashboard.text import say

GUESSES, WINDOW = 10, 300.0  # wrong passwords from one address within so many seconds
OPEN = ("/healthz",)  # monitors need no password
UNKNOWN = generate_password_hash(os.urandom(16).hex())  # an unknown name takes as long as a wrong password


class Gate:
    """Lets those in who know a name and password of the file.

    Args:
        users: Hash of the password by name, as ``users_of`` reads them.
    """

    def __init__(self, users: dict[str, str]) -> None:
        self.users = users
        self._wrong: dict[str, list[float]] = {}
        self._known: set[bytes] = set()
        self._salt = os.urandom(16)
        self._lock = threading.Lock()

    def check(self) -> Response | None:
        """Return nothing for those let in, 401 for the others, 429 for those who guess."""
        if request.path.endswith(OPEN):
            return None
        address = request.remote_addr or ""
        if self._guesses(address) >= GUESSES:
            return Response(say("error.guessing"), 429, {"Retry-After": str(int(WINDOW))}, mimetype="text/plain")
        given = request.authorization
        if given and given.type == "basic" and self.admits(given.username or "", given.password or ""):
            return None
        if given:
            self._guessed(address)
        return Response(
            say("error.password"), 401, {"WWW-Authenticate": 'Basic realm="Entente"'}, mimetype="text/plain"
        )

    def admits(self, name: str, password: str) -> bool:
        """Tell whether name and password are in the file; what was right once is remembered as a salted digest."""
        seen = hashlib.blake2b(f"{name}\0{password}".encode(), key=self._salt).digest()
        if seen in self._known:
            return True
        right = check_password_hash(self.users.get(name, UNKNOWN), password) and name in self.users
        if right:
            self._known.add(seen)
        return right

    def _guesses(self, address: str) -> int:
        since = time.monotonic() - WINDOW
        with self._lock:
            recent = [moment for moment in self._wrong.get(address, []) if moment > since]
            self._wrong = (
                {**self._wrong, address: recent}
                if recent
                else {known: moments for known, moments in self._wrong.items() if known != address}
            )
            return len(recent)

    def _guessed(self, address: str) -> None:
        with self._lock:
            self._wrong.setdefault(address, []).append(time.monotonic())


def guard(server: Flask, file: Path) -> None:
    """Ask every visitor for a name and password of the file."""
    server.before_request(Gate(users_of(file)).check)


def users_of(file: Path) -> dict[str, str]:
    """Read ``name:hash`` lines.

    Raises:
        ValueError: the file holds no user, or a line that is not one.
    """
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    users = {}
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            name, colon, digest = line.partition(":")
            if not (name and colon and digest.startswith(("scrypt:", "pbkdf2:"))):
                raise ValueError(
                    f"{file}, line {number} is not name:hash; make one with: python -m dashboard --hash NAME"
                )
            users[name] = digest
    if not users:
        raise ValueError(f"{file} names no user; make a line with: python -m dashboard --hash NAME")
    return users
