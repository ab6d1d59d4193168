package io.camelops.bridge;

import io.camelops.agent.Recorder;
import io.camelops.agent.exchange.Snapshot;
import io.camelops.agent.exchange.Texts;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.w3c.dom.Node;

/** Camel's messages as the agent keeps them. Nothing is consumed that the route may still read. */
final class Messages {
    private static final Object[] NO_HEADERS = {};

    private Messages() {}

    /** References to what it holds. */
    static Snapshot light(Message message) {
        return new Snapshot(message.getBody(), headers(message));
    }

    /** All of it, with its body read; the one that was seen last, when it is the same. */
    static Snapshot whole(Exchange exchange, Snapshot last) {
        Message now = exchange.getMessage();
        Object body = now.getBody();
        Object[] headers = headers(now);
        Snapshot snapshot = last != null && last.isOf(body, headers) ? last : new Snapshot(body, headers);
        if (!snapshot.isRead()) read(exchange, snapshot);
        return snapshot;
    }

    private static Object[] headers(Message message) {
        if (!message.hasHeaders()) return NO_HEADERS;
        Map<String, Object> headers = message.getHeaders();
        Object[] all = new Object[2 * headers.size()];
        int at = 0;
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            all[at++] = header.getKey();
            all[at++] = header.getValue();
        }
        return all;
    }

    /** Says what its body is. */
    static void read(Exchange exchange, Snapshot snapshot) {
        Object body = snapshot.body();
        int most = Recorder.the().limits().bodyMaxBytes();
        if (body == null) snapshot.nothing();
        else if (most == 0) snapshot.off();
        else if (body instanceof String) text(snapshot, (String) body, most);
        else if (body instanceof byte[]) bytes(snapshot, (byte[]) body, most);
        else if (body instanceof StreamCache) cached(snapshot, (StreamCache) body, most);
        else if (body instanceof WrappedFile) file(snapshot, ((WrappedFile<?>) body).getFile(), most);
        else if (body instanceof File) file(snapshot, body, most);
        else if (isStream(body)) snapshot.stream();
        else other(exchange, snapshot, body, most);
    }

    /** What can be read once. */
    static boolean isStream(Object body) {
        return !(body instanceof StreamCache)
                && (body instanceof InputStream || body instanceof Reader || body instanceof Iterator);
    }

    /** A file is read where it lies; one elsewhere is the route's to fetch. */
    private static void file(Snapshot snapshot, Object file, int most) {
        if (!(file instanceof File)) snapshot.stream();
        else if (((File) file).length() > most) snapshot.tooLarge(((File) file).length());
        else {
            try {
                bytes(snapshot, Files.readAllBytes(((File) file).toPath()), most);
            } catch (IOException | RuntimeException gone) {
                snapshot.stream();
            }
        }
    }

    private static void text(Snapshot snapshot, String text, int most) {
        // A character has three bytes at most, and one at least.
        if (text.length() > most) snapshot.tooLarge(-1);
        else snapshot.text(text);
    }

    private static void bytes(Snapshot snapshot, byte[] bytes, int most) {
        if (bytes.length > most) snapshot.tooLarge(bytes.length);
        else snapshot.bytes(bytes);
    }

    private static void cached(Snapshot snapshot, StreamCache cache, int most) {
        Bounded bytes = new Bounded(most);
        try {
            cache.reset();
            cache.writeTo(bytes);
            snapshot.bytes(bytes.toByteArray());
        } catch (Bounded.Full full) {
            snapshot.tooLarge(cache.length() > most ? cache.length() : -1);
        } catch (IOException | RuntimeException closed) {
            snapshot.stream();
        } finally {
            rewind(cache);
        }
    }

    private static void rewind(StreamCache cache) {
        try {
            cache.reset();
        } catch (RuntimeException closed) {
            // Nobody can read it any more.
        }
    }

    /** Of the many objects that Camel can convert only documents are asked: to convert may be to consume. */
    private static void other(Exchange exchange, Snapshot snapshot, Object body, int most) {
        String text = null;
        if (body instanceof Node) {
            try {
                text = exchange.getContext().getTypeConverter().tryConvertTo(String.class, exchange, body);
            } catch (RuntimeException itsOwn) {
                // It has no text, then.
            }
        } else text = Texts.of(body, most);
        if (text == null) snapshot.noText();
        else text(snapshot, text, most);
    }

    /** Takes so many bytes. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void write(int value) throws IOException {
            if (bytes.size() >= most) throw new Full();
            bytes.write(value);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (length > most - bytes.size()) throw new Full();
            bytes.write(from, offset, length);
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }

        private static final class Full extends IOException {
            private static final long serialVersionUID = 1;
        }
    }
}
