package io.camelops.agent;

/** How much of an exchange is kept. */
public final class Limits {
    private final int bodyMaxBytes;
    private final int stepsMax;
    private final int partsMax;

    Limits(int bodyMaxBytes, int stepsMax, int partsMax) {
        this.bodyMaxBytes = bodyMaxBytes;
        this.stepsMax = stepsMax;
        this.partsMax = partsMax;
    }

    /** Of a larger body nothing is kept: what is cut cannot be redacted. 0: bodies are not captured. */
    public int bodyMaxBytes() {
        return bodyMaxBytes;
    }

    public int stepsMax() {
        return stepsMax;
    }

    /** Parts of one exchange that are kept with it; those that fail are kept without a bound. */
    public int partsMax() {
        return partsMax;
    }
}
