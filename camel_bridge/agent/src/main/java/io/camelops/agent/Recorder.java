package io.camelops.agent;

import io.camelops.agent.ring.Ring;
import io.camelops.agent.stats.Context;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes what is known of the contexts into this JVM's ring, which it makes when the first of them appears. */
public final class Recorder {
    private static volatile Recorder the;

    private final Options options;
    private final Collection<Context> contexts = new CopyOnWriteArrayList<>();
    private Ring ring;

    private Recorder(Options options) {
        this.options = options;
    }

    static void configure(Options options) {
        the = new Recorder(options);
    }

    public static Recorder the() {
        return the;
    }

    /** From now on its counters are written, at each interval and when the JVM ends. */
    public synchronized void watch(Context context) {
        contexts.add(context);
        if (ring != null || contexts.size() > 1) return;
        try {
            ring = Ring.create(options.ringDir(), options.ringBytes());
        } catch (IOException | RuntimeException failure) {
            Log.failed("cannot make a ring in " + options.ringDir(), failure);
            return;
        }
        Thread writer = new Thread(this::run, "camelops-agent");
        writer.setDaemon(true);
        writer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::write, "camelops-agent-last"));
    }

    private void run() {
        while (true) {
            try {
                Thread.sleep(options.metricsIntervalS() * 1_000L);
                write();
            } catch (InterruptedException ended) {
                return;
            } catch (Throwable failure) {
                Log.failed("cannot write metrics", failure);
            }
        }
    }

    private void write() {
        long now = System.currentTimeMillis() * 1_000_000;
        for (Context context : contexts) Metrics.write(ring, context, now);
    }
}
