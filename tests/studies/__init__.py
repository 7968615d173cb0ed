"""Studies of worlds whose truth is known: `make test-slow`; docs/explanation/studies.md has what they find."""
