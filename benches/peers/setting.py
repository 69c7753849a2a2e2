"""What a measurement stands on: the program, the Python with its peers, and the machine."""
import json, os, pathlib, platform, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent


def program():
    """The program to measure."""
    given = os.environ.get("PROGRAM")
    if given:
        return pathlib.Path(given).resolve()
    root = HERE.parent.parent
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=root, check=True)
    metadata = subprocess.run(["cargo", "metadata", "--format-version=1", "--no-deps"], cwd=root, check=True, capture_output=True)
    return pathlib.Path(json.loads(metadata.stdout)["target_directory"]) / "release" / "factlab"


def environment(place):
    """The Python with the peers, of the versions in requirements.txt."""
    python, wanted, installed = place / "bin" / "python", HERE / "requirements.txt", place / "requirements.txt"
    if not installed.exists() or installed.read_bytes() != wanted.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
        installed.write_bytes(wanted.read_bytes())
    return python


def machine():
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")]
    peers = ", ".join(line.strip().replace("==", " ") for line in open(HERE / "requirements.txt", encoding="utf-8"))
    load = os.getloadavg()[1]
    return f"{len(os.sched_getaffinity(0))} cores of {models[0] if models else platform.machine()}, load {load:.1f}; Python {platform.python_version()}, {peers}."
