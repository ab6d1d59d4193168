package io.camelops.agent.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {
    /** OpenTelemetry's: bucket i has (2^(i/8), 2^((i+1)/8)]. */
    private static int wanted(long ns) {
        if (ns <= 128) return 0;
        int bucket = (int) Math.ceil(Math.log(ns) / Math.log(2) * 8) - 1 - Durations.FIRST_BUCKET;
        return Math.min(bucket, Durations.BUCKETS - 1);
    }

    @Test
    void everyDurationIsInTheBucketThatOpenTelemetryGivesIt() {
        Random random = new Random(1);
        for (int at = 0; at < 2_000_000; at++) {
            long ns = (long) Math.pow(2, random.nextDouble() * 43);
            double exact = Math.log(ns) / Math.log(2) * 8;
            // A logarithm does not tell on which side of an end it is.
            if (Math.abs(exact - Math.rint(exact)) > 1e-9) assertEquals(wanted(ns), Durations.bucket(ns), ns + " ns");
        }
    }

    @Test
    void aPowerOfTwoIsTheUpperEndOfItsBucket() {
        for (int power = 8; power <= 40; power++) {
            int bucket = power * 8 - 1 - Durations.FIRST_BUCKET;
            assertEquals(bucket, Durations.bucket(1L << power), "2^" + power);
            assertEquals(bucket + 1, Durations.bucket((1L << power) + 1), "2^" + power + " + 1");
        }
    }

    @Test
    void whatIsOutsideIsInTheOutermostBuckets() {
        for (long ns : new long[] {Long.MIN_VALUE, -1, 0, 1, 128}) assertEquals(0, Durations.bucket(ns));
        for (long ns : new long[] {(1L << 41) + 1, Long.MAX_VALUE})
            assertEquals(Durations.BUCKETS - 1, Durations.bucket(ns));
    }

    @Test
    void countsOfManyThreadsAreExact() throws InterruptedException {
        Durations durations = new Durations();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            Thread thread = new Thread(() -> {
                for (int at = 0; at < 50_000; at++) {
                    durations.start();
                    if (at % 10 == 0) durations.fail(1_000, at % 20 == 0);
                    else durations.end(1_000);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (int look = 0; look < 100; look++) {
            Durations.Snapshot now = durations.snapshot();
            assertTrue(now.started() >= now.ended(), "more ended than had begun");
        }
        for (Thread thread : threads) thread.join();
        Durations.Snapshot now = durations.snapshot();
        assertEquals(800_000, now.started());
        assertEquals(800_000, now.ended());
        assertEquals(80_000, now.failed());
        assertEquals(40_000, now.handled());
        assertEquals(800_000_000L, now.sumNs());
        assertEquals(800_000, now.count(Durations.bucket(1_000)));
    }
}
