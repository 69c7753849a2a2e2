"""A release that DuckDB counted from what `run` emits is the same, byte for byte, as one that factlab counts itself; results that are not whole are refused.

python tests/emitted.py FACTLAB; needs duckdb.
"""
import csv, pathlib, re, subprocess, sys, tempfile

FACTLAB = pathlib.Path(sys.argv[1]).resolve()
EMIT = '\n[engine]\nkind = "emit"\nfolder = "cluster"\n'


def factlab(*words, status=0):
    done = subprocess.run([FACTLAB, "--quiet", "--language", "en", *map(str, words)], capture_output=True, text=True)
    assert done.returncode == status, (words, done.returncode, done.stdout, done.stderr)
    return done.stderr


def answer(folder):
    """As run_on_spark.py does."""
    import duckdb

    engine, results = duckdb.connect(), folder / "results"
    results.mkdir()
    for table in folder.glob("*.parquet"):
        engine.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM read_parquet('{table}')")
    for statement in sorted((folder / "statements").glob("*.sql")):
        found = engine.execute(statement.read_text("utf-8"))
        with (results / f"{statement.stem}.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow([column[0] for column in found.description])
            rows.writerows(found.fetchall())
    return results


def content(folder):
    """The bytes of each file, but for the time of the run in its certificate."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder): re.sub(rb'"time": \d+', b"", file.read_bytes()) for file in files}


def emitted(home, name, text):
    """The agreement that emits, and where it emitted."""
    agreement = home / f"{name}.toml"
    agreement.write_text(text + EMIT.replace("cluster", f"cluster-{name}"), "utf-8")
    return agreement, home / f"cluster-{name}"


def same(home, name, text, *words):
    plain = home / f"{name}-plain.toml"
    plain.write_text(text, "utf-8")
    agreement, cluster = emitted(home, name, text)
    words = [*words, "--identity", home / "analyst/identity.txt"]
    factlab("run", "-c", plain, *words, "-o", home / f"{name}-here")
    factlab("run", "-c", agreement, *words, "-o", home / f"{name}-there")
    (folder,) = cluster.iterdir()
    results = answer(folder)
    factlab("import", "-c", agreement, *words, "-o", home / f"{name}-there", results)
    here, there = content(home / f"{name}-here"), content(home / f"{name}-there")
    differ = [str(file) for file in here if here[file] != there.get(file)]
    assert here.keys() == there.keys() and not differ, (name, differ)
    print(f"{name}: {len(here)} files of the same bytes, {len(list(results.iterdir()))} statements")
    return agreement, words, results


def refused(home, agreement, words, results):
    """What is not whole is refused, and nothing is written."""
    output = home / "refused"

    def expect(text):
        said = factlab("import", "-c", agreement, *words, "-o", output, results, status=3)
        assert text in said, said
        assert not output.exists() or not any(output.iterdir()), list(output.iterdir())

    def changed(file, change, text):
        whole = file.read_text("utf-8")
        file.write_text(change(whole), "utf-8")
        expect(text)
        file.write_text(whole, "utf-8")

    files = sorted(results.glob("*.csv"))
    pairs = next(file for file in files if file.stem.endswith("-pairs"))
    homes = next(file for file in files if file.stem.endswith("-households_by_town"))
    changed(pairs, lambda text: text[: text.rindex("\n", 0, -1) + 1], "it was cut off")
    changed(pairs, lambda text: text[: text.index("\n") + 1], "it was cut off")
    changed(pairs, lambda text: text[:-3], "pairs")
    changed(pairs, lambda text: text + text[text.index("\n") + 1 :], "rows are missing, or there twice")
    changed(pairs, lambda text: text.replace("service_a", "service", 1), "line 1 is no row of plan,answers,service_a")
    changed(pairs, lambda text: text.replace(",1,1,", ",1,9999,", 1), "what the plan does not ask for")
    plan = pairs.read_text("utf-8").split("\n")[1].split(",")[0]
    changed(pairs, lambda text: text.replace(plan, "0123456789abcdef"), "another run or plan")
    rows = list(csv.reader(homes.open(encoding="utf-8")))
    count = max(rows[1:], key=lambda row: int(row[4]))
    one_less = count[:4] + [str(int(count[4]) - 1)] + count[5:]
    changed(homes, lambda text: text.replace(",".join(count), ",".join(one_less)), "does not count all")
    pairs.rename(pairs.with_suffix(".away"))
    expect(f"no result of {pairs.stem}")
    pairs.with_suffix(".away").rename(pairs)
    said = factlab("import", "-c", agreement, *words, "--without", "thuiszorg", "-o", output, results, status=3)
    assert "another run or plan" in said, said
    print("refused: cut off, empty, doubled, other columns, unknown keys, another plan, too few households, a file less")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        home = pathlib.Path(made) / "demo"
        factlab("demo", home, "--households", 4000)
        text = (home / "config.toml").read_text("utf-8")
        made = same(home, "as-agreed", text)
        refused(home, *made)
        same(home, "internal", text, "--internal")
        summed, changed = re.subn(r'(count +=|moment +=) "\w+"', lambda key: f'{key[1]} "{"sum" if key[1][0] == "c" else "reference_date"}"', text)
        assert changed == 2
        same(home, "summed", summed, "--new-series")
