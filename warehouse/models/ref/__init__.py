"""Models of the schema ref: one table a file, unless its header says otherwise."""
