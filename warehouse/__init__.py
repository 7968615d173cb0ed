"""From staged Parquet to documented tables, scores and the published DuckDB file."""
