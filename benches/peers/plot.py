"""Draws lines on two logarithmic axes: `plot.py FILE.svg` reads {name: {persons in millions: seconds}} from standard input."""
import json, sys

import matplotlib

matplotlib.use("svg")
# Text stays text, and the same figures give the same file.
matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "factlab"})
from matplotlib import pyplot

figure, axes = pyplot.subplots(figsize=(7, 4))
for marker, (name, seconds) in zip("osd^", json.load(sys.stdin).items()):
    points = sorted((float(size), cost) for size, cost in seconds.items())
    axes.loglog(*zip(*points), marker=marker, label=name)
    first, last = points[0], points[-1]
    axes.loglog([first[0], last[0]], [first[1], first[1] * last[0] / first[0]], color="grey", linewidth=0.5)
axes.set(xlabel="persons in the register, millions", ylabel="seconds of processor time")
axes.xaxis.set_major_formatter("{x:g}")
axes.yaxis.set_major_formatter("{x:g}")
axes.legend(title="grey: as many times longer as larger")
figure.savefig(sys.argv[1], metadata={"Date": None}, bbox_inches="tight")
