package io.camelops.agent.exchange;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** Objects as text, where that has no effect on them. */
public final class Texts {
    /** A class's own {@code toString}, or null where it has none but {@link Object}'s. */
    private static final ClassValue<Boolean> HAS_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> kind) {
            try {
                return kind.getMethod("toString").getDeclaringClass() != Object.class;
            } catch (ReflectiveOperationException | LinkageError unknown) {
                return false;
            }
        }
    };

    /** Collections within each other; one may be within itself. */
    private static final int DEPTH_MAX = 16;

    private Texts() {}

    /** Null where there is no text in it, or to ask for it fails. */
    public static String of(Object value) {
        return of(value, Integer.MAX_VALUE);
    }

    /** The same; of collections, which may be large, little more than {@code most} characters. */
    public static String of(Object value, int most) {
        if (value == null || value instanceof String) return (String) value;
        try {
            if (value instanceof byte[])
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap((byte[]) value))
                        .toString();
            if (value instanceof Collection || value instanceof Map) {
                StringBuilder text = new StringBuilder();
                append(text, value, most, DEPTH_MAX);
                return text.toString();
            }
            return HAS_TEXT.get(value.getClass()) ? value.toString() : null;
        } catch (CharacterCodingException noText) {
            return null;
        } catch (RuntimeException | LinkageError itsOwn) {
            return null;
        }
    }

    private static void append(StringBuilder to, Object value, int most, int depth) {
        boolean isMap = value instanceof Map;
        if (depth == 0 || !isMap && !(value instanceof Collection)) {
            to.append(depth == 0 ? "…" : of(value));
            return;
        }
        to.append(isMap ? '{' : '[');
        int begin = to.length();
        for (Object item : isMap ? ((Map<?, ?>) value).entrySet() : (Collection<?>) value) {
            if (to.length() > most) break;
            if (to.length() > begin) to.append(", ");
            if (isMap) {
                append(to, ((Map.Entry<?, ?>) item).getKey(), most, depth - 1);
                to.append('=');
                append(to, ((Map.Entry<?, ?>) item).getValue(), most, depth - 1);
            } else append(to, item, most, depth - 1);
        }
        to.append(isMap ? '}' : ']');
    }

    /** Its stack trace and those of its causes. */
    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
