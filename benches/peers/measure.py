"""Seconds and memory of processes that take turns."""
import dataclasses, json, os, statistics, subprocess, sys, tempfile


@dataclasses.dataclass
class Cost:
    seconds: float  # on the clock; of a peer what it says itself, so that starting Python does not count
    processor: float  # seconds of processor time, of the whole process
    megabytes: float  # the most memory that one of its processes took
    said: dict  # what the process printed as JSON


def run(command, cwd):
    """Runs a command to its end; one that fails ends everything."""
    with tempfile.TemporaryFile("w+") as screen:
        begin = os.times().elapsed
        child = subprocess.Popen([*map(str, command)], cwd=cwd, stdout=screen, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        elapsed = os.times().elapsed - begin
        screen.seek(0)
        text = screen.read()
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nended with {child.returncode}\n{text}")
    lines = [line for line in text.splitlines() if line.startswith("{")]
    said = json.loads(lines[-1]) if lines else {}
    return Cost(said.get("seconds", elapsed), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


def in_turn(commands, times, cwd):
    """Each command so many times, one after the other, and again: of each the medians."""
    costs = [[] for _ in commands]
    for _ in range(times):
        for command, of_one in zip(commands, costs):
            of_one.append(run(command, cwd))
    median = lambda of_one, name: statistics.median(getattr(cost, name) for cost in of_one)
    return [Cost(*(median(of_one, name) for name in ("seconds", "processor", "megabytes")), of_one[-1].said) for of_one in costs]
