"""Asks zen-engine what the tables say, for the test that compares our evaluator with it.

Reads one JSON object from standard input: {"tables": [JDM, …], "inputs": [{…}, …]}. Prints a JSON list with, for each table and each
input, what the engine gave. Needs the PyPI package zen-engine; where it cannot be imported, exits with status 3.
"""

import json
import sys

try:
    import zen
except ImportError:
    sys.exit(3)

asked = json.load(sys.stdin)
engine = zen.ZenEngine()
answers = []
for table in asked["tables"]:
    decision = engine.create_decision(json.dumps(table))
    answers.append([decision.evaluate(given)["result"] for given in asked["inputs"]])
json.dump(answers, sys.stdout)
