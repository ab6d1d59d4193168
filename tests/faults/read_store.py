"""Reads an embedded store that nobody has open: a process of its own, because an engine keeps its folder to its end.

usage: python -m tests.faults.read_store FOLDER DATABASE < queries
  One JSON list of queries on standard input; one JSON list of answers (each a list of row objects) on standard output.
"""

import json
import sys

from chdb.session import Session


def main() -> None:
    folder, database = sys.argv[1:]
    session = Session(folder)
    session.query(f"USE {database}")
    session.query("SET output_format_json_quote_64bit_integers = 0")
    answers = [
        [json.loads(line) for line in session.query(query, "JSONEachRow").bytes().splitlines()]
        for query in json.load(sys.stdin)
    ]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
