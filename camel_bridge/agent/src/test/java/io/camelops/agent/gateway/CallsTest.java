package io.camelops.agent.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.camelops.agent.sampling.Capture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {
    private final Shop shop = new Shop();
    private final Calls calls = new Calls(shop.facade);

    private String answer(String method, Object... arguments) {
        return calls.answer(method, Arrays.asList(arguments));
    }

    private static String error(String kind, String detail) {
        return "{\"error\":{\"kind\":\"" + kind + "\",\"detail\":\"" + detail + "\"}}";
    }

    @Test
    void aRouteGoesFromOneStatusToAnother() {
        assertEquals("{\"was\":\"Started\",\"status\":\"Stopped\"}", answer("stopRoute", "shop", "orders", 1_000L));
        assertEquals("{\"was\":\"Stopped\",\"status\":\"Stopped\"}", answer("stopRoute", "*", "orders", null));
        assertEquals("{\"was\":\"Stopped\",\"status\":\"Started\"}", answer("resumeRoute", "shop", "orders", 1_000L));
        assertSame(Shop.class.getClassLoader(), shop.seen);
    }

    @Test
    void whatCamelThrowsIsASentence() {
        assertEquals(
                error(
                        "failed",
                        "the route orders could not be suspended: java.lang.IllegalStateException: no suspension today"),
                answer("suspendRoute", "shop", "orders", 1_000L));
    }

    @Test
    void aConsumerThatHangsHoldsNobodyForLong() {
        answer("stopRoute", "shop", "stuck", 1L);
        for (int call = 0; call < Operations.AT_ONCE_MAX; call++)
            assertTrue(answer("startRoute", "shop", "stuck", 1L).startsWith("{\"error\":{\"kind\":\"timeout\""));
        assertTrue(answer("startRoute", "shop", "stuck", 1L).contains("4 routes are being started or stopped"));
        // Whoever only looks is answered.
        assertTrue(answer("routes").contains("{\"id\":\"stuck\",\"status\":\"Stopped\""));
        shop.unstuck.countDown();
    }

    @Test
    void whatIsSetHoldsForRoutesToCome() {
        answer("setCapture", "shop", "*", "none");
        answer("setSampling", "*", "*", 0.5, null, 200L);
        assertEquals(Capture.NONE, shop.context.route("late").capture());
        assertEquals(0.5, shop.context.route("late").sampler().policy().share());
        assertEquals(10, shop.context.route("late").sampler().policy().perSecond());
        assertEquals(200, shop.context.route("late").sampler().policy().slowMs());
    }

    @Test
    void numbersOutOfRangeAndOtherWordsAreNamed() {
        assertEquals(
                error("bad_value", "share is NaN: it is a number from 0 to 1, or null"),
                answer("setSampling", "*", "*", Double.NaN, null, null));
        assertEquals(
                error("bad_value", "slowMs is -2: it is a number from -1 to 86400000, or null"),
                answer("setSampling", "*", "*", null, null, -2L));
        assertEquals(
                error("bad_value", "mode is some: it is one of all, failed, none, or null"),
                answer("setCapture", "*", "*", "some"));
        assertEquals(
                error("unknown_route", "there is no context books: routes() tells which there are"),
                answer("setCapture", "books", "*", "all"));
        assertEquals(
                error("bad_value", "setCapture was called with (Boolean): it takes (String, String, String)"),
                calls.answer("setCapture", List.of(true)));
    }
}
