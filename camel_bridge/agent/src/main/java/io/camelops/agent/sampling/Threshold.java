package io.camelops.agent.sampling;

/**
 * What is kept of things that each have 56 random bits: those whose bits, as a number, are not below the threshold.
 *
 * <p>All who sample a trace look at the same bits, so that what a strict one keeps the generous ones have kept too
 * (OpenTelemetry, tracestate: probability sampling).
 */
public final class Threshold {
    /** Keeps all. */
    public static final long ALL = 0;

    /** Keeps none: one more than the largest of the random values. */
    public static final long NONE = 1L << 56;

    private Threshold() {}

    /** @param probability 0 to 1 */
    public static long of(double probability) {
        return NONE - (long) (Math.min(1, Math.max(0, probability)) * NONE);
    }

    /** The 56 bits of a trace: the last of its id. */
    public static long randomness(long traceIdLow) {
        return traceIdLow & (NONE - 1);
    }
}
