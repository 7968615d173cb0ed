"""One model a file; the folder is the schema."""
