"""From the publishers' bytes to typed Parquet: fetch, parse, validate, stage."""
