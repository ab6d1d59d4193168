package io.camelops.agent.ring;

/** Why a record did not get into the ring. The order is that of the counters in its header. */
public enum Drop {
    /** An ordinary one: the ring is as full as ordinary records may make it. */
    FULL_FOR_ORDINARY,
    /** An important one: the ring is full. */
    FULL,
    /** Larger than any record may be. */
    TOO_LARGE,
    /** Its writer failed. */
    FAILED;

    static final int COUNT = values().length;
}
