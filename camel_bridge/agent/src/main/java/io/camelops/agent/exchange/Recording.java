package io.camelops.agent.exchange;

import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.sampling.Reason;
import io.camelops.agent.sampling.Threshold;
import io.camelops.agent.stats.Context;
import io.camelops.agent.stats.Place;
import io.camelops.agent.stats.Route;

/**
 * One exchange, from its begin to its end: what is needed to tell, when it has ended, what happened to it. Used by one thread
 * at a time, as exchanges are.
 */
public class Recording {
    /** The type of its record: docs/formats/ring.md. */
    public static final int TYPE = 2;

    private static final int FAILED = 1;
    private static final int HANDLED = 2;
    private static final int CAPTURED = 4;
    private static final int PART = 8;
    private static final long REDELIVERED = 1L << 63;
    private static final int NOT_LINKED = -2;
    private static final int ROOT = -1;

    private final Route route;
    private final Trace trace;
    private Recording whole;
    private final long parentSpanId;
    private final long seed;
    private final Step root;
    private final int stepsMax;
    private Step last;
    private Step current;
    private int steps;
    private int leftOut;
    private int parts;
    private long threshold;
    private Reason reason;
    private long seenNs;
    private boolean isSeenHolding;
    private boolean isEnded;
    private Reason chosenFor;
    private long chosenFrom;
    private boolean hasKeptPart;
    private boolean isEndingWithNode;
    private long way;
    private Snapshot lastSeen;

    /**
     * @param whole what it is a part of, or null
     * @param parentSpanId 0: it has none
     * @param seed random, for the ids of its spans
     */
    protected Recording(
            Route route, Trace trace, Recording whole, long parentSpanId, long seed, long begunNs, int stepsMax) {
        this.route = route;
        this.trace = trace;
        this.whole = whole;
        this.parentSpanId = parentSpanId;
        this.seed = seed;
        this.stepsMax = stepsMax;
        root = new Step(this, null, route, ROOT, begunNs);
        last = root;
        current = root;
        seen(begunNs, true);
    }

    public final Route route() {
        return route;
    }

    public final Trace trace() {
        return trace;
    }

    public final Recording whole() {
        return whole;
    }

    /** The exchange itself. */
    public final Step root() {
        return root;
    }

    /** The innermost step that has begun and not ended. */
    public final Step current() {
        return current;
    }

    final long begunNs() {
        return root.begunNs();
    }

    public final boolean isEnded() {
        return isEnded;
    }

    /** Why it is kept; null as long as it is not. */
    public final Reason reason() {
        return reason;
    }

    public final long threshold() {
        return threshold;
    }

    /** It was not chosen as it began: its random bits were below this. */
    public final void passOver(long from) {
        chosenFrom = from;
        threshold = from;
    }

    /** It is kept, and was whenever its random bits are not below the threshold. */
    public final void keep(Reason why, long from) {
        reason = why;
        threshold = from;
    }

    /** It was chosen as it began: its messages are taken at each step. */
    public final void capture(Reason why, long from) {
        chosenFor = why;
        chosenFrom = from;
        keep(why, from);
    }

    public final boolean isCaptured() {
        return chosenFor != null;
    }

    /** Why it was chosen as it began; null when it was not. */
    public final Reason chosenFor() {
        return chosenFor;
    }

    /** The threshold that was so as it began. */
    public final long chosenFrom() {
        return chosenFrom;
    }

    /** Whether one more part of it may be kept with it. */
    public final synchronized boolean takesPart(int most) {
        return parts++ < most;
    }

    public final void keptPart() {
        hasKeptPart = true;
    }

    public final boolean hasKeptPart() {
        return hasKeptPart;
    }

    final void redelivered() {
        way |= REDELIVERED;
    }

    /** Which of its route's nodes it has passed ({@link Route.Node#bit}), and whether one of them more than once. */
    public final long way() {
        return way;
    }

    /** Nobody says when it ends: it is over with the node that it came to first. */
    public final void endsWithNode() {
        isEndingWithNode = true;
    }

    public final boolean isEndingWithNode() {
        return isEndingWithNode;
    }

    /** Its message, as it was last looked at. */
    public final Snapshot lastSeen() {
        return lastSeen;
    }

    public final void lastSeen(Snapshot snapshot) {
        lastSeen = snapshot;
    }

    public final long durationNs() {
        return root.durationNs();
    }

    /** A time as good as now: that of the last event, when nothing but Camel's own passing on can have been since; else 0. */
    public final long timeOfLastEvent() {
        return isSeenHolding ? seenNs : 0;
    }

    /**
     * It was told, or will not be. What its parts still ask for stays; they may wait in a queue for long, and have further
     * parts of their own.
     */
    protected void release() {
        whole = null;
        last = root;
        current = root;
        lastSeen = null;
        root.release();
    }

    private void seen(long nowNs, boolean holds) {
        seenNs = nowNs;
        isSeenHolding = holds;
    }

    /** It comes to a node, or to a further route. */
    public final Step enter(Place place, long nowNs) {
        Step step = new Step(this, current, place, steps < stepsMax ? steps : NOT_LINKED, nowNs);
        if (steps < stepsMax) {
            steps++;
            last.next = step;
            last = step;
        } else leftOut++;
        current = step;
        boolean isNode = place instanceof Route.Node;
        if (isNode) way |= ((Route.Node) place).bit();
        // A node may work before its first child begins; a route only passes on.
        seen(nowNs, !isNode);
        return step;
    }

    /**
     * It leaves again.
     *
     * @param failure null: none that goes on
     */
    public final void leave(Step step, long nowNs, Throwable failure) {
        step.end(nowNs);
        if (failure != null) step.failed(step == root || !isSaidWithin(step, failure) ? failure : null);
        else if (step.isHandled()) handledWithin(step.around());
        if (step == root) isEnded = true;
        else current = step.around();
        seen(nowNs, true);
    }

    /** Of steps within each other that fail of the same the innermost says why. */
    private static boolean isSaidWithin(Step step, Throwable failure) {
        for (Step each = step.next; each != null; each = each.next) if (each.failure() == failure) return true;
        return false;
    }

    /** What an error handler dealt with in a node was a failure of its route too, and of the exchange. */
    private void handledWithin(Step around) {
        Step step = around;
        while (step != null && step.place() instanceof Route.Node) step = step.around();
        if (step != null) step.handled(null);
        root.handled(null);
    }

    final long spanId(int number) {
        // SplitMix64's: distinct for distinct numbers, and as good as random (Steele et al., OOPSLA 2014).
        long mixed = seed + (number + 2L) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return mixed == 0 ? 1 : mixed;
    }

    /** What only Camel knows of it, when it has ended. */
    public static final class Identity {
        final String exchangeId;
        final String correlationId;
        final String breadcrumbId;

        /** @param breadcrumbId null without, as {@code correlationId}: the id of the exchange it is a part of */
        public Identity(String exchangeId, String correlationId, String breadcrumbId) {
            this.exchangeId = exchangeId;
            this.correlationId = correlationId;
            this.breadcrumbId = breadcrumbId;
        }
    }

    /** @param unixNs offset of unix time to {@link System#nanoTime} */
    public final void put(RecordBuffer to, Identity identity, long unixNs) {
        Numbers numbers = new Numbers();
        Context context = route.context();
        int flags = (root.isFailed() && !root.isHandled() ? FAILED : 0)
                | (root.isHandled() ? HANDLED : 0)
                | (isCaptured() ? CAPTURED : 0)
                | (whole != null ? PART : 0);
        to.putLong(root.begunNs() + unixNs).putLong(root.durationNs());
        to.putLong(Long.reverseBytes(trace.high())).putLong(Long.reverseBytes(trace.low()));
        to.putLong(Long.reverseBytes(root.spanId())).putLong(Long.reverseBytes(parentSpanId));
        to.putByte(flags).putByte(reason.ordinal()).putLong(Math.min(threshold, Threshold.NONE - 1));
        to.putString(trace.state());
        to.putString(context.name()).putString(context.camelVersion());
        to.putString(route.id()).putString(route.service().endpoint());
        to.putString(identity.exchangeId).putString(identity.correlationId).putString(identity.breadcrumbId);
        to.putInt(numbers.of(root.before())).putInt(numbers.of(root.after())).putInt(numbers.of(root.failure()));
        to.putInt(leftOut).putInt(steps);
        for (Step step = root.next; step != null; step = step.next) step.put(to, numbers);
        numbers.put(to);
    }
}
