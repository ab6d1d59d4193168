package io.camelops.agent.sampling;

/** Why an exchange was kept. The order is that of the numbers in its record: docs/formats/ring.md. */
public enum Reason {
    SHARE,
    FAILED,
    SLOW,
    NEW,
    RARE,
    /** None of its route had been kept for a minute. */
    MINUTE,
    /** A part of it was kept, or what it is a part of. */
    PART
}
