"""Which columns a person sees of traces, logs, metrics and their points."""

import json
from collections.abc import Sequence

from rich.text import Text

from camelops.cli.output import Column
from camelops.cli.text import one_line, service_style
from camelops.cli.times import duration_text, moment_text
from controlplane.v1.models import LogRecord, MetricName, MetricPoint, TraceSummary


def _errors(item: TraceSummary) -> Text:
    return Text(f"✗ {item.errors}", style="bold red") if item.errors else Text("")


def _root(item: TraceSummary) -> Text:
    if not item.root_name:
        return Text("root not received", style="yellow italic")
    service = Text(one_line(item.root_service), style=service_style(item.root_service))
    return service.append(f" {one_line(item.root_name)}", style="default")


def _severity(item: LogRecord) -> Text:
    # Numbers of the OpenTelemetry log data model: 17 and up are errors, 13 to 16 warnings, below 9 debug and trace.
    number = item.severity_number
    mark, style = (
        ("✗", "bold red") if number >= 17 else ("!", "yellow") if number >= 13 else ("", "dim" if number < 9 else "")
    )
    return Text(f"{mark:1} {one_line(item.severity)}", style=style)


def _body(item: LogRecord) -> str:
    return one_line(item.body if isinstance(item.body, str) else json.dumps(item.body, ensure_ascii=False))


def _point_value(item: MetricPoint) -> str:
    if item.value is not None:
        return f"{item.value:,}" if isinstance(item.value, int) else f"{item.value:g}"
    named = (("count", item.count), ("sum", item.sum), ("min", item.min), ("max", item.max))
    return " ".join(f"{name}={value:g}" for name, value in named if value is not None)


def _attributes(item: MetricPoint) -> str:
    return one_line(" ".join(f"{key}={value}" for key, value in item.attributes.items()))


TRACE_COLUMNS: Sequence[Column[TraceSummary]] = (
    Column("started", lambda item: moment_text(item.start_unix_ns)[11:23], 12),
    Column("duration", lambda item: duration_text(item.duration_ns), 9, right=True),
    Column("spans", lambda item: str(item.spans), 6, right=True, wide_only=True),
    Column("errors", _errors, 6),
    Column("root", _root),
    Column("trace", lambda item: item.trace_id, 32),
)
LOG_COLUMNS: Sequence[Column[LogRecord]] = (
    Column("time", lambda item: moment_text(item.time_unix_ns)[11:23], 12),
    Column("severity", _severity, 9),
    Column("service", lambda item: Text(one_line(item.service), style=service_style(item.service)), 18),
    Column("message", _body),
    Column("trace", lambda item: item.trace_id, 32, wide_only=True),
)
METRIC_COLUMNS: Sequence[Column[MetricName]] = (
    Column("metric", lambda item: item.name),
    Column("kind", lambda item: item.kind.replace("_", " "), 21, wide_only=True),
    Column("unit", lambda item: one_line(item.unit), 10, wide_only=True),
    Column("points", lambda item: f"{item.count:,}", 14, right=True),
)
POINT_COLUMNS: Sequence[Column[MetricPoint]] = (
    Column("time", lambda item: moment_text(item.time_unix_ns)[11:23], 12),
    Column("service", lambda item: Text(one_line(item.service), style=service_style(item.service)), 18),
    Column("value", _point_value, 28, right=True),
    Column("attributes", _attributes),
)
