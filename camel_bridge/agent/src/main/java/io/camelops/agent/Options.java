package io.camelops.agent;

import io.camelops.agent.sampling.Capture;
import io.camelops.agent.sampling.Policy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be set: {@code -javaagent:camelops-agent.jar=ring.dir=/rings,metrics.interval.s=5}, or in the environment, as
 * {@code CAMELOPS_AGENT_RING_DIR}. The argument counts before the environment.
 */
final class Options {
    static final String RING_DIR = "ring.dir";
    static final String RING_MIB = "ring.mib";
    static final String METRICS_INTERVAL_S = "metrics.interval.s";

    static final String SERVICE_NAME = "service.name";
    static final String SAMPLING_SHARE = "sampling.share";
    static final String SAMPLING_PER_SECOND = "sampling.per.second";
    static final String SAMPLING_SLOW_MS = "sampling.slow.ms";
    static final String BODY_MAX_KIB = "body.max.kib";
    static final String STEPS_MAX = "steps.max";
    static final String PARTS_MAX = "parts.max";
    static final String CAPTURE = "capture";
    static final String GATEWAY = "gateway";

    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            RING_DIR,
            RING_MIB,
            METRICS_INTERVAL_S,
            SERVICE_NAME,
            SAMPLING_SHARE,
            SAMPLING_PER_SECOND,
            SAMPLING_SLOW_MS,
            BODY_MAX_KIB,
            STEPS_MAX,
            PARTS_MAX,
            CAPTURE,
            GATEWAY));

    private final Map<String, String> values = new HashMap<>();

    /** What cannot be read is said, and its default taken: an agent stops no application. */
    static Options read(String argument, Map<String, String> environment) {
        Options options = new Options();
        for (String key : KEYS) {
            String value = environment.get(
                    "CAMELOPS_AGENT_" + key.toUpperCase(Locale.ROOT).replace('.', '_'));
            if (value != null) options.values.put(key, value);
        }
        if (argument == null) return options;
        for (String pair : argument.split(",")) {
            int at = pair.indexOf('=');
            String key = at < 0 ? pair.trim() : pair.substring(0, at).trim();
            if (at > 0 && KEYS.contains(key))
                options.values.put(key, pair.substring(at + 1).trim());
            else if (!pair.isBlank()) Log.line("there is no option " + key + ": there are " + String.join(", ", KEYS));
        }
        return options;
    }

    /** Shared with the sidecar; best in memory. */
    Path ringDir() {
        String set = values.get(RING_DIR);
        return set != null ? Path.of(set) : Path.of(System.getProperty("java.io.tmpdir"), "camelops-rings");
    }

    /** 16 MiB hold some 10,000 exchanges with messages of 1 KiB: a second's worth while the sidecar is not there. */
    int ringBytes() {
        return Integer.highestOneBit(whole(RING_MIB, 16, 1, 1_024)) << 20;
    }

    /** Counters are exact whenever they are sent: this is how fine a chart can be. */
    int metricsIntervalS() {
        return whole(METRICS_INTERVAL_S, 10, 1, 3_600);
    }

    /** Null: by what the environment and the main class say. */
    String service() {
        return values.get(SERVICE_NAME);
    }

    /**
     * All of a quiet route, and ten exchanges a second of a busy one: a screen is full of them, and 10 KiB each are 9 GB a day.
     * What is slow is known by itself where no time is set.
     */
    Policy policy() {
        return new Policy(
                number(SAMPLING_SHARE, 1, 0, 1),
                number(SAMPLING_PER_SECOND, 10, 0, 1e6),
                whole(SAMPLING_SLOW_MS, Policy.SLOW_BY_ITSELF, 0, 86_400_000));
    }

    /**
     * Bodies of 256 KiB: of larger ones nothing is kept, for what is cut cannot be redacted. A thousand steps: more are a loop,
     * and tell the same again. A hundred parts: more lines of one file look alike.
     */
    Limits limits() {
        int bodyKib = whole(BODY_MAX_KIB, 256, 0, 64 * 1024);
        return new Limits(bodyKib * 1_024, whole(STEPS_MAX, 1_000, 1, 100_000), whole(PARTS_MAX, 100, 0, 1_000_000));
    }

    /** Bodies and headers: an operator looks for what was wrong with a message. Of a word that is none, none. */
    Capture capture() {
        return Capture.named(one(CAPTURE, "all", List.of("all", "failed", "none")));
    }

    /** Whether a sidecar may ask for routes, and set how they are sampled, start and stop them. */
    boolean hasGateway() {
        return one(GATEWAY, "on", List.of("on", "off")).equals("on");
    }

    /** One of these words; what was meant to be less is not all: of any other the last, which is the least. */
    private String one(String key, String otherwise, List<String> words) {
        String value = values.getOrDefault(key, otherwise).toLowerCase(Locale.ROOT);
        if (words.contains(value)) return value;
        String least = words.get(words.size() - 1);
        Log.line(key + " is " + value + ": it is one of " + String.join(", ", words) + "; " + least + " is taken");
        return least;
    }

    private double number(String key, double otherwise, double least, double most) {
        String value = values.get(key);
        if (value == null) return otherwise;
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        Log.line(key + " is " + value + ": it is a number from " + least + " to " + most + "; " + otherwise
                + " is taken");
        return otherwise;
    }

    private int whole(String key, int otherwise, int least, int most) {
        String value = values.get(key);
        if (value == null) return otherwise;
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        Log.line(key + " is " + value + ": it is a whole number from " + least + " to " + most + "; " + otherwise
                + " is taken");
        return otherwise;
    }
}
