package io.camelops.agent.sampling;

import java.util.Locale;

/** Of which exchanges that are kept bodies and headers are told. */
public enum Capture {
    ALL,
    /** Of those with a failure, also one that was handled. */
    FAILED,
    NONE;

    public boolean takes(boolean failed) {
        return this == ALL || this == FAILED && failed;
    }

    /** Null: there is none of this name. */
    public static Capture named(String name) {
        for (Capture each : values()) if (each.toString().equals(name)) return each;
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
