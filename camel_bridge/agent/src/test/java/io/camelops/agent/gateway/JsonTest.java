package io.camelops.agent.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void valuesAreWrittenAsJsonHasThem() {
        assertEquals("null", Json.of(null));
        assertEquals("[1,0.5,true,\"a\",null]", Json.of(Arrays.asList(1, 0.5, true, "a", null)));
        assertEquals("{}", Json.of(Map.of()));
        assertEquals("[]", Json.of(List.of()));
        assertEquals("{\"a\":{\"b\":[]}}", Json.of(Map.of("a", Map.of("b", List.of()))));
    }

    @Test
    void textIsEscaped() {
        assertEquals("\"\\\"\\\\\\u000a\\u0000 ü\"", Json.of("\"\\\n\0 ü"));
        assertEquals("\"\\ud83d\\udc2b\"", Json.of("🐫"));
        assertEquals("\"\\ud83d\"", Json.of("\ud83d"));
    }
}
