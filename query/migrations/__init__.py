"""How the tables came to be what `query.schema` says: ordered steps, forward only.

    migrate(store)   brings the store to this version; may run anywhere, any number of times, at the same time
    statements(target)   the same as text, for a person to read or run
    check(store)     raises SchemaTooOld or SchemaTooNew; what writes or asks calls it once at its start

A new step: change `query.schema`, add an entry to `history.py` (a test says what is missing), run the tests. A step
only ever adds, so an older process keeps working on newer tables until a step names it as too old (`oldest_version`).

`history` (the steps), `operations` (what a step may do), `frozen` (tables as they were), `runner` (applying).
"""

from query.migrations.history import Migration, history
from query.migrations.runner import check, migrate, statements, version

__all__ = ["Migration", "check", "history", "migrate", "statements", "version"]
