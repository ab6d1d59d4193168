package io.camelops.agent.sampling;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a second, and some at once. A bucket of tokens, with a soft bottom: the emptier it is the less probable is the next,
 * so that each has a probability which is known before, and weights add up to what there was.
 *
 * <p>More than half full it lets all pass. When more come than it has tokens for, it finds the level at which as many pass
 * as tokens are added.
 */
final class Budget {
    /** At once: two seconds' worth, and never so few that a single one changes the odds much. */
    private static final double SECONDS_KEPT = 2;

    private static final double TOKENS_MIN = 10;

    /** When the bucket was, or will be, empty, if only added to: {@link System#nanoTime} */
    private final AtomicLong emptyNs = new AtomicLong();

    private volatile double nsPerToken;
    private volatile double full;

    Budget(double perSecond, long nowNs) {
        set(perSecond, nowNs);
    }

    /** The bucket is full again: what was taken at a small rate is no debt at a large one. */
    void set(double perSecond, long nowNs) {
        nsPerToken = 1e9 / Math.max(perSecond, 1e-6);
        full = perSecond <= 0 ? 0 : Math.max(TOKENS_MIN, SECONDS_KEPT * perSecond);
        emptyNs.set(nowNs - (long) (full * nsPerToken));
    }

    /** With how much of them it lets pass the next one. */
    long threshold(long nowNs) {
        if (full == 0) return Threshold.NONE;
        double tokens = Math.min(full, (nowNs - emptyNs.get()) / nsPerToken);
        return Threshold.of(2 * tokens / full);
    }

    /** One has passed. */
    void take(long nowNs) {
        long oldest = nowNs - (long) (full * nsPerToken);
        emptyNs.updateAndGet(empty -> Math.max(empty, oldest) + (long) nsPerToken);
    }
}
