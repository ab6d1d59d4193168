"""`/api/v1/exchanges`: the list, and one with steps, messages and parts."""

from tests.controlplane.conftest import Platform
from tests.query.rows import MINUTE, NOON, SECOND, indexed, log, moment, span

DURING = {"start_unix_ns": NOON - MINUTE, "end_unix_ns": NOON + MINUTE}
URL = "/api/v1/exchanges"
OF = {"CamelContext": "camel-1", "CamelRoute": "orders", "CamelExchange": "E-1"}


def typed(*given: tuple[str, str, str]) -> dict[str, object]:
    """Attributes with the kinds they were sent with."""
    return {"Attributes": {key: text for key, text, _ in given}, "Types": "".join(kind for *_, kind in given)}


def fill(platform: Platform) -> None:
    failed = {
        "Events.Timestamp": [moment(NOON)],
        "Events.Name": ["exception"],
        "Events.Attributes": [
            {"exception.type": "a.Refused", "exception.message": "no", "exception.stacktrace": "at a.B"}
        ],
    }
    exchange = typed(
        ("camel.exchange.outcome", "failed", "s"),
        ("camel.sampling.reason", "failed", "s"),
        ("camel.endpoint.uri", "direct://orders", "s"),
        ("camel.message.before", "0", "i"),
        ("camel.message.after", "1", "i"),
        ("camel.steps.left_out", "3", "i"),
    )
    step = typed(
        ("camel.node.kind", "to", "s"),
        ("camel.redeliveries", "2", "i"),
        ("camel.failure.handled", "true", "b"),
        ("camel.message.before", "0", "i"),
        ("camel.message.after", "1", "i"),
    )
    part = typed(("camel.exchange.outcome", "completed", "s"), ("camel.exchange.correlation_id", "E-1", "s"))
    rows = [
        span(0, **OF, SpanAttributes=exchange["Attributes"], SpanAttributesTypes=exchange["Types"], **failed),
        span(
            1,
            **OF,
            CamelNode="to1",
            StatusCode="Error",
            SpanAttributes=step["Attributes"],
            SpanAttributesTypes=step["Types"],
            **failed,
        ),
        span(
            2,
            **(OF | {"CamelExchange": "E-2"}),
            SpanAttributes=part["Attributes"],
            SpanAttributesTypes=part["Types"],
        ),
    ]
    platform.insert("otel_traces", rows)
    platform.insert("otel_traces_trace_id_ts", indexed(rows))
    whole = typed(
        ("camel.message.number", "0", "i"),
        ("camel.message.body.type", "java.lang.String", "s"),
        ("camel.message.body.size", "9", "i"),
        ("camel.message.body.cut", "true", "b"),
        ("camel.message.redacted", '{"card":1}', "k"),
        ("camel.message.header.kind", "x", "s"),
        ("camel.message.header_types", '{"kind":"a.Kind"}', "k"),
    )
    stream = typed(
        ("camel.message.number", "1", "i"),
        ("camel.message.body.type", "a.Stream", "s"),
        ("camel.message.body.missing", "stream", "s"),
    )
    trace = {"TraceId": rows[0]["TraceId"], "EventName": "camel.message"}
    platform.insert(
        "camel_messages",
        [
            log(
                0, **OF, **trace, Body="an order", LogAttributes=whole["Attributes"], LogAttributesTypes=whole["Types"]
            ),
            log(1, **OF, **trace, Body="", LogAttributes=stream["Attributes"], LogAttributesTypes=stream["Types"]),
        ],
    )


def test_a_list_tells_what_became_of_each(platform: Platform):
    fill(platform)
    answer = platform.get(
        URL, params=DURING | {"query": "outcome:failed body:ORDER header.kind:x exception:refu"}
    ).json()
    (found,) = answer["exchanges"]
    assert found["id"] == "E-1"
    assert (found["outcome"], found["reason"], found["endpoint"]) == ("failed", "failed", "direct://orders")
    assert found["exception"] == {"type": "a.Refused", "message": "no", "stacktrace": ""}
    assert found["camel"] == {"context": "camel-1", "route": "orders", "node": "", "exchange": "E-1"}
    # Its own keys are known, others are asked about.
    assert answer["warnings"] == []
    warned = platform.get(URL, params=DURING | {"query": "outcom:failed"}).json()["warnings"]
    assert [each["key"] for each in warned] == ["outcom"]


def test_one_is_told_whole(platform: Platform):
    fill(platform)
    found = platform.get(f"{URL}/E-1", params=DURING).json()
    assert found["complete"] is True
    assert (found["before"], found["after"], found["steps_left_out"]) == (0, 1, 3)
    assert found["exchange"]["exception"]["stacktrace"] == "at a.B"
    (step,) = found["steps"]
    assert (step["kind"], step["failed"], step["handled"], step["redeliveries"]) == ("to", True, True, 2)
    assert (step["before"], step["after"], step["camel"]["node"]) == (0, 1, "to1")
    first, second = found["messages"]
    assert (first["body"], first["size"], first["cut"], first["missing"]) == ("an order", 9, True, "")
    assert (first["headers"], first["header_types"]) == ({"kind": "x"}, {"kind": "a.Kind"})
    assert first["redacted"] == {"card": 1}
    assert (second["body"], second["missing"], second["size"]) == (None, "stream", None)
    assert [each["id"] for each in found["parts"]] == ["E-2"]


def test_one_that_was_not_kept_is_said(platform: Platform):
    answer = platform.get(f"{URL}/E-9", params=DURING)
    assert answer.status_code == 404
    assert answer.json()["detail"] == "no exchange E-9 began within the time"
    outside = {"start_unix_ns": NOON + SECOND, "end_unix_ns": NOON + MINUTE}
    fill(platform)
    assert platform.get(f"{URL}/E-1", params=outside).status_code == 404
