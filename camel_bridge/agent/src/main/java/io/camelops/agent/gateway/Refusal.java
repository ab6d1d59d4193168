package io.camelops.agent.gateway;

/** What was asked for and is not done: it becomes the answer's {@code error}. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    static final String UNKNOWN_ROUTE = "unknown_route";
    static final String BAD_VALUE = "bad_value";
    static final String TIMEOUT = "timeout";
    static final String FAILED = "failed";

    private final String kind;

    /** @param detail a sentence that names the value and the way out */
    Refusal(String kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    String kind() {
        return kind;
    }
}
