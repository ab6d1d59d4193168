package io.camelops.agent;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What can be set: {@code -javaagent:camelops-agent.jar=ring.dir=/rings,metrics.interval.s=5}, or in the environment, as
 * {@code CAMELOPS_AGENT_RING_DIR}. The argument counts before the environment.
 */
final class Options {
    static final String RING_DIR = "ring.dir";
    static final String RING_MIB = "ring.mib";
    static final String METRICS_INTERVAL_S = "metrics.interval.s";

    private static final Set<String> KEYS = Set.of(RING_DIR, RING_MIB, METRICS_INTERVAL_S);

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
