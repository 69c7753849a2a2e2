"""A release that a server of Spark Connect counted, or linked and counted, is the same, byte for byte, as one that factlab makes itself; and what goes
wrong is said.

python tests/connected.py FACTLAB [URL]; FACTLAB is built with --features spark; without a URL it needs pysail and pyspark-client.
"""
import pathlib, sys, tempfile
from emitted import by_rules, content, factlab

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


with tempfile.TemporaryDirectory() as made:
    home = pathlib.Path(made) / "demo"
    factlab("demo", home, "--households", HOUSEHOLDS)
    server, url = listening() if len(sys.argv) < 3 else (None, sys.argv[2])
    words = ["--identity", home / "analyst/identity.txt"]
    refused(home, url, words, *same(home, url, *words))
    for profile in ["standard", "id"]:
        home = pathlib.Path(made) / profile
        by_rules(home, profile)
        same(home, url, more="links = true\n")
    if server:
        server.stop()
