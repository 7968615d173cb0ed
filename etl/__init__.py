"""Bytes → typed Parquet and ``catalog.json``."""

from etl.run import Outcome, RefreshResult, refresh

__all__ = ["Outcome", "RefreshResult", "refresh"]
