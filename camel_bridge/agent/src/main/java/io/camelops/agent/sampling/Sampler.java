package io.camelops.agent.sampling;

import io.camelops.agent.stats.Durations;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which exchanges of a route are kept. {@link #atBegin} says for which of them messages are taken at each step; {@link
 * #atEnd} looks at how it went. Both only compare the exchange's own random bits with a threshold: the chance with which each
 * was kept is known, and its weight with it.
 */
public final class Sampler {
    private static final long MINUTE_NS = 60_000_000_000L;

    /** The first of a route. */
    static final int NEW = 3;

    /** Of fewer than this nobody knows what is slow among them. */
    static final int SLOW_OF_MIN = 100;

    private volatile Policy policy;
    private volatile long share;
    private volatile long slowNs = Long.MAX_VALUE;
    private final Budget ordinary;
    private final Budget remarkable;
    private final Paths paths;
    private final AtomicInteger fresh = new AtomicInteger(NEW);
    private final AtomicLong keptNs;
    private Durations.Snapshot minuteAgo;
    private long minuteNs;

    public Sampler(Policy policy) {
        this(policy, System.nanoTime());
    }

    Sampler(Policy policy, long nowNs) {
        ordinary = new Budget(policy.perSecond(), nowNs);
        remarkable = new Budget(policy.perSecond(), nowNs);
        paths = new Paths(nowNs);
        keptNs = new AtomicLong(nowNs);
        minuteNs = nowNs;
        use(policy);
    }

    public Policy policy() {
        return policy;
    }

    /** From the next exchange on. */
    public void set(Policy next) {
        set(next, System.nanoTime());
    }

    void set(Policy next, long nowNs) {
        ordinary.set(next.perSecond(), nowNs);
        remarkable.set(next.perSecond(), nowNs);
        use(next);
    }

    private void use(Policy next) {
        policy = next;
        share = Threshold.of(next.share());
        slowNs = next.slowMs() >= 0 ? next.slowMs() * 1_000_000L : Long.MAX_VALUE;
    }

    /**
     * One begins: the threshold that holds for it.
     *
     * @param randomness 56 bits
     * @param upstream threshold of who sent it; {@link Threshold#NONE} where that one did not keep it
     */
    public long atBegin(long randomness, long upstream, long nowNs) {
        long threshold = Math.max(share, upstream);
        // The budget is asked only for what would be kept: at a small share it is seldom looked at.
        if (randomness >= threshold) threshold = Math.max(threshold, ordinary.threshold(nowNs));
        if (randomness < threshold) return threshold;
        ordinary.take(nowNs);
        keptNs.lazySet(nowNs);
        return threshold;
    }

    /** Whether one that {@link #atBegin} did not choose is kept for being among the first, or the first in a minute; or null. */
    public Reason atBeginAnyway(long nowNs) {
        if (fresh.getPlain() > 0 && fresh.getAndDecrement() > 0) return Reason.NEW;
        long kept = keptNs.getPlain();
        return nowNs - kept >= MINUTE_NS && keptNs.compareAndSet(kept, nowNs) ? Reason.MINUTE : null;
    }

    /** One has ended that did not fail: whether it was remarkable, or null. */
    public Reason atEnd(long durationNs, long way, long nowNs) {
        if (durationNs > slowNs) return Reason.SLOW;
        return paths.isRare(way, nowNs) ? Reason.RARE : null;
    }

    /** The threshold for one that was remarkable and not kept so far. */
    public long ofRemarkable(long randomness, long nowNs) {
        long threshold = remarkable.threshold(nowNs);
        if (randomness >= threshold) remarkable.take(nowNs);
        return threshold;
    }

    /** Learns, a minute at a time, what is slow here. */
    public void learn(Durations durations, long nowNs) {
        if (policy.slowMs() != Policy.SLOW_BY_ITSELF || nowNs - minuteNs < MINUTE_NS) return;
        Durations.Snapshot now = durations.snapshot();
        long learnt = now.quantileSince(minuteAgo, 0.99, SLOW_OF_MIN);
        // In a quiet minute what was learnt before holds.
        if (learnt >= 0) slowNs = learnt;
        minuteAgo = now;
        minuteNs = nowNs;
    }
}
