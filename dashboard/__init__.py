"""The Dash application that shows the published file."""

import os

# Read when polars is imported. Many readers at once ask for small frames, which threads of its own only make wait.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
