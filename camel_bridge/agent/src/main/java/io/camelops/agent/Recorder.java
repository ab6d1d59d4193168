package io.camelops.agent;

import io.camelops.agent.ring.Ring;
import io.camelops.agent.stats.Context;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Writes what is known of the contexts into this JVM's ring, which it makes when the first of them appears. A context that
 * nobody has any more is forgotten.
 */
public final class Recorder {
    private static volatile Recorder the;

    private final Options options;
    private final Collection<Reference<Context>> contexts = new CopyOnWriteArrayList<>();
    private volatile Ring ring;
    private final CountDownLatch hasRing = new CountDownLatch(1);
    private boolean isStarted;

    private Recorder(Options options) {
        this.options = options;
    }

    /**
     * To be called as the JVM starts. A thread keeps the loaders of whoever is on the stack when it is made: these are made
     * here, where no application is, and wait.
     */
    static void configure(Options options) {
        Recorder recorder = new Recorder(options);
        Thread writer = new Thread(recorder::run, "camelops-agent");
        writer.setDaemon(true);
        writer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(recorder::write, "camelops-agent-last"));
        the = recorder;
    }

    public static Recorder the() {
        return the;
    }

    /** From now on its counters are written, at each interval and when the JVM ends. */
    public synchronized void watch(Context context) {
        contexts.removeIf(each -> each.get() == null);
        contexts.add(new WeakReference<>(context));
        if (isStarted) return;
        isStarted = true;
        try {
            ring = Ring.create(options.ringDir(), options.ringBytes());
        } catch (IOException | RuntimeException failure) {
            Log.failed("cannot make a ring in " + options.ringDir(), failure);
            return;
        }
        hasRing.countDown();
    }

    private void run() {
        try {
            hasRing.await();
        } catch (InterruptedException ended) {
            return;
        }
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
        for (Reference<Context> each : contexts) {
            Context context = each.get();
            if (context != null) write(context);
        }
    }

    /** The counters as they are now: a context that has stopped may be gone before the next interval ends. */
    public void write(Context context) {
        Ring to = ring;
        if (to != null) Metrics.write(to, context, System.currentTimeMillis() * 1_000_000);
    }
}
