package io.camelops.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void whatHasATextOfItsOwnIsThat() {
        assertNull(Texts.of(null));
        assertEquals("a", Texts.of("a"));
        assertEquals("7", Texts.of(7L));
        assertEquals("服", Texts.of("服".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertNull(Texts.of(new byte[] {-1}));
        assertNull(Texts.of(new Object()));
        assertNull(Texts.of(new int[] {1}));
    }

    @Test
    void oneWhoseTextFailsHasNone() {
        assertNull(Texts.of(new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("its own");
            }
        }));
    }

    @Test
    void collectionsAreWrittenAsJavaDoes() {
        assertEquals("[a, {b=[1, 2]}, null]", Texts.of(java.util.Arrays.asList("a", Map.of("b", List.of(1, 2)), null)));
    }

    @Test
    void ofALargeCollectionThereIsLittleMoreThanWasAskedFor() {
        String text = Texts.of(Collections.nCopies(1_000_000, "0123456789"), 1_000);
        assertTrue(text.length() > 1_000 && text.length() < 1_100, text.length() + " characters");
    }

    @Test
    void oneThatIsWithinItselfEnds() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertTrue(Texts.of(self).contains("…"));
    }
}
