"""One trace on the screen."""

from rich.text import Text

from camelops.cli.output import Output
from camelops.cli.text import count_text, one_line, service_style
from camelops.cli.times import duration_text, moment_text
from camelops.cli.waterfall import WaterfallSpan, lines, plan
from controlplane.v1.models import Span, TraceSpans

FAILURES_SHOWN_MAX = 10


def show_trace(output: Output, found: TraceSpans) -> None:
    """Facts, legend, one line per span, what failed, and what is missing."""
    drawing = plan(
        [
            WaterfallSpan(
                span.span_id,
                span.parent_span_id,
                span.service,
                span.name,
                span.start_unix_ns,
                span.duration_ns,
                span.status == "Error",
            )
            for span in found.spans
        ]
    )
    failures = [span for span in found.spans if span.status == "Error"]
    services = dict.fromkeys(span.service for span in found.spans)
    screen = output.results
    screen.print(Text(f"trace {found.trace_id}", style="bold"))
    facts = [
        moment_text(drawing.start_unix_ns),
        duration_text(drawing.duration_ns),
        count_text(len(found.spans), "span"),
    ]
    line = Text(" · ".join([*facts, count_text(len(services), "service")]))
    if failures:
        line.append(f" · ✗ {count_text(len(failures), 'error')}", style="bold red")
    screen.print(line)
    screen.print(Text("  ").join(Text(f"■ {one_line(service)}", style=service_style(service)) for service in services))
    for drawn in lines(drawing, screen.width):
        screen.print(drawn)
    for span in failures[:FAILURES_SHOWN_MAX]:
        what = f"{one_line(span.service)} {one_line(span.name)}: {_why(span)}"
        screen.print(Text.assemble(("✗ ", "bold red"), (what, "red")))
    if len(failures) > FAILURES_SHOWN_MAX:
        screen.print(Text(f"… and {len(failures) - FAILURES_SHOWN_MAX} more errors", style="red"))
    if drawing.missing_parents:
        output.warning(f"{count_text(drawing.missing_parents, 'parent span')} did not arrive (yet, or sampled away)")
    if not found.complete:
        output.warning(f"the trace has more spans than one answer carries; these are the first {len(found.spans)}")


def _why(span: Span) -> str:
    """The best words there are for a failure: the status message, else the exception's."""
    if span.status_message:
        return one_line(span.status_message)
    for event in span.events:
        said = [
            str(event.attributes[key]) for key in ("exception.type", "exception.message") if key in event.attributes
        ]
        if said:
            return one_line(": ".join(said))
    return "failed without a message"
