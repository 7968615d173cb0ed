"""Models of the schema meta: one table a file, unless its header says otherwise."""
