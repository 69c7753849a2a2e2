"""A plain loop that makes the tokens of profile `standard` of a CSV extract: python hash_plain.py TOWN PARTY

Reads with csv, normalises by stripping and upper case, digests with HMAC-SHA-256, in two processes. It looks for no findings, folds no rows of one client,
writes and sorts nothing. Prints the tokens that the rows have, and the seconds.
"""
import csv, hashlib, json, multiprocessing, os, pathlib, sys, time

import towns

PROCESSES = 2
FIELDS = "bsn birth_date surname partner_surname given_names initials postcode house_number house_letter house_number_suffix".split()
KINDS = 17


def messages(bsn, born, own, partner, given_names, initials, postcode, number, letter, suffix):
    """What the token of each kind digests; empty where a field is not known."""
    given = given_names.split(b" ", 1)[0]
    initial = (initials or given)[:1]
    near = postcode and number and postcode + b"," + number
    door = near and near + b"," + letter + b"," + suffix
    born_own, born_partner = born and own and born + b"," + own, born and partner and born + b"," + partner
    return (
        bsn, bsn and born and bsn + born[:4], bsn and own and bsn + own, bsn and partner and bsn + partner,
        born_own and given and born_own + b"," + given, born_partner and given and born_partner + b"," + given,
        born_own and initial and born_own + b"," + initial, born_partner and initial and born_partner + b"," + initial,
        own and given and door and own + given + door, partner and given and door and partner + given + door,
        born and door and born + door, born and postcode and initial and born + postcode + initial,
        own and near and own + near, partner and near and partner + near, door, door, near)


def halves(key):
    """HMAC-SHA-256 with the key taken in: copies of these save half the work, and module hmac is slower still."""
    return [hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(64, b"\0"))) for pad in (0x36, 0x5C)]


def tokens(path, party, first, last):
    """The tokens of the lines that begin from byte `first` to before `last`: their number, and all of them together."""
    keys = [halves(bytes([kind])) for kind in range(KINDS)]
    encoding = party.get("encoding", "utf-8")
    made, together = 0, 0
    with open(path, "rb") as file:
        head = file.readline().decode(encoding).removeprefix("\ufeff")
        delimiter = party.get("delimiter") or max(";,\t", key=head.count)
        header = next(csv.reader([head], delimiter=delimiter))
        # What the extract has not got is read from an empty cell behind all others.
        places = [header.index(party["columns"][field]) if field in party["columns"] else -1 for field in FIELDS]
        if first:
            file.seek(first - 1)
            file.readline()

        def lines():
            at = file.tell()
            for line in file:
                if at >= last:
                    return
                at += len(line)
                yield line.decode(encoding)
        for row in csv.reader(lines(), delimiter=delimiter):
            row.append("")
            cells = [row[place].strip().upper().encode() for place in places]
            for message, (inner, outer) in zip(messages(*cells), keys):
                if message:
                    begun, ended = inner.copy(), outer.copy()
                    begun.update(message)
                    ended.update(begun.digest())
                    together ^= ended.digest()[0]
                    made += 1
    return made, together


def main(town, name):
    party = towns.party(town, name)
    begin = time.perf_counter()
    path = town / party["extract"]
    size = os.path.getsize(path)
    cuts = [size * part // PROCESSES for part in range(PROCESSES + 1)]
    with multiprocessing.Pool(PROCESSES) as pool:
        parts = pool.starmap(tokens, [(path, party, *cut) for cut in zip(cuts, cuts[1:])])
    seconds = time.perf_counter() - begin
    print(json.dumps({"seconds": seconds, "tokens": sum(made for made, _ in parts)}))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
