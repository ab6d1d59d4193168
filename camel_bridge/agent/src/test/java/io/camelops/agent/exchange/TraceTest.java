package io.camelops.agent.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.camelops.agent.sampling.Threshold;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void aHeaderIsReadAsItWasWritten() {
        Random random = new Random(1);
        for (int round = 0; round < 1_000; round++) {
            Trace trace = Trace.begun(random.nextLong(), random.nextLong());
            long span = random.nextLong() | 1;
            boolean isKept = random.nextBoolean();
            Trace.Upstream read = Trace.upstream(trace.header(span, isKept), null);
            assertEquals(trace.high(), read.trace().high());
            assertEquals(trace.low(), read.trace().low());
            assertEquals(span, read.spanId());
            assertEquals(isKept ? Threshold.ALL : Threshold.NONE, read.threshold());
            assertEquals(trace.randomness(), read.trace().randomness());
        }
    }

    @Test
    void aHeaderOfALaterVersionMayBeLonger() {
        assertNotNull(Trace.upstream("cc-" + TRACE + "-b7ad6b7169203331-01-what-the-future-holds", null));
        assertNotNull(Trace.upstream("cc-" + TRACE + "-b7ad6b7169203331-01", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd-448eb211c80319c-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
                "x0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪🐪",
            })
    void whatIsNoHeaderIsNone(String header) {
        assertNull(Trace.upstream(header, null));
    }

    /** OpenTelemetry, "TraceState: Probability Sampling". */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ot=th:8, 0",
                "'congo=t61,ot=rv:ffffffffffffff;th:8', 36028797018963968",
                "'ot=th:c;rv:d0000000000000 , rojo=1', 54043195528445952",
                "'ot=th:0', 0",
                // Not what it could have been kept with.
                "'ot=th:c;rv:b0000000000000', 0",
                "'ot=th:xyz', 0",
                "'ot=th:-1', 0",
                "'ot=th:123456789abcdef', 0",
                "-, 0",
            })
    void theThresholdIsTheSendersWhereItIsOne(String state, long threshold) {
        assertEquals(threshold, Trace.upstream(PARENT, state).threshold());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 0, true, -",
                "-, 36028797018963968, true, ot=th:8",
                "-, 36028797018963968, false, -",
                "-, 1, true, ot=th:00000000000001",
                "'congo=t61,ot=rv:ffffffffffffff;th:4', 36028797018963968, true, 'ot=th:8;rv:ffffffffffffff,congo=t61'",
                "'ot=th:4,congo=t61', 0, true, 'ot=th:0,congo=t61'",
                "'congo=t61,ot=rv:ffffffffffffff;th:4', 36028797018963968, false, 'ot=rv:ffffffffffffff,congo=t61'",
                "'congo=t61, ,rojo=2', 0, false, 'congo=t61,rojo=2'",
            })
    void theStateThatIsSentOnHasOthersEntriesAndTheThresholdOfHere(
            String state, long threshold, boolean isKept, String sent) {
        assertEquals(sent, Trace.upstream(PARENT, state).trace().stateFor(threshold, isKept));
    }
}
