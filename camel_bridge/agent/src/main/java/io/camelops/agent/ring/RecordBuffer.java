package io.camelops.agent.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The payload of one record while it is written. Not thread-safe; used again and again.
 *
 * <p>A payload that grows beyond the bound is cut off and known to be too large: its writer need not look.
 */
public final class RecordBuffer {
    /** Length of a string or byte string that is null. */
    public static final int NULL = -1;

    /** What one exchange seldom needs: a buffer that has grown beyond it is not kept. */
    private static final int KEPT_BYTES_MAX = 256 * 1024;

    private static final int FIRST_BYTES = 4 * 1024;
    static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytesMax;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int end;
    private boolean tooLarge;

    /** @param payloadMax bytes of the largest payload */
    RecordBuffer(int payloadMax) {
        bytesMax = payloadMax;
    }

    /** Bytes written since {@link #clear}. */
    public int length() {
        return end;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    /** The payload is at its beginning. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        end = 0;
        tooLarge = false;
        if (bytes.length > KEPT_BYTES_MAX) bytes = new byte[FIRST_BYTES];
    }

    public RecordBuffer putByte(int value) {
        if (has(1)) bytes[end++] = (byte) value;
        return this;
    }

    public RecordBuffer putShort(int value) {
        if (has(Short.BYTES)) SHORT.set(bytes, advance(Short.BYTES), (short) value);
        return this;
    }

    public RecordBuffer putInt(int value) {
        if (has(Integer.BYTES)) INT.set(bytes, advance(Integer.BYTES), value);
        return this;
    }

    public RecordBuffer putLong(long value) {
        if (has(Long.BYTES)) LONG.set(bytes, advance(Long.BYTES), value);
        return this;
    }

    public RecordBuffer putDouble(double value) {
        return putLong(Double.doubleToRawLongBits(value));
    }

    /** A length of four bytes, then the bytes; null has the length {@link #NULL}. */
    public RecordBuffer putBytes(byte[] value) {
        if (value == null) return putInt(NULL);
        return putInt(value.length).putRaw(value, 0, value.length);
    }

    /** Strings as {@link #putString} puts them, for {@link #putRaw}: those that are put often. */
    public static byte[] strings(String... values) {
        return bytes(to -> {
            for (String value : values) to.putString(value);
        });
    }

    /** A payload outside of a ring. */
    public static byte[] bytes(Consumer<RecordBuffer> payload) {
        RecordBuffer buffer = new RecordBuffer(Integer.MAX_VALUE / 2);
        payload.accept(buffer);
        return Arrays.copyOf(buffer.bytes, buffer.end);
    }

    /** All of these bytes, without a length. */
    public RecordBuffer putRaw(byte[] value) {
        return putRaw(value, 0, value.length);
    }

    /** Bytes alone, without a length. */
    public RecordBuffer putRaw(byte[] value, int offset, int length) {
        if (has(length)) System.arraycopy(value, offset, bytes, advance(length), length);
        return this;
    }

    /** UTF-8, with its length in bytes before it. A lone surrogate becomes a question mark. */
    public RecordBuffer putString(String value) {
        if (value == null) return putInt(NULL);
        // Each character has a byte at least: of a string that cannot fit no copy is made.
        if (value.length() > bytesMax - end) {
            tooLarge = true;
            return this;
        }
        return putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Overwrites four bytes, at an offset that {@link #length} had before they were put. */
    public RecordBuffer setInt(int offset, int value) {
        if (!tooLarge) INT.set(bytes, offset, value);
        return this;
    }

    private int advance(int length) {
        int at = end;
        end += length;
        return at;
    }

    private boolean has(int more) {
        if (tooLarge || more > bytesMax - end) {
            tooLarge = true;
            return false;
        }
        if (more > bytes.length - end) bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, 2L * (end + more)));
        return true;
    }
}
