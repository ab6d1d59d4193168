package io.camelops.bridge;

import io.camelops.agent.exchange.Recording;
import io.camelops.agent.exchange.Snapshot;
import io.camelops.agent.exchange.Step;
import io.camelops.agent.exchange.Texts;
import io.camelops.agent.exchange.Trace;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Where messages come from another process, or go to one: the headers of W3C Trace Context. */
final class Borders {
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";

    private Borders() {}

    /** Who sent it, or null. Where the application itself has a trace under way, it is that. */
    static Trace.Upstream sender(Snapshot message) {
        Trace.Upstream own = OpenTelemetry.current();
        if (own != null) return own;
        String parent = Texts.of(message.header(TRACEPARENT));
        return parent == null ? null : Trace.upstream(parent.strip(), Texts.of(message.header(TRACESTATE)));
    }

    /** It is about to be sent: by this step. */
    static void send(Exchange exchange, Step step) {
        // Where the application propagates its own traces it says so itself.
        if (OpenTelemetry.current() != null) return;
        Message message = exchange.getMessage();
        Recording recording = step.recording();
        Trace trace = recording.trace();
        boolean isKept = recording.isCaptured();
        Sent sent = new Sent(
                trace.header(step.spanId(), isKept),
                trace.stateFor(recording.threshold(), isKept),
                message.getHeader(TRACEPARENT),
                message.getHeader(TRACESTATE));
        message.setHeader(TRACEPARENT, sent.parent);
        set(message, TRACESTATE, sent.state);
        step.sent(sent);
    }

    /** Its message is again as the application made it. */
    static void sent(Exchange exchange, Step step) {
        Object chosen = step.place().service().endpoint() == null ? exchange.getProperty(Exchange.TO_ENDPOINT) : null;
        if (chosen instanceof String) step.sentTo((String) chosen);
        if (!(step.sent() instanceof Sent)) return;
        Sent sent = (Sent) step.sent();
        Message message = exchange.getMessage();
        if (!message.hasHeaders() || !sent.parent.equals(message.getHeader(TRACEPARENT))) return;
        set(message, TRACEPARENT, sent.parentBefore);
        if (Objects.equals(sent.state, message.getHeader(TRACESTATE))) set(message, TRACESTATE, sent.stateBefore);
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) message.setHeader(name, value);
        else message.removeHeader(name);
    }

    /** The headers as they were sent, and as they were before. */
    private static final class Sent {
        final String parent;
        final String state;
        final Object parentBefore;
        final Object stateBefore;

        Sent(String parent, String state, Object parentBefore, Object stateBefore) {
            this.parent = parent;
            this.state = state;
            this.parentBefore = parentBefore;
            this.stateBefore = stateBefore;
        }
    }
}
