package io.camelops.agent.exchange;

import io.camelops.agent.sampling.Threshold;

/**
 * The trace that an exchange belongs to, as far as all exchanges of it share it: W3C Trace Context, and of the trace state
 * what OpenTelemetry says about sampling ({@code ot=th:…;rv:…}).
 */
public final class Trace {
    private static final int HEADER_LENGTH = 55;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final long high;
    private final long low;
    private final String state;
    private final long randomness;

    private Trace(long high, long low, String state, long randomness) {
        this.high = high;
        this.low = low;
        this.state = state;
        this.randomness = randomness;
    }

    /** A trace that begins here. */
    public static Trace begun(long high, long low) {
        return new Trace(high, low == 0 ? 1 : low, null, Threshold.randomness(low));
    }

    public long high() {
        return high;
    }

    public long low() {
        return low;
    }

    /** As it came; null without. */
    public String state() {
        return state;
    }

    /** 56 bits that decide, for all who sample it, what of it is kept. */
    public long randomness() {
        return randomness;
    }

    /** Who sent it: the trace, the span of the sender, and the threshold that it kept it with. */
    public static final class Upstream {
        private final Trace trace;
        private final long spanId;
        private final long threshold;

        private Upstream(Trace trace, long spanId, long threshold) {
            this.trace = trace;
            this.spanId = spanId;
            this.threshold = threshold;
        }

        public Trace trace() {
            return trace;
        }

        public long spanId() {
            return spanId;
        }

        /** {@link Threshold#NONE} where the sender did not keep it. */
        public long threshold() {
            return threshold;
        }
    }

    /**
     * @param traceparent header of that name
     * @param tracestate null without
     * @return null where the header is none
     */
    public static Upstream upstream(String traceparent, String tracestate) {
        if (traceparent.length() < HEADER_LENGTH || traceparent.charAt(2) != '-') return null;
        try {
            int version = Integer.parseInt(traceparent, 0, 2, 16);
            boolean isWhole = version == 0
                    ? traceparent.length() == HEADER_LENGTH
                    : version != 0xff
                            && (traceparent.length() == HEADER_LENGTH || traceparent.charAt(HEADER_LENGTH) == '-');
            if (!isWhole || traceparent.charAt(35) != '-' || traceparent.charAt(52) != '-') return null;
            long high = hex(traceparent, 3);
            long low = hex(traceparent, 19);
            long span = hex(traceparent, 36);
            if ((high | low) == 0 || span == 0) return null;
            boolean isKept = (Integer.parseInt(traceparent, 53, 55, 16) & 1) != 0;
            return of(high, low, span, isKept, tracestate);
        } catch (NumberFormatException notHex) {
            return null;
        }
    }

    /** @param isKept whether the sender keeps it */
    public static Upstream of(long high, long low, long span, boolean isKept, String tracestate) {
        String given = member(tracestate, "rv:");
        long randomness = given != null && given.length() == 14 ? hex56(given) : -1;
        if (randomness < 0) randomness = Threshold.randomness(low);
        long threshold = Threshold.NONE;
        if (isKept) {
            String th = member(tracestate, "th:");
            long known = th == null || th.isEmpty() || th.length() > 14
                    ? -1
                    : hex56((th + "00000000000000").substring(0, 14));
            // One that it could not have kept is a mistake of the sender's.
            threshold = known < 0 || known > randomness ? Threshold.ALL : known;
        }
        return new Upstream(new Trace(high, low, tracestate, randomness), span, threshold);
    }

    private static String member(String tracestate, String key) {
        if (tracestate == null) return null;
        for (String vendor : tracestate.split(",")) {
            String entry = vendor.strip();
            if (!entry.startsWith("ot=")) continue;
            for (String part : entry.substring(3).split(";"))
                if (part.startsWith(key)) return part.substring(key.length());
        }
        return null;
    }

    private static long hex56(String text) {
        try {
            return text.charAt(0) == '-' || text.charAt(0) == '+' ? -1 : Long.parseLong(text, 16);
        } catch (NumberFormatException notHex) {
            return -1;
        }
    }

    private static long hex(String text, int at) {
        char first = text.charAt(at);
        if (first == '-' || first == '+') throw new NumberFormatException();
        return Long.parseUnsignedLong(text, at, at + 16, 16);
    }

    /** The header that says to a receiver that this span sent it. */
    public String header(long spanId, boolean isKept) {
        char[] text = new char[HEADER_LENGTH];
        text[0] = '0';
        text[1] = '0';
        text[2] = '-';
        hex(high, text, 3);
        hex(low, text, 19);
        text[35] = '-';
        hex(spanId, text, 36);
        text[52] = '-';
        text[53] = '0';
        text[54] = isKept ? '1' : '0';
        return new String(text);
    }

    private static void hex(long value, char[] to, int at) {
        for (int digit = 0; digit < 16; digit++) to[at + digit] = HEX[(int) (value >>> (60 - 4 * digit)) & 15];
    }

    /**
     * The trace state to go with it: others' entries as they came, OpenTelemetry's with the threshold it was kept with here.
     *
     * @return null where there is nothing to say
     */
    public String stateFor(long threshold, boolean isKept) {
        String rv = member(state, "rv:");
        boolean saysThreshold = isKept && (threshold > 0 || member(state, "th:") != null);
        StringBuilder ours = new StringBuilder();
        if (saysThreshold) ours.append("th:").append(digits(threshold));
        if (rv != null) ours.append(ours.length() > 0 ? ";" : "").append("rv:").append(rv);
        StringBuilder all = new StringBuilder(ours.length() > 0 ? "ot=" + ours : "");
        if (state != null) {
            for (String vendor : state.split(",")) {
                String entry = vendor.strip();
                if (entry.isEmpty() || entry.startsWith("ot=")) continue;
                all.append(all.length() > 0 ? "," : "").append(entry);
            }
        }
        return all.length() == 0 ? null : all.toString();
    }

    private static String digits(long threshold) {
        String text = String.format("%014x", threshold).replaceAll("0+$", "");
        return text.isEmpty() ? "0" : text;
    }
}
