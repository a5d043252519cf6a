#!/usr/bin/env python3
"""Checks tables of minutes against pandana, side by side. Skips when pandana cannot be imported.

usage: streets_against_pandana.py FOLDER [MODE]
FOLDER holds what `cargo run --release -p travel --example travel_bench -- dump NET MODE FOLDER` writes: the arcs of one mode, some
sources and targets and the distances that the engine found. Prints one line of JSON; exits with 1 where they differ.
"""
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
try:
    import numpy as np
    import pandas as pd
    import pandana
except ImportError as missing:
    print(json.dumps({"skipped": str(missing)}))
    sys.exit(0)

folder = sys.argv[1]
arcs = np.loadtxt(f"{folder}/arcs.csv", delimiter=",", skiprows=1, dtype=np.int64, ndmin=2)
sources = np.loadtxt(f"{folder}/sites.csv", dtype=np.int64, ndmin=1)
targets = np.loadtxt(f"{folder}/demand.csv", dtype=np.int64, ndmin=1)
ours = np.fromfile(f"{folder}/table.u32", dtype="<u4").reshape(len(sources), len(targets)).astype(float)
far = float(1 << 30)
n = int(max(arcs[:, :2].max(), sources.max(), targets.max())) + 1

start = time.process_time()
flat = pd.Series(np.zeros(n))
# One way each: `twoway=False` keeps arcs as they are. Seconds, since single precision is used inside.
network = pandana.Network(
    flat, flat, pd.Series(arcs[:, 0]), pd.Series(arcs[:, 1]), pd.DataFrame({"s": arcs[:, 2] / 1000.0}), twoway=False
)
prepared = time.process_time() - start
start = time.process_time()
a, b = np.repeat(sources, len(targets)), np.tile(targets, len(sources))
theirs = np.array(network.shortest_path_lengths(a, b)).reshape(ours.shape)
took = time.process_time() - start
reached_ours, reached_theirs = ours < far, theirs < 4_000_000
both = reached_ours & reached_theirs
gap = np.abs(ours[both] / 1000.0 - theirs[both])
report = {
    "nodes": n,
    "arcs": len(arcs),
    "pairs": int(ours.size),
    "reached_by_one_only": int((reached_ours != reached_theirs).sum()),
    "largest_gap_s": float(gap.max()) if gap.size else 0.0,
    "pandana_prepare_cpu_s": round(prepared, 3),
    "pandana_table_cpu_s": round(took, 3),
}
print(json.dumps(report))
# pandana rounds each arc to a thousandth inside: half a second over a city is rounding, more is a fault.
sys.exit(0 if report["reached_by_one_only"] == 0 and report["largest_gap_s"] < 0.5 else 1)
