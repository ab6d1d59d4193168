package io.camelops.agent.exchange;

import io.camelops.agent.ring.RecordBuffer;
import io.camelops.agent.stats.Place;

/** The passing of a route or a node by one exchange. The first of an exchange, around all others, is the exchange itself. */
public final class Step {
    static final int FAILED = 1;
    static final int HANDLED = 2;
    private static final int NODE = 0;
    private static final int ROUTE = 1;

    private final Recording recording;
    private final Step around;
    private final Place place;
    private final int number;
    private final long begunNs;
    private long durationNs = -1;
    private int flags;
    private int redeliveries;
    private Throwable failure;
    private Snapshot before;
    private Snapshot after;
    private String sentTo;
    private Object sent;
    Step next;

    Step(Recording recording, Step around, Place place, int number, long begunNs) {
        this.recording = recording;
        this.around = around;
        this.place = place;
        this.number = number;
        this.begunNs = begunNs;
    }

    public Recording recording() {
        return recording;
    }

    /** Null for the exchange itself. */
    public Step around() {
        return around;
    }

    public Place place() {
        return place;
    }

    public long begunNs() {
        return begunNs;
    }

    public long spanId() {
        return recording.spanId(number);
    }

    /** With a failure that an error handler dealt with. */
    public boolean isFailed() {
        return (flags & FAILED) != 0;
    }

    public boolean isHandled() {
        return (flags & HANDLED) != 0;
    }

    void end(long nowNs) {
        durationNs = nowNs - begunNs;
    }

    /** -1: it has not ended. */
    long durationNs() {
        return durationNs;
    }

    /** An error handler deals with a failure in it; {@code why} is null where that is said of a step within it. */
    public void handled(Throwable why) {
        flags |= FAILED | HANDLED;
        if (why != null) failure = why;
    }

    /** A failure goes on from here, whatever handlers did; {@code why} as above. */
    void failed(Throwable why) {
        flags = (flags | FAILED) & ~HANDLED;
        if (why != null) failure = why;
    }

    Throwable failure() {
        return failure;
    }

    /** An error handler tries it again. */
    public void redelivered() {
        redeliveries++;
        place.durations().redeliver();
        recording.redelivered();
    }

    public Snapshot before() {
        return before;
    }

    public void before(Snapshot message) {
        before = message;
    }

    public Snapshot after() {
        return after;
    }

    public void after(Snapshot message) {
        after = message;
    }

    /** What whoever sends the message from this step keeps until it was sent. */
    public Object sent() {
        return sent;
    }

    public void sent(Object what) {
        sent = what;
    }

    /** Null without. */
    public String sentTo() {
        return sentTo;
    }

    /** The one that began after it, or null. */
    public Step next() {
        return next;
    }

    /** Where it was sent to, of a node that chooses that for each exchange; without passwords. */
    public void sentTo(String endpoint) {
        sentTo = endpoint;
    }

    void release() {
        next = null;
        before = null;
        after = null;
        failure = null;
    }

    void put(RecordBuffer to, Numbers numbers) {
        to.putInt(around.number).putLong(Long.reverseBytes(spanId()));
        to.putLong(begunNs - recording.begunNs()).putLong(durationNs());
        to.putByte(place.kind().equals("route") ? ROUTE : NODE).putByte(flags);
        to.putShort(Math.min(redeliveries, Short.MAX_VALUE));
        to.putInt(numbers.of(before)).putInt(numbers.of(after)).putInt(numbers.of(failure));
        if (sentTo == null) to.putRaw(place.described());
        else place.describe(to, sentTo);
    }
}
