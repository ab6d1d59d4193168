package io.camelops.bridge;

import io.camelops.agent.exchange.Recording;
import io.camelops.agent.exchange.Trace;
import io.camelops.agent.stats.Route;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.apache.camel.spi.SynchronizationVetoable;

/** The recording of an exchange, as the exchange keeps it. */
final class Passage extends Recording implements SafeCopyProperty, SynchronizationVetoable {
    /** Null when it has ended. */
    private Exchange exchange;

    private final boolean isOfRoute;
    private volatile boolean isCopied;

    /** @param isOfRoute a route took it, from outside or from a queue; else it was made within a route */
    Passage(
            Exchange exchange,
            boolean isOfRoute,
            Route route,
            Trace trace,
            Recording whole,
            long parentSpanId,
            long seed,
            long begunNs,
            int stepsMax) {
        super(route, trace, whole, parentSpanId, seed, begunNs, stepsMax);
        this.exchange = exchange;
        this.isOfRoute = isOfRoute;
    }

    /** Whether it is this exchange's own, under way: results of a part are copied back with all that the part had. */
    boolean isOf(Exchange other) {
        return exchange == other;
    }

    boolean isOfRoute() {
        return isOfRoute;
    }

    /** Whether there are exchanges that were made of it; when one's results are copied back, so is its mark. */
    boolean isCopied() {
        return isCopied;
    }

    @Override
    public Copied safeCopy() {
        isCopied = true;
        return new Copied(this, current().spanId());
    }

    @Override
    protected void release() {
        exchange = null;
        super.release();
    }

    @Override
    public void onComplete(Exchange ended) {
        Passages.ended(this, ended);
    }

    @Override
    public void onFailure(Exchange ended) {
        Passages.ended(this, ended);
    }

    /** Whoever takes over what is to be done at the end of an exchange is another exchange. */
    @Override
    public boolean allowHandover() {
        return false;
    }

    /** A method of Camel 4's interface. */
    public void beforeHandover(Exchange target) {}

    /** What a copy has: which exchange it was made of, and in which step. */
    static final class Copied implements SafeCopyProperty {
        final Recording whole;
        final long spanId;

        Copied(Recording whole, long spanId) {
            this.whole = whole;
            this.spanId = spanId;
        }

        @Override
        public SafeCopyProperty safeCopy() {
            return this;
        }
    }
}
