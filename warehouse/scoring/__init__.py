"""Pure numerics: gravity, ties, access, potential. Arrays in, arrays out; no files, no database."""
