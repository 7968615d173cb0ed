"""Models of the schema mart: one table a file, unless its header says otherwise."""
