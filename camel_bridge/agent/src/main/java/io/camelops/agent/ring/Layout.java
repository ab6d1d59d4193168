package io.camelops.agent.ring;

/** Where things are in a ring's file: docs/formats/ring.md. All integers are little-endian. */
final class Layout {
    /** The bytes {@code CAMELRNG}. */
    static final long MAGIC = 0x474e524c454d4143L;

    static final int VERSION = 1;

    /** Offset of the data; what is before it is the header. */
    static final int DATA = 4_096;

    static final int AT_MAGIC = 0;
    static final int AT_VERSION = 8;
    static final int AT_DATA = 12;
    static final int AT_CAPACITY = 16;
    static final int AT_ORDINARY = 24;
    static final int AT_CREATED = 32;
    static final int AT_PID = 40;
    static final int AT_SALT = 48;

    /** Written by producers, with a pair of cache lines to itself. */
    static final int AT_CLAIMED = 128;

    /** Written by the consumer: how far it has zeroed, and made room. */
    static final int AT_FREED = 256;

    /** Written by producers: a counter of eight bytes for each {@link Drop} of each type. */
    static final int AT_DROPPED = 512;

    /** Written once: a length of four bytes, then pairs of strings. */
    static final int AT_RESOURCE = 2_048;

    /** Types are from 0 to this. */
    static final int TYPE_MAX = 15;

    /** Byte ranges of the file's locks, held for as long as the process lives. */
    static final long PRODUCER_LOCK = 0;

    /** Records begin at multiples of this, which is also the size of their header. */
    static final int UNIT = 16;

    static final int RECORD_LENGTH = 0;
    static final int RECORD_CRC = 4;
    static final int RECORD_TYPE = 8;
    static final int RECORD_FLAGS = 10;

    /** Fills the end of the data where the next record would not fit in one piece. */
    static final short TYPE_PADDING = -1;

    static final short FLAG_IMPORTANT = 1;

    private Layout() {}

    /** Where the records of this type that were dropped for this reason are counted. */
    static int dropped(int type, Drop reason) {
        return AT_DROPPED + (type * Drop.COUNT + reason.ordinal()) * Long.BYTES;
    }

    /** Bytes that a record of this many bytes, its header included, takes. */
    static int aligned(int length) {
        return (length + UNIT - 1) & -UNIT;
    }
}
