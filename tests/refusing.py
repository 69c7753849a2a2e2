"""A server of Spark Connect that refuses the token, does not let this account in, or is of Spark 3, is said to be so, with nothing written: a server in a
few lines that answers so stands in for a cluster.

python tests/refusing.py FACTLAB; FACTLAB is built with --features spark; needs grpcio.
"""
import concurrent.futures, pathlib, sys, tempfile
import grpc
from emitted import factlab

TOKEN = "dapi-1;2=3/4+5%6"
REFUSALS = [
    ("UNAUTHENTICATED", "it refuses the token"),
    ("PERMISSION_DENIED", "it refuses the token"),
    ("3.5.6", "is of version 3.5.6"),
    ("", "is of version"),
]


def field(number, content):
    """A text, or a message, of less than 128 bytes, as a field of a message."""
    return bytes([number << 3 | 2, len(content)]) + content


class Refusing(grpc.GenericRpcHandler):
    """Answers `AnalyzePlan` with a version, or all with a status."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def service(self, call):
        def answer(request, context):
            self.asked.append((call.method.rsplit("/", 1)[-1], dict(call.invocation_metadata).get("authorization")))
            if status := getattr(grpc.StatusCode, self.answer, None):
                context.abort(status, "of Jansen, who may not be quoted")
            # AnalyzePlanResponse: the session, which a request has as its first field too, and the version.
            session = request[2 : 2 + request[1]]
            return field(1, session) + field(8, field(1, self.answer.encode()))

        return grpc.unary_unary_rpc_method_handler(answer)


def refused(home, answer, words):
    handler = Refusing(answer)
    server = grpc.server(concurrent.futures.ThreadPoolExecutor(2), handlers=[handler])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    agreement = home / "spark.toml"
    engine = f'\n[engine]\nkind = "spark"\nfolder = "cluster"\nurl = "sc://127.0.0.1:{port}"\ntoken = "cluster.token"\n'
    (home / "cluster.token").write_text(f"{TOKEN}\n", "utf-8")
    agreement.write_text((home / "config.toml").read_text("utf-8") + engine, "utf-8")
    said = factlab("run", "-c", agreement, "--identity", home / "analyst/identity.txt", "-o", home / "refused", status=1)
    server.stop(None)
    assert words in said and "Jansen" not in said, said
    assert handler.asked == [("AnalyzePlan", f"Bearer {TOKEN}")], handler.asked
    for folder in [home / "refused", home / "cluster"]:
        assert not folder.exists() or not any(folder.iterdir()), list(folder.iterdir())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        home = pathlib.Path(made) / "demo"
        factlab("demo", home, "--households", 1000)
        for answer, words in REFUSALS:
            refused(home, answer, words)
    print("refused: a token that is not taken, an account that may not come in, a server of Spark 3, one that does not say its version")
