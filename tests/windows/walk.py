"""The program for Windows, walked under Wine as a provider walks it: `walk.py FACTLAB.EXE FACTLAB [claim …]`.

The second program is that of this system: it makes the town and does what the other parties do."""
import contextlib, fcntl, json, os, pathlib, pty, select, shutil, struct, subprocess, sys, tempfile, termios, time

HERE = pathlib.Path(__file__).parent
EXE, NATIVE = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
WINE = next(filter(shutil.which, ("wine64", "wine", "/usr/lib/wine/wine64")))
HOME = pathlib.Path(tempfile.mkdtemp())
ENVIRONMENT = dict(os.environ, WINEPREFIX=str(HOME / "wine"), WINEDEBUG="-all")
PROGRAM, HOLDER = HOME / "program" / "factlab.exe", HOME / "program" / "hold.exe"
AGREEMENT = """
[project]
id = "proefdorp-2026"
series = "proefdorp"
purpose = "stapeling"
from = 2026-01-01
to = 2026-12-31
reference_date = 2026-12-31
language = "en"
accept_stage_1 = "a test"
[[service]]
code = "hulp"
name = "Hulp"
domain = "Wmo"
[tokens]
profile = "standard"
[register]
extract = "register.csv"
handover = "register"
household = "column"
[register.columns]
household = "Huishouden"
[[provider]]
id = "wijkteam"
name = "Wijkteam"
service = "hulp"
extract = '{extract}'
handover = '{handover}'
[provider.columns]
client = "Klant"
surname = "Achternaam"
birth_date = "Geboren"
postcode = "Postcode"
house_number = "Nr"
[protect]
profile = "k5"
release_key = "release.key"
"""
ROWS = "Klant;Achternaam;Geboren;Postcode;Nr\r\n" + "".join(
    f"K{n};Jansen{n};{n % 28 + 1:02}-03-1970;1501AB;{n}\r\n" for n in range(1, 41))


def drive(path):
    """A path as Windows knows it: Wine has the root of this system as drive Z."""
    return "Z:" + str(path).replace("/", "\\")


def wine(*words, at=HOME, status=0):
    """Runs the program for Windows and expects this exit status; gives stdout and stderr."""
    done = subprocess.run([WINE, PROGRAM, *map(str, words)], cwd=at, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == status, f"{words}: status {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout, done.stderr


def native(*words, at=HOME):
    subprocess.run([NATIVE, "--quiet", *map(str, words)], cwd=at, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def error(*words, at=HOME, status=1):
    """The error of a command that must fail, as JSON."""
    return json.loads(wine("--json", *words, at=at, status=status)[0])


def provider(folder, extract="clienten.csv", handover="aanlevering"):
    """A provider's folder with Windows line ends: agreement, project secret and an extract. Paths are written as they come."""
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(AGREEMENT.format(extract=extract, handover=handover), newline="\r\n")
    (folder / "clienten.csv").write_text(ROWS, newline="")
    native("key", "new", "project.key", "--kind", "project", at=folder)
    key = folder / "project.key"
    key.write_text(key.read_text(), newline="\r\n")
    return folder


@contextlib.contextmanager
def held(path):
    """A file that another program has open."""
    holder = subprocess.Popen([WINE, HOLDER, drive(path)], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline().strip() == "held", path
        yield
    finally:
        holder.communicate()


def the_whole_chain_counts_the_same_as_on_this_system():
    town = HOME / "town"
    native("demo", town, "--households", "1000")
    run = ("run", "-c", "config.toml", "--identity", "analyst/identity.txt", "--internal", "-o")
    native(*run, "here", at=town)
    for party in sorted(path.name for path in (town / "analyst" / "handovers").iterdir()):
        folder = town / "register-office" if party == "register" else town / "provider" / party
        wine("pseudonymise", "-c", "config.toml", "--provider", party, "--key", folder / "project.key", "-o", "made", "--yes", at=town)
    wine("rekey", "--key", "keyholder/stage2.key", "--identity", "keyholder/identity.txt", "-o", "second", "made", at=town)
    (town / "received").mkdir()
    for file in [*town.glob("second/*/*.age"), *town.glob("made/*/*.age")]:
        if file.parts[-3] == "second" or ".tokens." not in file.name:
            shutil.copy(file, town / "received")
    for run_it, folder in ((native, "passed-on"), (wine, "there")):
        run_it(*run, folder, "--handovers", "received", at=town)
        here, there = (next((town / name).iterdir()) for name in ("here", folder))
        for table in here.glob("*.csv"):
            assert table.read_bytes() == (there / table.name).read_bytes(), table.name
    wine("verify", "-c", "config.toml", drive(next((town / "analyst" / "releases").iterdir())), at=town)


def a_provider_checks_and_hands_over_in_a_folder_with_spaces():
    folder = provider(HOME / "Mijn documenten" / "Één project")
    told = wine("check", "-c", "config.toml", "--provider", "wijkteam", "--preview", "pagina.html", at=folder)[0]
    assert "40 rows read; 40 kept" in told, told
    assert (folder / "pagina.html").stat().st_size > 1000
    told = wine("pseudonymise", "--provider", "wijkteam", "--yes", at=folder)[0]
    assert "Wrote" in told and not list(folder.glob("*partial*")), told
    assert wine("pseudonymise", "--provider", "wijkteam", "--yes", at=folder, status=1)[1].startswith("error[output-exists]")


def backslashes_spaces_and_a_drive_letter_in_an_agreement_are_paths():
    away = HOME / "andere schijf"
    folder = provider(HOME / "backslash", drive(away / "cliënten 2026" / "*.csv"), r"uit\gaande post\wijkteam")
    (away / "cliënten 2026").mkdir(parents=True)
    shutil.move(folder / "clienten.csv", away / "cliënten 2026" / "clienten.csv")
    wine("pseudonymise", "-c", drive(folder / "config.toml"), "--provider", "wijkteam", "--yes")
    assert (folder / "uit" / "gaande post" / "wijkteam" / "manifest.json").exists()


def a_path_of_390_characters_is_read_and_written():
    folder = HOME / "lang"
    while len(drive(folder)) < 390:
        folder /= "p" * min(99, 389 - len(drive(folder))) if len(drive(folder)) < 389 else "p"
    provider(folder)
    assert len(drive(folder)) >= 390
    config = drive(folder / "config.toml")
    wine("check", "-c", config, "--provider", "wijkteam", "--findings", drive(folder / "bevindingen.csv"))
    wine("pseudonymise", "-c", config, "--provider", "wijkteam", "--yes")
    assert (folder / "aanlevering" / "manifest.json").exists() and (folder / "bevindingen.csv").exists()


def a_file_open_in_another_program_is_said_to_be_in_use():
    folder = provider(HOME / "open")
    check = ("check", "-c", "config.toml", "--provider", "wijkteam", "--findings", "bevindingen.csv")
    wine(*check, at=folder)
    for name in ("clienten.csv", "config.toml", "bevindingen.csv"):
        with held(folder / name):
            told = error(*check, at=folder)
            assert told["code"] == "file-in-use" and name in told["error"], told
    with held(folder / "project.key"):
        told = error("pseudonymise", "--provider", "wijkteam", "--yes", at=folder)
        assert told["code"] == "file-in-use", told
    wine(*check, at=folder)
    assert not list(folder.glob("*partial*"))


def the_name_of_a_device_is_refused_and_never_waited_for():
    made = ("pseudonymise", "--provider", "wijkteam", "--yes")
    for name in ("NUL", "CON", "aux.csv", "./com1.txt"):
        folder = HOME / "device" / name.strip("./")
        told = error("check", "-c", "config.toml", "--provider", "wijkteam", at=provider(folder / "extract", name))
        assert told["code"] == "agreement-invalid" and "no file" in told["error"], told
        told = error(*made, at=provider(folder / "hand-over", handover=name))
        assert told["code"] == "not-a-file" and "device" in told["error"], told
        for words in (("check", "-c", "config.toml", "--provider", "wijkteam", "--findings", name),
                      ("check", "-c", "config.toml", "--provider", "wijkteam", "--preview", name),
                      (*made, "-o", name), (*made, "--key", name), ("init", name), ("key", "new", name)):
            told = error(*words, at=folder / "hand-over")
            assert told["code"] == "not-a-file", (words, told)


def in_a_console(folder, turns):
    """Starts the program without a word in a console, as a double click does; types each answer when its text is there."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(WINE, [WINE, str(PROGRAM)], ENVIRONMENT)
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    shown = b""

    def more():
        nonlocal shown
        piece = b""
        if select.select([screen], [], [], 60)[0]:
            with contextlib.suppress(OSError):
                piece = os.read(screen, 65536)
        shown += piece
        return piece

    for text, answer in turns:
        while text.encode() not in shown:
            assert more(), (text, shown)
        # A console takes keys, one after another, and not text.
        for key in answer + "\r":
            time.sleep(0.5)
            os.write(screen, key.encode())
    while more():
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, shown
    return shown.decode(errors="replace")


def without_a_word_a_console_stays_open_and_leads_to_a_hand_over():
    folder = provider(HOME / "guided")
    in_a_console(folder, [
        ("Is that your organisation?", "y"), ("to read and sign first?", "y"), ("shall we go on?", "y"), ("Make this hand-over?", "y"),
        ("Have you sent all of this?", "n"), ("Press Enter to close this window.", "")])
    assert (folder / "wijkteam.preview.html").is_file() and (folder / "aanlevering").is_dir(), list(folder.iterdir())


CLAIMS = [
    a_provider_checks_and_hands_over_in_a_folder_with_spaces,
    backslashes_spaces_and_a_drive_letter_in_an_agreement_are_paths,
    a_path_of_390_characters_is_read_and_written,
    a_file_open_in_another_program_is_said_to_be_in_use,
    the_name_of_a_device_is_refused_and_never_waited_for,
    without_a_word_a_console_stays_open_and_leads_to_a_hand_over,
    the_whole_chain_counts_the_same_as_on_this_system,
]


def main():
    PROGRAM.parent.mkdir()
    shutil.copy(EXE, PROGRAM)
    compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-Wall", "-municode"]
    subprocess.run([*compiler, HERE / "hold.c", "-o", HOLDER], check=True)
    subprocess.run([*compiler[:-1], "-shared", HERE / "prng.c", "-ladvapi32", "-o", PROGRAM.parent / "bcryptprimitives.dll"], check=True)
    failed = 0
    for claim in CLAIMS:
        if sys.argv[3:] and claim.__name__ not in sys.argv[3:]:
            continue
        try:
            claim()
            print("ok     ", claim.__name__.replace("_", " "))
        except Exception as cause:  # noqa: BLE001: every other claim is still tried
            failed += 1
            print("FAILED ", claim.__name__.replace("_", " "), repr(cause).replace("\\n", "\n"))
    subprocess.run([WINE, "wineboot", "--end-session"], env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(failed)


main()
