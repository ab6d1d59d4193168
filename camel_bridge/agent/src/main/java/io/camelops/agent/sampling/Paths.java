package io.camelops.agent.sampling;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each way through a route was taken lately. A way is the set of nodes that were passed. Bounded: when many are
 * known, further ones count as common.
 *
 * <p>Threads that meet may lose a count: then one more is rare.
 */
final class Paths {
    private static final int SLOTS = 256;
    private static final int TRIES = 4;
    private static final long FORGET_NS = 600_000_000_000L;

    /** A way that was taken fewer times is rare. */
    static final int RARE = 3;

    private final AtomicLongArray ways = new AtomicLongArray(SLOTS);
    private final AtomicLongArray counts = new AtomicLongArray(SLOTS);
    private volatile long sinceNs;

    Paths(long nowNs) {
        sinceNs = nowNs;
    }

    /** Counts it. */
    boolean isRare(long way, long nowNs) {
        if (nowNs - sinceNs > FORGET_NS) forget(nowNs);
        // 0 is a free slot.
        long key = way == 0 ? 1L << 63 : way;
        int at = (int) ((key * 0x9e3779b97f4a7c15L) >>> 56);
        for (int tried = 0; tried < TRIES; tried++, at = (at + 1) % SLOTS) {
            long known = ways.getPlain(at);
            if (known == 0 && ways.compareAndSet(at, 0, key)) known = key;
            if (known != key) continue;
            long count = counts.getPlain(at);
            if (count >= RARE) return false;
            counts.setPlain(at, count + 1);
            return true;
        }
        return false;
    }

    private void forget(long nowNs) {
        sinceNs = nowNs;
        for (int at = 0; at < SLOTS; at++) {
            ways.set(at, 0);
            counts.set(at, 0);
        }
    }
}
