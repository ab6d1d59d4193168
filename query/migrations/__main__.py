"""`python -m query.migrations [TABLE …] > query/migrations/NNNN_name.json`: tables of today, for a step's own data."""

import sys

from query.migrations.frozen import dump
from query.schema import KEPT, TABLES, table

sys.stdout.write(dump(tuple(map(table, sys.argv[1:])) or (*TABLES, *KEPT)))
