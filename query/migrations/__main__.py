"""`python -m query.migrations > query/migrations/NNNN_name.json`: the tables of today, for a step's own data."""

import sys

from query.migrations.frozen import dump
from query.schema import KEPT, TABLES

sys.stdout.write(dump((*TABLES, *KEPT)))
