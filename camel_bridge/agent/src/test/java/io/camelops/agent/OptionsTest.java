package io.camelops.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.camelops.agent.sampling.Capture;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private String said = "";

    private <T> T saying(Supplier<T> act) {
        PrintStream before = System.err;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines));
        try {
            return act.get();
        } finally {
            System.setErr(before);
            said = lines.toString();
        }
    }

    @Test
    void theArgumentCountsBeforeTheEnvironment() {
        Map<String, String> environment =
                Map.of("CAMELOPS_AGENT_RING_DIR", "/environment", "CAMELOPS_AGENT_RING_MIB", "4");
        Options options = Options.read("ring.dir = /argument", environment);
        assertEquals(Path.of("/argument"), options.ringDir());
        assertEquals(4 << 20, options.ringBytes());
        assertEquals(10, options.metricsIntervalS());
    }

    @Test
    void aRingIsAsLargeAsThePowerOfTwoBelow() {
        assertEquals(32 << 20, Options.read("ring.mib=63", Map.of()).ringBytes());
    }

    @Test
    void whatCannotBeReadIsSaidAndItsDefaultTaken() {
        for (String value : new String[] {"0", "x", "1025", ""}) {
            assertEquals(16 << 20, saying(() -> Options.read("ring.mib=" + value, Map.of())
                    .ringBytes()));
            assertTrue(said.contains("ring.mib is " + value + ": it is a whole number from 1 to 1024"), said);
        }
        saying(() -> Options.read("ring.size=3", Map.of()));
        assertTrue(said.contains("there is no option ring.size"), said);
        assertTrue(said.contains("ring.dir"), said);
    }

    @Test
    void nothingIsNothing() {
        assertEquals("", saying(() -> {
            Options.read(null, Map.of());
            Options.read("", Map.of());
            return said;
        }));
        assertEquals("", said);
    }

    @Test
    void ofWordsThatAreNoneTheLeastIsTaken() {
        assertEquals(Capture.ALL, Options.read("", Map.of()).capture());
        assertEquals(Capture.FAILED, Options.read("capture=Failed", Map.of()).capture());
        assertEquals(
                Capture.NONE, saying(() -> Options.read("capture=non", Map.of()).capture()));
        assertEquals("[camelops-agent] capture is non: it is one of all, failed, none; none is taken", said.strip());
        assertTrue(Options.read(null, Map.of()).hasGateway());
        assertFalse(Options.read("gateway=off", Map.of()).hasGateway());
        assertFalse(saying(() -> Options.read("gateway=no", Map.of()).hasGateway()));
    }
}
