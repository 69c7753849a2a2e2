"""A release that a server of Spark Connect counted, or linked and counted, is the same, byte for byte, as one that factlab makes itself; and what goes
wrong is said. What a run leaves that is killed is found by `purge`, which leaves a run that is going on alone.

python tests/connected.py FACTLAB [URL]; FACTLAB is built with --features spark; without a URL it needs pysail and pyspark-client.
"""
import pathlib, subprocess, sys, tempfile, time
from emitted import FACTLAB, content, factlab, with_tokens

HOUSEHOLDS = 2000


def listening():
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    return server, f"sc://127.0.0.1:{server.listening_address[1]}"


def same(home, url, *words, more=""):
    config, agreement = home / "config.toml", home / "spark.toml"
    text = config.read_text("utf-8")
    factlab("run", "-c", config, *words, "-o", home / "here")
    engine = f'\n[engine]\nkind = "spark"\nfolder = "cluster"\nurl = "{url}"\n{more}'
    agreement.write_text(text + engine, "utf-8")
    factlab("run", "-c", agreement, *words, "-o", home / "there")
    here, there = content(home / "here"), content(home / "there")
    differ = [str(file) for file in here if here[file] != there.get(file)]
    assert here.keys() == there.keys() and not differ, differ
    assert not any((home / "cluster").iterdir()), "tables are left behind"
    print(f"{home.name}: {len(here)} files of the same bytes, and nothing left behind")
    return agreement, text, engine


def refused(home, url, words, agreement, text, engine):
    def expect(change, words_said, status=1):
        agreement.write_text(text + change(engine), "utf-8")
        said = factlab("run", "-c", agreement, *words, "-o", home / "refused", status=status)
        assert words_said in said, said
        for folder in [home / "refused", home / "cluster"]:
            assert not folder.exists() or not any(folder.iterdir()), list(folder.iterdir())

    expect(lambda engine: engine.replace(url, "sc://127.0.0.1:1"), "no cluster listens at 127.0.0.1:1")
    expect(lambda engine: engine + 'seen_as = "/nowhere"\n', "cannot read /nowhere/")
    expect(lambda engine: engine + 'token = "absent.txt"\n', "absent.txt: cannot read the token")
    expect(lambda engine: engine.replace(url, "sc://example.org"), "in the clear")
    print("refused: nobody listens, a folder that is not seen, a token that is not there, an address without TLS")


def beginning(home, words, agreement, moment):
    """A run that goes on, when its tables have come as far as this."""
    command = [FACTLAB, "--quiet", "run", "-c", agreement, *words, "-o", home / "killed"]
    going, since = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), time.monotonic()
    while not moment():
        assert going.poll() is None and time.monotonic() - since < 120, "the moment did not come"
    return going


def killed(home, words, agreement):
    """Killed at any moment it leaves nothing that `purge` does not find; one that goes on is left alone."""
    cluster = home / "cluster"
    purge = lambda: subprocess.run([FACTLAB, "--language", "en", "purge", "-c", agreement, "--yes"], capture_output=True, text=True, check=True).stdout
    since = lambda file, seconds: lambda: any(time.time() - found.stat().st_mtime > seconds for found in cluster.glob(f"*/{file}"))
    moments = [lambda: any(cluster.glob("*/")), since("households.parquet", 0), since("uses.parquet", 0), since("uses.parquet", 0.2), since("uses.parquet", 0.5)]
    for moment in moments:
        going = beginning(home, words, agreement, moment)
        going.kill()
        going.wait()
        (left,) = cluster.glob("*/")
        listed = purge()
        assert f"left by an interrupted run: {left}" in listed, listed
        assert not any(cluster.iterdir()), list(cluster.iterdir())
    going = beginning(home, words, agreement, moments[-2])
    before = sorted(cluster.glob("*/*"))
    assert "interrupted" not in purge() and going.poll() is None and sorted(cluster.glob("*/*")) == before
    assert going.wait() == 0 and content(home / "killed").keys() == content(home / "here").keys() and not any(cluster.iterdir())
    print(f"killed at {len(moments)} moments: purge finds what is left, and leaves a run that goes on")


with tempfile.TemporaryDirectory() as made:
    home = pathlib.Path(made) / "demo"
    factlab("demo", home, "--households", HOUSEHOLDS)
    server, url = listening() if len(sys.argv) < 3 else (None, sys.argv[2])
    words = ["--identity", home / "analyst/identity.txt"]
    agreement, text, engine = same(home, url, *words)
    killed(home, words, agreement)
    refused(home, url, words, agreement, text, engine)
    for profile in ["standard", "id", "strict"]:
        home = pathlib.Path(made) / profile
        with_tokens(home, profile)
        same(home, url, more="links = true\n")
    if server:
        server.stop()
