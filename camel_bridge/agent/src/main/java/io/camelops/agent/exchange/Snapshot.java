package io.camelops.agent.exchange;

import io.camelops.agent.ring.RecordBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message as it was at one time: references to what it held, until {@link #text} and its like say what its body was. Who
 * changes the body's object itself changes it here too.
 */
public final class Snapshot {
    /** Of a larger value only its name and class are told: it would keep its whole exchange out of the ring. */
    private static final int HEADER_CHARS_MAX = 64 * 1_024;

    private static final int NOTHING = 0;
    private static final int TEXT = 1;
    private static final int BYTES = 2;
    private static final int STREAM = 3;
    private static final int TOO_LARGE = 4;
    private static final int NO_TEXT = 5;
    private static final int OFF = 6;

    /** One of which nothing may be told. */
    public static final Snapshot WITHHELD = new Snapshot(null, new Object[0]);

    static {
        WITHHELD.off();
    }

    private final Object body;
    /** Name, value, name, value. */
    private final Object[] headers;

    private int form = NOTHING;
    private long size = -1;
    private byte[] content;
    private boolean isRead;

    /** @param headers names and values in turns */
    public Snapshot(Object body, Object[] headers) {
        this.body = body;
        this.headers = headers;
    }

    public Object body() {
        return body;
    }

    /** The header of this name, in whatever case; null without. */
    public Object header(String name) {
        for (int at = 0; at < headers.length; at += 2) {
            String known = (String) headers[at];
            if (known.length() == name.length() && known.equalsIgnoreCase(name)) return headers[at + 1];
        }
        return null;
    }

    /** Whether it holds the very same objects. */
    public boolean isOf(Object otherBody, Object[] otherHeaders) {
        if (body != otherBody || headers.length != otherHeaders.length) return false;
        for (int at = 0; at < headers.length; at += 2)
            if (headers[at + 1] != otherHeaders[at + 1] || !headers[at].equals(otherHeaders[at])) return false;
        return true;
    }

    /** Whether it was said what its body was. */
    public boolean isRead() {
        return isRead;
    }

    public void text(String text) {
        read(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** They are not changed any more. */
    public void bytes(byte[] bytes) {
        read(BYTES, bytes);
    }

    private void read(int as, byte[] bytes) {
        form = as;
        content = bytes;
        size = bytes.length;
        isRead = true;
    }

    /** There is none. */
    public void nothing() {
        without(NOTHING, 0);
    }

    /** A stream that the route alone may read. */
    public void stream() {
        without(STREAM, -1);
    }

    /** @param bytes -1: unknown */
    public void tooLarge(long bytes) {
        without(TOO_LARGE, bytes);
    }

    public void noText() {
        without(NO_TEXT, -1);
    }

    public void off() {
        without(OFF, -1);
    }

    private void without(int why, long bytes) {
        form = why;
        size = bytes;
        isRead = true;
    }

    void put(RecordBuffer to) {
        to.putString(body == null ? null : body.getClass().getName())
                .putByte(form)
                .putLong(size);
        if (content != null) to.putBytes(content);
        to.putInt(headers.length / 2);
        for (int at = 0; at < headers.length; at += 2) {
            Object value = headers[at + 1];
            to.putString((String) headers[at]);
            to.putString(
                    value == null || value instanceof String
                            ? null
                            : value.getClass().getName());
            String text = Texts.of(value, HEADER_CHARS_MAX);
            to.putString(text != null && text.length() > HEADER_CHARS_MAX ? null : text);
        }
    }
}
