package io.camelops.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.camelops.agent.stats.Durations;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Time is a number here: a simulated hour takes no time. */
class SamplerTest {
    private static final long SECOND = 1_000_000_000L;

    private static double weight(long threshold) {
        return (double) Threshold.NONE / (Threshold.NONE - threshold);
    }

    private static long random(Random random) {
        return random.nextLong() & (Threshold.NONE - 1);
    }

    @Test
    void aThresholdKeepsItsShare() {
        assertEquals(Threshold.ALL, Threshold.of(1));
        assertEquals(Threshold.NONE, Threshold.of(0));
        assertEquals(1L << 55, Threshold.of(0.5));
        assertEquals(Threshold.NONE, Threshold.of(-1));
        assertEquals(Threshold.ALL, Threshold.of(2));
    }

    /** Of 1,000 runs the mean is right to 1 %, and the interval that the weights give holds the truth in 95 % of them. */
    @Test
    void weightsAddUpToWhatThereWas() {
        Random random = new Random(7);
        int runs = 1_000;
        int truth = 2_000;
        double sum = 0;
        int held = 0;
        for (int run = 0; run < runs; run++) {
            // 200 a second for 10 s, where 40 a second may be kept: the budget tells most of the time.
            Sampler sampler = new Sampler(new Policy(0.5, 40, Policy.SLOW_BY_ITSELF), 0);
            double estimate = 0;
            double variance = 0;
            for (int at = 0; at < truth; at++) {
                long randomness = random(random);
                long threshold = sampler.atBegin(randomness, Threshold.ALL, at * SECOND / 200);
                if (randomness < threshold) continue;
                double weight = weight(threshold);
                estimate += weight;
                variance += weight * weight - weight;
            }
            sum += estimate;
            if (Math.abs(estimate - truth) <= 1.96 * Math.sqrt(variance)) held++;
        }
        assertEquals(truth, sum / runs, truth * 0.01);
        assertTrue(held >= 930 && held <= 970, held + " of 1,000 intervals hold the truth");
    }

    @Test
    void theBudgetHoldsWhenTenTimesAsManyCome() {
        Random random = new Random(3);
        Sampler sampler = new Sampler(new Policy(1, 50, Policy.SLOW_BY_ITSELF), 0);
        int kept = 0;
        long now = 0;
        for (int second = 0; second < 120; second++) {
            // A minute of 50 a second, then one of 500.
            int rate = second < 60 ? 50 : 500;
            for (int at = 0; at < rate; at++, now += SECOND / rate) {
                long randomness = random(random);
                if (randomness >= sampler.atBegin(randomness, Threshold.ALL, now) && second >= 60) kept++;
            }
        }
        assertEquals(50 * 60, kept, 50 * 60 * 0.1);
    }

    @Test
    void whatAStrictOneKeepsAGenerousOneHasKept() {
        Random random = new Random(5);
        Sampler generous = new Sampler(new Policy(0.5, 1e6, Policy.SLOW_BY_ITSELF), 0);
        Sampler strict = new Sampler(new Policy(0.1, 1e6, Policy.SLOW_BY_ITSELF), 0);
        for (int at = 0; at < 10_000; at++) {
            long randomness = random(random);
            if (randomness >= strict.atBegin(randomness, Threshold.ALL, at))
                assertTrue(randomness >= generous.atBegin(randomness, Threshold.ALL, at));
        }
    }

    @Test
    void whatTheSenderDidNotKeepIsNotKept() {
        Sampler sampler = new Sampler(new Policy(1, 1e6, Policy.SLOW_BY_ITSELF), 0);
        assertEquals(Threshold.NONE, sampler.atBegin(Threshold.NONE - 1, Threshold.NONE, 0));
        assertEquals(1L << 55, sampler.atBegin(1L << 55, 1L << 55, 0));
    }

    @Test
    void theFirstOfARouteAndOneAMinuteAreKeptWhateverTheShare() {
        Sampler sampler = new Sampler(new Policy(0, 0, Policy.SLOW_BY_ITSELF), 0);
        int[] kept = new int[Reason.values().length];
        for (int second = 1; second <= 600; second++) {
            Reason why = sampler.atBeginAnyway(second * SECOND);
            if (why != null) kept[why.ordinal()]++;
        }
        assertEquals(Sampler.NEW, kept[Reason.NEW.ordinal()]);
        assertEquals(10, kept[Reason.MINUTE.ordinal()]);
    }

    @Test
    void whatIsSlowIsSetOrLearnt() {
        Sampler set = new Sampler(new Policy(0, 1, 100), 0);
        common(set);
        assertEquals(Reason.SLOW, set.atEnd(100_000_001, 1, 0));
        assertNull(set.atEnd(100_000_000, 1, 0));

        Sampler learns = new Sampler(new Policy(0, 1, Policy.SLOW_BY_ITSELF), 0);
        common(learns);
        Durations durations = new Durations();
        for (int at = 0; at < 1_000; at++) durations.end(at < 980 ? 1_000_000 : 50_000_000);
        assertNull(learns.atEnd(60_000_000, 1, 0));
        learns.learn(durations, 61 * SECOND);
        assertNull(learns.atEnd(1_000_000, 1, 0));
        assertEquals(Reason.SLOW, learns.atEnd(60_000_000, 1, 0));
        // A quiet minute changes nothing; a slower one does.
        for (int at = 0; at < 10; at++) durations.end(900_000_000);
        learns.learn(durations, 122 * SECOND);
        assertEquals(Reason.SLOW, learns.atEnd(60_000_000, 1, 0));
        for (int at = 0; at < 1_000; at++) durations.end(900_000_000);
        learns.learn(durations, 183 * SECOND);
        assertNull(learns.atEnd(60_000_000, 1, 0));
    }

    private static void common(Sampler sampler) {
        for (int at = 0; at < Paths.RARE; at++) assertEquals(Reason.RARE, sampler.atEnd(1, 1, 0));
        assertNull(sampler.atEnd(1, 1, 0));
    }

    @Test
    void waysBecomeCommonAndAreForgottenAgain() {
        Paths paths = new Paths(0);
        for (long way = 0; way < 20; way++) {
            for (int at = 0; at < Paths.RARE; at++) assertTrue(paths.isRare(way, 1));
            assertEquals(false, paths.isRare(way, 1));
        }
        assertTrue(paths.isRare(0, 601 * SECOND));
    }

    @Test
    void manyWaysAreNotAllRare() {
        Paths paths = new Paths(0);
        Random random = new Random(2);
        int rare = 0;
        for (int at = 0; at < 100_000; at++) if (paths.isRare(random.nextLong(), 1)) rare++;
        assertTrue(rare <= 256 * Paths.RARE, rare + " were rare");
    }

    @Test
    void anotherPolicyHoldsFromTheNextOn() {
        Sampler sampler = new Sampler(new Policy(0, 1, Policy.SLOW_BY_ITSELF), 0);
        assertEquals(Threshold.NONE, sampler.atBegin(5, Threshold.ALL, 0));
        sampler.set(new Policy(1, 100, 20), 0);
        assertEquals(Threshold.ALL, sampler.atBegin(5, Threshold.ALL, 0));
        assertEquals(Reason.SLOW, sampler.atEnd(20_000_001, 1, 0));
        assertEquals(20, sampler.policy().slowMs());
    }

    @Test
    void whatWasTakenAtASmallRateIsNoDebtAtALargeOne() {
        long now = System.nanoTime();
        Sampler sampler = new Sampler(new Policy(1, 1e-5, Policy.SLOW_BY_ITSELF), now);
        for (int exchange = 0; exchange < 1_000; exchange++) sampler.atBegin(Threshold.NONE - 1, Threshold.ALL, now);
        sampler.set(new Policy(1, 10, Policy.SLOW_BY_ITSELF), now);
        assertEquals(Threshold.ALL, sampler.atBegin(0, Threshold.ALL, now));
    }
}
