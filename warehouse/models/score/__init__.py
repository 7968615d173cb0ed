"""Models of the schema score: one table a file, unless its header says otherwise."""
