"""The questions, one a file. Each takes a store and a scope (tenant, time range, bounds) and answers with a frame.

Frames carry the tables' own column names. Times are UTC datetimes to the nanosecond, attributes are polars Maps (a
dict in a Python row), a list without rows is a frame without rows; whatever goes wrong is raised (`query.errors`).
Long lists come as pages (`query.paging`).

What there is: `services`, `operations`, `metric_names`, `metric_list`, `suggest_keys`, `suggest_values`,
`unknown_keys`. How services are doing: `red`; who calls whom: `dependencies`; both: `service_map`. What matches a
search: `find_traces`, `spans`, `log_search`; how much of it: `count`, `histogram`, `heat_map`, `facets`; what is
different about some of it: `difference`; what comes in: `arrivals`; around a log record: `log_context`. A trace:
`extent`, `trace_skeleton`, `trace_statistics`, `trace_find`, `span_detail`, `trace_logs`, and whole `trace`, `traces`,
`trace_parts`. A metric: `metric_series`, `metric_points`, `metric_exemplars`, `metric_keys`. What did not get in:
`gaps`, `gap_sums`. Of Camel: `exchanges`, `exchange`.
"""

from query.ask.arrivals import arrivals
from query.ask.count import count
from query.ask.dependencies import dependencies
from query.ask.difference import difference
from query.ask.exchange import exchange
from query.ask.exchanges import exchanges
from query.ask.facets import facets
from query.ask.find_traces import find_traces
from query.ask.gaps import gap_sums, gaps
from query.ask.heat_map import heat_map
from query.ask.histogram import histogram
from query.ask.log_context import log_context
from query.ask.log_search import log_search
from query.ask.metric_exemplars import metric_exemplars
from query.ask.metric_keys import metric_keys
from query.ask.metric_list import metric_list
from query.ask.metric_names import metric_names
from query.ask.metric_points import metric_points
from query.ask.metric_series import metric_series
from query.ask.operations import operations
from query.ask.red import red
from query.ask.routes import routes
from query.ask.service_map import service_map
from query.ask.services import services
from query.ask.span_detail import span_detail
from query.ask.spans import spans
from query.ask.suggest import suggest_keys, suggest_values
from query.ask.trace import extent, trace, trace_parts, traces
from query.ask.trace_find import trace_find
from query.ask.trace_logs import trace_logs
from query.ask.trace_skeleton import trace_skeleton, trace_statistics
from query.ask.unknown_keys import unknown_keys

__all__ = [
    "arrivals",
    "count",
    "dependencies",
    "difference",
    "exchange",
    "exchanges",
    "extent",
    "facets",
    "find_traces",
    "gap_sums",
    "gaps",
    "heat_map",
    "histogram",
    "log_context",
    "log_search",
    "metric_exemplars",
    "metric_keys",
    "metric_list",
    "metric_names",
    "metric_points",
    "metric_series",
    "operations",
    "red",
    "routes",
    "service_map",
    "services",
    "span_detail",
    "spans",
    "suggest_keys",
    "suggest_values",
    "trace",
    "trace_find",
    "trace_logs",
    "trace_parts",
    "trace_skeleton",
    "trace_statistics",
    "traces",
    "unknown_keys",
]
