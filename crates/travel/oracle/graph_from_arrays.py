#!/usr/bin/env python3
"""Writes a graph kept as numpy arrays (street.npz, places.npz) as the tables that the example `travel_bench` reads.

usage: graph_from_arrays.py FOLDER
"""
import sys

import numpy as np

folder = sys.argv[1]
street, places = np.load(f"{folder}/street.npz"), np.load(f"{folder}/places.npz")
arcs = np.stack([street["src"], street["dst"], street["ds"]], 1)
np.savetxt(f"{folder}/arcs.csv", arcs, fmt="%d", delimiter=",", header="from,to,weight", comments="")
nodes = np.c_[np.arange(len(street["lon"])), street["lon"], street["lat"]]
np.savetxt(f"{folder}/nodes.csv", nodes, fmt=["%d", "%.6f", "%.6f"], delimiter=",", header="id,lon,lat", comments="")
for name in ("demand", "sites", "pop"):
    np.savetxt(f"{folder}/{name}.csv", places[name], fmt="%d")
