#!/usr/bin/env python3
"""Checks a table of distances against scipy and pandana on the very same arcs, and says how long each took.

usage: streets_against_peers.py FOLDER
FOLDER holds what the example `travel_bench` writes with `dump NET MODE FOLDER` or `graph FOLDER`: arcs.csv, sites.csv, demand.csv
(numbers of nodes) and table.u32 (what the engine found, sites by demand). A peer that cannot be imported is left out and said so.
Prints a line of JSON for each peer; exits with 1 where one differs.
"""
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
try:
    import numpy as np
except ImportError as missing:
    print(json.dumps({"skipped": str(missing)}))
    sys.exit(0)

FAR = 1 << 30
folder = sys.argv[1]


def table(name, header):
    return np.loadtxt(f"{folder}/{name}", delimiter=",", skiprows=header, dtype=np.int64, ndmin=2)


arcs = table("arcs.csv", 1)
sites, demand = table("sites.csv", 0)[:, 0], table("demand.csv", 0)[:, 0]
ours = np.fromfile(f"{folder}/table.u32", dtype="<u4").reshape(-1, len(demand)).astype(float)
sites = sites[: len(ours)]
n = int(max(arcs[:, :2].max(), sites.max(), demand.max())) + 1
# Of arcs that join the same two nodes the shortest counts; scipy would add them up.
arcs = arcs[np.lexsort((arcs[:, 2], arcs[:, 1], arcs[:, 0]))]
first = np.ones(len(arcs), dtype=bool)
first[1:] = (arcs[1:, :2] != arcs[:-1, :2]).any(axis=1)
arcs = arcs[first]


def scipy_table():
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    start = time.process_time()
    graph = csr_matrix((arcs[:, 2].astype(float), (arcs[:, 0], arcs[:, 1])), shape=(n, n))
    prepared = time.process_time() - start
    start = time.process_time()
    found = dijkstra(graph, directed=True, indices=sites)[:, demand]
    return found, prepared, time.process_time() - start, 0.0


def pandana_table():
    import pandas as pd
    import pandana

    start = time.process_time()
    flat = pd.Series(np.zeros(n))
    # Thousandths, since a single precision is used inside; one way each.
    weights = pd.DataFrame({"s": arcs[:, 2] / 1000.0})
    network = pandana.Network(flat, flat, pd.Series(arcs[:, 0]), pd.Series(arcs[:, 1]), weights, twoway=False)
    prepared = time.process_time() - start
    start = time.process_time()
    a, b = np.repeat(sites, len(demand)), np.tile(demand, len(sites))
    found = np.array(network.shortest_path_lengths(a, b)).reshape(ours.shape) * 1000.0
    found[found > 4e9] = np.inf
    # It rounds each arc to a thousandth inside: half a thousand over a city is rounding, more is a fault.
    return found, prepared, time.process_time() - start, 500.0


wrong = False
for peer, ask in (("scipy", scipy_table), ("pandana", pandana_table)):
    try:
        found, prepared, took, slack = ask()
    except ImportError as missing:
        print(json.dumps({"peer": peer, "skipped": str(missing)}))
        continue
    here, there = ours < FAR, np.isfinite(found)
    both = here & there
    gap = np.abs(ours[both] - found[both])
    largest = float(gap.max()) if gap.size else 0.0
    agrees = bool((here == there).all() and largest <= slack)
    wrong |= not agrees
    report = {
        "peer": peer,
        "nodes": n,
        "arcs": len(arcs),
        "pairs": int(ours.size),
        "reached_by_one_only": int((here != there).sum()),
        "largest_gap": largest,
        "agrees": agrees,
        "prepare_cpu_s": round(prepared, 3),
        "cpu_s": round(took, 3),
    }
    print(json.dumps(report), flush=True)
sys.exit(int(wrong))
