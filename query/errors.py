"""What can go wrong with the store, in the words of those who ask it. Engine codes are turned into these at one border,
`query.border`.

StoreError
├── StoreUnavailable   transient: the same call may succeed later
│   ├── StoreInUse     another process holds the data directory of the embedded engine
│   └── SchemaMissing  a table is not there (yet): the migrations did not run
├── BlockRefused       permanent: the same block will always be refused
├── QueryOverLimit     the question needs more time, rows or memory than it may use
├── PatternRefused     a regular expression is not one the engine knows
├── QueryFailed        the engine refused the question itself: a defect of ours, never the data's
├── SchemaTooOld, SchemaTooNew   the tables are not of this version
└── TooManyPartitions  the tenants' retentions would make more partitions than a table bears
MalformedQuery         a person's search text does not parse (it is a ValueError, it never reached the store)
"""


class StoreError(Exception):
    """Root of what the store raises."""


class StoreUnavailable(StoreError):
    """The store did not do it now: away, overloaded, full, or not migrated yet. Keep what you have and retry."""


class StoreInUse(StoreUnavailable):
    """Another process has the embedded store's directory open: it lets in one."""


class SchemaMissing(StoreUnavailable):
    """There is no such table or database: run `camelops migrate`."""


class BlockRefused(StoreError):
    """The store understood and refused: the same block would be refused again."""


class QueryOverLimit(StoreError):
    """The question passed a bound. Ask for less time or fewer rows, or raise the bound in the settings."""


class PatternRefused(StoreError):
    """A regular expression of a search is not valid in RE2's syntax."""


class QueryFailed(StoreError):
    """The engine refused the question as it was written."""


class SchemaTooOld(StoreError):
    """The tables lack migrations that this version needs."""


class SchemaTooNew(StoreError):
    """The tables were migrated by a later version."""


class TooManyPartitions(StoreError):
    """The configured partition groups and retentions would make a table slow to open, merge and ask."""


class MalformedQuery(ValueError):
    """A search text that does not parse. `column` counts from 1; str() shows the text with a caret under it."""

    def __init__(self, problem: str, text: str, column: int) -> None:
        super().__init__(f"{problem} at column {column}\n  {text}\n  {' ' * (column - 1)}^")
        self.problem = problem
        self.query = text
        self.column = column
