"""Made-up towns for tests/attack.py, and their releases through the command line of factlab: every party's step, then `run`.

Keys are made from a number, so that the same town gives the same releases, and figures stay as they are."""
import csv, hashlib, hmac, json, pathlib, random, shutil, subprocess

AGES = {"0-24": 15, "25-44": 35, "45-64": 55, "65-74": 70, "75+": 80}  # Nobody has a birthday that matters.
TYPES = ("single", "couple", "couple_children", "single_parent", "other")


def message(*texts):
    return b"".join(b"\x01" + len(text).to_bytes(4, "big") + text for text in (text.encode() for text in texts))


def write_key(path, kind, number):
    """A key file as docs/method.md has it, with digits that follow from a number."""
    secret = hashlib.sha256(f"{kind} {number}".encode()).digest()
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    info = message("factlab 1", "key id", kind)
    identity = hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:8].hex()
    lines = f"factlab key 2\nkind: {kind}\ncreated: 2026-01-02\nkey id: {identity}\n{secret.hex()}\n"
    path.write_text(lines + f"checksum: {hashlib.sha256(lines.encode()).hexdigest()[:16]}\n")


def bsn(number):
    """A number that passes the test of eleven; each its own."""
    digits = f"{10_000_000 + number:08}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1))) % 11
    # Where no last digit fits, the number is another one.
    return digits + str(rest) if rest < 10 else bsn(number + 40_000_000)


class Household:
    """Who lives together, and which services they have. Its first person uses them."""

    def __init__(self, number, area, age, kind, size, uses=()):
        self.number, self.area, self.age, self.kind, self.size, self.uses = number, area, age, kind, size, frozenset(uses)

    def levels(self):
        """The groups that it is counted in."""
        size = f"{self.size}" if self.size < 6 else "6+"
        wijk, buurt = f"W{self.area // 3}", f"B{self.area}"
        return [("all", "all"), ("wijk", wijk), ("buurt", buurt), ("age_band", self.age), ("household_type", self.kind),
                ("household_size", size)]


def counted(household, services):
    """Every count of households that it is in, as `ledger.json` names it: written by what docs/tables.md says of each table."""
    uses, levels = [use for use in services if use in household.uses], household.levels()
    of = {services[use] for use in uses}
    cells = []
    for dimension, level in levels:
        rungs = ["all"] + [f"{number}+" for number in range(1, len(uses) + 1)]
        cells += [("household", dimension, level, "services", rung) for rung in rungs]
        cells += [("household", dimension, level, "service", use, "all") for use in uses]
    town = ("household", "all", "all")
    for place, use in enumerate(uses):
        cells += [town + ("service", use, f"{number}+") for number in range(2, len(uses) + 1)]
        cells += [town + ("pair", use, other) for other in uses[place + 1:]]
    if uses:
        cells += [town + ("set", *uses), town + ("domains", *sorted({domain for domain, _ in of}))]
        cells += [town + ("organisations", f"{n}+") for n in range(1, len({who for _, who in of}) + 1)]
    three = [part for level in levels[3:] for part in level]
    cells.append(town + ("groups", *three))
    cells += [("household", *area, "groups", *group) for area in levels[1:3] for group in levels[3:]]
    return cells


class Office:
    """A folder with an agreement, keys, extracts and hand-overs; `release` takes them through the program."""

    def __init__(self, program, folder, services, formats=("csv",), profile="k5"):
        self.program, self.folder, self.services, self.formats = program, pathlib.Path(folder), services, formats
        self.profile = profile
        self.folder.mkdir(parents=True)
        self.providers = sorted({provider for _, provider in services.values()})
        write_key(self.folder / "project.key", "project", 1)
        self.release_key(1)

    def release_key(self, number):
        write_key(self.folder / "release.key", "release", number)

    def agree(self, day):
        services = "".join(f'[[service]]\ncode = "{code}"\nname = "{code}"\ndomain = "{domain}"\n'
                           for code, (domain, _) in self.services.items())
        providers = "".join(
            f'[[provider]]\nid = "{one}"\nname = "{one}"\nextract = "{one}.csv"\nhandover = "handovers/{one}"\n'
            '[provider.columns]\nbsn = "bsn"\nbirth_date = "born"\nsurname = "name"\nservice = "service"\nstart = "start"\n'
            "[provider.services]\n" + "".join(f'"{code}" = "{code}"\n' for code, (_, who) in self.services.items() if who == one)
            for one in self.providers)
        (self.folder / "config.toml").write_text(f"""[project]
id = "town-{day}"
series = "town"
purpose = "a town to attack"
from = 2026-01-01
to = {day}
reference_date = {day}
made_up = false
accept_stage_1 = "a test"
{services}
[tokens]
profile = "id"
[register]
extract = "register.csv"
handover = "handovers/register"
household = "column"
[register.columns]
bsn = "bsn"
birth_date = "born"
surname = "name"
sex = "sex"
household = "household"
household_type = "type"
wijk = "wijk"
buurt = "buurt"
[register.household_types]
{"".join(f'"{kind}" = "{kind}"{chr(10)}' for kind in TYPES)}
{providers}
[output]
folder = "releases"
formats = {json.dumps(self.formats)}
[protect]
profile = "{self.profile}"
release_key = "release.key"
ledger = "ledger"
""")

    def extracts(self, households):
        with open(self.folder / "register.csv", "w", newline="") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow("bsn born name sex household type wijk buurt".split())
            for one in households:
                born, levels = f"01-07-{2026 - AGES[one.age]}", one.levels()
                for member in range(one.size):
                    rows.writerow([bsn(one.number * 8 + member), born, f"Naam{one.number}", "VM"[member % 2], f"H{one.number}", one.kind,
                                   levels[1][1], levels[2][1]])
        for provider in self.providers:
            with open(self.folder / f"{provider}.csv", "w", newline="") as file:
                rows = csv.writer(file, delimiter=";")
                rows.writerow("bsn born name service start".split())
                for one in households:
                    mine = [use for use in sorted(one.uses) if self.services[use][1] == provider]
                    rows.writerows([bsn(one.number * 8), f"01-07-{2026 - AGES[one.age]}", f"Naam{one.number}", use, "01-01-2026"]
                                   for use in mine)

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--quiet"], cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(words)}: {done.stderr or done.stdout}")

    def hand_over(self, day, households):
        """Every party's step at a reference date."""
        self.agree(day)
        self.extracts(households)
        shutil.rmtree(self.folder / "handovers", ignore_errors=True)
        for party in ["register", *self.providers]:
            self.run("pseudonymise", "-c", "config.toml", "--provider", party, "--key", "project.key", "--yes")

    def release(self, *words, to="made"):
        """A release of the hand-overs; its folder."""
        releases = self.folder / to
        shutil.rmtree(releases, ignore_errors=True)
        self.run("run", "-c", "config.toml", "-o", to, *words)
        (made,) = releases.iterdir()
        return made

    def ledger(self):
        """The ledger of the release key, and what stands beside the key of it; both as they are."""
        files = [*self.folder.glob("ledger/*"), *self.folder.glob("release.key.*.ledger")]
        return {file: file.read_bytes() for file in files}

    def put_back(self, ledger):
        for file in self.ledger():
            file.unlink()
        for file, content in ledger.items():
            file.write_bytes(content)


def rows(release, table):
    with open(release / f"{table}.csv", newline="") as file:
        return list(csv.DictReader(file))


def grown(dice, number, services, rarity):
    """A household of its own."""
    size = dice.choice((1, 1, 2, 2, 3, 4, 6))
    area = min(dice.randrange(12), dice.randrange(12))
    one = Household(number, area, dice.choice(list(AGES)), dice.choice(TYPES), size)
    one.uses = frozenset(use for use in services if dice.random() < rarity[use] * (1 + 3 * (one.age == "0-24")))
    return one


def monthly(seed, months, households, services, churn):
    """A town month by month: so many of its households move away and as many come; so many uses end and as many begin."""
    dice = random.Random(seed)
    rarity = {use: 0.004 * 1.45**place for place, use in enumerate(services)}
    town = [grown(dice, number, services, rarity) for number in range(households)]
    following = households
    yield list(town)
    for _ in range(months - 1):
        for place, one in enumerate(town):
            if dice.random() < churn / 2:
                town[place], following = grown(dice, following, services, rarity), following + 1
            elif one.uses or dice.random() < churn:
                fresh = grown(dice, 0, services, rarity).uses
                uses = {use for use in services if (use in fresh if dice.random() < churn / 2 else use in one.uses)}
                town[place] = Household(one.number, one.area, one.age, one.kind, one.size, uses)
        yield list(town)
