#!/usr/bin/env python3
"""Checks minutes from door to door against cafein, which reads maps and timetables with code of its own. Skips without cafein.

usage: doors_against_cafein.py FOLDER MODE OSM [GTFS… --depart 2019-05-14T14:00]
FOLDER holds from.csv, to.csv (id,lat,lon) and minutes.csv (what `bluelamp travel matrix` wrote of them). MODE is walk, or transit with
timetables and the beginning of an hour of departures. Prints a line of JSON; exits with 1 when the two say different things of a city.

Two readers of a map differ in what they take for a footway and in how they join a place to it, so single pairs may differ by
minutes; a fault in a search, a calendar or a clock would move all of them. A feed that times only the first and the last stop of a trip (Porto
Alegre's buses) says nothing of the others: each fills them in by a rule of its own, so there the minutes of both say little.
"""
import csv
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
try:
    import geopandas
    from cafein.matrices import TravelTimeMatrix
    from cafein.network import TransportNetwork
    from cafein.street_network import StreetNetwork
except ImportError as missing:
    print(json.dumps({"peer": "cafein", "skipped": str(missing)}))
    sys.exit(0)

arguments = sys.argv[1:]
depart = None
if "--depart" in arguments:
    at = arguments.index("--depart")
    depart = arguments[at + 1]
    del arguments[at : at + 2]
folder, mode, osm, *feeds = arguments
# 80 metres a minute, as the engine walks.
PACE = 4.8


def points(name):
    rows = list(csv.DictReader(open(f"{folder}/{name}", encoding="utf-8")))
    at = geopandas.points_from_xy([float(r["lon"]) for r in rows], [float(r["lat"]) for r in rows])
    return geopandas.GeoDataFrame({"id": [r["id"] for r in rows]}, geometry=at, crs=4326)


ours = {}
for row in csv.DictReader(open(f"{folder}/minutes.csv", encoding="utf-8")):
    ours[row["from"], row["to"]] = (row["minutes"], row.get("p90", ""))

start = time.process_time()
if mode == "walk":
    network = StreetNetwork.from_osm(osm, modes=("walk",))
else:
    network = TransportNetwork.from_gtfs(
        feeds, osm_pbf=osm, walking_speed_kmph=PACE, max_walking_time=10, trip_distances=False
    )
prepared = time.process_time() - start
start = time.process_time()
# No place is joined to a street further off, as the engine has it.
seconds = {"output_time_units": "seconds", "snap_distance": 1000}
if mode == "walk":
    found = TravelTimeMatrix(
        network, points("from.csv"), points("to.csv"), transport_mode="walk", max_street_time=600, **seconds
    )
    columns = ["travel_time"]
else:
    found = TravelTimeMatrix(
        network,
        points("from.csv"),
        points("to.csv"),
        departure=depart,
        departure_time_window=60,
        percentiles=[50, 90],
        walking_speed_kmph=PACE,
        max_walking_time=30,
        **seconds,
    )
    columns = ["travel_time_p50", "travel_time_p90"]
took = time.process_time() - start

theirs = {}
for row in found.itertuples():
    theirs[str(row.from_id), str(row.to_id)] = [getattr(row, c) / 60.0 for c in columns]
# A walk of cafein goes at its own pace over the same streets: brought to ours, so that the ways are compared.
share = 1.0
if mode == "walk":
    pairs = [(float(o[0]), theirs[k][0]) for k, o in ours.items() if o[0] and theirs.get(k, [0])[0] > 5]
    ratios = sorted(a / b for a, b in pairs)
    share = ratios[len(ratios) // 2]
report = {"peer": "cafein", "mode": mode, "pairs": len(ours), "prepare_cpu_s": round(prepared, 2), "cpu_s": round(took, 2)}
wrong = False
# The engine counts no journey over two hours.
most = 120.0 if mode == "transit" else float("inf")
for at, column in enumerate(columns):
    gaps, one_only = [], 0
    for key, values in ours.items():
        here = float(values[at]) if values[at] else None
        there = theirs.get(key, [None] * len(columns))[at]
        there = None if there is None or there != there or there * share > most else there * share
        if here is not None and there is not None:
            gaps.append(here - there)
        elif (here is None) != (there is None):
            one_only += 1
    sizes = sorted(abs(g) for g in gaps)
    signed = sorted(gaps)
    part = lambda p: round(sizes[min(len(sizes) - 1, int(p * len(sizes)))], 2)
    name = column.replace("travel_time", "minutes")
    report[name] = {
        "compared": len(gaps),
        "by_one_only": one_only,
        "middle_difference": round(signed[len(signed) // 2], 2),
        "half_within": part(0.5),
        "nine_of_ten_within": part(0.9),
        "largest": part(1.0),
    }
    wrong |= part(0.5) > 2.0 or part(0.9) > 8.0 or one_only > 0.03 * len(ours)
report["pace_of_theirs_to_ours"] = round(share, 3)
report["agrees"] = not wrong
print(json.dumps(report))
sys.exit(int(wrong))
