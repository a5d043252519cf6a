"""The Python package police-api-client against a running demonstration: python ask_police_api.py URL

The client knows nothing of Bluelamp: only its address is another. Nothing here is a copy of what the server says;
each check compares two things that the client was told.
"""

import sys
import time
from datetime import datetime

import requests
from police_api import PoliceAPI

url = sys.argv[1].rstrip("/")
api = PoliceAPI(base_url=url + "/api/")
passed, failed = 0, []


def check(name):
    def run(work):
        global passed
        try:
            work()
            passed += 1
            print(f"ok    {name}")
        except Exception as error:  # every fault of a check is a failed check
            failed.append(name)
            print(f"WRONG {name}: {type(error).__name__} {error}")
    return run


forces = api.get_forces()
force = forces[0]
wards = force.neighbourhoods


@check("there is one force, and it has a name, an address and a telephone")
def _():
    assert len(forces) == 1 and force.id and force.name
    assert force.url.startswith("http") and force.telephone
    assert isinstance(force.engagement_methods, list)
    assert isinstance(force.senior_officers, list)


@check("the neighbourhoods come with their names")
def _():
    assert len(wards) > 1 and all(w.id and w.name for w in wards)
    assert [w.name for w in wards] == sorted(w.name for w in wards)


@check("a neighbourhood has its details, and the middle lies in it")
def _():
    ward = api.get_neighbourhood(force.id, wards[0].id)
    assert ward.name == wards[0].name
    assert ward.population is None or ward.population > 0
    assert ward.contact_details and ward.url_force.endswith(ward.id)
    found = api.locate_neighbourhood(float(ward.centre["latitude"]), float(ward.centre["longitude"]))
    assert found == ward, (found, ward)


@check("a boundary is a closed ring around the middle")
def _():
    ring = wards[1].boundary
    assert len(ring) > 3 and ring[0] == ring[-1]
    assert min(p[0] for p in ring) < float(wards[1].centre["latitude"]) < max(p[0] for p in ring)


@check("a team has ranks, events have a day, promises have one too")
def _():
    # The client keeps one answer for all neighbourhoods, so only one is asked for each.
    assert any(o.rank for o in wards[2].officers)
    for event in wards[2].events:
        assert event.title and isinstance(event.start_date, datetime)
    for promise in wards[2].priorities:
        assert promise.issue.startswith("<p>") and isinstance(promise.issue_date, datetime)


@check("a place that is nobody's is in no neighbourhood")
def _():
    assert api.locate_neighbourhood(0, 0) is None


@check("too many requests at once are 429, and the next second is free")
def _():
    time.sleep(2)
    with requests.Session() as session:
        codes = [session.get(url + "/api/forces").status_code for _ in range(200)]
    assert set(codes) == {200, 429}, set(codes)
    assert codes[:30] == [200] * 30
    time.sleep(1.2)
    assert api.get_forces()


print(f"{passed} passed, {len(failed)} failed")
sys.exit(bool(failed))
