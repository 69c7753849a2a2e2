"""Writes the extracts of a made-up country into this folder: `country.py PERSONS`."""
import pathlib, sys

import duckdb

script = (pathlib.Path(__file__).parent / "country.sql").read_text("utf-8")
# The order of the rows is that of their numbers: a hand-over does not depend on it, and this takes the least memory.
duckdb.connect("country.duckdb").execute(script.replace(":persons", sys.argv[1]))
pathlib.Path("country.duckdb").unlink()
