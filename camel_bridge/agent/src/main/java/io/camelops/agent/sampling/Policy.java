package io.camelops.agent.sampling;

/** What of a route is kept, beside its failures, which always are. Immutable: to change it, another takes its place. */
public final class Policy {
    /** {@link #slowMs} that means: slower than 99 of 100 in the last minutes. */
    public static final int SLOW_BY_ITSELF = -1;

    private final double share;
    private final double perSecond;
    private final int slowMs;

    /**
     * @param share of ordinary exchanges, 0 to 1; fewer are kept where they would be more than {@code perSecond}
     * @param perSecond of ordinary exchanges, and as many again of slow and rare ones
     * @param slowMs one that takes longer is slow; {@link #SLOW_BY_ITSELF}
     */
    public Policy(double share, double perSecond, int slowMs) {
        this.share = share;
        this.perSecond = perSecond;
        this.slowMs = slowMs;
    }

    public double share() {
        return share;
    }

    public double perSecond() {
        return perSecond;
    }

    public int slowMs() {
        return slowMs;
    }
}
