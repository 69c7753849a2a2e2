"""Counts the stacking of a linked town with Polars: python stack_polars.py TOWN LINKED OUT.json

LINKED is what `factlab link` wrote. Writes tables as ladder.py does, those of households in the whole town, and prints the seconds.
"""
import json, pathlib, sys, time

import polars

import equal, towns


def main(town, linked, out):
    services = towns.services(towns.agreement(town))
    begin = time.perf_counter()
    private = polars.scan_parquet(linked / "households.parquet").filter(polars.col("type") != "institution").select("household")
    uses = (
        polars.scan_parquet(linked / "uses.parquet")
        .filter(polars.col("in_period") & polars.col("service").is_in(services))
        .select("household", "service").unique()
        .join(private, on="household", how="semi").collect()
    )
    numbers = private.join(uses.lazy().group_by("household").len("n"), on="household", how="left")
    stacking = numbers.group_by(polars.col("n").fill_null(0)).len("households").collect()
    of_services = uses.group_by("service").len("households")
    pairs = (
        uses.join(uses, on="household", suffix="_b").filter(polars.col("service") <= polars.col("service_b"))
        .group_by("service", "service_b").len("households")
    )
    seconds = time.perf_counter() - begin
    rows = {
        "stacking": equal.stacking("household", [("all", "all", *row) for row in stacking.rows()]),
        "services": [[service, 0, households] for service, households in of_services.rows()],
        "co_occurrence": pairs.rows(),
    }
    out.write_text(json.dumps(rows), "utf-8")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
