"""``make run``: something true on the screen, from two commands on a new machine."""

import os
import socket

from dashboard.serve import Settings, serve
from entente.refresh import EXIT_FAILED, build_and_publish, refresh, say, stage
from etl.simulate import Arguments, is_current, simulate, write_mirror
from warehouse.paths import Paths


def run(paths: Paths) -> int:
    """Serve the real build where there is one, else a small simulated world, made first if need be."""
    settings = Settings.from_environment(os.environ)
    if not port_is_free(settings.host, settings.port):
        say(f"port {settings.port} on {settings.host} is busy: stop what uses it, or choose another with PORT=…")
        return EXIT_FAILED
    if paths.current.exists():
        say(f"serving the real build {paths.current.resolve().name}")
        return serve(paths.current, settings)
    say("no real build is published: serving a simulated world (`make etl` gets real data)")
    status = simulated_world(paths.simulated)
    return status if status == EXIT_FAILED else serve(paths.simulated.current, settings)


def simulated_world(paths: Paths) -> int:
    """Simulate a small world, once, and refresh it through the same code as real data."""
    with stage("simulate"):
        arguments = Arguments()
        if not is_current(paths.mirror, arguments):
            write_mirror(simulate(arguments), arguments, paths.mirror)
    return refresh(paths, mirror=str(paths.mirror))


def port_is_free(host: str, port: int) -> bool:
    """Whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
