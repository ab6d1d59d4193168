package io.camelops.agent.gateway;

import java.util.Map;

/** JSON of maps, lists, strings, numbers, booleans and null. */
final class Json {
    private static final char LAST_CONTROL = 0x1f;

    private Json() {}

    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        put(text, value);
        return text.toString();
    }

    private static void put(StringBuilder text, Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) text.append(value);
        else if (value instanceof Map) putObject(text, (Map<?, ?>) value);
        else if (value instanceof Iterable) putArray(text, (Iterable<?>) value);
        else putText(text, value.toString());
    }

    private static void putObject(StringBuilder text, Map<?, ?> members) {
        String before = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            putText(text.append(before), member.getKey().toString());
            put(text.append(':'), member.getValue());
            before = ",";
        }
        text.append(members.isEmpty() ? "{}" : "}");
    }

    private static void putArray(StringBuilder text, Iterable<?> elements) {
        text.append('[');
        String before = "";
        for (Object element : elements) {
            put(text.append(before), element);
            before = ",";
        }
        text.append(']');
    }

    private static void putText(StringBuilder text, String value) {
        text.append('"');
        for (int at = 0; at < value.length(); at++) {
            char each = value.charAt(at);
            if (each == '"' || each == '\\') text.append('\\').append(each);
            // A half of a pair is no character of its own in UTF-8.
            else if (each <= LAST_CONTROL || Character.isSurrogate(each))
                text.append(String.format("\\u%04x", (int) each));
            else text.append(each);
        }
        text.append('"');
    }
}
