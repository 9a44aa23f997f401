"""Postgres as it is, but for how the tests empty it."""
