"""Models of the schema core: one table a file, unless its header says otherwise."""
