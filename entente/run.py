"""``make run``: something true on the screen, from two commands on a new machine."""

import socket

from dashboard.__main__ import main as serve
from dashboard.__main__ import parse
from entente.refresh import EXIT_FAILED, say, stage
from entente.refresh import main as refresh
from etl.simulate import Arguments, write_mirror
from warehouse.paths import Paths

PRODUCTS = 16  # enough for most sections, few enough to be made in seconds


def main(paths: Paths) -> int:
    """Serve the real build where there is one, else a small simulated world, made first if need be."""
    settings = parse([])
    if not port_is_free(settings.host, settings.port):
        say(f"port {settings.port} on {settings.host} is busy: stop what uses it, or choose another with PORT=")
        return EXIT_FAILED
    if paths.current.exists():
        say(f"serving the real build {paths.current.resolve().name}")
        return serve(["--database", str(paths.current)])
    say("no real build is published: serving a simulated world (`make etl` gets real data)")
    status = simulated_world(paths.simulated)
    return status if status == EXIT_FAILED else serve(["--database", str(paths.simulated.current)])


def simulated_world(paths: Paths) -> int:
    """Simulate a small world, once, and refresh it through the same code as real data."""
    with stage("simulate"):
        write_mirror(paths.mirror, Arguments(products=PRODUCTS), tier="core")
    return refresh(paths, mirror=str(paths.mirror))


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there; asked before anything slow."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
