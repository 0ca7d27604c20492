"""Runs as they lie on disk: their folder, their record, the facts they kept, and reading all of it again."""
