"""The published method built a second time, from docs/method.md alone: each hard case must give the same bytes."""
import calendar, datetime, hmac, json, pathlib, re, sys, unicodedata, zoneinfo

DOCS = pathlib.Path(__file__).resolve().parent.parent / "docs"
METHOD = (DOCS / "method.md").read_text("utf-8")
PREFIXES = set(re.split(r",\s", METHOD.split("```prefixes\n")[1].split("```")[0].strip()))
LETTERS = dict(zip("øØłŁđĐðÐħĦŧŦŋŊıĸƒəƏ", "OOLLDDDDHHTTNNIKFEE"), ß="SS", ẞ="SS", æ="AE", Æ="AE", œ="OE", Œ="OE",
               þ="TH", Þ="TH")
PARTING = (HYPHENS := "\u2010\u2011\u2012\u2013\u2014\u2015-") + ".,/'`´\u02bc\u2018\u2019\u201a\u201b"
BETWEEN = {" e/v ": 0, " e.v. ": 0, " ev ": 0, " geb. ": 1, " geb ": 1, " geboren ": 1}  # the place of the own name
FIELDS = """bsn birth_date surname partner_surname given_name initial
            postcode house_number house_letter house_number_suffix address_id""".split()

MOMENT = r"(\d\d?)(?::(\d\d)(?::(\d\d)[.,]?\d*)?)? *(?:Z|UTC|GMT)?(?:(?<=[A-Z])|([+-])(\d\d?):?(\d\d)?)(?:\[.*\])?"
listed = lambda name: set(re.split(r",\s", METHOD.split(f"```{name}\n")[1].split("```")[0].strip()))
SIGNS, SIGNS_BUT_NAMES = listed("signs"), listed("signs-but-names")
KINDS = {"surname": "name", "partner_surname": "name", "given_names": "name", "initials": "initials", "birth_date": "date",
         "house_letter": "addition", "house_number_suffix": "addition"}
NO_DAYS = {(1, 1, 1), (1582, 10, 15), (1601, 1, 1), (1753, 1, 1), (1800, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1900, 1, 1)}
MONTHS = ["januari january januar jaenner", "februari february februar", "maart mrt march maerz marz", "april", "mei may mai",
          "juni june", "juli july", "augustus august", "september", "oktober october", "november", "december dezember"]
WEEKDAYS = """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday saturday sunday
              montag dienstag mittwoch freitag samstag sonntag""".split()

no_tail = lambda text: re.sub(r"^([0-9]+)[.,]0+$", r"\1", text)

def claim(is_good, value):
    if not is_good:
        raise ValueError("a field that cannot be brought into its form")
    return value

def bsn(text, made_up):
    digits = claim(re.fullmatch(r"[\s.-]*([0-9][\s.-]*){1,9}", no_tail(text)), re.sub(r"[\s.-]", "", no_tail(text)))
    rest = sum(int(digit) * weight for digit, weight in zip(digits.zfill(9), (9, 8, 7, 6, 5, 4, 3, 2, -1))) % 11
    return claim(int(digits) > 0 and rest == (5 if made_up else 0), int(digits))

def date(year, month, day):
    is_whole = year > 0 and 0 < month < 13 and day <= calendar.monthrange(year, month)[1]
    return (year, month, day) if is_whole or month == day == 0 else None

def is_nothing(field, text):
    key, kind = re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", text)).lower(), KINDS.get(field, "number")
    if re.search("[1-8]", text) or len(key) > 24 or "\ufffd" in text:
        return False
    least = {"9": {"date": 2, "number": 4}, "x": {"initials": 3, "addition": 3}, "0": {}}
    if key and len(set(key)) == 1 and key[0] in least:
        return len(key) >= least[key[0]].get(kind, {"9": 99, "x": 2, "0": 1}[key[0]])
    return not key or text == "\\N" or key in SIGNS or key in SIGNS_BUT_NAMES and kind not in ("name", "initials")

def has_failed(text):
    return re.fullmatch("(?is)#[a-z].*|##+|[=@][a-z(+-].*|(err|error|fout|fehler)[: .]*[0-9]{3,4}|\ufffd+", text)

def in_words(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = re.sub(r"(?<=[\d\s/.,'-])\d?\d:.*$", "", plain) if ":" in plain else plain
    parts = re.findall("[0-9]+|[a-z]+", plain)
    if re.search(r"[^0-9a-z\s/.,'’-]", plain):
        return None
    if parts and len(parts[0]) > 1 and any(day.startswith(parts[0]) for day in WEEKDAYS):
        parts = parts[1:]
    parts = [part for i, part in enumerate(parts) if not (part in "e de ste st nd rd th".split() and i and parts[i - 1].isdigit())]
    months = [[i + 1 for i, names in enumerate(MONTHS) for name in names.split() if len(part) > 2 and name.startswith(part)] for part in parts]
    numbers = [part for part in parts if part.isdigit()]
    if len(parts) != 3 or sum(map(bool, months)) != 1 or len(numbers) != 2:
        return None
    year, day = sorted(numbers, key=len, reverse=True)
    return date(int(year), sum(months, [])[0], int(day)) if len(year) == 4 and len(day) < 3 and int(day) else None

def in_the_netherlands(day, time):
    hours, minutes, seconds, sign, ahead, ahead_minutes = re.match(MOMENT, time, re.I).groups("0")
    moment = datetime.datetime(*day, tzinfo=datetime.UTC) + datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    moment -= datetime.timedelta(hours=int(ahead), minutes=int(ahead_minutes)) * (-1 if sign == "-" else 1)
    local = moment.astimezone(zoneinfo.ZoneInfo("Europe/Amsterdam")) if moment.year > 1976 else moment + datetime.timedelta(hours=2)
    return local.year, local.month, local.day

def birth_date(text, order, last_day):
    whole, parted = text, re.fullmatch(r"(.{8}[^ T]*)[ T]([0-9 :.,]*(?:[AP]M)?|" + MOMENT + ")", text, re.I)
    text, time = parted.groups()[:2] if parted else (text, "")
    found = calendar_date(no_tail(text), order)
    if found and found[2] and re.match(MOMENT, time, re.I):
        found = in_the_netherlands(found, time)
    year, month, day = claim(found := found or in_words(whole), found)
    if found in NO_DAYS:
        return 0, 0, 0
    return claim(not year or "1850" <= f"{year:04}-{month or 1:02}-{day or 1:02}" <= last_day, found)

def calendar_date(text, order):
    found = None
    if parts := re.fullmatch(r"(?a:(\d{4})[-/. ](\d\d?)[-/. ](\d\d?))", text):
        found = date(*map(int, parts.groups()))
    elif (parts := re.fullmatch(r"(?a:(\d\d?)[-/. ](\d\d?)[-/. ](\d{4}))", text)) and order != "y-m-d":
        found = date(int(parts[3]), *[int(parts[i]) for i in ((2, 1) if order == "d-m-y" else (1, 2))])
    elif re.fullmatch("[0-9]{8}" if order == "y-m-d" else "[0-9]{7,8}", text):
        if order != "y-m-d":
            one, two = int(text[:-6]), int(text[-6:-4])
            found = date(int(text[-4:]), *((two, one) if order == "d-m-y" else (one, two)))
        if len(text) == 8 and (not found or 0 < found[0] < 1600):
            found = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return found

def words(text):
    parted = "".join(LETTERS.get(c, " " if c in PARTING or c.isspace() else c) for c in unicodedata.normalize("NFKD", text))
    return [word.replace("IJ", "Y") for word in re.sub("[^A-Z ]", "", parted.upper()).split()]

def surname(text):
    parts = words(text.split(",")[0]) or words(text)
    lengths = [length for length in range(1, min(5, len(parts))) if " ".join(parts[:length]) in PREFIXES]
    return "".join(parts[max(lengths, default=0):])

def surnames(text, partner):
    is_name = lambda half: len(" ".join(words(half))) > 1 and " ".join(words(half)) not in PREFIXES
    between = next((between for between in BETWEEN if between in text.lower()), None)
    halves = re.split(re.escape(between) if between else f"[{HYPHENS}]", text, maxsplit=1, flags=re.I)
    if not between and not (len(halves) == 2 and all(map(is_name, halves))):
        return surname(text), partner
    own_place = BETWEEN.get(between, 1)
    own, other = surname(halves[own_place]), surname(halves[1 - own_place])
    if not partner or other == partner:
        return own, other
    return other if own == partner else own if between else surname(text), partner

def names(tell):
    cell = lambda text: claim(len(text) <= 200 and words(text), text)
    text = {name: tell(name, cell) for name in ("surname", "partner_surname", "given_names", "initials")}
    own, partner = surnames(text["surname"], surname(text["partner_surname"]))
    first = re.split(r"[\s,]", text["given_names"])[0]
    given, initials = "".join(words(first)), "".join(words(text["initials"] or first))
    return own, partner, given if "." not in first and len(given) > 1 else "", initials[:1].replace("Y", "I")

POSTCODE = r"[0-9]{4}\s*[A-Za-z]{2}(?![^\s.,/_-])"

def postcode(text):
    before_place = re.fullmatch(rf"({POSTCODE})([\s.,/_-]*\D*[^\W\d_]\D*)", text)
    is_name = before_place and re.fullmatch(r"[0-9]{4}\s+de", before_place[1], re.I)
    claim(not is_name, "")
    code = re.sub(r"\s", "", before_place[1] if before_place else text).upper()
    return "" if text.startswith("0000") else claim(re.fullmatch("[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}", code), code)

def house_letter(text):
    letter = re.sub(r"^[\s.,/_-]+|[\s.,/_-]+$", "", text)
    return claim(re.fullmatch("[A-Za-z]?", letter), letter.upper())

def suffix(text):
    kept = re.sub("[^A-Za-z0-9]", "", no_tail(text)).upper()
    return claim(len(kept) <= 6, kept)

def bare_number(text):
    number, letter, rest = re.fullmatch(r"([0-9]*)[\s.,/_-]*([A-Za-z](?![^\W\d_]))?(.*)", no_tail(text), re.S).groups()
    return (int(number), (letter or "").upper(), rest) if number and 0 < int(number) < 100000 else None

pieces = lambda text: list(re.finditer(r"[^\s,]+", text))
letters = lambda text: len(re.findall(r"[^\W\d_]", text))
fits = lambda text: len(re.sub("[^A-Za-z0-9]", "", text)) <= 6
NEAR = {"bij", "by", "t/o", "tegenover", "to"}
is_near = lambda found, least: bool(found) and len(found[0]) >= least and found[0].lower() in NEAR

def is_street(text):
    of, text = [word[0] for word in pieces(text)], text.rstrip()
    is_letter = len(of) > 1 and re.fullmatch("[^\\W\\d_]", of[-1]) and of[-2][0].isdecimal()
    return any(letters(word) > 1 for word in of) and text[-1] not in "-/" and not is_letter

def house_number(text):
    """Number, letter, addition and postcode; one of an address in one cell where only one reading is possible."""
    code = next((word.start() for word in pieces(text)[1:] if re.match(POSTCODE, text[word.start():])), None)
    found = one_number(text if code is None else re.sub(r"[\s.,/_-]+$", "", text[:code]))
    return (*claim(found, found), "" if code is None else re.match(POSTCODE, text[code:])[0])

def one_number(text):
    bare, of = bare_number(text), pieces(text)
    is_ordinal = bare and len(of) > 1 and letters(of[1][0]) > 2 and re.fullmatch("[0-9]+(e|de|ste)", of[0][0], re.I)
    is_bare = bare and not is_ordinal and not is_near(pieces(bare[2])[:1] and pieces(bare[2])[0], 3)
    if is_bare and fits(bare[2]):
        return bare
    readings = []
    for place, word in enumerate(of[1:]):
        if word[0][0] in "0123456789" and is_street(text[:word.start()]):
            if is_near(of[place], 2):
                return None
            line, _, behind = text[word.start():].partition(",")
            if (number := bare_number(line)) and fits(number[2]):
                more = pieces(number[2])
                has_name = any(re.fullmatch("[A-Z][a-z]{2,}", one[0]) for one in more)
                is_place = not re.sub("[^A-Za-z0-9]", "", behind) or not fits(behind)
                is_sure = not 1500 <= number[0] <= 2099 and not has_name and is_place and not is_near(more and more[0], 3)
                readings.append(number if is_sure else None)
    if not readings and is_bare:
        return bare
    return readings[0] if len(readings) == 1 and (is_ordinal or not bare) else None

def address_id(text):
    text = no_tail(text)
    return claim(re.fullmatch("[0-9]{15,16}", text), text.zfill(16))

def read_code(text):
    try:
        return postcode(text)
    except ValueError:
        return ""

def normalise(case, last_day):
    cells, told = {name: text.strip() for name, text in case["cells"].items()}, []
    def tell(name, read, nothing="", text=None):
        text = cells.get(name, "") if text is None else text
        try:
            is_value = text and (text is rest or claim(not has_failed(text), not is_nothing(name, text)))
            return read(text) if is_value else nothing
        except ValueError:
            told.append(name)
            return nothing
    rest = None
    number, letter, rest, code = tell("house_number", house_number, (0, "", "", ""))
    own_letter = tell("house_letter", house_letter) or letter
    own_suffix = tell("house_number_suffix", suffix) or tell("house_number", suffix, text=rest)
    born = tell("birth_date", lambda text: birth_date(text, case["dates"], last_day), (0, 0, 0))
    number_of = tell("bsn", lambda text: bsn(text, case["made_up"]), 0)
    values = number_of, born, *names(tell), tell("postcode", postcode) or read_code(code), number, own_letter, own_suffix, tell("address_id", address_id)
    return dict(zip(FIELDS, values)), sorted(told)

def message(*parts):
    content = lambda part: (1, part.encode()) if isinstance(part, str) else (2, part.to_bytes(8, "big"))
    return b"".join(bytes([kind]) + len(of).to_bytes(4, "big") + of for kind, of in map(content, parts))

def digest(key, text):
    return hmac.digest(key, text, "sha256")

def sound(name):
    pairs = lambda fence: dict(pair.split() for pair in METHOD.split(f"```{fence}\n")[1].split("```")[0].split(","))
    beginning, anywhere = pairs("sounds-at-the-beginning"), pairs("sounds")
    rules = "|".join(["D$", *["^" + written for written in beginning], *anywhere])
    heard = re.sub(rules, lambda found: ({"D": "T"} | beginning | anywhere)[found[0]], name)
    heard = re.sub(r"(.)\1+", r"\1", heard[:1] + heard[1:].replace("H", ""))
    return heard[:1] + re.sub("[AEIJOUY]", "", heard[1:])

def tokens(record, secret, project, is_client=False):
    made, kind, (year, month, day) = {}, None, record["birth_date"]
    named = lambda surname: {"surname": surname, "sound": sound(surname), "surname_4": surname[:4]}
    own, of_partner = named(record["surname"]), named(record["partner_surname"])
    known = record | own | {"birth_year": year, "birth_month": month, "birth_day": day, "given_name_3": record["given_name"][:3],
                            "birth_date": (year * 10000 + month * 100 + day) * (0 not in (month, day)),
                            "letter_and_suffix": record["house_letter"] + record["house_number_suffix"]}
    more = {"number": "", "joined": "+letter_and_suffix", "parts": "+house_letter+house_number_suffix"}
    parts_of = {"address_" + end: "postcode+house_number" + parts for end, parts in more.items()}
    parts_of["names_swapped"] = "given_name+surname" if is_client else "surname+given_name"
    for column, named in re.findall(r"^\| `(\w+)` \| (?:`([\w+]+)`|the same) \|.*\| (?:all|id, standard|standard|strict) \|$", METHOD, re.M):
        kind = named or kind
        parts = "+".join(parts_of.get(part, part) for part in re.sub("address$", "address_joined", kind).split("+")).split("+")
        partner = known | {part: value * (value != own[part]) for part, value in of_partner.items()}
        values = {part: (partner if column.endswith("_partner") else known)[part] for part in parts}
        if all(value or "letter" in part or "suffix" in part for part, value in values.items()):
            key = digest(digest(bytes(32), secret), message("factlab 1", project, kind) + b"\1")  # HKDF
            made[column] = digest(key, message(*values.values()))[:16].hex()
    return made

def vectors():
    return dict(line.split(": ") for line in METHOD.split("```vectors\n")[1].split("```")[0].strip().splitlines())

def record_keys(given):
    secret, of = bytes.fromhex(given["secret"]), lambda name: given["field " + name]
    key = digest(digest(bytes(32), secret), message("factlab 1", given["series"], "record") + b"\1")  # HKDF
    first = lambda *parts: int.from_bytes(digest(key, message(*parts))[:8], "big")
    household = lambda *members: first("household", *sorted(members))
    born, joined = int(of("birth_date").replace("-", "")), of("house_letter") + of("house_number_suffix")
    one = first(int(of("bsn")))
    other = first(born, of("surname"), of("given_name"), of("postcode"), int(of("house_number")), joined)
    drawn = digest(secret, household(one).to_bytes(8, "big"))[:8].hex()
    return {"digest with bsn": f"{one:016x}", "digest without bsn": f"{other:016x}", "record key alone": f"{household(one):016x}",
            "record key of both": f"{household(one, other):016x}", "draw of the record key alone": drawn}

def main(path):
    file = json.loads(pathlib.Path(path).read_text("utf-8"))
    secret, differences = bytes.fromhex(file["secret"]), []
    for case in file["cases"]:
        record, told = normalise(case, file["last_day"])
        made = tokens(record, secret, file["project"])
        is_alone = not record["house_letter"] + record["house_number_suffix"]
        of_client = made.keys() - ([] if is_alone else ["address_number"])
        instead = tokens(record, secret, file["project"], is_client=True).items() - made.items()
        record["birth_date"] = "{:04}-{:02}-{:02}".format(*record["birth_date"]) if any(record["birth_date"]) else ""
        seen = {"record": {name: value for name, value in record.items() if value}, "blanked": told}
        seen |= {"tokens": made, "resident_only": sorted(made.keys() - of_client), "client": dict(instead)}
        differences += [f"{case['case']}: {part}: {seen[part]} is not {case.get(part)}" for part in seen if seen[part] != case.get(part, {})]
    given = vectors()
    differences += [f"{name}: {seen} is not {given.get(name)}" for name, seen in record_keys(given).items() if given.get(name) != seen]
    sys.exit("\n".join(differences) or print(f"{len(file['cases'])} hard cases agree"))

if __name__ == "__main__":
    main(*sys.argv[1:] or [DOCS / "hard-cases.json"])
