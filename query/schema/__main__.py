"""`python -m query.schema > docs/schema.md`."""

import sys

from query.schema.page import page

sys.stdout.write(page())
