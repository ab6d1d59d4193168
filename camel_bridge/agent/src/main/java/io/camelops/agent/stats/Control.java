package io.camelops.agent.stats;

/** What can be asked of a Camel context that runs, and done to its routes. Keeps no context from being collected. */
public interface Control {
    /** Not one that was stopped, and waits to be started again or to be collected. */
    boolean isRunning();

    /** How the route is now; null: the context has none of this id, or does not run. */
    State state(String routeId);

    /** To Started, of one that is stopped. */
    void start(String routeId) throws Exception;

    /** To Started, of one that is suspended. */
    void resume(String routeId) throws Exception;

    /**
     * To Stopped, when what is under way has ended.
     *
     * @return false: it had not within the time, and the route runs on
     */
    boolean stop(String routeId, long timeoutMs) throws Exception;

    /** To Suspended; to Stopped where what it takes exchanges from cannot wait. */
    void suspend(String routeId, long timeoutMs) throws Exception;

    /** The application's, for threads that do these things; null without. */
    ClassLoader loader();

    /** A route at one moment. */
    final class State {
        public static final String STARTED = "Started";
        public static final String STOPPED = "Stopped";
        public static final String SUSPENDED = "Suspended";

        private final String status;
        private final long uptimeMs;
        private final int inflight;

        /** @param uptimeMs 0 for one that does not run */
        public State(String status, long uptimeMs, int inflight) {
            this.status = status;
            this.uptimeMs = uptimeMs;
            this.inflight = inflight;
        }

        /** Camel's word: {@code Started}, {@code Stopped}, {@code Suspended}, {@code Starting} and so on. */
        public String status() {
            return status;
        }

        public long uptimeMs() {
            return uptimeMs;
        }

        /** Exchanges that are under way. */
        public int inflight() {
            return inflight;
        }
    }
}
