"""The questions, one a file. Each takes a store and a scope (tenant, time range, bounds) and answers with a frame.

Frames carry the tables' own column names. Times are UTC datetimes to the nanosecond, attributes are polars Maps (a
dict in a Python row), a list without rows is a frame without rows; whatever goes wrong is raised (`query.errors`).

`services`, `operations`, `dependencies`: what there is and how it calls each other. `find_traces`, `trace`, `traces`: a
list, and some of it whole. `log_search`. `unknown_keys`: what a search names and the data lacks. `metric_names`,
`metric_series`. `gaps`: what did not get in.
"""

from query.ask.dependencies import dependencies
from query.ask.find_traces import find_traces
from query.ask.gaps import gaps
from query.ask.log_search import log_search
from query.ask.metric_names import metric_names
from query.ask.metric_series import metric_series
from query.ask.operations import operations
from query.ask.services import services
from query.ask.trace import trace, traces
from query.ask.unknown_keys import unknown_keys

__all__ = [
    "dependencies",
    "find_traces",
    "gaps",
    "log_search",
    "metric_names",
    "metric_series",
    "operations",
    "services",
    "trace",
    "traces",
    "unknown_keys",
]
