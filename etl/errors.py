"""What can go wrong, said so that a person can act on it."""


class EtlError(Exception):
    """Nothing can be done; the message says why and names the remedy."""


class RequestError(EtlError):
    """What was asked for does not exist."""


class RegistryError(EtlError):
    """A ``source.toml`` is wrong; the message names the file, the key and the rule."""


class MixedWorldsError(EtlError):
    """Real and simulated files were about to meet in one data folder."""


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
