"""A release that a server of Spark Connect counted is the same, byte for byte, as one that factlab counts itself; and what goes wrong is said.

python tests/connected.py FACTLAB [URL]; FACTLAB is built with --features spark; without a URL it needs pysail and pyspark-client.
"""
import pathlib, sys, tempfile
from emitted import content, factlab

HOUSEHOLDS = 2000


def listening():
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    return server, f"sc://127.0.0.1:{server.listening_address[1]}"


def same(home, agreement, text, url):
    words = ["--identity", home / "analyst/identity.txt"]
    factlab("run", "-c", home / "config.toml", *words, "-o", home / "here")
    engine = f'\n[engine]\nkind = "spark"\nfolder = "cluster"\nurl = "{url}"\n'
    agreement.write_text(text + engine, "utf-8")
    factlab("run", "-c", agreement, *words, "-o", home / "there")
    here, there = content(home / "here"), content(home / "there")
    differ = [str(file) for file in here if here[file] != there.get(file)]
    assert here.keys() == there.keys() and not differ, differ
    assert not any((home / "cluster").iterdir()), "tables are left behind"
    print(f"{len(here)} files of the same bytes, and nothing left behind")

    def refused(change, words_said, status=1):
        agreement.write_text(text + change(engine), "utf-8")
        said = factlab("run", "-c", agreement, *words, "-o", home / "refused", status=status)
        assert words_said in said, said
        for folder in [home / "refused", home / "cluster"]:
            assert not folder.exists() or not any(folder.iterdir()), list(folder.iterdir())

    refused(lambda engine: engine.replace(url, "sc://127.0.0.1:1"), "no cluster listens at 127.0.0.1:1")
    refused(lambda engine: engine + 'seen_as = "/nowhere"\n', "cannot read /nowhere/")
    refused(lambda engine: engine + 'token = "absent.txt"\n', "absent.txt: cannot read the token")
    refused(lambda engine: engine.replace(url, "sc://example.org"), "in the clear")
    print("refused: nobody listens, a folder that is not seen, a token that is not there, an address without TLS")


with tempfile.TemporaryDirectory() as made:
    home = pathlib.Path(made) / "demo"
    factlab("demo", home, "--households", HOUSEHOLDS)
    server, url = listening() if len(sys.argv) < 3 else (None, sys.argv[2])
    same(home, home / "spark.toml", (home / "config.toml").read_text("utf-8"), url)
    if server:
        server.stop()
