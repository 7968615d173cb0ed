"""Remove what the other commands made, except downloads."""

import shutil

from warehouse.paths import Paths


def main(paths: Paths) -> int:
    """Remove staged files, the build and published files of the real world, and the whole simulated world."""
    for made in (paths.staged, paths.work, paths.builds, paths.current, paths.lock, paths.simulated.root):
        if made.is_dir() and not made.is_symlink():
            shutil.rmtree(made)
        else:
            made.unlink(missing_ok=True)
    print(f"clean; downloads stay in {paths.raw}")
    return 0
