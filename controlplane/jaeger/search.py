"""Jaeger's search parameters as a search of ours. Pure.

Jaeger has tags for what OpenTelemetry has fields for; those that its JSON carries as tags are looked for where they are
stored.
"""

from collections.abc import Iterator, Mapping

from query.language import Comparison, Operator, Search, parse

_FIELDS = {
    "span.kind": "kind",
    "otel.status_code": "status",
    "otel.status_description": "message",
    "otel.scope.name": "scope",
}


def search(
    service: str,
    operation: str,
    duration_ns_min: int | None,
    duration_ns_max: int | None,
    tags: Mapping[str, str],
) -> Search:
    """All of what is given."""
    return parse("").also(*_terms(service, operation, duration_ns_min, duration_ns_max, tags))


def _terms(
    service: str,
    operation: str,
    duration_ns_min: int | None,
    duration_ns_max: int | None,
    tags: Mapping[str, str],
) -> Iterator[Comparison]:
    if service:
        yield Comparison("service", Operator.EQUAL, service)
    # Grafana and Jaeger UI send `all` for no choice.
    if operation and operation != "all":
        yield Comparison("operation", Operator.EQUAL, operation)
    if duration_ns_min is not None:
        yield Comparison("duration", Operator.GREATER_OR_EQUAL, f"{duration_ns_min}ns")
    if duration_ns_max is not None:
        yield Comparison("duration", Operator.LESS_OR_EQUAL, f"{duration_ns_max}ns")
    for key, value in tags.items():
        if key == "error":
            yield Comparison("status", Operator.EQUAL if value == "true" else Operator.NOT_EQUAL, "error")
        else:
            yield Comparison(_FIELDS.get(key, key), Operator.EQUAL, value)
