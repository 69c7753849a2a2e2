"""A release that DuckDB counted, or linked, from what `run` emits is the same, byte for byte, as one that factlab makes itself; results that are not
whole are refused.

python tests/emitted.py FACTLAB; needs duckdb.
"""
import csv, pathlib, re, subprocess, sys, tempfile, tomllib

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
    for view in sorted((folder / "views").glob("*.sql")):
        engine.execute(f"CREATE VIEW {view.stem[3:]} AS {view.read_text('utf-8')}")
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


def emitted(home, name, text, more=""):
    """The agreement that emits, and where it emitted."""
    agreement = home / f"{name}.toml"
    agreement.write_text(text + EMIT.replace("cluster", f"cluster-{name}") + more, "utf-8")
    return agreement, home / f"cluster-{name}"


def same(home, name, text, *words, more=""):
    plain = home / f"{name}-plain.toml"
    plain.write_text(text, "utf-8")
    agreement, cluster = emitted(home, name, text, more)
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


class Refusals:
    """What is not whole is refused, and nothing is written."""

    def __init__(self, home, agreement, words, results):
        self.output, self.agreement, self.words, self.results = home / "refused", agreement, words, results

    def expect(self, text, *words):
        said = factlab("import", "-c", self.agreement, *self.words, *words, "-o", self.output, self.results, status=3)
        assert text in said, said
        assert not self.output.exists() or not any(self.output.iterdir()), list(self.output.iterdir())

    def changed(self, file, change, text):
        whole = file.read_text("utf-8")
        file.write_text(change(whole), "utf-8")
        self.expect(text)
        file.write_text(whole, "utf-8")

    def not_whole(self, file):
        """What holds of every answer."""
        self.changed(file, lambda text: text[: text.rindex("\n", 0, -1) + 1], "it was cut off")
        self.changed(file, lambda text: text[: text.index("\n") + 1], "it was cut off")
        self.changed(file, lambda text: text[:-3], file.stem)
        plan = file.read_text("utf-8").split("\n")[1].split(",")[0]
        self.changed(file, lambda text: text.replace(plan, "0123456789abcdef"), "another run or plan")
        file.rename(file.with_suffix(".away"))
        self.expect(f"no result of {file.stem}")
        file.with_suffix(".away").rename(file)
        self.expect("another run or plan", "--without", "thuiszorg")


def refused_counts(refusals, results):
    files = sorted(results.glob("*.csv"))
    pairs = next(file for file in files if file.stem.endswith("-pairs"))
    homes = next(file for file in files if file.stem.endswith("-households_by_town"))
    refusals.not_whole(pairs)
    changed = refusals.changed
    changed(pairs, lambda text: text + text[text.index("\n") + 1 :], "rows are missing, or there twice")
    changed(pairs, lambda text: text.replace("service_a", "service", 1), "line 1 is no row of plan,answers,service_a")
    changed(pairs, lambda text: text.replace(",1,1,", ",1,9999,", 1), "what the plan does not ask for")
    rows = list(csv.reader(homes.open(encoding="utf-8")))
    count = max(rows[1:], key=lambda row: int(row[4]))
    one_less = count[:4] + [str(int(count[4]) - 1)] + count[5:]
    changed(homes, lambda text: text.replace(",".join(count), ",".join(one_less)), "does not count all")
    print("refused: cut off, empty, doubled, other columns, unknown keys, another plan, too few households, a file less")


def refused_links(refusals, results):
    seen, links = results / "01-seen.csv", results / "02-links.csv"
    refusals.not_whole(links)
    lines = links.read_text("utf-8").split("\n")
    by_bsn = next(line for line in lines if line.split(",")[3] == "3")
    client, _, whom, _ = by_bsn.split(",")[2:]
    one_of_nobody = by_bsn.replace(f",{client},3,{whom},", f",{client},3,99999999,")
    refusals.changed(links, lambda text: text.replace(by_bsn, one_of_nobody), "whom these hand-overs do not have")
    refusals.changed(links, lambda text: text.replace(lines[2], lines[1]), "a row is there twice")
    counted = seen.read_text("utf-8").split("\n")[2]
    one_less = ",".join([*counted.split(",")[:-1], str(int(counted.split(",")[-1]) - 1)])
    refusals.changed(seen, lambda text: text.replace(counted, one_less), "does not see all tokens")
    print("refused: cut off, empty, doubled, another plan, somebody who is not there, too few tokens, a file less")


def refused_meetings(refusals, results):
    meetings = results / "02-meetings.csv"
    refusals.not_whole(meetings)
    lines = meetings.read_text("utf-8").split("\n")
    *before, person, shared = lines[1].split(",")
    refusals.changed(meetings, lambda text: text.replace(lines[1], ",".join([*before, "99999999", shared])), "whom these hand-overs do not have")
    refusals.changed(meetings, lambda text: text.replace(lines[1], ",".join([*before, person, "0"])), "tokens that the profile does not have")
    refusals.changed(meetings, lambda text: text.replace(lines[2], lines[1]), "a row is there twice")
    print("refused: cut off, empty, doubled, another plan, somebody who is not there, nothing that is shared, a file less")


def with_tokens(home, profile, change=lambda text: text):
    """A town with as many mistakes as in real life, whose parties make the tokens of this profile."""
    factlab("demo", home, "--households", 2000, "--errors", "hard", "--profile", "standard", "--extracts-only")
    config, key = home / "config.toml", home / "project.key"
    text = change(config.read_text("utf-8").replace('profile = "standard"', f'profile = "{profile}"'))
    config.write_text(text, "utf-8")
    factlab("key", "new", key, "--kind", "project")
    factlab("key", "new", home / "analyst/release.key", "--kind", "release")
    for party in ["register", *(one["id"] for one in tomllib.loads(text)["provider"])]:
        factlab("pseudonymise", "-c", config, "--provider", party, "--key", key, "--yes")
    return text


def counted_there(text):
    """One service counts at the address that its provider gives."""
    care = 'code = "wmo-begeleiding"\n'
    assert care in text
    return text.replace(care, care + 'attribute_to = "address"\n')


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        home = pathlib.Path(made) / "demo"
        factlab("demo", home, "--households", 4000)
        text = (home / "config.toml").read_text("utf-8")
        identity = ["--identity", home / "analyst/identity.txt"]
        counted = same(home, "as-agreed", text, *identity)
        refused_counts(Refusals(home, *counted), counted[-1])
        same(home, "internal", text, *identity, "--internal")
        summed, changed = re.subn(r'(count +=|moment +=) "\w+"', lambda key: f'{key[1]} "{"sum" if key[1][0] == "c" else "reference_date"}"', text)
        assert changed == 2
        same(home, "summed", summed, *identity, "--new-series")
        links = "links = true\n"
        home = pathlib.Path(made) / "standard"
        linked = same(home, "linked", with_tokens(home, "standard"), more=links)
        refused_links(Refusals(home, *linked), linked[-1])
        home = pathlib.Path(made) / "id"
        same(home, "linked-by-id", with_tokens(home, "id", counted_there), more=links)
        home = pathlib.Path(made) / "strict"
        linked = same(home, "weighed", with_tokens(home, "strict", counted_there), more=links)
        refused_meetings(Refusals(home, *linked), linked[-1])
