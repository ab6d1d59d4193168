package io.camelops.agent.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ByRouteTest {
    private final ByRoute<Integer> shares = new ByRoute<>(0);

    @Test
    void whatWasSaidLastHolds() {
        assertEquals(0, shares.of("shop", "orders"));
        shares.set("*", "*", 1);
        shares.set("shop", "orders", 2);
        assertEquals(2, shares.of("shop", "orders"));
        assertEquals(1, shares.of("shop", "lines"));
        shares.set("shop", "*", 3);
        assertEquals(3, shares.of("shop", "orders"));
        assertEquals(1, shares.of("books", "orders"));
        shares.set("*", "orders", 4);
        assertEquals(4, shares.of("shop", "orders"));
        assertEquals(3, shares.of("shop", "lines"));
    }

    @Test
    void whatIsSaidOfAllIsSaidOfEach() {
        shares.set("shop", "orders", 2);
        shares.set("*", "*", 5);
        assertEquals(5, shares.of("shop", "orders"));
    }
}
