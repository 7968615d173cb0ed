"""What can go wrong with a source, said so that a person can act on it."""


class SourceError(Exception):
    """One source cannot be had, read or trusted; the others go on.

    Args:
        message: What is wrong, naming the file and what was expected.
        remedy: What a person can do about it.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class AbsentError(SourceError):
    """No file is at hand: nothing was fetched, and nobody has put one there."""


class RegistryError(Exception):
    """A ``source.toml`` is wrong; the message names the file, the key and the rule."""


class MixedWorldsError(Exception):
    """Real and simulated files were about to meet in one data folder."""
