package io.camelops.agent;

/** Unix time of what is timed with {@link System#nanoTime}: one reading of it instead of two. */
public final class Clock {
    private static volatile long offsetNs = offset();

    private Clock() {}

    /** To be added to a {@link System#nanoTime}: unix time in ns. */
    public static long unixNs() {
        return offsetNs;
    }

    /** The system's clock may have been set since. */
    static void set() {
        offsetNs = offset();
    }

    private static long offset() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano() - System.nanoTime();
    }
}
