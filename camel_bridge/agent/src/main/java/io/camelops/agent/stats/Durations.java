package io.camelops.agent.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Exact counts of something that begins, lasts and ends, and may fail: calls, failures, redeliveries, how many are under way,
 * and how long they took as an exponential histogram of scale 3 (eight buckets to a doubling, 4.4 % at most beside the truth).
 *
 * <p>Written by any number of threads without waiting for each other: each writes to the stripe of its own. Bucket i has
 * durations d with 2^(i/8) &lt; d &lt;= 2^((i+1)/8), in ns (OpenTelemetry, metrics data model, ExponentialHistogram).
 */
public final class Durations {
    /** OpenTelemetry's scale. */
    public static final int SCALE = 3;

    /** The first bucket: 128 ns. What is shorter counts as 128 ns. */
    public static final int FIRST_BUCKET = 7 << SCALE;

    /** As many as reach to 2^41 ns, 36 minutes. What is longer counts as that. */
    public static final int BUCKETS = 34 << SCALE;

    private static final int STARTED = 0;
    private static final int FAILED = 1;
    private static final int SUM = 2;
    private static final int HANDLED = 3;
    private static final int REDELIVERED = 4;
    private static final int FIRST = 8;
    private static final int CELLS = FIRST + BUCKETS;
    private static final int STRIPES =
            Integer.highestOneBit(Math.min(16, Math.max(1, Runtime.getRuntime().availableProcessors())) * 2 - 1);
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle STRIPE = MethodHandles.arrayElementVarHandle(long[][].class);

    /** For each of the 256 values of the first eight bits behind the leading one: the bucket within the doubling, at least. */
    private static final byte[] GUESS = new byte[256];

    /** Upper ends of the eight buckets of [2^62, 2^63), inclusive. */
    private static final long[] ENDS = new long[8];

    static {
        for (int at = 0; at < 8; at++) ENDS[at] = (long) (Math.pow(2, (at + 1) / 8.0) * 0x1p62);
        ENDS[7] = Long.MAX_VALUE;
        for (int bits = 0; bits < 256; bits++) {
            long least = (1L << 62) + ((long) bits << 54);
            byte guess = 0;
            while (least > ENDS[guess]) guess++;
            GUESS[bits] = guess;
        }
    }

    private final long[][] stripes = new long[STRIPES][];

    /** One begins. */
    public void start() {
        CELL.getAndAdd(stripe(), STARTED, 1L);
    }

    /** One that had begun, by whatever thread, has ended well. */
    public void end(long ns) {
        ended(stripe(), ns);
    }

    /** One that had begun has ended with a failure, which an error handler may have dealt with. */
    public void fail(long ns, boolean handled) {
        long[] cells = stripe();
        ended(cells, ns);
        CELL.getAndAdd(cells, FAILED, 1L);
        if (handled) CELL.getAndAdd(cells, HANDLED, 1L);
    }

    private static void ended(long[] cells, long ns) {
        CELL.getAndAdd(cells, FIRST + bucket(ns), 1L);
        CELL.getAndAdd(cells, SUM, Math.max(0, ns));
    }

    /** One is tried again. */
    public void redeliver() {
        CELL.getAndAdd(stripe(), REDELIVERED, 1L);
    }

    /** Bucket of a duration, counted from {@link #FIRST_BUCKET}. */
    static int bucket(long ns) {
        if (ns <= 1 << 7) return 0;
        // An upper end is part of its bucket: 2^n itself is in the one below.
        int zeros = Long.numberOfLeadingZeros(ns);
        long shifted = ns << (zeros - 1);
        int within = GUESS[(int) (shifted >>> 54) & 0xff];
        if (shifted > ENDS[within]) within++;
        int bucket = ((63 - zeros) << SCALE) + within - FIRST_BUCKET;
        if (shifted == 1L << 62) bucket--;
        return Math.min(bucket, BUCKETS - 1);
    }

    /** As they are now; what ends meanwhile may be in some of the numbers and not yet in others. */
    public Snapshot snapshot() {
        long[] sum = new long[CELLS];
        // What has ended is read before what has started: fewer than none are never under way.
        for (int cell = CELLS - 1; cell >= 0; cell--) {
            for (int at = 0; at < STRIPES; at++) {
                long[] cells = (long[]) STRIPE.getAcquire(stripes, at);
                if (cells != null) sum[cell] += (long) CELL.getAcquire(cells, cell);
            }
        }
        return new Snapshot(sum);
    }

    private long[] stripe() {
        int at = (int) Thread.currentThread().getId() & (STRIPES - 1);
        long[] cells = stripes[at];
        return cells != null ? cells : firstOf(at);
    }

    private long[] firstOf(int at) {
        long[] cells = new long[CELLS];
        long[] other = (long[]) STRIPE.compareAndExchange(stripes, at, (long[]) null, cells);
        return other == null ? cells : other;
    }

    /** Sums since the beginning. */
    public static final class Snapshot {
        private final long[] cells;

        private Snapshot(long[] cells) {
            this.cells = cells;
        }

        public long started() {
            return cells[STARTED];
        }

        /** With those that were handled. */
        public long failed() {
            return cells[FAILED];
        }

        public long handled() {
            return cells[HANDLED];
        }

        public long redelivered() {
            return cells[REDELIVERED];
        }

        public long sumNs() {
            return cells[SUM];
        }

        public long ended() {
            long count = 0;
            for (int at = FIRST; at < CELLS; at++) count += cells[at];
            return count;
        }

        /** @param at from 0, for the bucket {@link #FIRST_BUCKET} + at */
        public long count(int at) {
            return cells[FIRST + at];
        }

        /**
         * What this part of those that ended since then were within, in ns: the upper end of its bucket.
         *
         * @param before null: since the beginning
         * @param least -1 is the answer when fewer have ended
         */
        public long quantileSince(Snapshot before, double part, long least) {
            long ended = ended() - (before == null ? 0 : before.ended());
            if (ended < Math.max(1, least)) return -1;
            long left = (long) Math.ceil(part * ended);
            int at = 0;
            for (; at < BUCKETS - 1; at++) {
                left -= count(at) - (before == null ? 0 : before.count(at));
                if (left <= 0) break;
            }
            return (long) Math.pow(2, (FIRST_BUCKET + at + 1) / (double) (1 << SCALE));
        }
    }
}
